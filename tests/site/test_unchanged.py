"""Tests in the browser run again when something that they are made of has changed, else not."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from pathlib import Path
import unchanged

HERE = Path(__file__).parent

def pytest_collection_modifyitems(config, items):
    unchanged.pass_over(config, items, HERE, HERE / "site")

def pytest_terminal_summary(terminalreporter, config):
    recorded = [each.get("run examples", 0) for each in unchanged.recorded(config)]
    terminalreporter.write_line(f"{sum(recorded)} examples ran before")
"""

TESTS = """
from pathlib import Path
import pytest
from publish.pages import folder_of

SITE = Path(__file__).parent / "site"

@pytest.mark.parametrize("source", ["index.md", "authentication.md"])
def test_of_a_page(source, record_property):
    record_property("run examples", 2)
    assert "wrong" not in (SITE / folder_of(source) / "index.html").read_text()

@pytest.mark.opens("authentication.md")
def test_of_a_feature():
    pass

def test_of_the_site():
    pass
"""

UNNEEDED = [f"-pno:{name}" for name in ("schemathesis", "hypothesispytest", "anyio", "randomly")]
"""Plugins that take long to import, or bring another order."""

ONE_PAGE = {"test_of_a_page[index.md]", "test_of_the_site"}
ANOTHER = {"test_of_a_page[authentication.md]", "test_of_a_feature", "test_of_the_site"}
ALL = ONE_PAGE | ANOTHER


@pytest.fixture
def tried(pytester: pytest.Pytester) -> Callable[..., set[str]]:
    """Run the tests on a site of two pages; give the names of those that ran."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_it=TESTS)
    for name in ("index.html", "authentication/index.html", "assets/site.css", "llms.txt"):
        write(pytester.path, name, "as it is")

    def run(*options: str) -> set[str]:
        went = pytester.inline_run("-p", "unchanged", *UNNEEDED, *options)
        calls = went.getcalls("pytest_runtest_call")
        return {str(call.item.name) for call in calls}

    return run


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of the built site."""
    file = folder / "site" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_what_is_the_same_is_passed_over(tried: Callable[..., set[str]]) -> None:
    """At once, and only where it is asked for."""
    assert tried("--changed") == ALL
    assert tried("--changed") == set()
    assert tried() == ALL


@pytest.mark.parametrize(
    ("name", "again"),
    {
        "index.html": ONE_PAGE,
        "authentication/index.html": ANOTHER,
        "assets/site.css": ALL,
        "llms.txt": {"test_of_the_site"},
    }.items(),
)
def test_what_has_changed_runs(
    name: str, again: set[str], tried: Callable[..., set[str]], pytester: pytest.Pytester
) -> None:
    """A page leads to its own tests and those of the site as a whole; what all load, to all."""
    tried("--changed")
    write(pytester.path, name, "as it will be")
    assert tried("--changed") == again


def test_what_failed_runs_until_it_passes(
    tried: Callable[..., set[str]], pytester: pytest.Pytester
) -> None:
    """Also when it has passed before, with what is there again."""
    tried("--changed")
    write(pytester.path, "index.html", "wrong")
    assert tried("--changed") == ONE_PAGE
    assert tried("--changed") == {"test_of_a_page[index.md]"}
    write(pytester.path, "index.html", "as it is")
    assert tried("--changed") == ONE_PAGE
    assert tried("--changed") == set()


def test_the_summary_says_so(
    tried: Callable[..., set[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """How many tests were passed over; what they recorded when they ran still counts."""
    tried("--changed")
    capsys.readouterr()
    tried("--changed")
    said = capsys.readouterr().out
    assert "4 tests in the browser not run again" in said
    assert "4 examples ran before" in said

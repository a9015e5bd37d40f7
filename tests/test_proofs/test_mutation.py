"""A few of the faults and changes of ``make mutate``, so that CI keeps the scores."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from etm_docs.examples import example, fences, tables
from etm_docs.paths import SNIPPETS
from etm_docs.proofs.mutation import api, baseline, changes, docs, faults, permission_faults, tree
from etm_docs.proofs.mutation.faults import Fault
from etm_docs.proofs.mutation.noticed import read
from etm_docs.proofs.mutation.pages import subject
from etm_docs.proofs.mutation.pool import Job, Pool, started
from etm_docs.proofs.mutation.worker import BUILD

FAULTS = (
    "another-status-for-an-invalid-token",
    "account-pages-have-moved",
    "token-info-counts-minutes",
    "scope-has-another-name",
    "another-default-expiry-on-the-form",
    "oldest-comes-first",
    "links-are-relative",
    "copy-takes-over-metadata",
    "default-privacy-is-ignored",
    "person-can-be-added-twice",
    "half-of-a-change-is-kept",
    "no token: change: unowned: no",
)
"""A dozen of the faults, spread over the pages."""

KINDS = (
    "drop a header",
    "another key in the body",
    "a swapped answer",
    "a stale output",
    "a stale table",
    "an include of something else",
    "a link to no anchor",
)
"""Some of the kinds of changes: one each is tried."""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One worker."""
    with started(1) as pool:
        yield pool


@pytest.fixture(scope="module")
def durations(pool: Pool) -> Mapping[str, float]:
    """The tests of the examples, with an estimate of how long each takes."""
    return baseline.estimates(pool)


def fault(name: str) -> Fault:
    """Find a fault by its name."""
    every = [*faults.load(), *permission_faults.load()]
    return next(each for each in every if each.name == name)


def failing_anyway(pool: Pool, tests: Iterable[str]) -> list[str]:
    """Run tests with nothing broken; say which fail, and so notice nothing."""
    [(_, outcome)] = pool.run([Job({}, [["tests", *dict.fromkeys(tests)]], go_on=True)])
    return [f"{each.test}: {each.text}" for each in outcome.failures]


def test_a_dozen_faults_are_noticed(pool: Pool, durations: Mapping[str, float]) -> None:
    """An example fails for each, and names the file and line that must change."""
    results = [*api.run(pool, [fault(name) for name in FAULTS], durations)]
    assert [each.line() for each in results if each.noticed is None] == []
    assert len(results) == len(FAULTS)
    noticing = {(each.noticed.test, each.noticed.example) for each in results if each.noticed}
    tests = [each for each in durations if (baseline.function(each), subject(each)) in noticing]
    assert failing_anyway(pool, tests) == []


def test_some_changes_are_noticed(pool: Pool, durations: Mapping[str, float]) -> None:
    """A test or the strict build fails for each."""
    chosen = changes.sample((each for each in docs.changes() if each.kind in KINDS), len(KINDS), 1)
    results = [*docs.run(pool, chosen, durations)]
    assert [each.line() for each in results if not each.noticed] == []
    assert {each.change.kind for each in results} == set(KINDS)
    tests = [each.noticed for each in results if each.noticed != BUILD]
    assert failing_anyway(pool, tests) == []


def test_each_place_is_told(pool: Pool) -> None:
    """Whoever changes a text is told each page and line that shows it, not only the first."""
    text = "Scenario does not belong to you"
    files = [file for file in sorted(SNIPPETS.rglob("*.*")) if text in file.read_text()]
    wanted = {place for file in files for place in fences.shown_at(file)}
    tests = dict.fromkeys(map(comparing, files))
    broken = fault("another-text-for-what-is-not-yours")
    [(_, outcome)] = pool.run([Job(broken.files(), [["tests", *tests]], go_on=True)])
    found = [noticed for failure in outcome.failures if (noticed := read(failure))]
    told = {place for each in found for place in each.pages}
    assert wanted <= told
    assert {place.partition(":")[0] for place in wanted} > set(broken.pages)


def comparing(file: Path) -> str:
    """Name the test that compares a file of ``snippets/`` with a run."""
    name = file.parent.name
    if file.parent == tables.FOLDER and file.stem.startswith("endpoints"):
        return baseline.OF_THE_DESCRIPTION
    if file.parent == tables.FOLDER:
        return f"tests/test_examples/test_tables.py::test_table[{file.stem}]"
    if file.suffix == ".svg":
        return f"tests/test_examples/test_diagrams.py::test_diagram_shows_real_answers[{file.stem}]"
    if file.name == example.RESPONSE:
        return f"tests/test_examples/test_snippets.py::test_raw_request[{name}[http]]"
    if file.parent in example.folders():
        return f"tests/test_examples/test_snippets.py::test_python[{name}[python]]"
    if file.parent in example.script_folders():
        return f"tests/test_examples/test_scripts.py::test_script[{name}]"
    return f"tests/test_examples/test_commands.py::test_command[{name}]"


def test_a_copy_runs_its_own_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command in the copy runs what is in the copy, however the interpreter was named."""
    here = Path(sys.executable).parent
    monkeypatch.setattr(sys, "executable", str(here / ".." / here.name / "python"))
    with tree.copied() as root:
        (root / "tests" / "etm_mock" / "cli.py").write_text("def main(): print('the copy')")
        command = root / ".venv" / "bin" / "etm-mock"
        assert subprocess.check_output([command], text=True) == "the copy\n"  # noqa: S603


def test_a_survivor_is_reported(pool: Pool) -> None:
    """A fault that no example notices is one that survives; one that nobody can place is, too."""
    one = {"tests/test_examples/test_tables.py::test_table[scopes]": 1.0}
    unnoticed = fault("ten-a-page")
    [survived] = api.run(pool, [unnoticed], one)
    assert survived.line() == "SURVIVED  ten-a-page"
    no_reset = Fault("no-reset", (), "control_client.py", "def reset(", "def start_again(")
    [unplaced] = api.run(pool, [no_reset], one)
    assert f"SURVIVED  no-reset  {next(iter(one))} fails but names no line" in unplaced.line()

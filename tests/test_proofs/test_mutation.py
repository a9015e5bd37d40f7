"""A few of the faults and changes of ``make mutate``, so that CI keeps the scores."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from etm_docs.examples import example, fences, tables
from etm_docs.paths import ROOT, SNIPPETS
from etm_docs.proofs.mutation import api, changes, copies, docs, faults, permission_faults
from etm_docs.proofs.mutation.copies import BUILD, Copies, changed, run_tests
from etm_docs.proofs.mutation.faults import Fault
from etm_docs.proofs.mutation.noticed import read
from etm_docs.proofs.mutation.pages import function, subject

FAULTS = (
    "another-status-for-an-invalid-token",
    "another-default-expiry-on-the-form",
    "links-are-relative",
    "person-can-be-added-twice",
    "half-of-a-change-is-kept",
    "no token: change: unowned: no",
)
"""Some of the faults, spread over the pages and the kinds of examples that notice them."""

KINDS = (
    "drop a header",
    "a swapped answer",
    "a stale table",
    "a link to no anchor",
)
"""Some of the kinds of changes: one each is tried."""


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """A copy of the project."""
    with copies.copied() as root:
        yield root


@pytest.fixture(scope="module")
def tests() -> Sequence[str]:
    """The tests of the examples."""
    return copies.list_tests(ROOT, docs.ALL)


def fault(name: str) -> Fault:
    """Find a fault by its name."""
    every = [*faults.load(), *permission_faults.load()]
    return next(each for each in every if each.name == name)


def failing_anyway(root: Path, tests: Iterable[str]) -> list[str]:
    """Run tests with nothing broken; say which fail, and so notice nothing."""
    return [f"{each.test}: {each.text}" for each in run_tests(root, *dict.fromkeys(tests))]


def test_some_faults_are_noticed(copy: Path, tests: Sequence[str]) -> None:
    """An example fails for each, and names the file and line that must change."""
    results = [api.check(copy, fault(name), tests) for name in FAULTS]
    assert [each.line() for each in results if each.noticed is None] == []
    noticing = {(each.noticed.test, each.noticed.example) for each in results if each.noticed}
    assert failing_anyway(copy, (t for t in tests if (function(t), subject(t)) in noticing)) == []


def test_some_changes_are_noticed(copy: Path, tests: Sequence[str]) -> None:
    """A test or the strict build fails for each."""
    chosen = changes.sample((each for each in docs.changes() if each.kind in KINDS), len(KINDS), 1)
    assert {each.kind for each in chosen} == set(KINDS)
    results = [docs.check(copy, each, tests) for each in chosen]
    assert [each.line() for each in results if not each.noticed] == []
    assert failing_anyway(copy, (r.noticed for r in results if r.noticed != BUILD)) == []


def test_each_place_is_told(copy: Path) -> None:
    """Whoever changes a text is told each page and line that shows it, not only the first."""
    text = "Scenario does not belong to you"
    files = [file for file in sorted(SNIPPETS.rglob("*.*")) if text in file.read_text()]
    wanted = {place for file in files for place in fences.shown_at(file)}
    broken = fault("another-text-for-what-is-not-yours")
    with changed(copy, broken.path, broken.broken()):
        failures = run_tests(copy, *dict.fromkeys(map(comparing, files)))
    told = {place for each in failures if (noticed := read(each)) for place in noticed.pages}
    assert wanted <= told
    assert {place.partition(":")[0] for place in wanted} > set(broken.pages)


def comparing(file: Path) -> str:
    """Name the test that compares a file of ``snippets/`` with a run."""
    name = file.parent.name
    if file.parent == tables.FOLDER and file.stem.startswith("endpoints"):
        return api.OF_THE_DESCRIPTION
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


def test_a_copy_runs_its_own_commands(copy: Path) -> None:
    """A command that an example gives runs what is in the copy, and not what it was copied from."""
    how = "tests/test_examples/test_commands.py::test_command[run-a-command-on-the-mock]"
    with changed(copy, "tests/etm_mock/cli.py", "def main(): raise SystemExit('the copy')"):
        [failure] = run_tests(copy, how)
    assert "the copy" in failure.text


def test_work_is_shared_out() -> None:
    """Each copy is used by one at a time, and is as before then."""
    path = "tests/etm_mock/__init__.py"

    def check(root: Path, number: int) -> tuple[int, Path, str]:
        before = (root / path).read_text()
        with changed(root, path, f"number = {number}"):
            status, printed = copies.run(root, ["-c", "import etm_mock; print(etm_mock.number)"])
        assert (status, (root / path).read_text()) == (0, before)
        return number, root, printed

    with Copies(2) as two:
        results = [*two.map(check, range(4))]
    assert {(number, printed) for number, _, printed in results} == {
        (n, f"{n}\n") for n in range(4)
    }
    assert len({root for _, root, _ in results}) == 2
    assert not any(root.exists() for _, root, _ in results)


def test_what_never_ends_is_ended(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that hangs is stopped with all that it started, and counts as a survivor."""
    monkeypatch.setattr(copies, "LIMIT", 1)
    hang = "import subprocess, sys; subprocess.run(['sleep', '600'])"
    with pytest.raises(copies.NeverEnded):
        copies.run(copy, ["-c", hang])


def test_a_survivor_is_reported(copy: Path) -> None:
    """A fault that no example notices is one that survives; one that nobody can place is, too."""
    one = ["tests/test_examples/test_tables.py::test_table[scopes]"]
    survived = api.check(copy, fault("revoke-button-has-another-name"), one)
    assert survived.line() == "SURVIVED  revoke-button-has-another-name"
    no_reset = Fault("no-reset", (), "control_client.py", "def reset(", "def start_again(")
    unplaced = api.check(copy, no_reset, one)
    assert f"SURVIVED  no-reset  {one[0]} fails but names no line" in unplaced.line()

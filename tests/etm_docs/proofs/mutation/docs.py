"""Mutation of the docs: makes pages and snippets wrong, change by change, and sees what notices."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etm_docs.proofs.mutation import page_changes, pages, snippet_changes
from etm_docs.proofs.mutation.changes import Change
from etm_docs.proofs.mutation.copies import Failure, NeverEnded, build, changed, run_tests

Check = Callable[[Path], list[Failure]]

ALL: Final = "tests/test_examples"
PAGES: Final = f"{ALL}/test_pages.py"

BUILD_FIRST: Final = {
    "a link to no anchor",
    "a link to no page",
    "a heading that others link to",
    "a page that is in no menu",
    "a menu that leads nowhere",
}
"""What the build is there to notice."""

STILL_RIGHT: Final = {
    ("snippets/from-nothing-to-a-private-scenario/step-7.sh:2", "drop a header"): (
        "a scenario that is gone is gone with or without a token"
    ),
    **dict.fromkeys(
        (
            ("snippets/control-the-mock/control.py:23", "another method"),
            ("snippets/make-the-mock-fail/fail.sh:6", "another method"),
        ),
        "a scenario that isn't there isn't there for any method",
    ),
    ("snippets/see-whether-copies-are-private/python.py:31", "another method"): (
        "the script tidies up after all that it says"
    ),
    ("snippets/compare-copy-with-unowned-scenario/python.py:10", "another key in the body"): (
        "a copy takes over no value that is sent along, whatever slider it is for"
    ),
    ("snippets/hand-over-ownership/python.py:23", "another method"): (
        "who only views a scenario may neither see nor change who has access"
    ),
}
"""Changes that make nothing wrong, and why: what the page says is still what a run gives."""


@dataclass(frozen=True)
class Result:
    """What came of a change: the test that noticed it, or the build; else why nothing did."""

    change: Change
    noticed: str
    otherwise: str = ""

    def line(self) -> str:
        """Say it in a line."""
        said = f"{self.change.place}  {self.change.kind}"
        if self.noticed:
            return f"caught    {said}  {self.noticed}"
        return f"SURVIVED  {said}  {self.otherwise}".rstrip()


def changes() -> list[Change]:
    """Make every change of the docs that makes something wrong."""
    every = [*snippet_changes.all_changes(), *page_changes.all_changes()]
    return [each for each in every if (each.place, each.kind) not in STILL_RIGHT]


def check(root: Path, change: Change, tests: Sequence[str]) -> Result:
    """Make a change in a copy, and check until something fails: what is nearest first."""
    failures: list[Failure] = []
    try:
        with changed(root, change.file, change.text):
            for step in steps(change, tests):
                failures = failures or step(root)
    except NeverEnded:
        return Result(change, "", "an example never ended")
    return Result(change, failures[0].test if failures else "")


def steps(change: Change, tests: Sequence[str]) -> list[Check]:
    """Put the checks in the order in which they find a change soonest."""
    pages_, all_ = _running(PAGES), _running(ALL)
    if change.kind in BUILD_FIRST:
        return [build, pages_, all_]
    if not change.example:
        return [pages_, build, all_]
    own = [each for each in tests if pages.subject(each) == change.example]
    return [*([_running(*own)] if own else []), pages_, build, all_]


def _running(*tests: str) -> Check:
    return lambda root: run_tests(root, "-x", *tests)


def by_kind(results: Sequence[Result]) -> list[str]:
    """Count the changes of each kind, and how many were noticed."""
    made = Counter(each.change.kind for each in results)
    noticed = Counter(each.change.kind for each in results if each.noticed)
    width = max(map(len, made))
    return [f"{kind:{width}}  {noticed[kind]}/{count}" for kind, count in made.items()]

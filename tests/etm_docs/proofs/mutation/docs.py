"""Mutation of the docs: makes pages and snippets wrong, change by change, and sees what notices."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from etm_docs.proofs.mutation import page_changes, pages, snippet_changes
from etm_docs.proofs.mutation.changes import Change
from etm_docs.proofs.mutation.pool import Job, Outcome, Pool

_PAGES: Final = ("tests", "tests/test_examples/test_pages.py")
_ALL: Final = ("tests", "tests/test_examples")
_BUILD: Final = ("build",)

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


def run(pool: Pool, chosen: Sequence[Change], durations: Mapping[str, float]) -> Iterator[Result]:
    """Make each change by itself, and check until something fails: what is nearest first."""
    jobs = [Job({each.file: each.text}, steps(each, durations)) for each in chosen]
    for number, outcome in pool.run(jobs):
        yield _result(chosen[number], outcome)


def steps(change: Change, durations: Mapping[str, float]) -> list[Sequence[str]]:
    """Put the checks in the order in which they find a change soonest."""
    if change.kind in BUILD_FIRST:
        return [_BUILD, _PAGES, _ALL]
    if not change.example:
        return [_PAGES, _BUILD, _ALL]
    own = [each for each in durations if pages.subject(each) == change.example]
    return [("tests", *sorted(own, key=lambda each: durations[each])), _PAGES, _BUILD, _ALL]


def _result(change: Change, outcome: Outcome) -> Result:
    if outcome.hung:
        return Result(change, "", "an example never ended")
    return Result(change, outcome.failures[0].test if outcome.failures else "")


def by_kind(results: Sequence[Result]) -> list[str]:
    """Count the changes of each kind, and how many were noticed."""
    made = Counter(each.change.kind for each in results)
    noticed = Counter(each.change.kind for each in results if each.noticed)
    width = max(map(len, made))
    return [f"{kind:{width}}  {noticed[kind]}/{count}" for kind, count in made.items()]

"""Mutation of the API: breaks the mock, fault by fault, and sees which example fails."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etm_docs.proofs.mutation import pages
from etm_docs.proofs.mutation.copies import Failure, NeverEnded, changed, run_tests
from etm_docs.proofs.mutation.faults import Fault
from etm_docs.proofs.mutation.noticed import Noticed, read

ENDPOINTS: Final = "docs/reference/endpoints/"
"""The pages that show the examples of the OpenAPI description."""

OF_THE_DESCRIPTION: Final = (
    "tests/test_openapi/test_examples.py::test_examples_are_what_the_mock_answers"
)
"""The test of those examples."""

RUNS: Final = (
    *("test_raw_request", "test_curl", "test_table", "test_diagram_shows_real_answers"),
    *("test_there_is_what_to_choose", "test_python_block_runs", "test_session", "test_python"),
    *("test_script", "test_crontab", "test_notebook", "test_command"),
)
"""The tests that hold what a page shows against the mock, the quickest first.

All others know nothing of the mock.
"""


@dataclass(frozen=True)
class Result:
    """What came of a fault: what noticed it, else why nothing did."""

    fault: Fault
    noticed: Noticed | None
    otherwise: str = ""

    def line(self) -> str:
        """Say it in a line."""
        if self.noticed is None:
            return f"SURVIVED  {self.fault.name}  {self.otherwise}".rstrip()
        place = self.noticed.shown_on(self.fault.pages) or self.noticed.shown
        return f"killed    {self.fault.name}  {place}  {self.noticed.example} ({self.noticed.test})"


def check(root: Path, fault: Fault, tests: Sequence[str]) -> Result:
    """Put a fault into a copy, and run examples until one fails: those of its pages first."""
    failures: list[Failure] = []
    try:
        with changed(root, fault.path, fault.broken()):
            for some in steps(fault, tests):
                failures = failures or run_tests(root, "-x", *some)
    except NeverEnded:
        return Result(fault, None, "an example never ended")
    return result(fault, failures)


def steps(fault: Fault, tests: Sequence[str]) -> list[list[str]]:
    """Put the tests of examples in the order in which they find a fault soonest.

    First come the examples of the pages that claim the fact, and each time the quickest ones.
    """
    shown = {name for page in fault.pages for name in pages.examples(page)}
    runs = [each for each in tests if pages.function(each) in RUNS]
    runs.sort(key=lambda each: (pages.subject(each) != fault.first, _rank(each)))
    if any(page.startswith(ENDPOINTS) for page in fault.pages):
        shown.add(OF_THE_DESCRIPTION)
        runs.append(OF_THE_DESCRIPTION)
    near = [each for each in runs if _is_about(pages.subject(each), fault, shown)]
    far = [each for each in runs if each not in near]
    return [some for some in (near, far) if some]


def _rank(test: str) -> int:
    return RUNS.index(pages.function(test))


def _is_about(subject: str, fault: Fault, shown: set[str]) -> bool:
    """Say whether a test's subject is shown on a page that claims the fact, or is a line of it."""
    return subject in {*shown, fault.first} or subject.rpartition(":")[0] in fault.pages


def result(fault: Fault, failures: Sequence[Failure]) -> Result:
    """Say what came of a fault. A failure counts that names a file and line of the docs."""
    for each in failures:
        if noticed := read(each):
            return Result(fault, noticed)
    if failures:
        first = failures[0]
        return Result(fault, None, f"{first.test} fails but names no line:\n{first.text}")
    return Result(fault, None)


def by_page(results: Sequence[Result]) -> list[str]:
    """Count the faults of each page, and how many an example on that page itself notices."""
    claimed, noticed = Counter[str](), Counter[str]()
    for each in results:
        for page in each.fault.pages:
            claimed[page] += 1
            noticed[page] += bool(each.noticed and each.noticed.shown_on([page]))
    width = max(map(len, claimed))
    return [
        f"{page:{width}}  {claimed[page]:3} faults, {noticed[page]:3} first noticed on the page"
        for page in sorted(claimed)
    ]

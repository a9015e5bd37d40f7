"""Mutation of the API: breaks the mock, fault by fault, and sees which example fails."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from etm_docs.proofs.mutation import pages
from etm_docs.proofs.mutation.baseline import OF_THE_DESCRIPTION, function
from etm_docs.proofs.mutation.faults import Fault
from etm_docs.proofs.mutation.noticed import Noticed, read
from etm_docs.proofs.mutation.pool import Job, Outcome, Pool

ENDPOINTS: Final = "docs/reference/endpoints.md"
"""The page that shows the examples of the OpenAPI description."""

RUNS: Final = {
    *("test_raw_request", "test_curl", "test_python", "test_script", "test_command"),
    *("test_session", "test_notebook", "test_table", "test_python_block_runs", "test_crontab"),
    *("test_diagram_shows_real_answers", "test_there_is_what_to_choose"),
}
"""The tests that hold what a page shows against the mock. All others know nothing of it."""


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


def run(pool: Pool, faults: Sequence[Fault], durations: Mapping[str, float]) -> Iterator[Result]:
    """Put in each fault by itself, and run examples until one fails: those of its pages first."""
    jobs = [Job(fault.files(), steps(fault, durations)) for fault in faults]
    for number, outcome in pool.run(jobs):
        yield result(faults[number], outcome)


def steps(fault: Fault, durations: Mapping[str, float]) -> list[Sequence[str]]:
    """Put the tests of examples in the order in which they find a fault soonest.

    First come the examples of the pages that claim the fact, and each time the quickest ones.
    """
    shown = {name for page in fault.pages for name in pages.examples(page)}
    if ENDPOINTS in fault.pages:
        shown.add(OF_THE_DESCRIPTION)
    runs = [each for each in durations if function(each) in RUNS]
    tests = [*runs, OF_THE_DESCRIPTION] if ENDPOINTS in fault.pages else runs
    tests.sort(key=lambda each: (pages.subject(each) != fault.first, durations[each]))
    near = [each for each in tests if _is_about(pages.subject(each), fault, shown)]
    far = [each for each in tests if each not in near]
    return [["tests", *some] for some in (near, far) if some]


def _is_about(subject: str, fault: Fault, shown: set[str]) -> bool:
    """Say whether a test's subject is shown on a page that claims the fact, or is a line of it."""
    return subject in {*shown, fault.first} or subject.rpartition(":")[0] in fault.pages


def result(fault: Fault, outcome: Outcome) -> Result:
    """Say what came of a fault. A failure counts that names a file and line of the docs."""
    if outcome.hung:
        return Result(fault, None, "an example never ended")
    found = [(failure, read(failure)) for failure in outcome.failures]
    for _, noticed in found:
        if noticed:
            return Result(fault, noticed)
    if found:
        failure = found[0][0]
        return Result(fault, None, f"{failure.test} fails but names no line:\n{failure.text}")
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

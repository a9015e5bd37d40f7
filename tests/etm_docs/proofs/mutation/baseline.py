"""The tests of the examples as they are: all pass, and take so long."""

from collections.abc import Mapping
from typing import Final

from etm_docs.paths import ROOT
from etm_docs.proofs.mutation.pool import Job, Pool

OTHERS: Final = {"test_errors", "test_isolation", "test_settings"}
"""The files of tests/test_examples that test the runner, and no example."""

OF_THE_DESCRIPTION: Final = (
    "tests/test_openapi/test_examples.py::test_examples_are_what_the_mock_answers"
)
"""The test of the OpenAPI description's examples, which docs/reference/endpoints.md shows."""


class AlreadyRed(Exception):  # noqa: N818 - says what is wrong
    """Tests fail before anything is broken."""


_ESTIMATES: Final = {
    "test_raw_request": 0.05,
    "test_curl": 0.1,
    "test_session": 0.2,
    "test_table": 0.2,
    "test_python": 0.3,
    "test_script": 0.3,
    "test_notebook": 1.0,
    "test_command": 2.0,
}


def estimates(pool: Pool) -> Mapping[str, float]:
    """List the tests of the examples, with a guess of the seconds that each takes."""
    [(_, outcome)] = pool.run([Job({}, [["list", *_files(), OF_THE_DESCRIPTION]], go_on=True)])
    return {test: _ESTIMATES.get(function(test), 1.0) for test in outcome.passed}


def function(test: str) -> str:
    """Give the name of a test's function."""
    return test.partition("::")[2].partition("[")[0]


def durations(pool: Pool) -> Mapping[str, float]:
    """Run the tests of the examples; give the seconds that each takes.

    Raises :class:`AlreadyRed` if one fails.
    """
    jobs = [Job({}, [["tests", test]], go_on=True) for test in (*_files(), OF_THE_DESCRIPTION)]
    found: dict[str, float] = {}
    for number, outcome in pool.run(jobs):
        if outcome.hung:
            raise AlreadyRed(f"{jobs[number].steps[0][1]} hung")
        if outcome.failures:
            failure = outcome.failures[0]
            raise AlreadyRed(f"{failure.test} fails with nothing broken:\n\n{failure.text}")
        found |= outcome.passed
    return found


def _files() -> list[str]:
    files = sorted((ROOT / "tests" / "test_examples").glob("test_*.py"))
    return [f"tests/test_examples/{file.name}" for file in files if file.stem not in OTHERS]

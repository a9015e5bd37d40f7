"""The mock's engines answer as the real service's own code was recorded to."""

from typing import Final, get_args

import pytest
from etm_docs.recordings import cases, is_excepted
from etm_mock.services import Environment
from test_recordings import recordings
from test_recordings.recordings import Replayed

FILE: Final = "engine.jsonl"


@pytest.fixture(scope="module")
def mock() -> Replayed:
    """One mock for all recordings."""
    return Replayed()


@pytest.mark.parametrize("service", get_args(Environment))
@pytest.mark.parametrize("group", recordings.groups(FILE))
def test_answers_as_recorded(mock: Replayed, group: str, service: Environment) -> None:
    """Each recording's answer, and what it changes; the exceptions differ, as they say."""
    found = []
    for case in cases(FILE):
        if case["name"].startswith(f"{group}/"):
            problems = recordings.replay(mock, case, service)
            if is_excepted(case, FILE, service):
                problems = [] if problems else ["is as recorded: no exception any more"]
            found += [f"{case['name']}: {problem}" for problem in problems]
    assert not found, "\n".join(found)


def test_all_are_replayed() -> None:
    """The groups leave none out, and the file has all that was recorded."""
    assert len(cases(FILE)) == 2001
    names = tuple(f"{group}/" for group in recordings.groups(FILE))
    assert all(case["name"].startswith(names) for case in cases(FILE))

"""Runs every session of ``snippets/`` in one shell, from signing up to the last step."""

from pathlib import Path

import pytest
from etm_docs.examples import bodies, report, session
from etm_docs.paths import shown
from etm_mock.server import RunningMock


@pytest.mark.parametrize("folder", session.session_folders(), ids=lambda folder: folder.name)
def test_session(folder: Path, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """Each step prints what the page prints."""
    problems = []
    try:
        ran = [*session.run(folder, mock, tmp_path)]
    except session.SessionEnded as error:
        pytest.fail(report.failure(error.step, 1, str(error)), pytrace=False)
    for step, got in zip(session.steps(folder), ran, strict=True):
        answer = step.with_suffix(".json")
        what = f"{shown(step)} printed something else"
        problem = report.compare_or_update(answer, got, what, updating=updating)
        problems += [problem] if problem else []
    problem = bodies.problem(session.steps(folder), mock.control.requests())
    problems += [problem] if problem else []
    if problems:
        pytest.fail("\n\n".join(problems), pytrace=False)


def test_sessions_are_found() -> None:
    """Finding no session is a failure, not a success."""
    assert session.session_folders()

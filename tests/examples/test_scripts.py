"""Runs every example of ``snippets/`` that is a Python script of several requests."""

from pathlib import Path

import pytest
from etm_mock.server import RunningMock
from etm_mock.starting_state import FILE_NAME, InvalidStartingState, StartingState
from pytest_examples import CodeExample, EvalExample
from runner import example, python, report


@pytest.mark.parametrize("folder", example.script_folders(), ids=lambda folder: folder.name)
def test_script(
    folder: Path, mock: RunningMock, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script is linted, runs as printed, prints as printed, and sends something."""
    file = folder / example.VARIANTS["python"]
    try:
        start = StartingState.beside(file)
        start.apply(mock.url)
    except InvalidStartingState as error:
        pytest.fail(report.failure(folder / FILE_NAME, 1, str(error)), pytrace=False)
    for name, value in mock.environment(start.token).items():
        monkeypatch.setenv(name, value)
    python.check(eval_example, CodeExample.create(file.read_text(), path=file))
    assert mock.control.requests(), f"{example.shown(file)}: sends no request"


def test_scripts_are_found() -> None:
    """Finding no script is a failure, not a success."""
    assert example.script_folders()

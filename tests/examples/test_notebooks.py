"""Notebooks run from top to bottom against the mock, and store the outputs of that run."""

from pathlib import Path

import pytest
from etm_mock.server import RunningMock
from nbclient.exceptions import CellExecutionError
from runner import notebook, report
from runner.example import shown


@pytest.mark.parametrize("file", notebook.notebooks(), ids=lambda file: file.stem)
def test_notebook(file: Path, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """Each stored output is what the cell gives now; ``make update`` rewrites them."""
    try:
        ran = notebook.text_of(notebook.run(file, mock.environment(), tmp_path))
    except CellExecutionError as error:
        pytest.fail(f"{shown(file)}: a cell failed\n\n{error}", pytrace=False)
    problem = report.settle(file, ran, "the stored outputs are not the run's", updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)


def test_notebooks_are_found() -> None:
    """Finding no notebook is a failure, not a success."""
    assert "first-request" in {file.stem for file in notebook.notebooks()}

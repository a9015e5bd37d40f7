"""Notebooks run from top to bottom against the mock, and store the outputs of that run."""

import importlib
from pathlib import Path

import nbformat
import pytest
from etm_docs.examples import bodies, notebook, report
from etm_docs.paths import shown
from etm_mock.server import RunningMock
from nbclient.exceptions import CellExecutionError


@pytest.mark.parametrize("file", notebook.notebooks(), ids=lambda file: file.stem)
def test_notebook(file: Path, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """The stored outputs are what the cells give, and hold no token; ``make update`` rewrites."""
    # Where fonts are looked for the first time, it says so in the output if that takes long.
    importlib.import_module("matplotlib.font_manager")
    variables = mock.environment() | notebook.begin(file, mock)
    try:
        ran = notebook.run(file, variables, tmp_path)
    except CellExecutionError as error:
        pytest.fail(f"{shown(file)}:1: a cell failed\n\n{error}", pytrace=False)
    problems = [
        report.compare_or_update(
            file,
            notebook.text_of(ran),
            "the stored outputs are not the run's",
            updating=updating,
        ),
        bodies.problem([file], mock.control.requests()),
    ]
    secrets = {value for value in variables.values() if value.startswith("etm_")}
    assert not [each for each in secrets if each in notebook.text_of(ran)]
    if any(problems):
        pytest.fail("\n\n".join(filter(None, problems)), pytrace=False)


def test_what_a_cell_prints_is_one_output(mock: RunningMock, tmp_path: Path) -> None:
    """However the kernel sends it: each flush is a message of its own."""
    file = tmp_path / "parts.ipynb"
    cell = nbformat.v4.new_code_cell("print(1, flush=True)\nprint(2)")  # type: ignore[no-untyped-call]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), file)  # type: ignore[no-untyped-call]
    [ran] = notebook.run(file, mock.environment(), tmp_path).cells
    assert [output.text for output in ran.outputs] == ["1\n2\n"]


def test_notebooks_are_found() -> None:
    """Finding no notebook is a failure, not a success."""
    assert "first-request" in {file.stem for file in notebook.notebooks()}

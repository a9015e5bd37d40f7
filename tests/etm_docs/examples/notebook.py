"""Runs a notebook from top to bottom, and gives it with its new outputs."""

import os
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import nbformat
from etm_mock.server import RunningMock
from etm_mock.starting_state import StartingState
from nbclient import NotebookClient

from etm_docs.examples.request import printed_json
from etm_docs.paths import ROOT

TIMEOUT: Final = 60
"""Seconds after which a cell counts as stuck."""


def notebooks() -> list[Path]:
    """List the notebooks of the site."""
    return sorted((ROOT / "docs").rglob("*.ipynb"))


def begin(file: Path, mock: RunningMock) -> dict[str, str]:
    """Bring a mock to the state that a notebook's metadata asks for; give variables for its run.

    ``setup`` is as in an ``example.toml``; ``tokens`` names variables, and for each what
    ``POST /_mock/tokens`` takes: a token of Alex, whose strings are in no file.
    """
    stored = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    values = {"setup": stored.metadata.get("setup", [])}
    StartingState.of(values, file).apply(mock.url)
    wanted = stored.metadata.get("tokens", {})
    return {
        name: str(mock.control.create_token(user_id=123, name=name, **each)["token"])
        for name, each in wanted.items()
    }


def run(file: Path, environment: Mapping[str, str], folder: Path) -> Any:
    """Run a notebook in a folder, with ``environment`` added to the process's own.

    Raises :class:`nbclient.exceptions.CellExecutionError` with the cell and its traceback.
    """
    stored = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    ran = deepcopy(stored)
    client = NotebookClient(
        ran,
        timeout=TIMEOUT,
        resources={"metadata": {"path": str(folder)}},
        coalesce_streams=True,  # on a busy machine the kernel sends what a cell prints in parts
    )
    with patch.dict(os.environ, environment):
        client.execute()
    for cell in ran.cells:
        cell.metadata.pop("execution", None)  # holds the time of the run
    ran.metadata = stored.metadata  # the kernel adds its own version
    return ran


def text_of(notebook: Any) -> str:
    """Write a notebook as its file holds it."""
    return printed_json(notebook)


def cells(file: Path) -> list[tuple[str, str]]:
    """List the cells with code: what each holds, and the text that is stored as its output.

    Raises ``KeyError`` if an output has no text.
    """
    stored = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    return [
        (f"{cell.source}\n", "".join(map(_text, cell.outputs)))
        for cell in stored.cells
        if cell.cell_type == "code"
    ]


def pictures(file: Path) -> list[str]:
    """List what the pictures among the stored outputs stand for, in their order.

    Raises ``KeyError`` for one without an ``alt`` in its metadata.
    """
    stored = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    outputs = [output for cell in stored.cells for output in cell.get("outputs", [])]
    return [
        str(output.metadata["image/png"]["alt"])
        for output in outputs
        if "image/png" in output.get("data", {})
    ]


def _text(output: Any) -> str:
    return str(output.text if output.output_type == "stream" else output.data["text/plain"])

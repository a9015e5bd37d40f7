"""Runs a notebook from top to bottom, and gives it with its new outputs."""

import os
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient

from etm_docs.examples.request import printed_json
from etm_docs.paths import ROOT

TIMEOUT: Final = 60
"""Seconds after which a cell counts as stuck."""


def notebooks() -> list[Path]:
    """List the notebooks of the site."""
    return sorted((ROOT / "docs").rglob("*.ipynb"))


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


def _text(output: Any) -> str:
    return str(output.text if output.output_type == "stream" else output.data["text/plain"])

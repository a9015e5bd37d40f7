"""Runs a notebook from top to bottom; gives it with its new outputs, and its page of the site."""

import json
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

_NOTE: Final = "<!-- Written from {} by `make update`: change the notebook, not this page. -->"


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


def page_of(notebook: Any, name: str) -> str:
    """Write a notebook as the Markdown page that shows it; ``name`` is its file's.

    Plain Markdown, so that every generator of sites renders it, and no theme comes with it.
    """
    description = json.dumps(notebook.metadata.description, ensure_ascii=False)
    parts = [f"---\ndescription: {description}\n---\n\n{_NOTE.format(name)}\n"]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(f"{cell.source.rstrip()}\n")
            continue
        parts.append(_fence("python", cell.source))
        parts.extend(_fence('text title="Output"', _shown(output)) for output in cell.outputs)
    return "\n".join(parts)


def _fence(info: str, text: str) -> str:
    return f"```{info}\n{text.rstrip()}\n```\n"


def _shown(output: Any) -> str:
    """Give what Jupyter shows of an output. Raises ``KeyError`` if it isn't text."""
    text = output.text if output.output_type == "stream" else output.data["text/plain"]
    return str(text)

"""A copy of what the site is made of, in which a test or a measurement may change files."""

import os
import shutil
from pathlib import Path
from typing import Final

from etm_docs.paths import ROOT

SOURCES: Final = ("mkdocs.yml", "docs", "snippets", "tests/etm_docs", "tests/etm_mock")
"""What the site is made of."""


def copy_sources(folder: Path) -> None:
    """Copy what the site is made of into a new folder."""
    (folder / "tests").mkdir(parents=True)
    for source in SOURCES:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / source)
        else:
            shutil.copy(ROOT / source, folder / source)
    share_pyodide(folder)


def share_pyodide(folder: Path) -> None:
    """Let a copy use what npm has loaded already."""
    (folder / ".cache").mkdir()
    (folder / ".cache" / "pyodide").symlink_to(ROOT / ".cache" / "pyodide")


def environment(folder: Path) -> dict[str, str]:
    """Give the environment in which a copy is built with its own tools."""
    return {**os.environ, "PYTHONPATH": str(folder / "tests"), "NO_MKDOCS_2_WARNING": "1"}

"""What stands on a page, and which examples it shows."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from etm_docs.examples import fences
from etm_docs.paths import ROOT

_INCLUDE: Final = re.compile(rf"^[ \t>]*{fences.INCLUDE.pattern}$", re.MULTILINE)

_OF_FILES: Final = ("tables", "diagrams")
"""The folders of ``snippets/`` whose files are each by itself."""


@cache
def shown(page: str) -> str:
    """Give the text of a page, with what it includes in its place."""
    return fences.with_snippets((ROOT / page).read_text())


@cache
def examples(page: str) -> frozenset[str]:
    """Name what a page shows and a test runs, as the tests' ids do.

    These are the names of examples, tables and notebooks, and the places of blocks that stand in
    the page itself.
    """
    path = ROOT / page
    included = [Path(found["path"]) for found in _INCLUDE.finditer(path.read_text())]
    names = {each.stem if each.parent.name in _OF_FILES else each.parent.name for each in included}
    blocks = {block.where for block in fences.find(path) if block.included is None}
    return frozenset(names | blocks | {path.stem})


def subject(test: str) -> str:
    """Name what a test is about: what stands in its id's brackets, the variant left out."""
    found = re.search(r"\[([^\[\]]+)", test)
    return found[1] if found else test


def function(test: str) -> str:
    """Give the name of a test's function."""
    return test.partition("::")[2].partition("[")[0]

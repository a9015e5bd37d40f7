"""The words that pages explain where they are used, taken from the glossary."""

import re
from typing import Final

from etm_docs.paths import ROOT

GLOSSARY: Final = ROOT / "docs" / "reference" / "glossary.md"

EXPLAINED: Final = (
    "account pages",
    "bearer token",
    "collaborator",
    "default privacy",
    "guest",
    "permission level",
    "stable release",
    "unowned",
    "viewer",
)
"""Words that a newcomer may not know. The commonest are left out: many marks are hard to read."""

_ROW: Final = re.compile(r"^\| (?P<words>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)


def abbreviations() -> str:
    """Write the words in the form that the extension ``abbr`` reads.

    Raises ``KeyError`` if the glossary lacks one.
    """
    meanings = {
        word: row["meaning"].replace("`", "")
        for row in _ROW.finditer(GLOSSARY.read_text())
        for word in row["words"].split(", ")
    }
    return "".join(f"*[{word}]: {meanings[word]}\n" for word in EXPLAINED)

"""The rules that pages state, each with its source: the tables of the page about sources."""

import posixpath
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from etm_docs.examples.markdown import code, table
from etm_docs.paths import ROOT

FILE: Final = Path(__file__).with_suffix(".toml")

DOCS: Final = ROOT / "docs"

PAGE: Final = DOCS / "reference" / "sources.md"
"""The page that the tables stand on."""

_TITLE: Final = re.compile(r"^title: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Version:
    """A commit of a public repository that the pages were checked against, and its month."""

    repository: str
    commit: str
    environment: str
    month: str

    def address(self, file: str) -> str:
        """Give the address of a file of this version."""
        return f"https://github.com/{self.repository}/blob/{self.commit}/{file}"


@dataclass(frozen=True)
class Rule:
    """A rule, the file and symbol that it was read in, and where pages state it.

    ``recording`` names a recorded request that shows it. ``says`` lists pages of ``docs/``, each
    with words that stand there.
    """

    name: str
    rule: str
    version: Version
    file: str
    symbol: str
    recording: str | None
    says: tuple[tuple[str, str], ...]


def versions() -> dict[str, Version]:
    """Read the versions, by their names in the file."""
    return {name: Version(**said) for name, said in _read()["versions"].items()}


def rules() -> list[Rule]:
    """Read the rules. Raises ``KeyError`` for one without a source."""
    known = versions()
    return [
        Rule(
            name=name,
            rule=said["rule"],
            version=known[said["version"]],
            file=said["file"],
            symbol=said["symbol"],
            recording=said.get("recording"),
            says=tuple((page, words) for page, words in said["says"]),
        )
        for name, said in _read()["rules"].items()
    ]


def versions_table() -> str:
    """Make the table of what was checked, and of when it is."""
    rows = [
        [each.environment, each.month, f"[{each.repository} {each.commit[:9]}]({each.address('')})"]
        for each in versions().values()
    ]
    return table(["What", "Month", "Version"], rows)


def rules_table() -> str:
    """Make the table of the rules. The link to the source of each has its name as an anchor."""
    rows = []
    for each in rules():
        source = f"[{code(each.file)}]({each.version.address(each.file)}){{ #{each.name} }}"
        source += f": {code(each.symbol)}"
        if each.recording:
            source += f"; recorded as {code(each.recording)}"
        pages = dict.fromkeys(page for page, _ in each.says)
        rows.append([each.rule, source, ", ".join(map(_link, pages))])
    return table(["Rule", "Source", "Stated in"], rows)


def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text())


def _link(page: str) -> str:
    found = _TITLE.search((DOCS / page).read_text())
    title = found[1].strip('"') if found else page
    return f"[{title}]({posixpath.relpath(page, PAGE.parent.relative_to(DOCS).as_posix())})"

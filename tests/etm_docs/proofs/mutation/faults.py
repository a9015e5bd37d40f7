"""Faults of the mock in ``faults.toml``: each breaks one behaviour that a page claims."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etm_docs.paths import ROOT

FILE: Final = Path(__file__).with_suffix(".toml")

MOCK: Final = "tests/etm_mock"
DOCS: Final = "docs"


class InvalidFault(ValueError):  # noqa: N818 - it is the fault that is invalid
    """A fault that doesn't fit the mock or the pages any more; the message says what to do."""


@dataclass(frozen=True)
class Fault:
    """One fact of the mock changed: in ``file`` of the mock, ``new`` stands instead of ``old``.

    ``says`` lists where the fact is claimed: a page of ``docs/``, and words of that page. ``first``
    is the example that is likely to notice it.
    """

    name: str
    says: tuple[tuple[str, str], ...]
    file: str
    old: str
    new: str
    first: str = ""

    @property
    def pages(self) -> list[str]:
        """The pages that claim the fact, from the project's root."""
        return list(dict.fromkeys(f"{DOCS}/{page}" for page, _ in self.says))

    @property
    def path(self) -> str:
        """The file that is changed, from the project's root."""
        return f"{MOCK}/{self.file}"

    def broken(self) -> str:
        """Give the file's new text.

        Raises :class:`InvalidFault` unless the old text stands in it exactly once.
        """
        text = (ROOT / self.path).read_text()
        if (count := text.count(self.old)) != 1:
            what = f"{self.path} has this {count} times, not once:\n{self.old}"
            raise InvalidFault(f"{self.name}: {what}")
        return text.replace(self.old, self.new)


def load() -> list[Fault]:
    """Read the catalogue."""
    return [
        Fault(
            name=name,
            says=tuple((page, words) for page, words in said["says"]),
            file=said["file"],
            old=said["old"],
            new=said["new"],
            first=said.get("first", ""),
        )
        for name, said in tomllib.loads(FILE.read_text()).items()
    ]

"""Changes of the docs, each of which makes a page wrong: what they are, and a sample of them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from etm_docs.paths import ROOT


@dataclass(frozen=True)
class Change:
    """A file of the docs made wrong.

    ``kind`` says how, ``place`` is the file and line, and ``text`` the file's new text. ``example``
    is the name of the example that it belongs to, empty for a page.
    """

    kind: str
    place: str
    text: str
    example: str = ""

    @property
    def file(self) -> str:
        """The file, from the project's root."""
        return self.place.rpartition(":")[0]


METHODS: Final = ("GET", "DELETE", "PUT", "POST")

Rewrite = Callable[[str], str | None]
"""Makes something wrong of a line, ``None`` where there is nothing in it that it could change."""


def in_lines(kind: str, file: Path, rewrite: Rewrite, example: str = "") -> Iterator[Change]:
    """Change each line of a file in turn; a line that becomes empty is taken out."""
    lines = file.read_text().splitlines(keepends=True)
    for number, line in enumerate(lines):
        changed = rewrite(line.rstrip("\n"))
        if changed is not None:
            new = [*lines[:number], *([changed + "\n"] if changed else []), *lines[number + 1 :]]
            place = f"{file.relative_to(ROOT)}:{number + 1}"
            yield Change(kind, place, "".join(new), example)


def whole(kind: str, file: Path, text: str, example: str = "") -> Change:
    """Change a file as a whole."""
    return Change(kind, f"{file.relative_to(ROOT)}:1", text, example)


def sample(changes: Iterable[Change], size: int, seed: int) -> list[Change]:
    """Draw changes, of each kind as many as of the others where there are enough."""
    by_kind = defaultdict[str, list[Change]](list)
    for change in changes:
        by_kind[change.kind].append(change)
    random = Random(seed)  # noqa: S311 - a sample
    for found in by_kind.values():
        random.shuffle(found)
    drawn: list[Change] = []
    while len(drawn) < size and any(by_kind.values()):
        for found in by_kind.values():
            if found and len(drawn) < size:
                drawn.append(found.pop())
    return drawn


def another(values: Sequence[str], value: str) -> str:
    """Give the value after another one in a list, the first after the last."""
    return values[(values.index(value) + 1) % len(values)]


def with_stale_output(line: str) -> str | None:
    """Change what a comment says that a script prints."""
    return altered(line) if line.lstrip().startswith("#> ") else None


def altered(line: str) -> str | None:
    """Change the last digit of a line, or its last letter."""
    found = re.match(r"(.*)([0-9])([^0-9]*)$", line) or re.match(r"(.*)([a-z])([^a-z]*)$", line)
    if not found:
        return None
    return f"{found[1]}{'7' if found[2] != '7' else '8'}{found[3]}"

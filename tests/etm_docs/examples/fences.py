"""Fenced code blocks of Markdown pages: where they stand, and what they hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from etm_docs.paths import ROOT, SNIPPETS, shown

PYTHON: Final = {"py", "python", "py3", "python3"}

_OPEN: Final = re.compile(r"(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
INCLUDE: Final = re.compile(r'-{1,}8<-{1,}[ \t]+"(?P<path>[^"]+)"')
_OPT_OUT: Final = re.compile(r"<!-- not run: (?P<reason>\S.*\S) -->")


@dataclass(frozen=True)
class Fence:
    """A fenced block. ``line`` is that of its opening fence, counted from 1.

    ``lines`` are its content, the indent taken off; ``start`` and ``end`` are the offsets of the
    content in the page's text. ``reason`` is why it isn't run, where the page says so in a comment
    ``<!-- not run: … -->`` on the line before.
    """

    page: Path
    line: int
    language: str
    info: str
    lines: tuple[str, ...] = field(repr=False)
    indent: int
    start: int
    end: int
    reason: str | None

    @property
    def where(self) -> str:
        """The page and line, as a failure names them."""
        return f"{shown(self.page)}:{self.line}"

    @property
    def source(self) -> str:
        """The content as one text."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def included(self) -> list[Path] | None:
        """The snippets that make up the whole block, ``None`` if anything else stands in it."""
        found = [INCLUDE.fullmatch(line) for line in self.lines if line]
        paths = [match["path"] for match in found if match]
        return [SNIPPETS / path for path in paths] if paths and len(paths) == len(found) else None

    @property
    def shown(self) -> str:
        """What the built page shows: the content, with the included files in its place."""
        if self.included is not None:
            return "".join(path.read_text() for path in self.included)
        return self.source.replace(";--8<--", "--8<--")

    @property
    def title(self) -> str | None:
        """The block's title, as in ``json title="200 OK"``."""
        match = re.search(r'title="([^"]*)"', self.info)
        return match[1] if match else None


def find(page: Path) -> list[Fence]:
    """Find the fenced blocks of a page, also those in lists, tabs, notes and quotes."""
    fences: list[Fence] = []
    lines = page.read_text().splitlines()
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    number = 0
    while number < len(lines):
        opened = _OPEN.fullmatch(lines[number])
        if not opened:
            number += 1
            continue
        first, last = number + 1, _closing_line(lines, number + 1, opened["fence"])
        indent, info = len(opened["indent"]), opened["info"].strip()
        before = _OPT_OUT.fullmatch(lines[number - 1].strip()) if number else None
        fences.append(
            Fence(
                page=page,
                line=number + 1,
                language=re.split(r"[\s{]", info.lstrip("{. "), maxsplit=1)[0].lower(),
                info=info,
                lines=tuple(line[indent:] for line in lines[first:last]),
                indent=indent,
                start=offsets[first],
                end=offsets[last],
                reason=before["reason"] if before else None,
            )
        )
        number = last + 1
    return fences


def blocks_of(page: Path) -> list[Fence]:
    """List the blocks of the built page: its own, and those of the tables that it includes."""
    found = [(fence.line, fence) for fence in find(page)]
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        include = INCLUDE.fullmatch(line)
        if include and include["path"].endswith(".md"):
            found += [(number, fence) for fence in find(SNIPPETS / include["path"])]
    return [fence for _, fence in sorted(found, key=lambda each: each[0])]


def shown_on(page: Path) -> list[str]:
    """List what the blocks of the built page show."""
    return [block.shown for block in blocks_of(page)]


def with_snippets(text: str) -> str:
    """Give a page's text with what it includes in its place, as far to the right as the include."""
    return "\n".join(each for line in text.split("\n") for each in _included(line))


def _included(line: str) -> Iterator[str]:
    prefix = line[: len(line) - len(line.lstrip(" \t>"))]
    include = INCLUDE.fullmatch(line.strip(" \t>"))
    if include is None:
        yield line.replace(";--8<--", "--8<--")
        return
    text = (SNIPPETS / include["path"]).read_text().removesuffix("\n")
    inside = with_snippets(text) if include["path"].endswith(".md") else text
    yield from (prefix + each if each else prefix.rstrip() for each in inside.split("\n"))


def _closing_line(lines: list[str], first: int, fence: str) -> int:
    closing = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    return next((n for n in range(first, len(lines)) if closing.fullmatch(lines[n])), len(lines))


def pages() -> list[Path]:
    """List the Markdown pages of the site, and the README."""
    return [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]


def shown_at(file: Path) -> list[str]:
    """List where pages include a file, by themselves or in a table, as ``docs/index.md:31``."""
    return [
        f"{page.relative_to(ROOT)}:{number}"
        for page in pages()
        for number, line in enumerate(page.read_text().splitlines(), start=1)
        if file in _files(line)
    ]


def _files(line: str) -> Iterator[Path]:
    """Give the file that a line includes, and those that it includes in turn."""
    include = INCLUDE.fullmatch(line.strip(" \t>"))
    if include:
        file = SNIPPETS / include["path"]
        yield file
        if file.suffix == ".md":
            for each in file.read_text().splitlines():
                yield from _files(each)

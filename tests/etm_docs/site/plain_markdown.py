"""Writes a page's source as Markdown that needs no extension to be read."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import nbformat
from etm_docs.examples.fences import with_snippets
from etm_docs.site.pages import is_notebook
from mkdocs.utils import meta
from nbconvert import MarkdownExporter

_FENCE: Final = re.compile(r"(`{3,}|~{3,})(.*)")
_TITLE: Final = re.compile(r' title="([^"]*)"')
_BLOCK: Final = re.compile(r'(?:===[+!]*|(?:!!!|\?\?\?\+?) [\w -]+?)(?: "(?P<title>.+)")?')
_SVG: Final = re.compile(
    r"<svg .*?<title[^>]*>(.*?)</title>.*?<desc[^>]*>(.*?)</desc>.*?</svg>", re.S
)
_NOT_TEXT: Final = re.compile(r"(?:</?(?:div|figure)\b[^>]*>)+|<!-- .* -->|\{ ?[.#:][^}]*\}")
_INLINE: Final = re.compile(r" ?\{ ?(?:[.#:][^}]*|download )\}|</?span[^>]*>")


_NOTEBOOK_LINK: Final = re.compile(r"(\]\([^):]*)\.ipynb(#[^)]*)?\)")


def plain(file: Path) -> str:
    """Give the text of a page, without what it says of itself; links lead to the other copies."""
    text = file.read_text()
    if is_notebook(file.name):
        return _of_notebook(text).replace(f"]({file.name})", f"]({file.stem}/{file.name})")
    return _NOTEBOOK_LINK.sub(r"\1.md\2)", without_extensions(meta.get_data(text)[0]))


@cache  # for `mkdocs serve`: it takes longer than all other copies
def _of_notebook(text: str) -> str:
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    for output in (each for cell in notebook.cells for each in cell.get("outputs", [])):
        data = output.get("data", {})
        data.pop("text/html", None)  # a table, which is there as text, too
        if "image/png" in data:
            data["text/plain"] = output["metadata"]["image/png"]["alt"]
            del data["image/png"]
    text, _ = MarkdownExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return "\n".join(_squeezed(text.split("\n"))).strip() + "\n"


def without_extensions(text: str) -> str:
    """Give a page's text with its snippets in place; tabs and notes become plain Markdown.

    Code blocks keep every character.
    """
    lines = _SVG.sub(r"*\1.* \2", with_snippets(text)).split("\n")
    return "\n".join(_squeezed(_plain(lines))).strip() + "\n"


def _plain(lines: list[str]) -> Iterator[str]:
    number = 0
    while number < len(lines):
        line = lines[number]
        text = line.lstrip(" ")
        indent = line[: len(line) - len(text)]
        number += 1
        if fence := _FENCE.match(text):
            closing = next(n for n in range(number, len(lines)) if lines[n].strip() == fence[1])
            if title := _TITLE.search(fence[2]):
                yield from (f"{indent}{title[1]}:", "")
            yield indent + _TITLE.sub("", text)
            yield from lines[number : closing + 1]
            number = closing + 1
        elif block := _BLOCK.fullmatch(text):
            end = _end_of_block(lines, number, len(indent))
            block_lines = [each[len(indent) + 4 :] for each in lines[number:end]]
            inside = "\n".join(_plain(block_lines)).strip("\n").split("\n")
            quote = "" if text.startswith("=") else "> "
            heading = [f"**{block['title']}**", ""] if block["title"] else []
            for each in (*heading, *inside):
                yield f"{indent}{quote}{each}" if each else (indent + quote).rstrip()
            yield ""
            number = end
        elif not _NOT_TEXT.fullmatch(text):
            yield _INLINE.sub("", line)


def _end_of_block(lines: list[str], start: int, indent: int) -> int:
    """Find the line after a block: the first one that is indented no deeper than its opening."""
    inside = " " * (indent + 4)
    for number in range(start, len(lines)):
        if lines[number].strip() and not lines[number].startswith(inside):
            return number
    return len(lines)


def _squeezed(lines: Iterable[str]) -> Iterator[str]:
    """Leave out blank lines after blank lines, code apart."""
    fence, blank = None, False
    for line in lines:
        text = line.lstrip(" >")
        if fence:
            fence = None if text == fence else fence
        elif opened := _FENCE.match(text):
            fence = opened[1]
        if fence or line.strip() or not blank:
            yield line
        blank = not fence and not line.strip()

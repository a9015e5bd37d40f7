"""Pieces of Markdown that generated pages are made of."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table; a cell's text may span lines, and stands on one then."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(one_line, line))} |\n" for line in lines)


def one_line(text: str) -> str:
    """Join the lines of a text."""
    return " ".join(text.split())


def code(text: str) -> str:
    """Mark a text as code. Nothing that the pages show has a backtick."""
    return f"`{text}`"

"""Imports go one way: a part of the project knows those before it in the list, and no others."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from etm_docs.paths import ROOT, shown

MAY_IMPORT: Final[dict[str, set[str]]] = {
    "etm_mock": set(),
    "etm_docs.paths": set(),
    "etm_docs.recordings": {"etm_mock"},
    "etm_docs.in_page": {"etm_mock"},
    "etm_docs.openapi": {"etm_mock", "etm_docs.paths"},
    "etm_docs.examples": {"etm_mock", "etm_docs.paths", "etm_docs.openapi"},
    "etm_docs.site": {"etm_mock", "etm_docs.paths", "etm_docs.openapi", "etm_docs.examples"},
    "etm_docs.proofs": {
        *("etm_mock", "etm_docs.paths", "etm_docs.openapi", "etm_docs.examples", "etm_docs.site"),
        "etm_docs.recordings",
    },
}
"""The parts, and what each may import besides itself and what isn't the project's."""


def files(part: str) -> list[Path]:
    """List the modules of a part."""
    place = ROOT / "tests" / part.replace(".", "/")
    return sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """Give the line and the dotted name of each thing that a module imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{shown(file)}:{node.lineno}: write the whole name of a module"
            yield from ((node.lineno, f"{node.module}.{each.name}") for each in node.names)


def within(name: str, part: str) -> bool:
    """Say whether a dotted name is a part, or of it."""
    return f"{name}.".startswith(f"{part}.")


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_go_one_way(part: str) -> None:
    """No module imports from a part that may import from its own."""
    assert files(part)
    wrong = [
        f"{shown(file)}:{line}: {part} must not import {name}"
        for file in files(part)
        for line, name in imported(file)
        if within(name, "etm_mock") or name.startswith(("etm_docs", "test_"))
        if not any(within(name, each) for each in {part, *MAY_IMPORT[part]})
    ]
    assert not wrong, "\n".join(wrong)


def test_every_part_is_listed() -> None:
    """No folder of tools is left out."""
    there = {f"etm_docs.{each.stem}" for each in (ROOT / "tests" / "etm_docs").iterdir()}
    assert there - {"etm_docs.__init__", "etm_docs.__pycache__"} == set(MAY_IMPORT) - {"etm_mock"}

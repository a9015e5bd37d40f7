"""Changes of ``snippets/``: what an example sends, what it prints, and the generated tables."""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from etm_docs.examples import example, session, tables
from etm_docs.paths import SNIPPETS
from etm_docs.proofs.mutation.changes import (
    METHODS,
    Change,
    altered,
    another,
    in_lines,
    whole,
    with_stale_output,
)

_HOST: Final = "energytransitionmodel.com"

_VALUE: Final = r'"(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null'
"""A value of JSON that holds no others."""


def all_changes() -> Iterator[Change]:
    """Make every change of every snippet."""
    for folder in example.folders():
        yield from _of_variants(folder)
        yield from _of_response(folder)
    for folder in (*example.script_folders(), *example.command_folders()):
        yield from _of_programs(folder)
    for folder in session.session_folders():
        yield from _of_programs(folder)
        yield from _of_answers(folder)
    for name in tables.TABLES:
        yield from _of_table(tables.file_of(name), name)
    for path in sorted(SNIPPETS.glob("diagrams/*.svg")):
        yield from in_lines("a stale diagram", path, _with_another_status, path.stem)


def _of_variants(folder: Path) -> Iterator[Change]:
    name = folder.name
    for file in example.VARIANTS.values():
        path = folder / file
        yield from in_lines("drop a header", path, _without_header, name)
        yield from in_lines("another method", path, OtherMethod(path), name)
        # The tests know this host too, and answer the same there.
        yield from in_lines("another host", path, _at_a_stable_release, name)
        yield from in_lines("another scenario", path, _about_another_scenario, name)
        yield from in_lines("another key in the body", path, _with_another_key, name)
        yield from in_lines("a stale output", path, with_stale_output, name)
    yield from _without_last_header(folder / example.VARIANTS["curl"], name)


def _of_programs(folder: Path) -> Iterator[Change]:
    for path in sorted(folder.iterdir()):
        if path.name == example.OUTPUT:
            yield from in_lines("a stale output", path, altered, folder.name)
        elif path.suffix in (".py", ".sh", ".R"):
            yield from in_lines("drop a header", path, _without_token, folder.name)
            yield from in_lines("another method", path, OtherMethod(path), folder.name)
            yield from in_lines("another host", path, _nowhere, folder.name)
            yield from in_lines("another scenario", path, _about_no_scenario, folder.name)
            yield from in_lines("another key in the body", path, _with_another_key, folder.name)
            yield from in_lines("a stale output", path, with_stale_output, folder.name)


def _of_response(folder: Path) -> Iterator[Change]:
    path = folder / example.RESPONSE
    if not path.exists():
        return
    yield from in_lines("a stale answer", path, _with_another_value, folder.name)
    yield from in_lines("drop a line of the answer", path, _without_value, folder.name)
    answers = sorted(SNIPPETS.glob(f"*/{example.RESPONSE}"))
    following = answers[answers.index(path) + 1 :] + answers
    others = (each.read_text() for each in following)
    other = next(each for each in others if each != path.read_text())
    yield whole("a swapped answer", path, other, folder.name)


def _of_answers(folder: Path) -> Iterator[Change]:
    answers = [step.with_suffix(".json") for step in session.steps(folder)]
    for path, other in zip(answers, answers[1:] + answers[:1], strict=True):
        yield from in_lines("a stale answer", path, _with_another_value, folder.name)
        if other.read_text() != path.read_text():
            yield whole("a swapped answer", path, other.read_text(), folder.name)


def _of_table(path: Path, name: str) -> Iterator[Change]:
    lines = path.read_text().splitlines(keepends=True)
    yield from in_lines("a stale table", path, _with_another_cell, name)
    yield from in_lines("drop a row", path, lambda line: "" if _is_row(line) else None, name)
    for number, (line, following) in enumerate(itertools.pairwise(lines)):
        if _is_row(line) and _is_row(following):
            swapped = [*lines[:number], following, line, *lines[number + 2 :]]
            place = f"{whole('', path, '').file}:{number + 1}"
            yield Change("swapped rows", place, "".join(swapped), name)


def _without_header(line: str) -> str | None:
    dropped = line.endswith("\\") and line.startswith('  -H "')
    is_header = re.fullmatch(r"(Host|Accept|Authorization|Content-Type): .+", line)
    return "" if dropped or is_header or re.match(r"    headers=.+,$", line) else None


def _without_last_header(curl: Path, name: str) -> Iterator[Change]:
    """Drop the header with which a command ends, and the backslash before it."""
    text = curl.read_text()
    shorter = re.sub(r' \\\n  -H "[^"]+"\n$', "\n", text)
    if shorter != text:
        place = f"{whole('', curl, '').file}:{text.count(chr(10))}"
        yield Change("drop a header", place, shorter, name)


def _without_token(line: str) -> str | None:
    """Send the token under another header's name: nobody reads it there."""
    changed = re.sub(r'("?)Authorization(": "Bearer|: Bearer)', r"\1X-Authorization\2", line)
    return changed if changed != line else None


class OtherMethod:
    """Sends with the next method."""

    def __init__(self, file: Path) -> None:
        self._named = " -X " in file.read_text()

    def __call__(self, line: str) -> str | None:
        sent = re.match(r"(.*)\b(GET|DELETE|PUT|POST)\b(.*)", line)
        if sent and re.search(r"HTTP/2|-X|\"", line):
            return f"{sent[1]}{another(METHODS, sent[2])}{sent[3]}"
        called = re.match(r"(.*\b(?:httpx|client)\.)(get|delete|put|post)(\(.*)", line)
        if called:
            return f"{called[1]}{another(METHODS, called[2].upper()).lower()}{called[3]}"
        bare = re.fullmatch(r"(curl https://\S+)( \\)?", line)
        if not bare or self._named:  # of two, curl takes the last
            return None
        return f"{bare[1]} -X DELETE{bare[2] or ''}"


def _at_a_stable_release(line: str) -> str | None:
    found = re.search(rf"(?<=[/ ])engine\.{_HOST}", line)
    return line.replace(found[0], f"2024-12.engine.{_HOST}", 1) if found else None


def _nowhere(line: str) -> str | None:
    return line.replace(_HOST, "example.com", 1) if _HOST in line else None


def _about_another_scenario(line: str) -> str | None:
    """Name the next scenario in an address."""
    found = re.search(r"scenarios/(9\d{6})", line)
    return line.replace(found[1], str(int(found[1]) + 1), 1) if found else None


def _about_no_scenario(line: str) -> str | None:
    found = re.search(r"\b9\d{6}\b", line)
    return line.replace(found[0], "9999999", 1) if found and "#>" not in line else None


def _with_another_key(line: str) -> str | None:
    """Misspell the last key of a body."""
    keys = re.findall(r'"([a-z_]+)": ', line)
    if not keys or "headers" in line:
        return None
    before, _, after = line.rpartition(f'"{keys[-1]}": ')
    return f'{before}"{keys[-1]}s": {after}'


def _with_another_value(line: str) -> str | None:
    """Give a key of an answer another value, of the same type where that is easy."""
    found = re.fullmatch(rf"(\s*(?:\"[^\"]+\": )?)({_VALUE})(,?)", line)
    if not found:
        return None
    value = json.loads(found[2])
    other = not value if isinstance(value, bool) else f"{value}0" if value is None else value
    if other is value:
        other = value + 1 if isinstance(value, int | float) else f"{value}s"
    return f"{found[1]}{json.dumps(other)}{found[3]}"


def _without_value(line: str) -> str | None:
    """Drop a key that has others after it."""
    return "" if re.fullmatch(r'\s*"[^"]+": [^\[{]+,', line) else None


def _with_another_status(line: str) -> str | None:
    changed = re.sub(r"\b([45])(\d\d)\b(?=[^<>]*</text>)", r"\g<1>99", line)
    return changed if changed != line else None


def _is_row(line: str) -> bool:
    return line.startswith("| ") and not line.startswith("| ---")


def _with_another_cell(line: str) -> str | None:
    if line.startswith(("- **Answer:** ", "*[")):
        return altered(line)
    if not _is_row(line):
        return None
    cells = line.split(" | ")
    return altered(line) if len(cells) > 1 else None

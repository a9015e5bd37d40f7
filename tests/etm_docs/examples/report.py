"""What a failure says: the example, the file and line, a diff, and what to run."""

import difflib
from pathlib import Path
from typing import Any

from etm_mock.starting_state import FILE_NAME

from etm_docs.examples.fences import shown_at
from etm_docs.examples.request import printed_json
from etm_docs.paths import shown

HOW_TO_ACCEPT = (
    "If the run is right, accept it with `make update` and look at the diff before you commit.\n"
    "If what is printed is right, the example or the mock is wrong: correct that."
)


def failure(file: Path, line: int, what: str) -> str:
    """Say what is wrong with a line of a file, and where pages show the file."""
    pages = shown_at(file)
    places = f"\nShown at {', '.join(pages)}." if pages else ""
    first, found, rest = what.partition("\n")
    return f"{shown(file)}:{line}: {first}{places}{found}{rest}"


def how_to_run(program: str, file: Path) -> str:
    """Say how to run an example on the mock as the tests do."""
    beside = file.parent / FILE_NAME
    setup = f"--setup {shown(beside)} " if beside.is_file() else ""
    return f"Run it yourself: etm-mock exec {setup}-- {program} {shown(file)}"


def difference(file: Path, printed: str, ran: str, what: str) -> str | None:
    """Report how a file differs from what the run gave, ``None`` if it doesn't."""
    if printed == ran:
        return None
    lines = list(
        difflib.unified_diff(
            printed.splitlines(),
            ran.splitlines(),
            f"{shown(file)} (printed)",
            "the run",
            lineterm="",
        )
    )
    line = _first_line(printed.splitlines(), ran.splitlines())
    diff = "\n".join(lines) or "(they differ only in the line break at the end)"
    return failure(file, line, f"{what}\n\n{diff}\n\n{HOW_TO_ACCEPT}")


def compare_or_update(file: Path, ran: str, what: str, *, updating: bool) -> str | None:
    """Write what the run gave to a file if ``updating``; report how the file differs from it.

    A file that isn't there counts as empty.
    """
    if updating:
        file.parent.mkdir(exist_ok=True)
        file.write_text(ran)
    return difference(file, file.read_text() if file.exists() else "", ran, what)


def json_difference(file: Path, wanted: Any, got: Any, what: str) -> str | None:
    """Report how two JSON values differ, ``None`` if they don't; ``file`` is where to mend it."""
    if wanted == got:
        return None
    diff = "\n".join(
        difflib.unified_diff(
            printed_json(wanted).splitlines(),
            printed_json(got).splitlines(),
            "request.http",
            "sent",
            lineterm="",
        )
    )
    line = _line_of_difference(file, wanted, got)
    return failure(file, line, f"{what}\n\n{diff}\n\nLet every variant send the same request.")


def _first_line(printed: list[str], ran: list[str]) -> int:
    pairs = enumerate(zip(printed, ran, strict=False), start=1)
    return next((n for n, (left, right) in pairs if left != right), min(len(printed), len(ran)) + 1)


def _line_of_difference(file: Path, wanted: Any, got: Any) -> int:
    """Find the line of a snippet that holds the first value that was sent but not wanted."""
    sent = set(_leaves(got)) - set(_leaves(wanted))
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if any(value in line for value in sent if value):
            return number
    return 1


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for pair in value.items() for each in pair for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [str(value)]

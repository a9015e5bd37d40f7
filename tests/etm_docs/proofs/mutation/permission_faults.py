"""Faults of the permission table: a letter of a cell added or taken away, one after the other."""

from collections.abc import Iterator
from typing import Final

from etm_docs.examples.tables import SCENARIOS, SENDERS
from etm_docs.proofs.mutation.faults import Fault
from etm_mock.permissions import ACCESS, ACCESS_WITHOUT_SCENARIO, ADMIN_ACCESS

_SENDERS: Final = dict(zip(("no token", "public", "read", "write", "delete"), SENDERS, strict=True))
"""How the mock's table calls a row, and how the page does."""

_LETTERS: Final = {
    "R": "read",
    "U": "change",
    "C": "copy",
    "D": "delete",
    "M": "see who has access",
}
_LETTERS_WITHOUT_SCENARIO: Final = {"L": "list", "P": "list private ones", "N": "create"}

_HIDDEN: Final = "somebody else's, private"


def load() -> list[Fault]:
    """Make a fault of each letter of each cell that a page states."""
    return [*_with_a_scenario(), *_of_admins(), *_without()]


def _with_a_scenario() -> Iterator[Fault]:
    """Change what may be done with each kind of scenario.

    Left out is what no answer shows: a copy where creating is refused already, what a guest may do
    with a scenario of theirs, and deleting what is hidden, which is "not found" either way.
    """
    creators = {name for name, cells in _rows(ACCESS_WITHOUT_SCENARIO) if "N" in cells[0]}
    for line, (name, cells) in zip(_lines(ACCESS), _rows(ACCESS), strict=True):
        for column, scenario in enumerate(SCENARIOS):
            for letter, operation in _LETTERS.items():
                if (
                    (name == "no token" and scenario.startswith("yours"))
                    or (letter == "C" and name not in creators)
                    or (letter == "D" and scenario == _HIDDEN)
                ):
                    continue
                what = f"{_SENDERS[name]}: {operation}: {scenario}"
                yield _flipped(line, cells, column, letter, what, scenario, "permission-matrix")


def _of_admins() -> Iterator[Fault]:
    """Change what an administrator may do; left out is a copy where creating is refused already."""
    creators = {name for name, cells in _rows(ACCESS_WITHOUT_SCENARIO) if "N" in cells[0]}
    for line, (name, cells) in zip(_lines(ADMIN_ACCESS), _rows(ADMIN_ACCESS), strict=True):
        for letter, operation in _LETTERS.items():
            if letter != "C" or name in creators:
                what, words = f"administrator, {name}: {operation}", "These are the answers to them"
                yield _flipped(line, cells, 0, letter, what, words, "permission-admin")


def _without() -> Iterator[Fault]:
    """Change what may be done where no scenario exists yet; a guest's list is never there."""
    table = ACCESS_WITHOUT_SCENARIO
    for line, (name, cells) in zip(_lines(table), _rows(table), strict=True):
        for letter, operation in _LETTERS_WITHOUT_SCENARIO.items():
            if not (name == "no token" and letter == "P"):
                sender = _SENDERS[name]
                what = f"{sender}: {operation}"
                yield _flipped(line, cells, 0, letter, what, sender, "list-and-create")


def _lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line.partition("|")[0].strip()]


def _rows(table: str) -> list[tuple[str, list[str]]]:
    split = ([cell.strip() for cell in line.split("|")] for line in _lines(table))
    return [(name, cells[:-1]) for name, *cells in split]


def _flipped(
    line: str, cells: list[str], column: int, letter: str, what: str, words: str, table: str
) -> Fault:
    """Add a letter to a cell of a line, or take it away.

    ``words`` are those of the page that are about it, and ``table`` the one that shows it there.
    """
    cell = cells[column].replace("-", "")
    changed = cell.replace(letter, "") if letter in cell else cell + letter
    new = [*cells[:column], changed, *cells[column + 1 :]]
    return Fault(
        name=f"{what}: {'no' if letter in cell else 'yes'}",
        says=(("reference/permissions.md", words),),
        file="permissions.py",
        old=f"\n{line}\n",
        new=f"\n{line.partition('|')[0]}| {' | '.join(new)} |\n",
        first=table,
    )

"""Mutation of the mock's rules: one character of its code changed at random: ``make mutate-rules``.

A change counts as noticed if a test of the mock fails, without the pages and their examples.
"""

import argparse
import ast
import io
import os
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etm_docs.paths import ROOT
from etm_docs.proofs.mutation import changes
from etm_docs.proofs.mutation.changes import Change
from etm_docs.proofs.mutation.copies import Copies, NeverEnded, changed, run, run_tests
from etm_docs.proofs.mutation.faults import MOCK

FILES: Final = (
    *("permissions.py", "tokens.py", "services.py", "engine.py", "state.py", "accounts.py"),
    *("api/*.py", "rails/*.py", "oauth/*.py"),
)
"""Where the rules of the real service stand, from the mock's folder."""

TESTS: Final = (
    *(f"tests/test_mock/test_{name}.py" for name in ("rails", "oauth", "permissions", "tokens")),
    *(f"tests/test_mock/test_{name}.py" for name in ("scenarios", "scenario_users", "user")),
    *(f"tests/test_mock/test_{name}.py" for name in ("params", "results", "saved_scenarios")),
    *(f"tests/test_mock/test_{name}.py" for name in ("control", "account_pages")),
    "tests/test_recordings",
)
"""The tests that know the rules, the quickest first."""

_GETS_ITS_NUMBER: Final = "A new scenario gets its number when the engine keeps it."

STILL_RIGHT: Final[dict[str, str]] = {
    "scenario = Scenario(1, area_code, end_year, now, now, **rest)": _GETS_ITS_NUMBER,
    'scenario = Scenario(1, "", 0, now, now)': _GETS_ITS_NUMBER,
    'scenario = Scenario(0, "", 1, now, now)': "Its end year is set once it has been checked.",
    'return [Route(each, answer, methods=methods) for each in (path, path + ".{sufxix}")]': (
        "Nothing asks for the suffix."
    ),
    "cast = casts.integer(value) or 1": "Only an end year is kept, and that is a number.",
    'Route("GET", f"{PREFIX}/transition_paths/:id/edxt", Action(_no_action)),': (
        "It is a 404 with a route as without."
    ),
    'Action = TypeVar("Actxon")': "mypy sees it, and not the tests.",
    **{
        f'return int(found[1].replace("_", "")[:{limit}]) if found else 0': "Python reads 4,300."
        for limit in (4001, 4010, 4100)
    },
    **{
        f'Route("{methods}", f"{{_USERS}}/:ix", Action(scenario_users.{name})),': "Not asked for."
        for methods, name in (("PUT PATCH", "update"), ("DELETE", "destroy"))
    },
}
"""Lines as changed that make no answer wrong, and why."""

OPERATORS: Final = {
    **dict(
        zip(("<", ">", "<=", ">=", "==", "!="), (">", "<", ">=", "<=", "!=", "=="), strict=True)
    ),
    **dict(zip("+-*|&", "-++&|", strict=True)),
}
"""What stands instead of an operator: one character of it is another."""

_OF_STRINGS: Final = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Result:
    """What came of a change: the test that noticed it, empty if none did."""

    change: Change
    noticed: str

    def line(self) -> str:
        """Say it in a line, with what stands there now."""
        said = "noticed " if self.noticed else "SURVIVED"
        what = f"{self.change.place}  {self.change.kind}: {changed_line(self.change)}"
        return f"{said}  {what}  {self.noticed}".rstrip()


def changed_line(change: Change) -> str:
    """Give the line that was changed, as it stands then, with single spaces."""
    line = change.text.splitlines()[int(change.place.rpartition(":")[2]) - 1]
    return " ".join(line.split())


def all_changes() -> list[Change]:
    """List the changes: each digit and operator, and a letter of each word in a text."""
    files = [file for pattern in FILES for file in sorted((ROOT / MOCK).glob(pattern))]
    return [each for file in files for each in _changes(file)]


def check(root: Path, change: Change) -> Result:
    """Make a change in a copy, and run tests until one fails.

    A test that doesn't begin is tried again: a server may be too slow to start on a busy machine.
    Raises :class:`RuntimeError` if the program that imports the mock is ended from outside.
    """
    with changed(root, change.file, change.text):
        status, printed = run(root, ["-c", "import etm_mock.app"])
        if status < 0:
            raise RuntimeError(f"{change.place}: ended by signal {-status}\n{printed}")
        if status:
            return Result(change, "the mock doesn't start")
        try:
            failures = run_tests(root, "-x", *TESTS)
            if failures and failures[0].in_set_up:
                failures = run_tests(root, "-x", *TESTS)
        except NeverEnded:
            return Result(change, "a test never ended")
    return Result(change, failures[0].test if failures else "")


def main() -> int:
    """Try some changes; give the exit status: 0 if each was noticed."""
    options = _parser().parse_args()
    every = [each for each in all_changes() if changed_line(each) not in STILL_RIGHT]
    chosen = changes.sample(every, options.size, options.seed)
    print(f"{len(chosen)} of {len(every)} changes, drawn with --seed {options.seed}", flush=True)
    results = []
    with Copies(options.workers) as copies:
        for [failure, *_] in filter(None, copies.map(lambda root, _: run_tests(root, *TESTS), [0])):
            print(f"{failure.test} fails with nothing changed:\n\n{failure.text}", file=sys.stderr)
            return 2
        for result in copies.map(check, chosen):
            print(result.line(), flush=True)
            results.append(result)
    survivors = [each for each in results if not each.noticed]
    print("", *(each.line() for each in survivors), sep="\n")
    print(f"rule changes noticed: {len(results) - len(survivors)}/{len(results)}")
    return 1 if survivors else 0


def _changes(file: Path) -> Iterator[Change]:
    source, path = file.read_text(), file.relative_to(ROOT)
    lines, left_out = source.splitlines(keepends=True), _left_out(source)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if any(start <= token.start and token.end <= end for start, end in left_out):
            continue
        for kind, offset, new in _instead(token):
            # A text may go over several lines; its other lines are left alone.
            number, column = token.start[0], token.start[1] + offset
            line = lines[number - 1]
            written = line[:column] + new + line[column + len(new) :]
            text = "".join([*lines[: number - 1], written, *lines[number:]])
            if kind == "a letter" or _compiles(text):
                yield Change(kind, f"{path}:{number}", text)


def _instead(token: tokenize.TokenInfo) -> Iterator[tuple[str, int, str]]:
    """Give what may stand in a token instead: the kind of change, where, and the new text."""
    if token.type == tokenize.NUMBER:
        for found in re.finditer(r"\d", token.string):
            yield "a digit", found.start(), str((int(found[0]) + 1) % 10)
    elif token.type == tokenize.OP and token.string in OPERATORS:
        yield "an operator", 0, OPERATORS[token.string]
    elif token.type in _OF_STRINGS:
        yield from _in_text(token.string.split("\n")[0])


def _in_text(text: str) -> Iterator[tuple[str, int, str]]:
    prefix = len(text) - len(text.lstrip("rbfRBF")) if text[-1:] in "'\"" else 0
    if "f" in text[:prefix].lower():
        text = re.sub(r"\{[^{}]+\}", lambda found: "{" * len(found[0]), text)
    # What follows a backslash is a character of its own.
    for found in re.finditer(r"(?<!\\)\b[A-Za-z]+", text):
        if found.start() >= prefix:
            middle = found.start() + len(found[0]) // 2
            yield "a letter", middle, "x" if text[middle] != "x" else "y"
    for found in re.finditer(r"\d", text):
        yield "a digit", found.start(), str((int(found[0]) + 1) % 10)


def _left_out(source: str) -> list[Span]:
    """Find the docstrings and the annotations, which decide nothing."""
    spans: list[Span] = []
    for node in ast.walk(ast.parse(source)):
        found = [getattr(node, name, None) for name in ("annotation", "returns")]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.append(node)
        for each in found:
            if isinstance(each, ast.expr | ast.stmt):
                end = (each.end_lineno or each.lineno, each.end_col_offset or 0)
                spans.append(((each.lineno, each.col_offset), end))
    return spans


def _compiles(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etm_docs.proofs.mutation.rules", description=__doc__
    )
    parser.add_argument("--size", type=int, default=100, help="how many changes; default: 100")
    parser.add_argument("--seed", type=int, default=1, help="draws the changes; default: 1")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count(), help="copies; default: a CPU's each"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""Lints and runs Python examples with pytest-examples, and compares what they print."""

import ast
import inspect
import itertools
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NoReturn

import pytest
from pytest_examples import CodeExample, EvalExample

from etm_docs.examples import report

TIMEOUT: Final = 30
"""Seconds after which an example counts as stuck."""

AGAIN: Final = 1
"""Seconds after which it is stopped again: Python drops what is raised in a ``__del__``."""

LINE_LENGTH: Final = 80
"""What fits a page without scrolling on most screens."""


class PrintedLines:
    """Notes which lines of an example print; pytest-examples asks it about each ``print``.

    By itself, pytest-examples leaves the output under a ``print`` that wasn't reached as it is, and
    of two that take turns it shows the first turn alone.
    """

    def __init__(self) -> None:
        self.lines: list[int] = []

    def __call__(self, file: Path, frame: inspect.FrameInfo, _: Sequence[Any]) -> bool:
        own = file.samefile(frame.filename)
        if own:
            self.lines.append(frame.lineno)
        return own

    def problem(self, code: CodeExample) -> str | None:
        """Report output that no run gave, or that is not all that a run gave."""
        for number in self._stale(code.source):
            what = "this was not printed: the print before it wasn't reached"
            return report.failure(code.path, code.start_line + number, what)
        turns = [line for line, _ in itertools.groupby(self.lines)]
        for line in turns:
            if turns.count(line) > 1:
                what = "takes turns with another print, so only the first is shown; use one"
                return report.failure(code.path, code.start_line + line, what)
        return None

    def _stale(self, source: str) -> Iterator[int]:
        ends = {
            node.end_lineno
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call) and node.lineno in self.lines
        }
        before = ""
        for number, line in enumerate(source.splitlines(), start=1):
            output = line.lstrip().startswith("#> ")
            if output and not before.startswith("#> ") and number - 1 not in ends:
                yield number
            before = line.lstrip()


def check(evaluator: EvalExample, code: CodeExample) -> None:
    """Run an example, and fail if it raises, is not in style, or prints something else.

    With ``--update-examples`` its style and its ``#>`` lines are rewritten instead.
    """
    __tracebackhide__ = True
    evaluator.set_config(line_length=LINE_LENGTH, target_version="py310", isort=True)
    main = sys.modules["__main__"]  # the example takes its place
    problem = _problem(evaluator, code)
    sys.modules["__main__"] = main
    if problem:
        pytest.fail(problem, pytrace=False)


def _problem(evaluator: EvalExample, code: CodeExample) -> str | None:
    """Run an example; say what it raised, if it did.

    pytest breaks on the traceback that pytest-examples makes up, so the error must not get out.
    """
    printed = PrintedLines()
    evaluator.include_print = printed
    try:
        if evaluator.update_examples:
            evaluator.format(code)
        else:
            evaluator.lint(code)
        with _time_limit():
            if evaluator.update_examples:
                evaluator.run_print_update(code, rewrite_assertions=False)
            else:
                evaluator.run_print_check(code, rewrite_assertions=False)
    except pytest.fail.Exception as failure:
        line = _changed_line(str(failure))
        return report.failure(code.path, line, f"{failure}\n\n{report.HOW_TO_ACCEPT}")
    except Exception as error:
        line = _last_line(error.__traceback__, code)
        how = report.how_to_run("python", code.path)
        return report.failure(code.path, line, f"{type(error).__name__}: {error}\n\n{how}")
    return printed.problem(code)


@contextmanager
def _time_limit() -> Iterator[None]:
    """Raise :class:`TimeoutError` in an example that takes too long."""

    def stop(*_: object) -> NoReturn:
        raise TimeoutError(f"not done after {TIMEOUT} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, TIMEOUT, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _changed_line(diff: str) -> int:
    """Find the first line that a diff changes, 1 where there is no diff."""
    _, found, hunk = diff.partition("@@ -")
    if not found:
        return 1
    unchanged = itertools.takewhile(
        lambda line: not line.strip().startswith(("-", "+")), hunk.splitlines()[1:]
    )
    return int(hunk.partition(",")[0]) + len(list(unchanged))


def _last_line(traceback: TracebackType | None, code: CodeExample) -> int:
    """Find the line of the example that raised: the last of its own in the traceback."""
    line = code.start_line + 1
    while traceback:
        if traceback.tb_frame.f_code.co_filename == str(code.path):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line

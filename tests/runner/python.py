"""Lints and runs Python examples with pytest-examples, and compares what they print."""

import itertools
import sys
from types import TracebackType
from typing import Final

import pytest
from pytest_examples import CodeExample, EvalExample

from runner import report
from runner.example import shown

LINE_LENGTH: Final = 80
"""What fits a page without scrolling on most screens."""


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
    try:
        if evaluator.update_examples:
            evaluator.format(code)
            evaluator.run_print_update(code)
        else:
            evaluator.lint(code)
            evaluator.run_print_check(code)
    except pytest.fail.Exception as failure:
        line = _changed_line(str(failure))
        return report.failure(code.path, line, f"{failure}\n\n{report.HOW_TO_ACCEPT}")
    except Exception as error:
        line = _last_line(error.__traceback__, code)
        how = f"Run it yourself: etm-mock exec -- python {shown(code.path)}"
        return report.failure(code.path, line, f"{type(error).__name__}: {error}\n\n{how}")
    return None


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

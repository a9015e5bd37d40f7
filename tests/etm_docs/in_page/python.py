"""Runs Python examples, and says what went wrong in the lines of the example alone."""

import ast
import linecache
import pprint
import traceback
from collections.abc import Callable, MutableMapping
from contextlib import redirect_stderr, redirect_stdout
from io import TextIOBase
from types import TracebackType
from typing import Any, Final

import httpx

from etm_docs.in_page.transport import refusal

FILE: Final = "<example>"
"""What tracebacks call the example."""


class _Out(TextIOBase):
    """A stream that passes on what is written to it."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def write(self, text: str) -> int:
        if text:
            self._write(text)
        return len(text)


def run(
    source: str,
    names: MutableMapping[str, Any],
    write: Callable[[str], object],
    *,
    notebook: bool = False,
) -> bool:
    """Run a source text; pass what it prints to ``write``; say whether it came to its end.

    In a ``notebook``, the value of a last line that is an expression is printed too.
    """
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    names.setdefault("__name__", "__main__")
    out = _Out(write)
    with redirect_stdout(out), redirect_stderr(out):
        try:
            tree = ast.parse(source, FILE)
            last = tree.body.pop() if notebook and tree.body else None
            if last and not isinstance(last, ast.Expr):
                tree.body.append(last)
            exec(compile(tree, FILE, "exec"), names)  # type: ignore[arg-type] # noqa: S102
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), FILE, "eval"), names)  # type: ignore[arg-type] # noqa: S307
                if value is not None:
                    write(f"{pprint.pformat(value, sort_dicts=False)}\n")
        except SystemExit as end:
            if isinstance(end.code, str):
                write(f"{end.code}\n")
            return not end.code
        except BaseException as error:
            write(explained(error))
            return False
    return True


def explained(error: BaseException) -> str:
    """Write a traceback without what isn't the example's."""
    told = traceback.TracebackException(type(error), error, _own(error.__traceback__), compact=True)
    inner: traceback.TracebackException | None = told
    while inner:
        inner.stack = traceback.StackSummary.from_list(
            [frame for frame in inner.stack if frame.filename == FILE]
        )
        inner = inner.__cause__ or inner.__context__
        if inner and not any(frame.filename == FILE for frame in inner.stack):
            inner = None
            told.__cause__ = told.__context__ = None
    lines = [*told.format()]
    if isinstance(error, httpx.ProxyError):
        lines.append(f"({refusal(error.request)})\n")
    return "".join(lines)


def _own(frames: TracebackType | None) -> TracebackType | None:
    """Leave out the frames before the example's first."""
    while frames and frames.tb_frame.f_code.co_filename != FILE:
        frames = frames.tb_next
    return frames

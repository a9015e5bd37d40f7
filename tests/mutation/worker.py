"""Breaks its copy of the project, over and over, and says what notices.

Run in a copy, as ``.venv/bin/python -m mutation.worker``. It reads jobs from its standard input,
one JSON object a line, and answers each with one on its standard output:

- ``files``: paths from the root, each with its new text, ``null`` to take the file away; they are
  as before when the job is done
- ``steps``: what is tried in turn until something fails: ``["tests", TEST, …]``, ``["build"]``
  for ``mkdocs build --strict``, or ``["list", TEST, …]`` to find tests without running them
- ``all``: whether to go on after a failure

The answer has ``failures`` (``test`` and ``text``), ``passed`` (``test`` and ``seconds``),
``mistakes`` (``text``: why a step couldn't be tried) and ``hung``, whether a test never ended.
Each step runs in a process of its own that begins with everything imported that isn't the
project's.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

import pytest

LIMIT: Final = 60
"""Seconds without any test ending after which a step counts as hung."""

BUILD: Final = "mkdocs build --strict"

_IMPORTED_FIRST: Final = (
    *("bs4", "httpx", "granian", "jinja2", "nbclient", "nbformat", "trustme", "yaml"),
    *("starlette.applications", "starlette.middleware.cors", "pytest_examples"),
    *("mkdocs.commands.build", "material.extensions.emoji", "pymdownx.snippets"),
)

_ARGUMENTS: Final = (
    *("-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"),
    *("-p", "no:schemathesis", "-p", "no:hypothesispytest", "-p", "no:anyio"),  # quicker
    *("--assert", "plain"),  # otherwise it compiles everything itself
    *("--basetemp", "../tmp"),  # by itself, pytest looks for one that is free each time
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # what is imported before it
)


def main() -> None:
    """Do jobs until there are no more."""
    for name in _IMPORTED_FIRST:
        importlib.import_module(name)
    for plugin in entry_points(group="pytest11"):
        if plugin.name != "etm_mock":  # the copy's own
            plugin.load()
    gc.freeze()  # the processes made of this one share its memory
    for line in sys.stdin:
        job = json.loads(line)
        with _broken(job["files"]):
            answer = _tried(job)
        print(json.dumps(answer), flush=True)


def _tried(job: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"failures": [], "passed": [], "mistakes": [], "hung": False}
    for kind, *tests in job["steps"]:
        more = {"list": ["--collect-only"], "tests": [] if job["all"] else ["-x"]}
        run = _build if kind == "build" else _Run([*more[kind], *tests])
        answer["hung"] = not _in_a_process(run, answer)
        if answer["hung"] or (answer["failures"] and not job["all"]):
            break
    return answer


@contextlib.contextmanager
def _broken(files: Mapping[str, str | None]) -> Iterator[None]:
    before = {name: _text(Path(name)) for name in files}
    try:
        _write(files)
        yield
    finally:
        _write(before)


def _text(file: Path) -> str | None:
    return file.read_text() if file.exists() else None


def _write(files: Mapping[str, str | None]) -> None:
    for name, text in files.items():
        if text is None:
            Path(name).unlink(missing_ok=True)
        else:
            Path(name).write_text(text)


def _in_a_process(run: "Step", answer: dict[str, Any]) -> bool:
    """Run a step in a copy of this process, and add what it finds to the answer.

    Gives whether it came to its end.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        gc.disable()
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123 - a device
            for stream in (0, 1, 2):
                os.dup2(nothing.fileno(), stream)
        with os.fdopen(writer, "w", buffering=1) as found:
            run(lambda kind, **said: print(json.dumps([kind, said]), file=found))
        os._exit(0)
    os.close(writer)
    written = bytearray()
    while in_time := select.select([reader], [], [], LIMIT)[0]:
        part = os.read(reader, 64 * 1024)
        if not part:
            break
        written += part
    os.close(reader)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for line in written.decode().splitlines():
        kind, said = json.loads(line)
        answer[kind].append(said)
    return bool(in_time)


Found = Callable[..., None]
"""Takes what a step finds: ``failures``, ``passed`` or ``mistakes``, and what belongs to it."""

Step = Callable[[Found], None]


class _Run:
    """Runs tests."""

    def __init__(self, arguments: list[str]) -> None:
        self._arguments = [*_ARGUMENTS, *arguments]

    def __call__(self, found: Found) -> None:
        self._found = found
        status = pytest.main(self._arguments, plugins=[self])
        if status in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
            found("mistakes", text=f"pytest {' '.join(self._arguments)}: {status!r}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that has run, or failed."""
        if report.failed:
            self._found("failures", test=report.nodeid, text=report.longreprtext)
        elif report.when == "call":
            self._found("passed", test=report.nodeid, seconds=report.duration)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note the tests that are only listed."""
        if session.config.getoption("collectonly"):
            for item in session.items:
                self._found("passed", test=item.nodeid, seconds=0)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file whose tests can't be found."""
        if report.failed:
            self._found("failures", test=report.nodeid, text=report.longreprtext)

    def pytest_internalerror(self, excrepr: object) -> None:
        """Note that pytest itself failed."""
        self._found("failures", test="pytest", text=str(excrepr))


def _build(found: Found) -> None:
    from click.testing import CliRunner
    from mkdocs.__main__ import cli

    # Not `--quiet`: with it, mkdocs counts no warnings.
    arguments = ["build", "--strict", "--site-dir", "../site"]
    done = CliRunner().invoke(cli, arguments)
    if done.exit_code:
        found("failures", test=BUILD, text=done.output)


if __name__ == "__main__":
    main()

"""Copies of the project to break, each by itself, and the checks that run in them."""

import compileall
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any, Final, TypeVar
from xml.etree import ElementTree

from etm_docs.paths import ROOT

BUILD: Final = "mkdocs build --strict"

LIMIT: Final = 600
"""Seconds after which a check counts as hung."""

_LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv", ".cache", ".hypothesis", ".*_cache", "__pycache__", "node_modules", "site"
)

_PYTEST: Final = (
    *("-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"),
    *("--assert", "plain", "-o", "junit_family=xunit1"),  # xunit1 names the file of a test
)

Item = TypeVar("Item")
Result = TypeVar("Result")


class NeverEnded(Exception):  # noqa: N818 - says what happened
    """A check was still running after :data:`LIMIT` seconds."""


@dataclass(frozen=True)
class Failure:
    """A test that failed, by its id, or the build; and what it said.

    ``in_set_up`` says that the test itself never began.
    """

    test: str
    text: str
    in_set_up: bool = False


class Copies:
    """As many copies of the project as are worked in at the same time."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._free = queue.SimpleQueue[Path]()
        self._stack = ExitStack()

    def __enter__(self) -> "Copies":
        for _ in range(self._number):
            self._free.put(self._stack.enter_context(copied()))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def map(self, check: Callable[[Path, Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Check each item in a copy that is free; give the results in the order they come."""

        def checked(item: Item) -> Result:
            root = self._free.get()
            try:
                return check(root, item)
            finally:
                self._free.put(root)

        executor = ThreadPoolExecutor(self._number)
        try:
            for future in as_completed([executor.submit(checked, each) for each in items]):
                yield future.result()
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def copied() -> Iterator[Path]:
    """Copy the project to a folder that is gone when the block ends, and give that folder."""
    with tempfile.TemporaryDirectory(prefix="etm-mutation-") as folder:
        root = Path(folder) / "tree"
        shutil.copytree(ROOT, root, ignore=_ignored, symlinks=True)
        (ROOT / ".cache").mkdir(exist_ok=True)
        (root / ".cache").symlink_to(ROOT / ".cache")  # what a build has loaded before
        # A file may change twice within a second: what is compiled goes by the content.
        by_content = PycInvalidationMode.CHECKED_HASH
        compileall.compile_dir(root / "tests", quiet=2, invalidation_mode=by_content)
        yield root


@contextmanager
def changed(root: Path, path: str, text: str) -> Iterator[None]:
    """Let a file of a copy have another text within the block."""
    file = root / path
    before = file.read_text()
    file.write_text(text)
    try:
        yield
    finally:
        file.write_text(before)


def list_tests(root: Path, *tests: str) -> list[str]:
    """List the ids of tests in a copy, of whole files or folders as well."""
    _, printed = run(root, [*_PYTEST, "--collect-only", *tests])
    return [line for line in printed.splitlines() if "::" in line]


def run_tests(root: Path, *arguments: str) -> list[Failure]:
    """Run tests in a copy, with pytest's arguments; give those that failed.

    Raises :class:`NeverEnded`, and :class:`RuntimeError` if pytest couldn't run them.
    """
    report = root.parent / "report.xml"
    status, printed = run(root, [*_PYTEST, "--junitxml", str(report), *arguments])
    if status not in (0, 1):
        raise RuntimeError(f"pytest ended with {status}:\n{printed}")
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - pytest has just written it
    return [
        Failure(f"{case.get('file')}::{case.get('name')}", failed.text or "", failed.tag == "error")
        for case in cases
        for failed in case
        if failed.tag in ("failure", "error")
    ]


def build(root: Path) -> list[Failure]:
    """Build the site of a copy; a warning is a failure. Raises :class:`NeverEnded`."""
    # Not `--quiet`: with it, mkdocs counts no warnings.
    arguments = ["-m", "mkdocs", "build", "--strict", "--site-dir", str(root.parent / "site")]
    status, printed = run(root, arguments)
    return [Failure(BUILD, printed)] if status else []


def run(root: Path, arguments: Sequence[str]) -> tuple[int, str]:
    """Run Python in a copy, on the copy's modules; give the exit status, and what is printed.

    Raises :class:`NeverEnded`.
    """
    own = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    environment = {
        **own,
        "PYTHONPATH": str(root / "tests"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_MKDOCS_2_WARNING": "1",
    }
    with subprocess.Popen(  # noqa: S603 - the project's own tests
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            raise NeverEnded from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, printed


def _ignored(folder: Any, names: list[str]) -> set[str]:
    # Only the project's own `site` is what was built; tests/test_site is not.
    left_out = _LEFT_OUT(folder, names)
    return left_out if Path(folder) == ROOT else left_out - {"site"}

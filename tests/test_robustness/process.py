"""A mock in a process of its own, so that what it uses can be measured from outside."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]
import pytest
from etm_mock import server
from etm_mock.server import RunningMock

PATIENCE: Final = 30.0
"""Seconds after which something counts as hung. What ends at all ends much sooner."""


@dataclass(frozen=True)
class Usage:
    """What a mock holds: open files (sockets among them), threads, tasks, and memory.

    ``memory`` is in bytes, of the whole process; ``blocks`` are the pieces of it that Python's
    objects take.
    """

    files: int
    threads: int
    tasks: int
    memory: int
    blocks: int

    def exceeds(self, other: "Usage") -> bool:
        """Say whether it is more than another in anything but memory."""
        return self.files > other.files or self.threads > other.threads or self.tasks > other.tasks


@dataclass(frozen=True)
class ServedMock:
    """A mock, its process, and the file with everything that it logs."""

    mock: RunningMock
    process: psutil.Process
    log: Path
    asked: Connection

    def complaints(self, after: int = 0) -> list[str]:
        """List the lines of the log after so many that tell of something wrong."""
        lines = self.log.read_text().splitlines()[after:]
        return [line for line in lines if re.match("WARNING|ERROR|CRITICAL|Traceback|thread", line)]

    def usage(self) -> Usage:
        """Measure what the process holds now."""
        files, threads = self.process.num_fds(), self.process.num_threads()
        self.asked.send(True)
        tasks, blocks = self.asked.recv()
        return Usage(files, threads, tasks, self.process.memory_info().rss, blocks)

    def settled(self, before: Usage) -> Usage:
        """Wait until the usage is no more than before, at most :data:`PATIENCE`; give it."""
        give_up_at = time.monotonic() + PATIENCE
        while (usage := self.usage()).exceeds(before) and time.monotonic() < give_up_at:
            pass
        return usage


@contextmanager
def serving(folder: Path, *, broken: bool = False, **limits: float) -> Iterator[ServedMock]:
    """Run a mock whose process can be asked until the block ends.

    With ``broken`` it fails at each token; ``limits`` are other values for those of
    :mod:`etm_mock.serving`. An empty folder takes what it logs.
    """
    others = psutil.Process().children()
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(server, "PROGRAM", "test_robustness.child")
            patch.setenv("ROBUSTNESS_FOLDER", str(folder))
            if broken:
                patch.setenv("ROBUSTNESS_BROKEN", "1")
            patch.setenv("ROBUSTNESS_LIMITS", json.dumps(limits))
            mock = stack.enter_context(server.running())
        asked = stack.enter_context(Client(str(folder / "usage")))
        (process,) = [each for each in psutil.Process().children() if each not in others]
        yield ServedMock(mock, process, folder / "log", asked)

"""A mock in a process of its own, so that what it uses can be measured from outside."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]
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
    """A mock in another process, and the file with everything that it logs."""

    mock: RunningMock
    process: subprocess.Popen[str]
    log: Path

    def usage(self) -> Usage:
        """Measure what the process holds now."""
        assert self.process.stdin
        assert self.process.stdout
        process = psutil.Process(self.process.pid)
        files, threads = process.num_fds(), process.num_threads()
        print(file=self.process.stdin, flush=True)
        tasks, blocks = map(int, self.process.stdout.readline().split())
        return Usage(files, threads, tasks, process.memory_info().rss, blocks)

    def settled(self, before: Usage) -> Usage:
        """Wait until the usage is no more than before, at most :data:`PATIENCE`; give it."""
        give_up_at = time.monotonic() + PATIENCE
        while (usage := self.usage()).exceeds(before) and time.monotonic() < give_up_at:
            pass
        return usage


@contextmanager
def serving(log: Path) -> Iterator[ServedMock]:
    """Run a mock in another process until the block ends; it has to end by itself then."""
    with (
        log.open("w") as written,
        subprocess.Popen(
            [sys.executable, "-m", "test_robustness.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        try:
            where = json.loads(process.stdout.readline())
            mock = RunningMock(
                url=where["url"],
                proxy_url=where["proxy_url"],
                authority=Path(where["authority"]),
                curl_home=Path(where["curl_home"]),
            )
            yield ServedMock(mock, process, log)
            process.stdin.close()
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()

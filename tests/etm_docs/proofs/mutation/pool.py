"""Workers that break copies of the project at the same time, a copy each."""

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etm_docs.proofs.mutation import tree


@dataclass(frozen=True)
class Job:
    """What to change, and what to try then; see :mod:`etm_docs.proofs.mutation.worker`."""

    files: Mapping[str, str | None]
    steps: Sequence[Sequence[str]]
    go_on: bool = False


@dataclass(frozen=True)
class Failure:
    """A test that failed, or the build, and what it said."""

    test: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of a job: the failures, the tests that passed with their seconds."""

    failures: Sequence[Failure]
    passed: Mapping[str, float]
    hung: bool


class Pool:
    """Some workers, each in a copy of its own."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._workers = [_started(root) for root in roots]

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Outcome]]:
        """Do all jobs; give the number of each with its outcome, in the order they are done.

        Raises :class:`RuntimeError` if a worker ends.
        """
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[int, Outcome | Exception]] = queue.SimpleQueue()
        for number in range(len(jobs)):
            waiting.put(number)

        def work(worker: "subprocess.Popen[str]") -> None:
            while True:
                try:
                    number = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    done.put((number, _asked(worker, jobs[number])))
                except Exception as error:
                    done.put((number, error))
                    return

        for worker in self._workers:
            threading.Thread(target=work, args=[worker], daemon=True).start()
        for _ in jobs:
            number, outcome = done.get()
            if isinstance(outcome, Exception):
                raise RuntimeError(f"a worker ended at {[*jobs[number].files]}") from outcome
            yield number, outcome

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            assert worker.stdin is not None
            worker.stdin.close()
        for worker in self._workers:
            with worker:  # waits, and closes what is left open
                pass


@contextmanager
def started(size: int) -> Iterator[Pool]:
    """Start workers, and end them with the block."""
    with ExitStack() as stack:
        pool = Pool([stack.enter_context(tree.copied()) for _ in range(size)])
        stack.callback(pool.close)
        yield pool


def _started(root: Path) -> "subprocess.Popen[str]":
    # Nothing of a run of pytest that this may be part of.
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    return subprocess.Popen(  # noqa: S603 - the copy's own interpreter
        [tree.python_of(root), "-m", "etm_docs.proofs.mutation.worker"],
        cwd=root,
        env={**environment, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _asked(worker: "subprocess.Popen[str]", job: Job) -> Outcome:
    assert worker.stdin is not None
    assert worker.stdout is not None
    said = {"files": job.files, "steps": job.steps, "all": job.go_on}
    worker.stdin.write(json.dumps(said) + "\n")
    worker.stdin.flush()
    answer: dict[str, Any] = json.loads(worker.stdout.readline())
    if answer["mistakes"]:
        raise RuntimeError(answer["mistakes"][0]["text"])
    return Outcome(
        failures=[Failure(each["test"], each["text"]) for each in answer["failures"]],
        passed={each["test"]: each["seconds"] for each in answer["passed"]},
        hung=answer["hung"],
    )

"""A program that takes long shows how far it is, and stops well at Ctrl+C."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from etm_docs.paths import SNIPPETS
from etm_mock.server import RunningMock

PROGRAM = SNIPPETS / "make-all-scenarios-private" / "private.py"


def started(mock: RunningMock, folder: Path) -> "subprocess.Popen[str]":
    """Start the program against a mock on which Alex has thirty public scenarios more."""
    for _ in range(30):
        mock.control.create_scenario(owner_id=123)
    mock.control.forget_requests()
    # A job in the background of a shell ignores Ctrl+C, and so does all that it starts.
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(  # noqa: S603 - the example
            [sys.executable, str(PROGRAM)],
            env={**os.environ, **mock.environment()},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, interrupt)


def changed(mock: RunningMock) -> int:
    """Count the scenarios that the mock was asked to change.

    A request of a program that was stopped before may be answered, and listed, later.
    """
    return len({each["path"] for each in mock.control.requests() if each["method"] == "PUT"})


def test_it_shows_how_far_it_is(mock: RunningMock, tmp_path: Path) -> None:
    """The bar reaches the number of scenarios, and the result is apart from it."""
    output, progress = started(mock, tmp_path).communicate(timeout=30)
    assert "31/31" in progress
    assert output.startswith("private now: [")
    assert changed(mock) == 31


def test_ctrl_c_stops_it_well(mock: RunningMock, tmp_path: Path) -> None:
    """It says what was done until then, without a traceback; started again, it goes on."""
    mock.control.add_fault(method="PUT", latency=0.3, count=100)
    program = started(mock, tmp_path)
    while changed(mock) < 2:
        assert program.poll() is None
    program.send_signal(signal.SIGINT)
    output, progress = program.communicate(timeout=30)
    assert program.returncode == 1
    assert "Traceback" not in progress
    assert progress.endswith("stopped: start it again to go on\n")
    assert output.startswith("private now: [90")
    assert changed(mock) < 31

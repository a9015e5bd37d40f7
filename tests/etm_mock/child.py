"""Runs a command so that nothing of it outlives the command that started it.

In the foreground of a terminal it stays in this process's group, to which the terminal sends
Ctrl+C and the end of the session. Elsewhere it has a group of its own, and gets the signals that
reach this process. On Windows the console sends Ctrl+C to both, and there are no groups.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Final

from etm_mock import system

GRACE: Final = 2.0
"""Seconds that what a command has left behind may take to end."""

_POLL: Final = 0.01

_AT_MOST: Final = 0.5
"""Seconds of one wait: on Windows no signal interrupts it."""


class Signals:
    """Collects the signals that ask to end, from when it is made; hands them on to a command."""

    def __init__(self) -> None:
        self.first: int | None = None
        self._came = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._own_group = not _in_foreground()
        signal.signal(signal.SIGINT, self._take)
        signal.signal(signal.SIGTERM, self._take)
        # nohup lets a command ignore the end of its session.
        if not system.WINDOWS and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._take)

    def _take(self, number: int, _: FrameType | None) -> None:
        self.first = self.first or number
        self._came.set()
        # The terminal sends Ctrl+C to the command as well: let it decide what that means.
        if self._child and (self._own_group or number != signal.SIGINT):
            self._send(number)

    def wait(self) -> None:
        """Wait for a signal."""
        while not self._came.wait(_AT_MOST):
            pass

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a command to its end; give its exit status, 128 and a signal's number as a shell.

        Raises :class:`OSError` if it can't be run.
        """
        if self.first:
            return 128 + self.first
        group = 0 if self._own_group else None
        self._child = subprocess.Popen(command, env=environment, process_group=group)  # noqa: S603
        if self.first:  # before there was anybody to hand it on to
            self._send(self.first)
        status = self._child.wait()
        self._end_group()
        return 128 - status if status < 0 else status

    def _send(self, number: int) -> None:
        assert self._child
        with contextlib.suppress(ProcessLookupError):
            if self._own_group:
                os.killpg(self._child.pid, number)
            else:
                self._child.send_signal(number)

    def _end_group(self) -> None:
        """End what the command has left running."""
        if not self._own_group:
            return
        self._send(signal.SIGTERM)
        give_up_at = time.monotonic() + GRACE
        while self._group_is_there():
            if time.monotonic() > give_up_at:
                self._send(signal.SIGKILL)
                return
            time.sleep(_POLL)

    def _group_is_there(self) -> bool:
        assert self._child
        try:
            os.killpg(self._child.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # macOS: all of it has ended, and waits for its parent
            return False
        return True


def _in_foreground() -> bool:
    """Say whether this process is in the group that its terminal sends signals to."""
    if system.WINDOWS:
        return True
    try:
        terminal = os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)

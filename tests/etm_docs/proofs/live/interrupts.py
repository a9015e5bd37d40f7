"""Interruptions: when they may come, and when they have to wait."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SIGNALS: Final = {signal.SIGINT, signal.SIGTERM}


def raise_on_termination() -> None:
    """Let the signal to terminate raise :class:`KeyboardInterrupt`, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def held_back() -> Iterator[None]:
    """Let interruptions wait until the block ends, so that nothing made in it gets lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

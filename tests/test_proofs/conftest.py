"""Lets the tests interrupt what they start."""

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def heeds_interruptions() -> Iterator[None]:
    """Heed Ctrl-C: a shell that starts a program in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)

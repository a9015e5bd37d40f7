"""A pytest plugin: the processor time of each test, its set-up and child processes included.

``BENCH_METER`` names the file that takes them: a JSON list of milliseconds.
"""

import json
import os
import time
from collections.abc import Generator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

_spent: list[float] = []


def milliseconds() -> float:
    """Give the processor time of this process so far, and of its children that have ended."""
    children = getrusage(RUSAGE_CHILDREN)
    return 1000 * (time.process_time() + children.ru_utime + children.ru_stime)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Measure a test."""
    before = milliseconds()
    try:
        return (yield)
    finally:
        _spent.append(milliseconds() - before)


def pytest_unconfigure() -> None:
    """Write down what was measured."""
    Path(os.environ["BENCH_METER"]).write_text(json.dumps(_spent))

"""A mock for the tests, and a guard that keeps them on this machine."""

import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from etm_mock.hosts import is_loopback
from etm_mock.server import RunningMock, running


class LeftTheMachine(BaseException):
    """A test tried to reach another machine. It can't be caught by ``except Exception``."""


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and not is_loopback(host) and host != "0.0.0.0":  # noqa: S104 - compared, not bound
        raise LeftTheMachine(f"a test tried to reach {host}")


sys.addaudithook(_stay_here)


@pytest.fixture(scope="session")
def session_mock() -> Iterator[RunningMock]:
    """One mock for all tests of a process."""
    with running() as mock:
        yield mock


@pytest.fixture
def mock(session_mock: RunningMock) -> RunningMock:
    """The mock, reset to the docs fixture."""
    httpx.post(f"{session_mock.url}/_mock/reset", trust_env=False).raise_for_status()
    return session_mock

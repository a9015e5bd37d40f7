"""A mock for the tests, and a guard that keeps them on this machine."""

import sys
from typing import Any

import pytest
from etm_mock.hosts import is_loopback
from etm_mock.server import RunningMock


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


@pytest.fixture
def mock(etm_mock_server: RunningMock) -> RunningMock:
    """The mock, reset to the docs fixture; the environment stays as it is."""
    etm_mock_server.control.reset()
    return etm_mock_server

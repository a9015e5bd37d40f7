"""The end of the mock: soon and clean, whatever its clients are doing."""

import gc
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import psutil  # type: ignore[import-untyped]
import pytest
from etm_mock.server import RunningMock, running
from test_robustness.process import PATIENCE
from test_robustness.raw import CONNECT, connect, secure, tunnel

REQUEST = b"GET /api/v3/scenarios/9000001 HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF_A_REQUEST = b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"


def idle(mock: RunningMock) -> socket.socket:
    """Say nothing."""
    return connect(mock.url)


def kept_alive(mock: RunningMock) -> socket.socket:
    """Ask something, and stay."""
    connection = connect(mock.url)
    connection.sendall(REQUEST)
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def half_asked(mock: RunningMock) -> socket.socket:
    """Stop in the middle of a request."""
    connection = connect(mock.url)
    connection.sendall(HALF_A_REQUEST)
    return connection


def in_flight(mock: RunningMock) -> socket.socket:
    """Wait for an answer that takes a minute."""
    mock.control.add_fault(path="/api/v3/scenarios/9000001", latency=60)
    connection = connect(mock.url)
    connection.sendall(REQUEST)
    return connection


def unread(mock: RunningMock) -> socket.socket:
    """Ask for more than fits in any buffer, and read none of it."""
    connection = connect(mock.url)
    big = {"note": "x" * 60_000}
    for _ in range(100):
        mock.control.create_scenario(owner_id=123, metadata=big)
    token = mock.environment()["ETM_API_TOKEN"]
    request = (
        "GET /api/v3/scenarios?limit=100 HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {token}\r\n\r\n"
    )
    connection.sendall(request.encode())
    return connection


def at_the_proxy(mock: RunningMock) -> socket.socket:
    """Say nothing to the proxy."""
    return connect(mock.proxy_url)


def asking_the_proxy(mock: RunningMock) -> socket.socket:
    """Stop in the middle of a request to the proxy."""
    connection = connect(mock.proxy_url)
    connection.sendall(CONNECT[:20])
    return connection


def before_tls(mock: RunningMock) -> socket.socket:
    """Stop before TLS begins."""
    return tunnel(mock)


def within_tls(mock: RunningMock) -> socket.socket:
    """Say nothing over TLS, and don't answer its farewell."""
    return secure(mock)


CLIENTS = [
    idle,
    kept_alive,
    half_asked,
    in_flight,
    unread,
    at_the_proxy,
    asking_the_proxy,
    before_tls,
    within_tls,
]


@pytest.mark.parametrize("client", CLIENTS)
def test_end(
    client: Callable[[RunningMock], socket.socket], capfd: pytest.CaptureFixture[str]
) -> None:
    """It ends soon, complains about nothing, and leaves no process, thread or open file."""
    gc.collect()
    process, threads = psutil.Process(), threading.active_count()
    files, children = process.num_fds(), process.children()
    with ExitStack() as connections:
        with running() as mock:
            for _ in range(3):
                connections.enter_context(client(mock))
            # By the time that this is answered, those connections have been accepted.
            mock.control.requests()
            began = time.monotonic()
        assert time.monotonic() - began < PATIENCE / 2
    gc.collect()
    assert threading.active_count() == threads
    assert process.num_fds() <= files
    assert process.children() == children
    assert capfd.readouterr() == ("", "")


def test_port_is_free_afterwards() -> None:
    """The next mock can have the port of the one before, also while a client is still there."""
    with running() as first:
        left = kept_alive(first)
        port = int(first.url.rpartition(":")[2])
    with left, running(port=port) as second, kept_alive(second):
        assert second.url == first.url

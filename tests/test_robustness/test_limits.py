"""Limits: clients that are slow, idle or never read take neither the mock's time nor its memory."""

import asyncio
import contextlib
import itertools
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.proxy import Proxy
from etm_mock.server import RunningMock
from test_robustness.process import PATIENCE, ServedMock, serving
from test_robustness.raw import connect, read_to_end, secure

SOON: Final = 0.3

HEAD: Final = b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"

LIST: Final = (
    "GET /api/v3/scenarios?limit=100 HTTP/1.1\r\nHost: localhost\r\n"
    f"Authorization: Bearer {DEMO_TOKEN}\r\n\r\n"
).encode()


HALF_A_HEAD: Final = b"GET /api/v3/sce"
REQUEST: Final = b"GET /api/v3/scenarios/9000001 HTTP/1.1\r\nHost: localhost\r\n\r\n"


def in_plain(mock: RunningMock) -> socket.socket:
    """Open a connection for plain HTTP."""
    return connect(mock.url)


def over_tls(mock: RunningMock) -> ssl.SSLSocket:
    """Open a connection for HTTP/1.1 through the proxy."""
    return secure(mock, ["http/1.1"])


@pytest.mark.parametrize("opened", [in_plain, over_tls])
def test_slow_body(opened: Callable[[RunningMock], socket.socket], tmp_path: Path) -> None:
    """A body that doesn't come to its end gets 408, and then the connection ends."""
    with serving(tmp_path, BODY_LIMIT=SOON) as served, opened(served.mock) as connection:
        connection.sendall(HEAD + b"{")
        assert connection.recv(64 * 1024).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert read_to_end(connection) == b""
        assert served.complaints() == []


@pytest.mark.parametrize(
    ("opened", "sent"),
    [
        (in_plain, b""),
        (in_plain, HALF_A_HEAD),
        (in_plain, REQUEST),
        (over_tls, HALF_A_HEAD),
        (over_tls, REQUEST),
    ],
)
def test_idle(sent: bytes, opened: Callable[[RunningMock], socket.socket], tmp_path: Path) -> None:
    """A connection ends when no request has come for some time; one that waits for none stays."""
    with serving(tmp_path, IDLE_LIMIT=SOON) as served, opened(served.mock) as connection:
        served.mock.control.add_fault(latency=2 * SOON)
        connection.sendall(sent)
        answered = read_to_end(connection).startswith(b"HTTP/1.1 200 OK\r\n")
        assert answered == (sent == REQUEST)


def test_idle_at_the_proxy() -> None:
    """The proxy ends a connection on which nothing is said, whatever goes on inside of it."""
    asyncio.run(_idle_at_the_proxy())


async def _idle_at_the_proxy() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    behind = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    proxy = Proxy(behind.sockets[0].getsockname()[1], idle_limit=SOON)
    front = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    async with behind, front:
        reader, writer = await asyncio.open_connection(*front.sockets[0].getsockname())
        writer.write(b"CONNECT engine.energytransitionmodel.com:443 HTTP/1.1\r\n\r\n")
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        writer.close()


def test_client_that_never_reads(served: ServedMock) -> None:
    """A client that asks on and on and reads no answer has to wait; the mock doesn't grow."""
    for _ in range(100):
        served.mock.control.create_scenario(owner_id=123, metadata={"note": "x" * 1000})
    before = served.usage()
    with connect(served.mock.url) as connection:
        connection.settimeout(1)
        with contextlib.suppress(TimeoutError):
            for _ in itertools.repeat(None, 1_000):
                connection.sendall(LIST * 100)
            pytest.fail("the mock reads on, though nobody reads its answers")
        assert served.usage().memory - before.memory < 16 * 1024 * 1024
    assert not served.settled(before).exceeds(before)

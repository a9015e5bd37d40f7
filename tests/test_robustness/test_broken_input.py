"""Broken input: whatever bytes arrive, the mock goes on answering and holds on to nothing."""

import contextlib
import socket
import struct
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from etm_mock.server import RunningMock
from test_robustness.process import ServedMock
from test_robustness.raw import CONNECT, connect, read_to_end, secure, tunnel

AGAIN: Final = 2
AGAIN_OF_THOROUGH: Final = 5
"""How often each piece of nonsense is sent: what one connection leaves behind is seen at once."""

GARBAGE: Final = bytes(range(256)) * 16

REQUESTS: Final = {
    "garbage": GARBAGE + b"\r\n\r\n",
    "nothing": b"",
    "a blank line": b"\r\n\r\n",
    "half a request line": b"GET /api/v3/sce",
    "no host": b"GET /api/v3/scenarios HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
    "an unknown version": b"GET / HTTP/7.3\r\nHost: localhost\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n",
    "a header that never ends": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000,
    "a URL that never ends": b"GET /" + b"a" * 200_000,
    "a length that is no number": b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: many\r\n\r\n",
    "a negative length": b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: -1\r\n\r\n",
    "two lengths": b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "less than was promised": b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 1000\r\n\r\n{",
    "chunks that are none": b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
    "an unknown transfer encoding": b"POST /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Transfer-Encoding: brotli\r\n\r\nab",
    "a path that is not UTF-8": b"GET /api/v3/\xff%ff%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a query that is not UTF-8": b"GET /api/v3/user?%ff=\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header that is not ASCII": b"GET /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
    b"Authorization: Bearer \xff\xfe\r\n\r\n",
    "a host that is no name": b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
    "a wrong WebSocket": b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\n\r\n",
    "a WebSocket": b"GET /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "an upgrade to HTTP/2": b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: nonsense\r\n\r\n",
    "HTTP/2 without TLS, then garbage": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + GARBAGE,
}

TLS_RECORDS: Final = {
    "garbage": GARBAGE,
    "plain HTTP": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an empty record": b"\x16\x03\x01\x00\x00",
    "half a greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a greeting of garbage": b"\x16\x03\x01\x00\x40" + GARBAGE[:64],
    "an alert": b"\x15\x03\x03\x00\x02\x02\x28",
}


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """Write an HTTP/2 frame."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0)

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY = range(8)
WINDOW_UPDATE, CONTINUATION = 8, 9

# Method GET, scheme https, path /, all from HPACK's static table; it ends the headers.
OPEN_STREAM: Final = frame(HEADERS, 0x4, 1, b"\x82\x87\x84")

FRAMES: Final = {
    "no preface": GARBAGE,
    "half a preface": PREFACE[:10],
    "only a preface": PREFACE,
    "garbage": PREFACE + GARBAGE,
    "an unknown frame": PREFACE + frame(0x77, 0xFF, 0, b"what"),
    "a frame that is too large": PREFACE + struct.pack(">I", 0xFFFFFF)[1:] + b"\0" * 6 + GARBAGE,
    "headers on stream 0": PREFACE + frame(HEADERS, 0x5, 0, b"\x82\x87\x84"),
    "headers of garbage": PREFACE + frame(HEADERS, 0x5, 1, GARBAGE[:100]),
    "headers without a method": PREFACE + frame(HEADERS, 0x5, 1, b"\x87\x84"),
    "headers without a host": PREFACE + frame(HEADERS, 0x5, 1, b"\x82\x87\x84"),
    "headers that never end": PREFACE + frame(HEADERS, 0x0, 1, b"\x82"),
    "an even stream": PREFACE + frame(HEADERS, 0x5, 2, b"\x82\x87\x84"),
    "data on a stream that isn't open": PREFACE + frame(DATA, 0x1, 1, b"hello"),
    "data without padding": PREFACE + OPEN_STREAM + frame(DATA, 0x8, 1, b"\xff"),
    "a continuation of nothing": PREFACE + frame(CONTINUATION, 0x4, 1, b"\x82"),
    "a window of nothing": PREFACE + frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\0"),
    "a window that overflows": PREFACE + frame(WINDOW_UPDATE, 0, 0, b"\x7f\xff\xff\xff") * 2,
    "settings that are impossible": PREFACE + frame(SETTINGS, 0, 0, b"\0\x04\xff\xff\xff\xff"),
    "settings of a wrong size": PREFACE + frame(SETTINGS, 0, 0, b"\0"),
    "a push from the client": PREFACE + frame(PUSH_PROMISE, 0x4, 1, b"\0\0\0\x02\x82"),
    "a ping of a wrong size": PREFACE + frame(PING, 0, 0, b"?"),
    "many pings": PREFACE + frame(PING, 0, 0, b"whatever") * 200,
    "many resets": PREFACE
    + b"".join(
        frame(HEADERS, 0x4, 2 * i + 1, b"\x82\x87\x84")
        + frame(RST_STREAM, 0, 2 * i + 1, b"\0\0\0\x08")
        for i in range(200)
    ),
    "a priority that depends on itself": PREFACE + frame(PRIORITY, 0, 1, b"\0\0\0\x01\xff"),
    "a farewell": PREFACE + OPEN_STREAM + frame(GOAWAY, 0, 0, b"\0\0\0\0\0\0\0\0"),
    "an open stream": PREFACE + OPEN_STREAM,
}

PROXY_HEADS: Final = {
    "garbage": GARBAGE + b"\r\n\r\n",
    "nothing": b"",
    "blank": b"\r\n\r\n",
    "half a request": CONNECT[:20],
    "a head that never ends": b"CONNECT " + b"a" * 100_000,
    "no port": b"CONNECT engine.energytransitionmodel.com HTTP/1.1\r\n\r\n",
    "another port": b"CONNECT engine.energytransitionmodel.com:22 HTTP/1.1\r\n\r\n",
    "another host": b"CONNECT example.org:443 HTTP/1.1\r\n\r\n",
    "a plain request": b"GET http://engine.energytransitionmodel.com/ HTTP/1.1\r\n\r\n",
    "garbage in the tunnel": CONNECT + GARBAGE,
}

Sender = Callable[[RunningMock, bytes], None]


def finish(connection: socket.socket, sent: bytes) -> None:
    """Send bytes, say that no more come, and read until the other side closes."""
    with connection:
        with contextlib.suppress(OSError):
            connection.sendall(sent)
            # Not ``unwrap``: a broken client doesn't take its leave of TLS either.
            socket.socket.shutdown(connection, socket.SHUT_WR)
        read_to_end(connection)


def abandon(connection: socket.socket, sent: bytes) -> None:
    """Send bytes, and go away without reading: the other side gets a reset."""
    with connection:
        with contextlib.suppress(OSError):
            connection.sendall(sent)
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


@pytest.fixture
def times(thorough: bool) -> range:
    """As many numbers as the nonsense is to be sent times."""
    return range(AGAIN_OF_THOROUGH if thorough else AGAIN)


@pytest.fixture
def unharmed(served: ServedMock) -> Iterator[RunningMock]:
    """A mock that still answers after the test, with as many files and threads as before.

    It has nothing to complain about, either.
    """
    before, logged = served.usage(), len(served.log.read_text().splitlines())
    yield served.mock
    served.mock.control.create_scenario()
    after = served.settled(before)
    assert not after.exceeds(before), (before, after)
    assert served.process.is_running()
    assert served.complaints(after=logged) == []


@pytest.mark.parametrize("leave", [finish, abandon])
@pytest.mark.parametrize("sent", REQUESTS.values(), ids=REQUESTS.keys())
def test_requests(
    sent: bytes, leave: Callable[[socket.socket, bytes], None], unharmed: RunningMock, times: range
) -> None:
    """Broken HTTP/1.1 harms nothing."""
    for _ in times:
        leave(connect(unharmed.url), sent)


@pytest.mark.parametrize("leave", [finish, abandon])
@pytest.mark.parametrize("sent", TLS_RECORDS.values(), ids=TLS_RECORDS.keys())
def test_tls(
    sent: bytes, leave: Callable[[socket.socket, bytes], None], unharmed: RunningMock, times: range
) -> None:
    """Broken TLS harms nothing."""
    for _ in times:
        leave(tunnel(unharmed), sent)


@pytest.mark.parametrize("leave", [finish, abandon])
@pytest.mark.parametrize("sent", FRAMES.values(), ids=FRAMES.keys())
def test_http2(
    sent: bytes, leave: Callable[[socket.socket, bytes], None], unharmed: RunningMock, times: range
) -> None:
    """Broken HTTP/2 harms nothing."""
    for _ in times:
        leave(secure(unharmed), sent)


@pytest.mark.parametrize("leave", [finish, abandon])
@pytest.mark.parametrize("sent", PROXY_HEADS.values(), ids=PROXY_HEADS.keys())
def test_proxy(
    sent: bytes, leave: Callable[[socket.socket, bytes], None], unharmed: RunningMock, times: range
) -> None:
    """What the proxy can't use harms nothing."""
    for _ in times:
        leave(connect(unharmed.proxy_url), sent)

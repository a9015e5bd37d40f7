"""Requests that arrive bit by bit, and requests that are too large: each gets its answer."""

import json
from typing import Final

import pytest
from etm_mock.app import MAXIMUM_BODY
from test_robustness.process import ServedMock
from test_robustness.raw import connect

ENGINE: Final = "engine.energytransitionmodel.com"
BODY: Final = json.dumps({"scenario": {"end_year": 2040}}).encode()


def head(host: str, path: str, length: int) -> bytes:
    """Write the head of a POST."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json"]
    return "\r\n".join([*lines, f"Content-Length: {length}", "", ""]).encode()


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        (ENGINE, "/api/v3/scenarios", b"200"),
        (ENGINE, "/_mock/reset", b"404"),
        ("example.org", "/api/v3/scenarios", b"421"),
    ],
)
def test_slow(host: str, path: str, status: bytes, served: ServedMock) -> None:
    """The mock waits for the whole request, also where the head is enough to refuse it."""
    before = served.usage()
    with connect(served.mock.url) as connection:
        for _ in range(20):
            for part in (head(host, path, len(BODY)), BODY[:5], BODY[5:]):
                for byte in (part[:1], part[1:]):
                    connection.sendall(byte)
                # Each part has arrived by the time that another request has been answered.
                served.mock.control.requests()
            answer = connection.recv(64 * 1024)
            assert answer.startswith(b"HTTP/1.1 " + status), answer
    assert not served.settled(before).exceeds(before)


def test_large(served: ServedMock) -> None:
    """A body that is too large is read, but not kept, and refused; the connection stays."""
    before = served.usage()
    large = b" " * (MAXIMUM_BODY + 1)
    with connect(served.mock.url) as connection:
        for _ in range(10):
            connection.sendall(head(ENGINE, "/api/v3/scenarios", len(large)) + large)
            assert connection.recv(64 * 1024).startswith(b"HTTP/1.1 413 ")
        connection.sendall(head(ENGINE, "/api/v3/scenarios", len(BODY)) + BODY)
        assert connection.recv(64 * 1024).startswith(b"HTTP/1.1 200 ")
    after = served.settled(before)
    assert not after.exceeds(before)
    assert after.memory - before.memory < 8 * MAXIMUM_BODY

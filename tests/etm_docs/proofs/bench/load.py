"""The load: requests over keep-alive connections, as many a second as the server answers.

It is a small client on raw sockets, so that most of the machine is left to the server.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from etm_mock.fixtures import DEMO_TOKEN


@dataclass(frozen=True)
class Call:
    """A request that is sent again and again; its answer has to be 200."""

    name: str
    method: str
    path: str
    body: Any = None

    def bytes(self, port: int) -> bytes:
        """Write the request as it goes over the wire."""
        content = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"Authorization: Bearer {DEMO_TOKEN}",
            "Accept: application/json",
        ]
        if content:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return "\r\n".join([*lines, "", ""]).encode() + content


CALLS: Final = (
    Call("read a scenario", "GET", "/api/v3/scenarios/9000002"),
    Call("list scenarios", "GET", "/api/v3/scenarios"),
    Call(
        "change a scenario",
        "PUT",
        "/api/v3/scenarios/9000002",
        {"scenario": {"user_values": {"buildings_insulation_level": 60}}},
    ),
    Call("check a token", "GET", "/oauth/token/info"),
)
"""Typical requests, in the contract that both servers serve."""


def requests_per_second(port: int, call: Call, *, count: int, connections: int) -> float:
    """Send a request ``count`` times; say how many were answered in a second."""
    return asyncio.run(_requests_per_second(port, call, count, connections))


async def _requests_per_second(port: int, call: Call, count: int, connections: int) -> float:
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    began = time.perf_counter()
    try:
        await asyncio.gather(
            *(_send(*stream, call.bytes(port), count // connections) for stream in streams)
        )
        return count // connections * connections / (time.perf_counter() - began)
    finally:
        for _, writer in streams:
            writer.close()


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, count: int
) -> None:
    for _ in range(count):
        writer.write(request)
        status, *headers = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        await reader.readexactly(_length(headers))
        if status.split()[1] != b"200":
            raise RuntimeError(f"answered {status.decode()!r}")


def _length(headers: Sequence[bytes]) -> int:
    (length,) = (
        int(value)
        for name, _, value in (each.partition(b":") for each in headers)
        if name == b"content-length"
    )
    return length

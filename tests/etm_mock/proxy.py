"""An HTTP proxy on loopback: it leads the service's host names to the mock, and nothing else.

A client that follows ``HTTPS_PROXY`` sends ``CONNECT engine.energytransitionmodel.com:443`` and
then speaks TLS with the mock. Any other host is refused, so nothing can leave the machine.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from etm_mock.hosts import is_service

HEAD_LIMIT: Final = 16 * 1024
"""The most bytes that a client may send before its first blank line."""

IDLE_LIMIT: Final = 120.0
"""Seconds without a byte after which a connection ends: longer than any answer takes."""

_HEAD_TIMEOUT: Final = 10.0


class Proxy:
    """Serves connections for ``asyncio.start_server``.

    ``https_port`` is the mock's; after ``idle_limit`` seconds in which neither side has sent
    anything, a connection ends.
    """

    def __init__(self, https_port: int, *, idle_limit: float = IDLE_LIMIT) -> None:
        self._https_port, self._idle_limit = https_port, idle_limit
        self._clients: set[asyncio.Task[None]] = set()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client from now on, until either side is done."""

        def ended(client: asyncio.Task[None]) -> None:
            # Also for a task that was cancelled before it began.
            self._clients.discard(client)
            (writer.transport.abort if client.cancelled() else writer.close)()

        client = asyncio.ensure_future(self._serve(reader, writer))
        self._clients.add(client)
        client.add_done_callback(ended)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The client may go away, or never say what it wants.
        with contextlib.suppress(OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            await self._answer(reader, writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_TIMEOUT)
        method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        target = rest.partition(" ")[0]
        host, _, port = target.lower().rpartition(":")
        if method != "CONNECT":
            await _refuse(writer, "only https:// addresses lead to the mock")
        elif port != "443" or not is_service(host):
            await _refuse(writer, f"{target} is not a host of the ETM, and nothing else is let out")
        else:
            upstream = await asyncio.open_connection("127.0.0.1", self._https_port)
            # The client may be gone by now; join sees that, and closes the other side, too.
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await join((reader, writer), upstream, self._idle_limit)


async def _refuse(writer: asyncio.StreamWriter, why: str) -> None:
    body = f"etm-mock: {why}\n".encode()
    head = (
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def join(client: Stream, server: Stream, idle_limit: float) -> None:
    """Copy bytes both ways until either side closes or both are silent; then close both."""
    limit = asyncio.timeout(idle_limit)

    def active() -> None:
        limit.reschedule(asyncio.get_running_loop().time() + idle_limit)

    copies = {
        asyncio.ensure_future(_copy(client[0], server[1], active)),
        asyncio.ensure_future(_copy(server[0], client[1], active)),
    }
    try:
        async with limit:
            await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        server[1].transport.abort()
        raise
    finally:
        for copy in copies:
            copy.cancel()
        await asyncio.gather(*copies, return_exceptions=True)
        server[1].close()


async def _copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, active: Callable[[], None]
) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(64 * 1024):
            active()
            writer.write(data)
            await writer.drain()

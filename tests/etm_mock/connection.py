"""Connections that end with their client, and that take little time.

Hypercorn waits for everything that a connection has begun before it lets go of the connection. Two
things don't end when a client goes away, and are ended here: the timer of an idle connection, and
an HTTP/2 answer that was still to be sent. A client that opens many connections would otherwise
take up all of this process's file descriptors, and its memory.

An HTTP/2 answer that ends before it is whole would be waited for by its client, so it is broken off
here, as a lost connection does.

It also starts a timer anew for each request, and sends each part of an answer on its own. That
takes a third of the time of a request, so there is one timer here, and answers are sent whole.
"""

import asyncio
import contextlib
from typing import Any, Final

from h2.errors import ErrorCodes
from h2.exceptions import ProtocolError
from hypercorn import protocol
from hypercorn.asyncio import run
from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.events import Event, RawData, Updated
from hypercorn.protocol.events import Event as StreamEvent
from hypercorn.protocol.events import StreamClosed
from hypercorn.protocol.h2 import H2Protocol

_SENT_AT_ONCE: Final = 64 * 1024
"""How many bytes are sent without waiting for more of the same answer."""


class Connection(TCPServer):
    """One client's connection, until the client closes it or has been idle for too long."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._unsent = bytearray()
        self._idle_since: float | None = self.loop.time()

    async def run(self) -> None:
        """Serve the client's requests."""
        try:
            await super().run()
        except* ConnectionAbortedError:
            pass  # raised below

    async def protocol_send(self, event: Event) -> None:
        """Send a part of an answer to the client, close the connection, or note that it is idle."""
        if isinstance(event, RawData) and len(self._unsent) + len(event.data) < _SENT_AT_ONCE:
            if not self._unsent:
                self.loop.call_soon(self._flush)
            self._unsent += event.data
            return
        self._flush()
        if isinstance(event, Updated):
            self._idle_since = self.loop.time() if event.idle else None
            if not event.idle or not self.context.terminated.is_set() or self.reader.at_eof():
                return
        await super().protocol_send(event)

    def _flush(self) -> None:
        if self._unsent:
            data = bytes(self._unsent)
            self._unsent.clear()
            # If the client is gone, that is noticed where its requests are read.
            with contextlib.suppress(ConnectionError, RuntimeError):
                self.writer.write(data)

    async def _read_data(self) -> None:
        await super()._read_data()
        if isinstance(self.protocol.protocol, H2Protocol):
            raise ConnectionAbortedError
        # Over HTTP/1.1 a client may say that it is done, and still wait for the answer.
        await self.idle_task.stop()

    async def _idle_timeout(self) -> None:
        """Close the connection when it has been idle for too long, or when the mock ends."""
        limit = self.config.keep_alive_timeout
        while (left := limit - self._idle_seconds()) > 0:
            try:
                await asyncio.wait_for(self.context.terminated.wait(), left)
            except TimeoutError:
                continue
            if self._idle_since is None:
                return  # it is closed when it has been answered
            break
        await asyncio.shield(self._initiate_server_close())

    def _idle_seconds(self) -> float:
        return 0 if self._idle_since is None else self.loop.time() - self._idle_since

    async def _close(self) -> None:
        self._flush()
        await super()._close()
        # When it was told not to wait any longer, there may be something left that nobody reads.
        self.writer.transport.abort()


class Http2(H2Protocol):
    """The HTTP/2 of a connection; an answer that isn't whole is broken off."""

    async def stream_send(self, event: StreamEvent) -> None:
        """Send a part of an answer, or end it."""
        if isinstance(event, StreamClosed):
            buffer = self.stream_buffers.get(event.stream_id)
            if buffer is not None and not buffer.complete:
                with contextlib.suppress(ProtocolError):  # the client may have closed it
                    self.connection.reset_stream(event.stream_id, ErrorCodes.INTERNAL_ERROR)
                    await self._flush()
        await super().stream_send(event)


def install() -> None:
    """Let hypercorn serve with these; it has no setting for that."""
    run.TCPServer = Connection  # type: ignore[attr-defined,assignment]
    protocol.H2Protocol = Http2  # type: ignore[attr-defined]

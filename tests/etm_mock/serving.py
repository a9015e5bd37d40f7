"""The mock's own process: it serves until its standard input ends.

:func:`etm_mock.server.running` starts it. Granian doesn't end as long as a client neither reads nor
leaves; a process does.
"""

import asyncio
import contextlib
import errno
import json
import logging
import os
import shutil
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from etm_mock import fixtures
from etm_mock.access_log import LOGGER
from etm_mock.app import create_app
from etm_mock.proxy import HEAD_LIMIT, Proxy
from etm_mock.responses import json_response
from etm_mock.server import GRACE, LOOPBACK, Order
from etm_mock.state import State

IDLE_LIMIT: Final = 5.0
"""Seconds that the head of a connection's next request may take, over HTTP/1.1."""

BODY_LIMIT: Final = 30.0
"""Seconds that the body of a request may take."""

_CONNECTIONS: Final = 256
"""How many clients are served at once; more than these wait."""

_FILES: Final = 64
"""How many files the process must be allowed: Granian's threads may end unseen with too few."""

_POLL: Final = 0.002


def main() -> None:
    """Serve the order in the first argument; when all is there, print the port of the proxy."""
    order = Order(**json.loads(sys.argv[1]))
    if order.log:
        LOGGER.addHandler(logging.StreamHandler())
        LOGGER.setLevel(logging.INFO)
    try:
        _check_files()
        asyncio.run(serve(order, lambda port: print(port, flush=True), _end_of_input))
    except OSError as error:
        sys.exit(f"etm-mock: can't serve: {error}")


def _check_files() -> None:
    """Raise :class:`OSError` if the system allows the process fewer files than :data:`_FILES`."""
    try:
        import resource
    except ImportError:
        return  # not on Windows, which has no such limit
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= allowed < _FILES:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


async def _end_of_input() -> None:
    await asyncio.to_thread(sys.stdin.read)


async def serve(
    order: Order, ready: Callable[[int], object], end: Callable[[], Awaitable[object]]
) -> None:
    """Serve an order until ``end`` is done, and then end the process.

    ``ready`` gets the port of the proxy once every port answers. Raises what the server raises if
    it can't go on.
    """
    state = State()
    fixtures.load(state, order.fixture)
    app = _Limited(
        create_app(state, exposed=order.exposed, names=order.names, control=order.control)
    )
    servers = [
        *(_server(app, address, port, HTTPModes.http1) for address, port in order.listeners),
        _server(app, LOOPBACK, order.https_port, HTTPModes.auto, order),
    ]
    serving = [asyncio.ensure_future(server.serve()) for server in servers]
    proxy = await asyncio.start_server(
        Proxy(order.https_port).accept,
        *order.proxy,
        limit=HEAD_LIMIT,
        reuse_port=hasattr(socket, "SO_REUSEPORT"),
    )
    for address, port in (*order.listeners, (LOOPBACK, order.https_port)):
        await _answering(address, port, serving)
    ready(proxy.sockets[0].getsockname()[1])
    ending = asyncio.ensure_future(end())
    await asyncio.wait([*serving, ending], return_when=asyncio.FIRST_COMPLETED)
    _raise_failure(serving)
    for server in servers:
        server.stop()  # type: ignore[no-untyped-call]
    await asyncio.wait(serving, timeout=GRACE)
    # The process that started this one may have been killed.
    shutil.rmtree(order.folder, ignore_errors=True)
    sys.stderr.flush()
    os._exit(0)  # whatever its clients are doing


def _server(
    app: ASGIApp, address: str, port: int, http: HTTPModes, tls: Order | None = None
) -> Server:
    return Server(
        app,
        address,
        port,
        interface=Interfaces.ASGINL,
        http=http,
        websockets=False,
        backlog=_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=int(IDLE_LIMIT * 1000)),
        # By itself it logs on standard output.
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
        log_level=LogLevels.error,
        ssl_cert=Path(tls.chain) if tls else None,
        ssl_key=Path(tls.key) if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    )


class _Limited:
    """Middleware: what Granian leaves to the application.

    A body that isn't there in time gets 408. Around a header's value there is no white space, over
    HTTP/2 either (RFC 9110, section 5.5). Whether more of a body comes is known from its length: to
    ask Granian takes a fifth of the time of a request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["http_version"] == "2":
            scope["headers"] = [(name, value.strip(b" \t")) for name, value in scope["headers"]]
        until, late = asyncio.get_running_loop().time() + BODY_LIMIT, False
        left = _length_of_body(scope)

        async def receive_in_time() -> Message:
            nonlocal late, left
            if left == 0:
                return {"type": "http.request", "body": b"", "more_body": False}
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                late = True
                return {"type": "http.disconnect"}
            if left and message["type"] == "http.request":
                left -= len(message["body"])
                message["more_body"] = left > 0
            return message

        await self._app(scope, receive_in_time, send)
        if late:
            too_late = json_response({"errors": ["Request Timeout"]}, 408, {"Connection": "close"})
            await too_late(scope, receive, send)


def _length_of_body(scope: Scope) -> int | None:
    """Give the length of a body in bytes (RFC 9112, section 6.3), ``None`` to ask Granian for all.

    Over HTTP/2 it resets the stream of a body that isn't read to its end.
    """
    headers = dict(scope["headers"])
    if scope["http_version"] == "2" or b"transfer-encoding" in headers:
        return None
    return int(headers.get(b"content-length", 0))


async def _answering(address: str, port: int, serving: Sequence[asyncio.Future[None]]) -> None:
    """Wait until a port answers. Raises what the server raises if none will."""
    while True:
        _raise_failure(serving)
        with contextlib.suppress(ConnectionRefusedError):
            _, writer = await asyncio.open_connection(address, port)
            writer.close()
            return
        await asyncio.sleep(_POLL)


def _raise_failure(serving: Sequence[asyncio.Future[None]]) -> None:
    for each in serving:
        if each.done():
            each.result()
            raise RuntimeError("a server ended by itself")

"""The access log: a line a request, with nothing secret in it."""

import logging
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER: Final = logging.getLogger("etm_mock.access")


class Logged:
    """Middleware: writes method, host, path and status of each answer.

    Headers, bodies and query strings are left out: they may hold a token, password or cookie.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not LOGGER.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return

        async def logging_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                host = quote(Headers(scope=scope).get("host", "-"), safe=":[]")
                path, status = quote(scope["path"]), message["status"]
                LOGGER.info("%s %s%s %d", scope["method"], host, path, status)
            await send(message)

        await self._app(scope, receive, logging_status)

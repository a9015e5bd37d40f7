"""Which pages of other sites may read the answers: the headers of rack-cors.

Source: rack-cors 3.0, and ``config/initializers/cors.rb`` of the engine.
"""

import re
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from etm_mock.rails.routing import normalised

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
SECONDS: Final = 7200
"""How long a browser may remember the answer to a preflight."""

OWN_SITES: Final = re.compile(
    r"https?://([a-z0-9-]+\.)*(energytransitionmodel\.com|etm\.test)(:\d+)?"
)
"""The origins that may send credentials, where any may."""


class Cors:
    """Middleware: answers preflights, and adds the headers to all answers under ``/api``.

    Elsewhere a preflight is answered as well, and allows nothing. ``credentials`` says whether the
    model's own sites may send cookies.
    """

    def __init__(self, app: ASGIApp, *, credentials: bool) -> None:
        self._app, self._credentials = app, credentials

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = Headers(scope=scope)
        origin = sent.get("origin")
        if origin is None:
            await self._app(scope, receive, send)
            return
        # Its pattern `/api/*` holds for `/api` and `/apix`, too.
        headers = self._headers(origin) if normalised(scope["path"]).startswith("/api") else {}
        method = sent.get("access-control-request-method")
        if scope["method"] == "OPTIONS" and method is not None:
            preflight = Response(headers=self._preflight(headers, method, sent))
            await preflight(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, with_headers)

    def _headers(self, origin: str) -> dict[str, str]:
        own = self._credentials and OWN_SITES.fullmatch(origin)
        headers = {
            "access-control-allow-origin": origin if own else "*",
            "access-control-allow-methods": ", ".join(METHODS),
            "access-control-expose-headers": "",
            "access-control-max-age": str(SECONDS),
        }
        return headers | ({"access-control-allow-credentials": "true"} if own else {})

    def _preflight(
        self, headers: Mapping[str, str], method: str, sent: Headers
    ) -> Mapping[str, str]:
        if not headers or method.upper() not in METHODS:
            return {}
        asked = sent.getlist("access-control-request-headers")
        return {**headers, "access-control-allow-headers": ", ".join(asked)} if asked else headers

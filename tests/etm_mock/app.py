"""The mock as one ASGI application: hosts, paths, errors and the journal."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from etm_mock import control, hosts
from etm_mock.api import scenarios, user
from etm_mock.api.caller import caller_of
from etm_mock.errors import ApiError
from etm_mock.identity import routes as identity
from etm_mock.journal import Entry
from etm_mock.oauth import routes as oauth
from etm_mock.responses import json_response
from etm_mock.state import State

MAXIMUM_BODY: Final = 1024 * 1024
"""The largest request body that is read, in bytes."""

Message = MutableMapping[str, Any]


def create_app(state: State) -> Starlette:
    """Make the application that answers from ``state``."""
    app = Starlette(
        routes=[*scenarios.routes, *user.routes, *oauth.routes, *identity.routes, *control.routes],
        middleware=[Middleware(_Hosts), Middleware(_Journalled), Middleware(_ApiCors)],
        exception_handlers={ApiError: _api_error, HTTPException: _no_such_page},
    )
    app.router.redirect_slashes = False
    app.state.etm = state
    return app


def _is_api(path: str) -> bool:
    return path.startswith(("/api/", "/oauth/")) or path == "/api"


async def _api_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return json_response(error.body, error.status)


async def _no_such_page(request: Request, _: Exception) -> Response:
    """Answer an unknown path, or a method that a path doesn't have: Rails says 404 to both."""
    if not request.url.path.startswith("/api"):
        return PlainTextResponse("Not found", 404)
    try:
        caller_of(request)
    except ApiError as refusal:
        return json_response(refusal.body, refusal.status)
    return json_response({"errors": ["Not found"]}, 404)


class _Hosts:
    """Lets each host name serve what it serves in reality, and refuses all others.

    A page of some other site whose name was made to point here (DNS rebinding) gets nothing, and
    the control interface answers only under the names of this machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] != "/" and scope["path"].endswith("/"):
            scope = {**scope, "path": scope["path"].rstrip("/")}
        host, path = Request(scope).url.hostname, scope["path"]
        if not hosts.is_loopback(host) and not hosts.is_service(host):
            refusal = PlainTextResponse("etm-mock: this host name is not one of the ETM's\n", 421)
            await refusal(scope, receive, send)
        elif (
            hosts.is_loopback(host)
            or path.startswith(("/identity", "/oauth"))
            or (hosts.is_engine(host) and path.startswith("/api"))
        ):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("Not found", 404)(scope, receive, send)


class _Journalled:
    """Reads the body of each API request, and records the request when it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_api(scope["path"]):
            await self._app(scope, receive, send)
            return
        body = await _read_body(receive)
        statuses: list[int] = []

        async def noting_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        if body is None:
            too_large = json_response({"errors": ["Request body is too large"]}, 413)
            await too_large(scope, receive, noting_status)
        else:
            await self._app(scope, _replayed(body, receive), noting_status)
        state: State = scope["app"].state.etm
        state.journal.record(_entry(scope, body or b"", statuses[0]))


async def _read_body(receive: Receive) -> bytes | None:
    """Read a request's whole body, ``None`` if it is larger than :data:`MAXIMUM_BODY`."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAXIMUM_BODY:
            return None
    return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def _entry(scope: Scope, body: bytes, status: int) -> Entry:
    headers = Headers(scope=scope)
    return Entry(
        method=scope["method"],
        host=Request(scope).url.hostname or "",
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=tuple(headers.items()),
        body=body.decode("utf-8", "replace"),
        status=status,
        http_version=scope["http_version"],
    )


class _ApiCors:
    """Answers under ``/api`` allow every origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._with_cors = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        api = scope["type"] == "http" and scope["path"].startswith("/api")
        await (self._with_cors if api else self._app)(scope, receive, send)

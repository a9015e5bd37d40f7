"""The mock as one ASGI application: hosts, paths, errors and the journal."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from etm_mock import control
from etm_mock.access_log import Logged
from etm_mock.api import scenario_users, scenarios, user
from etm_mock.errors import ApiError
from etm_mock.faults import Faulty
from etm_mock.host_check import HostCheck, host_name
from etm_mock.identity import routes as identity
from etm_mock.journal import Entry
from etm_mock.oauth import routes as oauth
from etm_mock.paths import is_api, is_engine_api
from etm_mock.responses import json_response
from etm_mock.state import State

MAXIMUM_BODY: Final = 1024 * 1024
"""The largest request body that is read, in bytes."""

Message = MutableMapping[str, Any]


def create_app(state: State, *, exposed: bool = False) -> Starlette:
    """Make the application that answers from ``state``.

    ``exposed`` says that other machines may ask as well: under this machine's numeric addresses,
    and for everything but the control interface.
    """
    app = Starlette(
        routes=[
            *scenarios.routes,
            *scenario_users.routes,
            *user.routes,
            *oauth.routes,
            *identity.routes,
            *control.routes,
        ],
        middleware=[
            Middleware(Logged),
            Middleware(HostCheck, exposed=exposed),
            Middleware(_Journalled),
            Middleware(Faulty),
            Middleware(_ApiCors),
        ],
        exception_handlers={ApiError: _api_error, HTTPException: _no_such_page},
    )
    app.router.redirect_slashes = False
    app.state.etm = state
    return app


async def _api_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return json_response(error.body, error.status)


async def _no_such_page(request: Request, _: Exception) -> Response:
    """Answer an unknown path, or a method that a path doesn't have: Rails says 404 to both."""
    if not is_engine_api(request.url.path):
        return PlainTextResponse("Not found", 404)
    return json_response({"errors": ["Not found"]}, 404)


class _Journalled:
    """Reads the body of each request, and records API requests when they have been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await _read_body(receive)
        except ClientDisconnect:
            return
        begun: int | None = None
        status: int | None = None

        async def noting_status(message: Message) -> None:
            nonlocal begun, status
            if message["type"] == "http.response.start":
                begun = message["status"]
            elif not message.get("more_body"):
                status = begun
            await send(message)

        if body is None:
            too_large = json_response({"errors": ["Request body is too large"]}, 413)
            await _ApiCors(too_large)(scope, receive, noting_status)
        else:
            await self._app(scope, _replayed(body, receive), noting_status)
        if is_api(scope["path"]):
            state: State = scope["app"].state.etm
            state.journal.record(_entry(scope, body or b"", status))


async def _read_body(receive: Receive) -> bytes | None:
    """Read a request's whole body; give ``None`` if it is larger than :data:`MAXIMUM_BODY`.

    It is read to its end in any case, so that the client sees the answer. Raises
    :class:`~starlette.requests.ClientDisconnect` if the client goes away before that.
    """
    body, length, more = bytearray(), 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk, more = message.get("body", b""), message.get("more_body", False)
        length += len(chunk)
        if length <= MAXIMUM_BODY:
            body += chunk
    return bytes(body) if length <= MAXIMUM_BODY else None


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def _entry(scope: Scope, body: bytes, status: int | None) -> Entry:
    return Entry(
        method=scope["method"],
        host=host_name(scope) or "",
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=scope["headers"],
        body=body,
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
        api = scope["type"] == "http" and is_engine_api(scope["path"])
        await (self._with_cors if api else self._app)(scope, receive, send)

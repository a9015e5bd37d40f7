"""The mock as one ASGI application: hosts, paths, errors and the journal."""

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from etm_mock import hosts
from etm_mock.access_log import Logged
from etm_mock.accounts import Accounts
from etm_mock.api.app import engine
from etm_mock.control import routes as control_routes
from etm_mock.errors import ApiError, answer_to
from etm_mock.faults import Faulty
from etm_mock.host_check import HostCheck, host_name
from etm_mock.identity import routes as identity
from etm_mock.journal import Entry
from etm_mock.oauth import routes as oauth
from etm_mock.paths import is_api, is_under
from etm_mock.rails.cors import Cors
from etm_mock.rails.failures import FrameworkError
from etm_mock.rails.formats import Asked
from etm_mock.rails.parameters import BadParameters
from etm_mock.rails.routing import normalised
from etm_mock.responses import json_response
from etm_mock.state import State

MAXIMUM_BODY: Final = 1024 * 1024
"""The largest request body that is read, in bytes."""

Message = MutableMapping[str, Any]


def create_app(
    state: State, *, exposed: bool = False, names: Collection[str] = (), control: bool = False
) -> Starlette:
    """Make the application that answers from ``state``.

    ``exposed`` says that other machines may ask as well: under this machine's numeric addresses and
    ``names``, and for the control interface only with ``control``.
    """
    app = Starlette(
        routes=[
            *oauth.routes,
            *identity.routes,
            *control_routes,
        ],
        middleware=[
            Middleware(Logged),
            Middleware(HostCheck, exposed=exposed, names=names, control=control),
            Middleware(_Journalled),
            Middleware(Faulty),
            Middleware(_ByHost),
        ],
        exception_handlers={
            ApiError: _refused,
            BadParameters: _refused,
            FrameworkError: _refused,
            HTTPException: _no_such_page,
        },
    )
    app.router.redirect_slashes = False
    app.state.etm = state
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError | BadParameters | FrameworkError)
    return answer_to(error, Asked(request.headers.get("accept", ""), request.url.path))


async def _no_such_page(request: Request, _: Exception) -> Response:
    """Answer an unknown path, or a method that a path doesn't have: Rails says 404 to both."""
    return await _refused(request, FrameworkError(404))


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
        state: State = scope["app"].state.etm
        journal = state.journal
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
            await Cors(too_large, credentials=False)(scope, receive, noting_status)
        else:
            await self._app(scope, _replayed(body, receive), noting_status)
        if is_api(scope["path"]):
            journal.record(_entry(scope, body or b"", status))


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


class _ByHost:
    """Middleware: an engine's host answers as an engine whatever the path; others below ``/api``.

    The account host has an API of its own there, which the mock has not.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._accounts = app, Accounts(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = host_name(scope)
        if hosts.is_engine(host) or (
            not hosts.is_accounts(host) and is_under(normalised(scope["path"]), "/api")
        ):
            await engine(scope, receive, send)
        else:
            await self._accounts(scope, receive, send)

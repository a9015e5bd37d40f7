"""Leads httpx to the mock, inside the page. All other addresses are refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from etm_mock import hosts
from starlette.types import ASGIApp, Message, Scope

from etm_docs.in_page.event_loop import finish


@dataclass(frozen=True)
class Exchange:
    """A request and its answer; ``status`` is ``None`` if there was none, and then ``problem`` why.

    Headers are pairs, in their order; bodies are text.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str
    status: int | None = None
    answer_headers: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    problem: str = ""


class ToMock(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that ends at an application in the same process; ``note`` gets each exchange.

    Another address than the ETM's and the mock's own is refused as by the proxy of ``etm-mock``.
    """

    def __init__(self, app: ASGIApp, note: Callable[[Exchange], None]) -> None:
        self._app, self._note = app, note

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request of a synchronous client. Raises :class:`httpx.TransportError`."""
        request.read()
        return finish(self._answer(request, request.content))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request of an asynchronous client. Raises :class:`httpx.TransportError`."""
        return await self._answer(request, await request.aread())

    async def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        sent = (request.method, str(request.url), _texts(request.headers), body.decode())
        host = request.url.host
        if not hosts.is_service(host) and not hosts.is_loopback(host):
            self._note(Exchange(*sent, problem=refusal(request)))
            raise httpx.ProxyError("403 Forbidden", request=request)
        try:
            status, headers, content = await asked(self._app, request, body)
        except httpx.RemoteProtocolError as error:
            self._note(Exchange(*sent, problem=str(error)))
            raise
        response = httpx.Response(status, headers=headers, content=content, request=request)
        self._note(Exchange(*sent, status, _texts(response.headers), content.decode()))
        return response


def refusal(request: httpx.Request) -> str:
    """Say why a request is refused."""
    return f"{request.url.host}: this page reaches only the ETM's addresses"


def route(transport: ToMock) -> None:
    """Let each client of httpx use a transport: unchanged examples then reach the mock."""

    def make(**_: object) -> ToMock:
        return transport

    httpx._client.HTTPTransport = make  # type: ignore[assignment, attr-defined]
    httpx._client.AsyncHTTPTransport = make  # type: ignore[assignment, attr-defined]


async def asked(
    app: ASGIApp, request: httpx.Request, body: bytes
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Ask an application as a server would; give the status, the headers and the body.

    Raises :class:`httpx.RemoteProtocolError` if the answer ends before it is whole.
    """
    url = request.url
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": url.path,
        "raw_path": url.raw_path.partition(b"?")[0],
        "query_string": url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": (url.host, url.port),
    }
    sent: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
    messages: list[Message] = []

    async def receive() -> Message:
        return sent.pop() if sent else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start: dict[str, Any] = dict(messages[0])
    if messages[-1].get("more_body"):
        raise httpx.RemoteProtocolError(
            "Server disconnected without sending a response.", request=request
        )
    parts = [] if request.method == "HEAD" else messages[1:]
    content = b"".join(message.get("body", b"") for message in parts)
    return start["status"], list(start["headers"]), content


def _texts(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)

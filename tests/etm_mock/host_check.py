"""Which host names the mock answers to, and what it serves under each."""

import ipaddress
from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

from starlette.datastructures import URL, Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from etm_mock import hosts
from etm_mock.paths import CONTROL, is_under

_HOST: Final = "etm_mock.host"  # where the name is kept during a request


class HostCheck:
    """Middleware: each host name serves what it serves in reality, and all others are refused.

    A page of some other site whose name was made to point here (DNS rebinding) gets nothing. The
    control interface answers only to this machine, under its own names, and to no page of another
    site in a browser. Where the mock is ``exposed``, other machines may ask it under a numeric
    address or one of ``names``, and with ``control`` they may call the control interface, too.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        exposed: bool = False,
        names: Collection[str] = (),
        control: bool = False,
    ) -> None:
        self._app, self._exposed = app, exposed
        self._names, self._control = frozenset(names), control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            host = _host_of(scope)
            scope["state"] = {**scope.get("state", {}), _HOST: host}
            refusal = self._refusal(host, scope)
        except UnicodeDecodeError:
            refusal = PlainTextResponse("The query string is not UTF-8\n", 400)
        if refusal:
            # A client that is still sending when the connection closes may never see the answer.
            while (await receive()).get("more_body"):
                pass
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, host: str | None, scope: Scope) -> PlainTextResponse | None:
        """Give the answer to a request that the host name doesn't serve."""
        path, own = scope["path"], hosts.is_loopback(host)
        exposed = self._exposed and (host in self._names or _is_numeric(host))
        if not own and not exposed and not hosts.is_service(host):
            return PlainTextResponse("etm-mock: this host name is not one of the ETM's\n", 421)
        if not is_under(path, CONTROL):
            return None
        of_this_machine = own and hosts.is_loopback((scope.get("client") or ("",))[0])
        if not of_this_machine and not (self._control and (own or exposed)):
            return PlainTextResponse("Not found", 404)
        if _is_of_another_site(scope):
            return PlainTextResponse("etm-mock: a page of another site may not call this\n", 403)
        return None


def host_name(scope: Scope) -> str | None:
    """Give the name of the host that a request asked, once :class:`HostCheck` has let it in."""
    name: str | None = scope["state"][_HOST]
    return name


def _is_of_another_site(scope: Scope) -> bool:
    """Say whether a browser sends a request for a page that isn't the mock's own."""
    headers = Headers(scope=scope)
    own = f"{scope['scheme']}://{headers.get('host')}"
    return headers.get("origin", own) != own or headers.get("sec-fetch-site", "none") not in (
        "none",
        "same-origin",
    )


def _host_of(scope: Scope) -> str | None:
    """Give the name of the host that was asked, ``None`` if what was sent is no name.

    Raises :class:`UnicodeDecodeError` for a query string that is not UTF-8.
    """
    scope["query_string"].decode()
    server = scope.get("server")
    header = Headers(scope=scope).get("host")
    return _host_name(scope["scheme"], tuple(server) if server else None, header)


@lru_cache(maxsize=256)
def _host_name(scheme: str, server: tuple[Any, ...] | None, header: str | None) -> str | None:
    # A client asks the same few hosts again and again.
    headers = [] if header is None else [(b"host", header.encode("latin-1"))]
    url = URL(scope={"scheme": scheme, "server": server, "path": "/", "headers": headers})
    # For a Host header that is no name, the URL has the address that the server listens on.
    return url.hostname if url.netloc == header else None


def _is_numeric(host: str | None) -> bool:
    try:
        ipaddress.ip_address(host or "")
    except ValueError:
        return False
    return True

"""Runs the mock on loopback: plain HTTP, and TLS with HTTP/2 behind the proxy."""

import asyncio
import contextlib
import logging
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hypercorn.asyncio import serve
from hypercorn.config import Config, Sockets
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from etm_mock import connection, fixtures, tls
from etm_mock.app import create_app
from etm_mock.control_client import Control
from etm_mock.hosts import is_loopback
from etm_mock.proxy import HEAD_LIMIT, Proxy
from etm_mock.state import State

LOOPBACK: Final = "127.0.0.1"
"""Where the mock listens, unless it is asked to serve plain HTTP elsewhere."""

_GRACE: Final = 0.2
"""Seconds that a request in flight has left when the mock ends."""


@dataclass(frozen=True)
class RunningMock:
    """A mock that is being served.

    ``url`` is its plain HTTP address, control interface included. ``proxy_url`` is the proxy that
    leads the service's host names to it, ``authority`` the file of the authority to trust, and
    ``curl_home`` a folder with settings for curl.
    """

    url: str
    proxy_url: str
    authority: Path
    curl_home: Path

    @property
    def control(self) -> Control:
        """The mock's control interface."""
        return Control(self.url)

    def environment(self, token: str = fixtures.DEMO_TOKEN) -> dict[str, str]:
        """Give the variables with which a program reaches the mock under the real host names."""
        authority, direct = str(self.authority), "127.0.0.1,localhost,::1"
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), self.proxy_url)
        proxies["NO_PROXY"] = direct
        return {
            **proxies,
            **{name.lower(): value for name, value in proxies.items()},
            "SSL_CERT_FILE": authority,
            "CURL_CA_BUNDLE": authority,
            "REQUESTS_CA_BUNDLE": authority,
            "NODE_EXTRA_CA_CERTS": authority,
            "NODE_USE_ENV_PROXY": "1",
            "CURL_HOME": str(self.curl_home),
            "ETM_API_TOKEN": token,
            "ETM_MOCK_URL": self.url,
        }


@contextlib.contextmanager
def running(
    *, port: int = 0, fixture: fixtures.FixtureName = "docs", address: str = LOOPBACK
) -> Iterator[RunningMock]:
    """Serve a mock from a thread of its own until the block ends.

    ``port`` is that of plain HTTP, 0 for any free one, and ``address`` where it listens. Everything
    else listens on loopback. Raises :class:`OSError` if the port or the address can't be used.
    """
    state = State()
    fixtures.load(state, fixture)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="etm-mock-")))
        listeners = ((address, port), (LOOPBACK, 0), (LOOPBACK, 0))
        http, https, proxy = (stack.enter_context(_listener(*each)) for each in listeners)
        certificates = tls.issue(folder)
        _write_curl_settings(folder)
        thread = _ServerThread(
            create_app(state, exposed=not is_loopback(address)), certificates, http, https, proxy
        )
        stack.enter_context(thread)
        yield RunningMock(
            url=f"http://{address}:{http.getsockname()[1]}",
            proxy_url=f"http://{LOOPBACK}:{proxy.getsockname()[1]}",
            authority=certificates.authority,
            curl_home=folder,
        )


def _listener(address: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((address, port))
        listener.listen(128)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


def _write_curl_settings(folder: Path) -> None:
    """Keep the proxy's own answer out of ``curl -i``, and curl on the loopback interface."""
    settings = f'suppress-connect-headers\ninterface = "host!{LOOPBACK}"\n'
    (folder / ".curlrc").write_text(settings)


class _ServerThread:
    """Runs the servers in an event loop of their own; leaving the block ends them."""

    def __init__(
        self,
        app: Starlette,
        certificates: tls.Certificates,
        http: socket.socket,
        https: socket.socket,
        proxy: socket.socket,
    ) -> None:
        self._app = app
        self._config = _config(certificates, http, https)
        self._proxy = (Proxy(https.getsockname()[1]), proxy)
        self._thread = threading.Thread(target=self._run, name="etm-mock", daemon=True)
        self._started = threading.Event()

    def __enter__(self) -> None:
        self._thread.start()
        self._started.wait()

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(_report)
        handler, listener = self._proxy
        proxy = await asyncio.start_server(handler.accept, sock=listener, limit=HEAD_LIMIT)
        lasting = {asyncio.current_task()}

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                lasting.add(asyncio.current_task())
            await self._app(scope, receive, send)

        async def stopped() -> None:
            # It is asked for when the servers have taken their sockets.
            self._started.set()
            await self._stop.wait()

        serving = asyncio.ensure_future(
            serve(app, self._config, shutdown_trigger=stopped)  # type: ignore[arg-type]
        )
        # Servers that can't start end at once; nobody must wait for them.
        serving.add_done_callback(lambda _: self._started.set())
        lasting.add(serving)
        await self._stop.wait()
        proxy.close()
        await asyncio.wait({serving}, timeout=_GRACE)
        while not serving.done() or asyncio.all_tasks() - lasting:
            # A connection that has just been accepted begins, so that it can be ended.
            await asyncio.sleep(0)
            # All others wait for a client. One that is cancelled may begin another wait.
            others = asyncio.all_tasks() - lasting
            for task in others or {serving}:
                task.cancel()
            await asyncio.wait({serving, *others}, timeout=_GRACE)
        if not serving.cancelled():
            serving.result()


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Write what went wrong in the event loop, but not that a connection was ended on purpose."""
    if not isinstance(context.get("exception"), asyncio.CancelledError):
        loop.default_exception_handler(context)


class _Config(Config):
    """Serves on sockets that are open already."""

    def __init__(self, http: socket.socket, https: socket.socket) -> None:
        super().__init__()
        self._sockets = Sockets([https], [http], [])

    def create_sockets(self) -> Sockets:
        """Give the sockets, for hypercorn; whoever opened them closes them."""
        return self._sockets


def _config(certificates: tls.Certificates, http: socket.socket, https: socket.socket) -> Config:
    connection.install()
    config = _Config(http, https)
    config.certfile, config.keyfile = str(certificates.chain), str(certificates.key)
    config.graceful_timeout = _GRACE
    # By itself it closes a connection after 1000 requests, and those under way with it.
    config.keep_alive_max_requests = sys.maxsize
    config.include_server_header = False
    config.accesslog = None
    config.errorlog = logging.getLogger("etm_mock")
    # At DEBUG, the HTTP/2 library logs every header that it reads: tokens and cookies, too.
    logging.getLogger("hpack").setLevel(logging.INFO)
    return config

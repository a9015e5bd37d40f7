"""Another site on loopback: it notes who asks it."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class OtherSite:
    """Its address, no ``/`` after; the paths that it was asked for; the number of connections."""

    address: str
    paths: list[str] = field(default_factory=list)
    connections: int = 0


class _Handler(http.server.BaseHTTPRequestHandler):
    def _answer(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.site.paths.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_HEAD = do_OPTIONS = _answer  # noqa: N815 - the base asks for the names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    site: OtherSite

    def process_request(self, request: object, client_address: object) -> None:
        self.site.connections += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving() -> Iterator[OtherSite]:
    """Serve such a site while the context lasts."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site = OtherSite(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            thread.join()

"""Serves a built site on loopback, as a static host does: compressed, with a page for a 404."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

COMPRESSED: Final = {
    *(".css", ".html", ".js", ".json", ".md", ".mjs"),
    *(".svg", ".txt", ".wasm", ".xml", ".yaml"),
}
"""The endings of files that static hosts compress."""

MAX_AGE: Final = 600
"""For how many seconds a browser may keep what it got; what GitHub Pages says."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map: dict[str, str] = {  # noqa: RUF012 - the base declares it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".md": "text/markdown",
        ".webmanifest": "application/manifest+json",
    }

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        asked = Path(self.translate_path(self.path))
        if asked.is_dir() and not self.path.partition("?")[0].endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", self.path.partition("?")[0] + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = asked / "index.html" if asked.is_dir() else asked
        status = HTTPStatus.OK
        if not file.is_file():
            status, file = HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html"
        self._send(file, status)

    def _send(self, file: Path, status: HTTPStatus) -> None:
        kind = self.guess_type(file)
        compress = file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _compressed(file, file.stat().st_mtime_ns) if compress else file.read_bytes()
        tag = f'"{file.stat().st_mtime_ns:x}-{len(body):x}"'
        if status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", f"max-age={MAX_AGE}")
        if compress:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
            if isinstance(self.server, _Server):
                self.server.sent.append((self.path, len(body)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@functools.cache
def _compressed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)


class _Server(http.server.ThreadingHTTPServer):
    def __init__(self, *arguments: Any, sent: list[tuple[str, int]]) -> None:
        super().__init__(*arguments)
        self.sent = sent

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that closes a page breaks off what it was loading."""


@contextmanager
def serving(site: Path, sent: list[tuple[str, int]] | None = None) -> Iterator[str]:
    """Serve the folder of a built site while the context lasts; give its address, no ``/`` after.

    ``sent`` collects the path and the size of the body, in bytes, of each answer.
    """
    handler = functools.partial(_Handler, directory=str(site))
    sent = [] if sent is None else sent
    with _Server(("127.0.0.1", 0), handler, sent=sent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

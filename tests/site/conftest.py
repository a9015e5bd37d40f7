"""The built site, and a server for it on loopback."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from runner.example import ROOT

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # it doesn't start as root otherwise
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site built with ``mkdocs build --strict``."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(  # noqa: S603 - the site's own builder
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"mkdocs build --strict failed\n\n{done.stderr}", pytrace=False)
    return folder


class _SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a static host does: a page of its own for what isn't there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != http.HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class _SiteServer(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that closes a page breaks off what it was loading."""


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The address at which the built site is served."""
    handler = functools.partial(_SiteHandler, directory=str(site))
    with _SiteServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


# Not for the whole session: Playwright's event loop would be in the way of the tests that have one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium: the machine's own, else the one that Playwright installed."""
    found = filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser")))
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=next(found, None), args=CHROMIUM_ARGUMENTS
            )
        except PlaywrightError as error:
            pytest.fail(
                "Chromium is missing. Install your system's package, or run"
                f" .venv/bin/playwright install chromium\n\n{error}",
                pytrace=False,
            )
        yield browser
        browser.close()

"""``mkdocs serve`` shows the site as it is published, and shows a change of a page by itself."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from etm_docs.site import checkout
from playwright.sync_api import Browser, expect

STARTED = 120
"""Seconds in which the preview must have started, on a busy machine."""

CHANGED = 60_000
"""Milliseconds in which it must show a change."""


@pytest.fixture
def preview(copy: Path) -> Iterator[str]:
    """The address of a preview of a copy of the site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", place]
    log = copy / "log.txt"
    with (
        log.open("w") as output,
        subprocess.Popen(  # noqa: S603 - the site's own builder
            command, cwd=copy, env=checkout.environment(copy), stdout=output, stderr=output
        ) as server,
    ):
        try:
            wait_for(f"http://{place}/", server)
            yield f"http://{place}"
        except TimeoutError as late:
            pytest.fail(f"{late}\n\n{log.read_text()}", pytrace=False)
        finally:
            server.terminate()


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers. Raises :class:`TimeoutError` if it doesn't, or has ended."""
    end = time.monotonic() + STARTED
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - on loopback
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{address} doesn't answer")


def test_the_preview_is_the_whole_site(preview: str, copy: Path, chromium: Browser) -> None:
    """It has Run buttons, Markdown copies and cards, and reloads a page that is saved."""
    context = chromium.new_context(base_url=preview)
    page = context.new_page()
    page.goto("/how-to/check-a-token/")
    expect(page.get_by_role("button", name="Run").first).to_be_visible()
    for path in ("how-to/check-a-token.md", "llms.txt", "assets/cards/how-to-check-a-token.png"):
        assert page.request.get(f"/{path}").ok, path
    source = copy / "docs" / "how-to" / "check-a-token.md"
    source.write_text(f"{source.read_text()}\nA sentence that was saved.\n")
    expect(page.get_by_text("A sentence that was saved.")).to_be_visible(timeout=CHANGED)
    assert "A sentence that was saved." in page.request.get("/how-to/check-a-token.md").text()
    context.close()

"""The Chromium that the audit and the browser tests use."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

ARGUMENTS: Final = [
    "--no-sandbox",  # it doesn't start as root otherwise
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NAMES: Final = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")


class NoChromium(Exception):  # noqa: N818 - it says what is the matter
    """There is no Chromium that starts."""


def path() -> str | None:
    """Give the path of the machine's own Chromium or Chrome, ``None`` if it has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def running() -> Iterator[Browser]:
    """Run a headless Chromium: the machine's own, else the one that Playwright installed.

    Raises :class:`NoChromium` if neither starts.
    """
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path(), args=ARGUMENTS)
        except PlaywrightError as error:
            raise NoChromium(
                "Chromium is missing. Install your system's package, or run"
                f" .venv/bin/playwright install chromium\n\n{error}"
            ) from error
        try:
            yield browser
        finally:
            browser.close()


_UNTIL: Final = """([argument, limit]) => new Promise((resolve, reject) => {
  const end = performance.now() + limit;
  const look = () => {
    if ((CONDITION)(argument)) resolve();
    else if (performance.now() > end) reject(new Error(`not so after ${limit} ms: ${CONDITION}`));
    else setTimeout(look, 5);
  };
  look();
})"""


def until(page: Page, condition: str, argument: object = None, limit: int = 30_000) -> None:
    """Wait until a function in JavaScript gives something true, at most ``limit`` milliseconds.

    Playwright's own ways to wait look up to a second later, or need an ``eval`` that the pages'
    policy forbids. Raises :class:`playwright.sync_api.Error`.
    """
    page.evaluate(_UNTIL.replace("CONDITION", condition), [argument, limit])

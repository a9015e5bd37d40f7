"""A browser that stays open for all tests of this folder, and a page of the built site in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from etm_docs.proofs.audit import chromium as browser
from etm_docs.proofs.audit.axe import SCREENS
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

HERE: Final = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of this folder, before ``-m`` chooses."""
    item.add_marker("browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder in one go: they share a browser."""
    items.sort(key=lambda item: item.path.parent != HERE)


# Not for the whole session: Playwright's event loop would be in the way of the tests that have one.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    try:
        with browser.running() as running:
            yield running
    except browser.NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="package")
def tab(chromium: Browser, site_url: str) -> Iterator[Page]:
    """One tab for all tests: opening another takes longer than most of them."""
    context = chromium.new_context(
        base_url=site_url,
        # Nothing listens there: what asks another site gets no answer.
        proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"},
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def new_token() -> Callable[[Page, str, str], str]:
    """Create a token on the mock's account pages, signed in: its name, its level; give it."""

    def create(page: Page, name: str, level: str) -> str:
        page.get_by_role("link", name="Create token").click()
        page.get_by_label("Token name").fill(name)
        page.get_by_label(level).check()
        page.get_by_role("button", name="Create token").click()
        return page.get_by_label("Token", exact=True).input_value()

    return create


@pytest.fixture
def foreign(tab: Page, site_url: str) -> Iterator[list[str]]:
    """The addresses outside the site that the page asks for."""
    with noted(tab, lambda url: not url.startswith((site_url, "data:", "blob:"))) as asked:
        yield asked


@contextmanager
def noted(tab: Page, wanted: Callable[[str], bool]) -> Iterator[list[str]]:
    """Note the addresses of a kind that a tab asks for within the block."""
    found: list[str] = []

    def note(request: Request) -> None:
        if wanted(request.url):
            found.append(request.url)

    tab.context.on("request", note)
    yield found
    tab.context.remove_listener("request", note)


@pytest.fixture
def page(tab: Page, foreign: list[str]) -> Iterator[Page]:
    """The page of a reader who comes for the first time; it asks nothing of another site.

    And nothing that its Content Security Policy refuses.
    """
    tab.set_viewport_size(SCREENS["desktop"])
    tab.emulate_media(color_scheme="light", reduced_motion="no-preference")
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    tab.on("console", note)
    yield tab
    tab.remove_listener("console", note)
    tab.context.clear_cookies()
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto("about:blank")  # an open page stores its palette again when the system's changes
    assert foreign == []
    assert refused == [], "the page's own policy refuses something that it uses"

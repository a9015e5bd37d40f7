"""The search finds the right page first, for what readers are likely to type."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from audit.chromium import until, visit
from playwright.sync_api import Browser, Page, expect
from runner import tables

ERROR_TEXTS = sorted(
    {
        text
        for file in tables.FOLDER.glob("errors-*.md")
        for title in re.findall(r"^### (.*?)(?: \(|$)", file.read_text(), re.MULTILINE)
        for text in re.findall(r"`([^`]+)`", title)
    }
)
"""The messages that the page about errors explains."""

TASKS = {
    "401": "/reference/errors/",
    "expired": "/reference/errors/",
    "share": "/how-to/share-a-scenario/",
    "private by default": "/how-to/keep-a-scenario-private/",
    "lost token": "/how-to/revoke-a-token/",
    "leaked": "/how-to/revoke-a-token/",
    "rotate": "/how-to/rotate-a-token/",
    "staging": "/how-to/switch-environments/",
    "pagination": "/how-to/page-through-a-list/",
    "check a token": "/how-to/check-a-token/",
    "github actions": "/how-to/use-a-token-in-python/",
    "pyetm": "/how-to/use-a-token-in-python/",
    "python": "/how-to/use-a-token-in-python/",
    "R": "/how-to/use-a-token-in-r/",
    "httr2": "/how-to/use-a-token-in-r/",
    "mock": "/how-to/use-the-mock/",
}
"""What a reader types, and the page that should come first."""


COUNT_INDEXES = """() => {
  const build = lunr.Builder.prototype.build;
  self.made = 0;
  lunr.Builder.prototype.build = function () {
    self.made += 1;
    return build.call(this);
  };
}"""
"""Counts, in the search's worker, how often it makes its index from now on."""


RESULTS = "found => document.querySelectorAll('.md-search-result__item').length > 0 === found"
"""Whether the search shows results."""


@pytest.fixture(scope="module")
def search_page(chromium: Browser, site_url: str) -> Iterator[Page]:
    """A page of the site, its search ready."""
    context = chromium.new_context(base_url=site_url)
    page = context.new_page()
    visit(page, "/")
    find(page, "token")
    yield page
    context.close()


def find(page: Page, query: str) -> str:
    """Type a query; give the path of the first page found."""
    box = page.get_by_role("textbox", name="Search")
    box.click()
    # The search looks at the box when a key is released: once it is emptied, and once it is full.
    for text, found in (("", False), (query, True)):
        box.fill(text)
        box.press("End")
        until(page, RESULTS, found)
    first = page.locator(".md-search-result__link").first
    assert first.is_visible()
    return urlsplit(str(first.get_attribute("href"))).path


@pytest.mark.parametrize(("query", "path"), TASKS.items())
def test_task_is_found(query: str, path: str, search_page: Page) -> None:
    """A task or a word leads to the page that is about it."""
    assert find(search_page, query) == path


@pytest.mark.parametrize("text", ERROR_TEXTS)
def test_error_text_is_found(text: str, search_page: Page) -> None:
    """The exact text of an error leads to the page that explains it."""
    assert find(search_page, text) == "/reference/errors/"


def test_the_index_is_made_when_it_is_needed(chromium: Browser, site_url: str) -> None:
    """Not when the page is opened, but at the first query, and once."""
    context = chromium.new_context(base_url=site_url)
    page = context.new_page()
    with page.expect_worker() as started:
        visit(page, "/")
    page.get_by_role("textbox", name="Search").click()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    started.value.evaluate(COUNT_INDEXES)
    for query in ("token", "scenario"):
        find(page, query)
    assert started.value.evaluate("made") == 1
    context.close()


def test_error_texts_are_found() -> None:
    """Finding no texts to search for is a failure, not a success."""
    assert "Invalid or expired token" in ERROR_TEXTS

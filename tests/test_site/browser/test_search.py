"""The search finds the right page first, for what readers are likely to type."""

import re
from collections.abc import Iterator

import pytest
from etm_docs.examples import tables
from playwright.sync_api import Browser, Page

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
    "pagination": "/reference/endpoints/",
    "check a token": "/how-to/check-a-token/",
    "github actions": "/how-to/scheduled-jobs/",
    "pyetm": "/how-to/use-pyetm/",
    "python": "/how-to/use-a-token-in-python/",
    "R": "/how-to/use-a-token-in-r/",
    "httr2": "/how-to/use-a-token-in-r/",
    "mock": "/how-to/use-the-mock/",
    "active_couplings": "/reference/endpoints/answers/",
    ".env": "/how-to/store-a-token/",
    "log in": "/how-to/store-a-token/",
    "delete token": "/how-to/revoke-a-token/",
    "api key": "/authentication/",
    "rate limit": "/reference/errors/",
    "proxy": "/how-to/solve-connection-problems/",
    "certificate": "/how-to/solve-connection-problems/",
    "self-signed certificate in certificate chain": "/how-to/solve-connection-problems/",
    "unable to get local issuer certificate": "/how-to/solve-connection-problems/",
    "CORS": "/how-to/use-a-token-in-a-web-page/",
    "windows": "/how-to/use-a-token-in-powershell/",
    "powershell": "/how-to/use-a-token-in-powershell/",
    "excel": "/how-to/use-a-token-in-excel/",
    "power query": "/how-to/use-a-token-in-excel/",
    "csv": "/how-to/read-results/",
    "postman": "/how-to/use-a-token-in-postman/",
    "julia": "/how-to/use-a-token-in-julia/",
    "matlab": "/how-to/use-a-token-in-matlab/",
    "octave": "/how-to/use-a-token-in-matlab/",
    "javascript": "/how-to/use-a-token-in-javascript/",
    "oauth application": "/how-to/use-a-token-in-a-web-page/",
    "netrc": "/how-to/use-a-token-in-python/",
    "requests": "/how-to/use-a-token-in-python/",
    "faq": "/reference/faq/",
    "service account": "/reference/faq/",
    "saved scenario": "/how-to/saved-scenarios/",
    "collection": "/how-to/saved-scenarios/",
    "curves": "/how-to/read-results/",
    "export": "/how-to/read-results/",
    "interpolate": "/how-to/read-results/",
    "429": "/reference/errors/",
    "500": "/reference/errors/",
    "empty variable": "/how-to/handle-errors/",
    "notebook": "/how-to/notebooks/",
    "colab": "/how-to/notebooks/",
    "pandas": "/how-to/read-results/",
    "request fails": "/how-to/handle-errors/",
    "Illegal header value": "/how-to/handle-errors/",
}
"""What a reader types, and the page that should come first."""


FIND = """async (query) => {
  const box = document.querySelector(".md-search__input");
  const first = () => document.querySelector(".md-search-result__link");
  const end = performance.now() + 30_000;
  box.focus();
  // The search looks at the box when a key is released: once it is emptied, and once it is full.
  for (const text of ["", query]) {
    box.value = text;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    while (!first() === !!text) {
      if (performance.now() > end) return "nothing";
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  const seen = first().checkVisibility({ visibilityProperty: true }) && first().offsetHeight > 0;
  return seen ? first().pathname : "hidden";
}"""
"""Types a query; gives the path of the first page found, ``nothing`` after 30 seconds."""


@pytest.fixture(scope="module")
def search_page(chromium: Browser, site_url: str) -> Iterator[Page]:
    """A page of the site, its search ready."""
    context = chromium.new_context(base_url=site_url)
    page = context.new_page()
    page.goto("/")
    find(page, "token")
    yield page
    context.close()


def find(page: Page, query: str) -> str:
    """Search for a query; give the path of the first page found."""
    return str(page.evaluate(FIND, query))


@pytest.mark.parametrize(("query", "path"), TASKS.items())
def test_task_is_found(query: str, path: str, search_page: Page) -> None:
    """A task or a word leads to the page that is about it."""
    assert find(search_page, query) == path


@pytest.mark.parametrize("text", ERROR_TEXTS)
def test_error_text_is_found(text: str, search_page: Page) -> None:
    """The exact text of an error leads to the page that explains it."""
    assert find(search_page, text) == "/reference/errors/"


def test_error_texts_are_found() -> None:
    """Finding no texts to search for is a failure, not a success."""
    assert "Invalid or expired token" in ERROR_TEXTS

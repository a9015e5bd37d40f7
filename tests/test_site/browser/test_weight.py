"""What the site costs a reader: bytes, compressed, on a first and on a later visit."""

from pathlib import Path

import pytest
from etm_docs.proofs.audit import server
from etm_docs.proofs.audit.chromium import visit
from playwright.sync_api import Browser, Page

BUDGETS = {"/authentication/": 110_000, "/tutorial/first-request/": 150_000, "/": 110_000}
"""Pages, and how many bytes a first visit may load, the search used once."""

LATER = 1_000
"""How many bytes a visit to the same page may load after the first."""


def first_search(page: Page, address: str) -> None:
    """Open a page, and search once."""
    visit(page, address)
    page.keyboard.press("s")
    page.locator(".md-search__input").press_sequentially("token")
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", BUDGETS)
def test_first_and_later_visits(path: str, chromium: Browser, site: Path) -> None:
    """The first visit stays within its budget; a later one loads next to nothing."""
    sent: list[tuple[str, int]] = []
    with server.serving(site, sent) as address:
        context = chromium.new_context()
        first_search(context.new_page(), address + path)
        first = sum(size for _, size in sent)
        listed = "\n".join(f"{size:>8,}  {name}" for name, size in sent)
        assert first <= BUDGETS[path], f"{first:,} bytes\n{listed}"
        sent.clear()
        first_search(context.new_page(), address + path)
        assert sum(size for _, size in sent) <= LATER, sent
        context.close()

"""What the site costs a reader: bytes, compressed, on a first and on a later visit."""

from pathlib import Path

import pytest
from etm_docs.proofs.audit import server
from playwright.sync_api import Browser, Page

BUDGETS = {"/authentication/": 135_000, "/tutorial/first-request/": 150_000, "/": 135_000}
"""Pages, and how many bytes a first visit may load, the search used once.

The audit counts without the search's program, 12 KB, and holds the guide to 130,000.
"""

ADVICE = """
The search's index holds every page, and each visit loads it: give what few readers search for the
attribute data-search-exclude, or its page `search: {exclude: true}`. If the page itself has grown,
part it in two. If neither will do, raise the budget in a commit that says what readers get for it.
"""

LATER = 1_000
"""How many bytes a visit to the same page may load after the first."""


def first_search(page: Page, address: str) -> None:
    """Open a page, and search once."""
    page.goto(address)
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
        over = f"{path} loads {first:,} bytes, of {BUDGETS[path]:,}:\n{listed}\n{ADVICE}"
        assert first <= BUDGETS[path], over
        sent.clear()
        first_search(context.new_page(), address + path)
        assert sum(size for _, size in sent) <= LATER, sent
        context.close()

"""Measure what Run costs in a browser: seconds from the press to the output, and bytes.

``make bench`` runs it on the built site. Cold is a browser that has nothing of the site; next is
another page of the same reader; warm is a second press on a page.
"""

import sys
import time
from statistics import median
from typing import Final

from etm_docs.paths import ROOT
from etm_docs.proofs.audit import server
from etm_docs.proofs.audit.axe import STARTED
from etm_docs.proofs.audit.chromium import running
from playwright.sync_api import BrowserContext, Page, expect

ROUNDS: Final = 5

PAGE: Final = "/how-to/check-a-token/?lang=python"

NEXT: Final = "/reference/endpoints/?lang=python"

WARM: Final = 20
"""How many presses the warm median is of."""


def main() -> int:
    """Measure, and print; give the exit status."""
    site = ROOT / "site"
    if not (site / "assets" / "run").is_dir():
        print("bench: there is no built site; run `make build`", file=sys.stderr)
        return 1
    cold, following, warm, sizes = [], [], [], []
    sent: list[tuple[str, int]] = []
    with server.serving(site, sent) as address, running() as browser:
        for _ in range(ROUNDS):
            context = browser.new_context(base_url=address)
            page = context.new_page()
            page.goto(PAGE)
            sent.clear()
            cold.append(_seconds(page))
            sizes.append(sum(size for _, size in sent))
            warm += [_seconds(page) for _ in range(WARM)]
            following.append(_seconds_on_next_page(context))
            context.close()
    print(f"Run on the page, medians of {ROUNDS} rounds: from the press to the output")
    print(f"  cold, from a local server  {median(cold):8.2f} s")
    print(f"  on the next page           {median(following):8.2f} s")
    print(f"  warm                       {median(warm) * 1000:8.0f} ms")
    print(f"  loaded                     {median(sizes) / 1e6:8.2f} MB, compressed")
    return 0


def _seconds(page: Page) -> float:
    """Press Run on the first example in Python, and wait for what it prints."""
    block = page.locator(".highlight[data-run=python]").first
    status = block.locator("xpath=following-sibling::section[1]").locator(".run__status")
    if status.count():
        status.evaluate("(status) => { status.textContent = ''; }")
    button = block.locator(".run-button")
    started = time.perf_counter()
    button.click()
    expect(status).to_contain_text("ms on this page", timeout=STARTED)
    return time.perf_counter() - started


def _seconds_on_next_page(context: BrowserContext) -> float:
    page = context.new_page()
    page.goto(NEXT)
    return _seconds(page)


if __name__ == "__main__":
    sys.exit(main())

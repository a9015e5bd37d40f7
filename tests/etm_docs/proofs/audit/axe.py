"""Checks pages with axe-core: in both palettes, on a phone and a desktop, in several states."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Browser, Page, ViewportSize

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

SCREENS: Final = {
    "phone": ViewportSize(width=390, height=844),
    "desktop": ViewportSize(width=1440, height=900),
}

PALETTES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

STARTED: Final = 60_000
"""Milliseconds in which Python must have started, on a busy machine."""

_RUN: Final = """async (rules) => {
  const options = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] };
  const found = await axe.run(document, options);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => ({ id, target: node.target.join(" "), why: node.failureSummary })));
}"""

_SETTLED: Final = """
  Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))
"""


@dataclass(frozen=True)
class Violation:
    """A node that breaks a rule. ``where`` is the screen, palette and state."""

    page: str
    where: str
    rule: str
    target: str
    why: str


def check(browser: Browser, site: str, page: str, axe: Path) -> Iterator[Violation]:
    """Check one page everywhere; ``axe`` is the file of the library."""
    for screen, viewport in SCREENS.items():
        context = browser.new_context(
            base_url=site,
            viewport=viewport,
            reduced_motion="reduce",
            bypass_csp=True,  # axe-core is a script that the pages don't allow
        )
        tab = context.new_page()
        tab.goto(page)
        tab.add_script_tag(path=axe)
        for state in _states(tab):
            # A tooltip lies over the page, and a bar half below the header is too small to press.
            tab.mouse.move(0, 0)
            tab.locator(".md-tooltip2").first.wait_for(state="detached")
            tab.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
            for palette in PALETTES:
                tab.emulate_media(color_scheme=palette)
                tab.evaluate(_SETTLED)
                for found in tab.evaluate(_RUN, RULES):
                    yield _violation(page, f"{screen}, {palette}, {state}", found)
        context.close()


def _violation(page: str, where: str, found: dict[str, Any]) -> Violation:
    return Violation(page, where, found["id"], found["target"], found["why"])


def _states(tab: Page) -> Iterator[str]:
    """Bring a page to one state after the other."""
    yield "as it opens"
    labels = tab.locator(".tabbed-labels > label:nth-child(2)")
    for number in range(labels.count()):
        labels.nth(number).dispatch_event("click")
    if labels.count():
        yield "another tab"
    run = tab.locator(".highlight[data-run] .run-button:visible")
    if run.count():
        run.first.click()
        tab.locator(".run__status", has_text="on this page").first.wait_for(timeout=STARTED)
        for request in tab.locator(".run__request summary").all():
            request.click()
        yield "an example ran"
        tab.get_by_role("button", name="Mock account").click()
        tab.get_by_role("heading", name="Sign in").wait_for()
        yield "account pages open"
        tab.get_by_label("E-mail address").fill("alex@example.org")
        tab.get_by_label("Password").fill("password")
        tab.get_by_role("button", name="Sign in").click()
        tab.get_by_role("link", name="Create token").wait_for()
        yield "signed in to the account pages"
        tab.keyboard.press("Escape")
    menu = tab.locator("label.md-header__button[for=__drawer]")
    if menu.is_visible():
        menu.click()
        yield "menu open"
        tab.locator("label.md-overlay").click(position={"x": 380, "y": 400})
    tab.keyboard.press("s")
    tab.locator(".md-search__input").press_sequentially("token")
    tab.locator(".md-search-result__item").first.wait_for()
    yield "search open"

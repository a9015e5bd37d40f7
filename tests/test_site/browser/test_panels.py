"""Each example is one panel: no control lies over code, nothing moves, long answers fold."""

import json
from typing import Any

import pytest
from etm_docs.proofs.audit.axe import SCREENS
from etm_docs.site.pages import folder_of, pages
from playwright.sync_api import Browser, Page, expect

OVER_CODE = """() => {
  const article = document.querySelector("article");
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const box = (element) => {
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let around = element.parentElement; around !== article; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === "visible") continue;
      const limit = around.getBoundingClientRect(); // what scrolls, or is cut off, isn't seen there
      left = Math.max(left, limit.left);
      right = Math.min(right, limit.right);
    }
    return { left, right, top, bottom };
  };
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
  const sets = [...article.querySelectorAll(".tabbed-set")];
  const most = Math.max(1, ...sets.map((set) => set.querySelectorAll(":scope > input").length));
  const over = [];
  let compared = 0;
  for (let tab = 0; tab < most; tab++) {
    for (const set of sets) {
      const inputs = set.querySelectorAll(":scope > input");
      inputs[Math.min(tab, inputs.length - 1)].checked = true;
    }
    const codes = [...article.querySelectorAll("pre")].filter(shown);
    const controls = "button, select, input, label, a:not(pre a, .headerlink)";
    for (const control of [...article.querySelectorAll(controls)].filter(shown)) {
      if (control.matches(".tabbed-set > input")) continue; // the theme hides it
      for (const code of codes) {
        compared += 1;
        if (meet(box(control), box(code))) {
          over.push(`${control.textContent.trim()}: ${code.textContent.slice(0, 60)}`);
        }
      }
    }
    for (const panel of article.querySelectorAll(".panel")) {
      for (const part of [panel, ...panel.querySelectorAll(".bar")].filter(shown)) {
        if (part.scrollWidth > part.clientWidth) over.push(`wide: ${part.textContent}`);
      }
      // The arrows beside tabs that don't fit, and the tabs themselves.
      const tabs = [...panel.querySelectorAll(".tabbed-labels > label, .tabbed-control")];
      for (const button of [...panel.querySelectorAll(".bar > :is(button, a)")].filter(shown)) {
        for (const tab of tabs.filter((each) => shown(each) && !each.hidden)) {
          if (meet(box(button), box(tab))) over.push(`${button.textContent} on ${tab.textContent}`);
        }
      }
    }
  }
  return { over, compared };
}"""
"""Compares the box of each control with that of each block of code, behind every tab."""

SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""
"""How far things moved since the page was opened, as Cumulative Layout Shift."""


@pytest.mark.parametrize("source", [page.source for page in pages()])
def test_no_control_lies_over_code(source: str, page: Page) -> None:
    """On a phone and on a desktop; bars hold all that stands in them."""
    page.goto("/" + folder_of(source))
    for name, screen in SCREENS.items():
        page.set_viewport_size(screen)
        found: dict[str, Any] = page.evaluate(OVER_CODE)
        assert found["over"] == [], name
        assert found["compared"] or not page.locator("article pre:visible").count()


def test_nothing_lies_over_what_a_run_gives(page: Page) -> None:
    """Nor once an example ran, its requests are open, and it is edited."""
    page.goto("/how-to/share-a-scenario/?lang=curl")
    block = page.locator(".highlight[data-run=curl]").first
    block.get_by_role("button", name="Run").click()
    below = block.locator("xpath=following-sibling::section[1]")
    expect(below.locator(".run__status")).to_contain_text("ms on this page", timeout=60_000)
    expect(below.locator(".run__status")).to_contain_text("201 Created")
    below.locator("summary").first.click()
    block.get_by_role("button", name="Edit").click()
    for screen in SCREENS.values():
        page.set_viewport_size(screen)
        assert page.evaluate(OVER_CODE)["over"] == []


def test_buttons_keep_their_width(page: Page) -> None:
    """``Copied`` is no wider than ``Copy``."""
    page.goto("/how-to/share-a-scenario/")
    copy = page.locator(".bar > .copy:visible").first
    width = "(button) => button.getBoundingClientRect().width"
    before = copy.evaluate(width)
    copy.click()
    expect(copy).to_have_text("Copied")
    assert copy.evaluate(width) == before


def test_answers_are_as_wide_as_requests_on_a_phone(page: Page) -> None:
    """Code and answer of an example have the same left and right edge."""
    page.set_viewport_size(SCREENS["phone"])
    page.goto("/how-to/share-a-scenario/")
    edges = page.locator("article .panel pre:visible").evaluate_all(
        "(blocks) => blocks.map((block) => { const { left, right } = block.getBoundingClientRect();"
        " return [left, right]; })"
    )
    assert len(edges) > 4
    assert len({tuple(each) for each in edges}) == 1


def test_a_long_answer_is_folded_and_opens(page: Page) -> None:
    """It fades, says how long it is, and shows all of it at a press; Copy takes all of it."""
    page.goto("/how-to/share-a-scenario/")
    answer = page.locator(".answer.folded:visible").first
    code = answer.locator("pre > code")
    lines = len(str(code.text_content()).splitlines())
    button = answer.locator(".show-all")
    expect(button).to_have_text(f"Show all {lines} lines")
    height = "(pre) => pre.getBoundingClientRect().height"
    short = answer.locator("pre").evaluate(height)
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert answer.locator("pre").evaluate(height) > short
    assert code.evaluate("(code) => code.scrollHeight <= code.clientHeight + 1")
    answer.locator(".copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == code.text_content()


@pytest.mark.parametrize("path", ["/", "/authentication/", "/how-to/share-a-scenario/"])
def test_nothing_moves_when_scripts_start(path: str, chromium: Browser, site_url: str) -> None:
    """The bars are there as the page is built, on a phone too."""
    for screen in SCREENS.values():
        context = chromium.new_context(base_url=site_url, viewport=screen)
        page = context.new_page()
        page.goto(path)
        assert page.evaluate(SHIFTS) < 0.01
        context.close()


@pytest.mark.parametrize("zoomed", ["320 pixels", "200 percent"])
def test_narrow_and_enlarged(zoomed: str, page: Page) -> None:
    """At 320 pixels, and with text of twice the size, no page is wider than the screen."""
    wide = {"320 pixels": 320, "200 percent": 720}[zoomed]  # of a screen of 1440 pixels
    page.set_viewport_size({"width": wide, "height": 640})
    for each in pages():
        page.goto("/" + folder_of(each.source))
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= wide, each.source


def test_paper_shows_code_alone(page: Page) -> None:
    """In print there are names, code and answers, each whole, and no button."""
    page.goto("/how-to/share-a-scenario/")
    page.emulate_media(media="print")
    expect(page.locator("article button:visible")).to_have_count(0)
    cut = page.locator("article pre").evaluate_all(
        "(blocks) => blocks.filter((pre) => pre.checkVisibility()"
        " && pre.scrollHeight > pre.clientHeight + 1).length"
    )
    hidden = page.locator("article pre").evaluate_all(
        "(blocks) => blocks.filter((pre) => !pre.closest('details'))"
        ".filter((pre) => !pre.checkVisibility()).length"
    )
    page.emulate_media(media="screen")
    assert (cut, hidden) == (0, 0)


FOREIGN_STORE = [
    "not JSON",
    "null",
    "7",
    '"text"',
    "[1, {}]",
    '{"environment": {}, "scenario": []}',
]
"""What another site may have written under any name."""


@pytest.mark.parametrize("value", FOREIGN_STORE)
def test_what_another_site_stored_breaks_nothing(
    value: str, chromium: Browser, site_url: str
) -> None:
    """Values and tabs of the wrong shape, and under the theme's names, are passed over."""
    context = chromium.new_context(base_url=site_url)
    names = ["tabs", "environment", "/.etm.tabs", "/.etm.values", "/.__palette"]
    context.add_init_script(
        f"for (const name of {json.dumps(names)}) localStorage.setItem(name, {json.dumps(value)});"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/how-to/share-a-scenario/?lang=python")
    expect(page.locator(".run-button:visible").first).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#__search")).to_be_checked()
    assert problems == []
    context.close()

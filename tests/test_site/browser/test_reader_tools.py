"""What helps a reader on a page: tabs, copy buttons, the environment, the keyboard."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect


def test_a_language_is_remembered(page: Page) -> None:
    """Choosing a language once chooses it in every example, on the next page and visit too."""
    page.goto("/authentication/")
    page.locator(".tabbed-labels").first.get_by_text("Python", exact=True).click()
    requests = page.locator(".tabbed-set", has_text="import httpx")
    for number in range(requests.count()):
        expect(requests.nth(number).locator(".tabbed-block").nth(2)).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"lang": ["python"]}
    page.goto("/")
    expect(page.locator(".tabbed-block", has_text="import httpx")).to_be_visible()


def test_a_link_opens_a_language(page: Page) -> None:
    """An address that names a language opens its tab, whatever the reader chose before."""
    page.goto("/authentication/?lang=http")
    shown = page.locator(".tabbed-set", has_text="import httpx").first.locator(".tabbed-block")
    expect(shown.nth(1)).to_be_visible()
    expect(shown.nth(0)).to_be_hidden()


def test_tabs_work_by_keyboard(page: Page) -> None:
    """The arrow keys change the tab, in every example."""
    page.goto("/authentication/")
    tabs = page.locator(".tabbed-set", has_text="import httpx")
    tabs.first.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    for number in range(tabs.count()):
        expect(tabs.nth(number).locator(".tabbed-block").nth(1)).to_be_visible()


def test_nothing_is_offered_that_needs_scripts(chromium: Browser, site_url: str) -> None:
    """Without scripts, the page has no dead buttons, and its Markdown is a link."""
    context = chromium.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/authentication/")
    expect(page.locator(".bar button:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="Your values")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy page")).to_be_hidden()
    expect(page.get_by_role("button", name="Mock account")).to_be_hidden()
    expect(page.get_by_role("link", name="View as Markdown")).to_be_visible()
    context.close()


def test_a_page_is_copied_as_markdown(page: Page, site: Path) -> None:
    """The button copies the Markdown that stands at the address of the page's source."""
    page.goto("/authentication/")
    page.get_by_role("button", name="Copy page").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (site / "authentication.md").read_text()


def test_keyboard_alone_is_enough(page: Page) -> None:
    """The first Tab offers to skip to the content; every tool can be reached and is marked."""
    page.goto("/authentication/")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    wanted = {"[popovertarget]", "button.tools__markdown", "button.copy"}
    for _ in range(120):
        page.keyboard.press("Tab")
        for selector in list(wanted):
            if page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", selector
                wanted.discard(selector)
        if not wanted:
            break
    assert not wanted


def test_the_search_box_says_its_key(page: Page) -> None:
    """It names the key by which it opens."""
    page.goto("/authentication/")
    shown = "(form) => getComputedStyle(form, '::after').content"
    assert page.locator(".md-search__form").evaluate(shown) == '"Ctrl K"'


@pytest.mark.parametrize("key", ["s", "/", "Control+k"])
def test_search_opens_by_key(key: str, page: Page) -> None:
    """A key opens the search; Escape closes it, and gives the focus back."""
    page.goto("/authentication/")
    page.keyboard.press(key)
    search = page.get_by_role("textbox", name="Search")
    expect(search).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()  # the search is open once this is
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()


def test_a_word_is_explained_to_a_finger(chromium: Browser, site_url: str) -> None:
    """A tap on a word of the glossary shows what it means."""
    context = chromium.new_context(base_url=site_url, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/how-to/check-a-token/")
    word = page.locator("article abbr").first
    explained = word.get_attribute("title")
    assert explained
    word.tap()
    expect(page.locator(".md-tooltip2")).to_have_text(explained)
    expect(word).to_be_focused()  # not every browser takes a tap for pointing
    context.close()

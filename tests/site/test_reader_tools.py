"""What helps a reader on a page: tabs, copy buttons, the environment, the keyboard."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from etm_mock.server import RunningMock
from etm_mock.starting_state import StartingState, docs_tokens
from playwright.sync_api import Browser, Page, expect
from runner import example, fences, variants
from runner.example import ROOT
from runner.fences import Fence

GUIDE = ROOT / "docs" / "authentication.md"


def copy(page: Page, number: int) -> str:
    """Press a copy button, counted from 0, and give what is on the clipboard."""
    # A block behind another tab is not visible, but its button works all the same.
    page.locator("article .copy").nth(number).dispatch_event("click")
    expect(page.locator(".announcer")).to_have_text("Copied to the clipboard")
    return str(page.evaluate("navigator.clipboard.readText()"))


def paste(text: str, block: Fence, mock: RunningMock, token: str, folder: Path) -> str:
    """Run what was copied, in a fresh shell; give what it printed."""
    if block.language == "python":
        script = folder / "pasted.py"
        script.write_text(text)
        done = subprocess.run(  # noqa: S603 - running the example is what this is for
            [sys.executable, str(script)],
            env={"PATH": "", "HOME": str(folder), **mock.environment(token)},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout
    script = folder / "pasted.sh"
    script.write_text(text)
    return variants.run_shell(script, mock.environment(token), folder).stdout


def test_copy_buttons_copy_what_ran(page: Page, mock: RunningMock, tmp_path: Path) -> None:
    """Each button of the guide copies the file, byte for byte; pasted, it prints the answer."""
    page.goto("/authentication/")
    blocks = fences.find(GUIDE)
    expect(page.locator("article .copy")).to_have_count(len(blocks))
    pasted = 0
    for number, block in enumerate(blocks):
        copied = copy(page, number)
        assert copied == block.shown, block.where
        if block.language not in {"sh", "python"} or not block.included:
            continue
        found = example.load(block.included[0].parent)
        found.start.apply(mock.url)
        printed = paste(copied, block, mock, found.start.token, tmp_path)
        if block.language == "sh":
            assert json.loads(printed) == json.loads(found.printed_response), block.where
        else:
            lines = map(str.strip, copied.splitlines())
            shown = [line.removeprefix("#> ") for line in lines if line.startswith("#> ")]
            assert printed.splitlines() == shown, block.where
        pasted += 1
    assert pasted


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


def test_the_environment_changes_every_host(page: Page, mock: RunningMock, tmp_path: Path) -> None:
    """With staging chosen, what is copied runs there; production is one choice away."""
    page.goto("/authentication/")
    page.get_by_label("Examples for").select_option("staging")
    expect(page.get_by_text("it begins with etm_beta_")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"env": ["staging"]}
    blocks = fences.find(GUIDE)
    staging = 0
    for number, block in enumerate(blocks):
        copied = copy(page, number)
        hosts = ("engine.energytransitionmodel.com", "my.energytransitionmodel.com")
        for host in hosts:
            assert copied.count(host) == copied.count(f"beta.{host}"), block.where
        assert copied.replace("beta.", "") == block.shown.replace("beta.", ""), block.where
        if block.language == "sh" and "$ETM_API_TOKEN" in copied and block.included:
            found = example.load(block.included[0].parent)
            if found.start != StartingState():
                continue  # its own token is what it is about
            mock.control.reset()
            paste(copied, block, mock, docs_tokens()["alex-staging"], tmp_path)
            (sent,) = mock.control.requests()
            assert sent["host"].startswith("beta."), block.where
            assert sent["status"] == found.status, block.where
            staging += 1
    assert staging
    page.goto("/how-to/check-a-token/")
    expect(page.get_by_label("Examples for")).to_have_value("staging")
    page.get_by_label("Examples for").select_option("production")
    assert "beta" not in page.locator("article pre").first.inner_text()


def test_nothing_is_offered_that_needs_scripts(chromium: Browser, site_url: str) -> None:
    """Without scripts, the page has no dead buttons, and its Markdown is a link."""
    context = chromium.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/authentication/")
    expect(page.locator(".copy")).to_have_count(0)
    expect(page.get_by_label("Examples for")).to_be_hidden()
    expect(page.get_by_role("link", name="Page as Markdown")).to_be_visible()
    context.close()


def test_a_page_is_copied_as_markdown(page: Page, site: Path) -> None:
    """The button copies the Markdown that stands at the address of the page's source."""
    page.goto("/authentication/")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (site / "authentication.md").read_text()


def test_keyboard_alone_is_enough(page: Page) -> None:
    """The first Tab offers to skip to the content; every tool can be reached and is marked."""
    page.goto("/authentication/")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    wanted = {"select", "button.tools__markdown", "button.copy"}
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


@pytest.mark.parametrize("key", ["s", "/"])
def test_search_opens_by_key(key: str, page: Page) -> None:
    """A key opens the search; Escape closes it, and gives the focus back."""
    page.goto("/authentication/")
    page.keyboard.press(key)
    search = page.get_by_role("textbox", name="Search")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()

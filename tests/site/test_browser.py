"""The built site as a reader sees it, in a real browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from etm_mock.server import RunningMock
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from runner import example, fences, variants
from runner.example import ROOT

PATHS = [
    "/",
    "/authentication/",
    "/tutorial/first-request/",
    "/how-to/use-the-mock/",
    "/reference/permissions/",
    "/reference/endpoints/",
    "/explanation/ownership-and-privacy/",
    "/contributing/",
    "/no-such-page/",
]

PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900)

GUIDE = ROOT / "docs" / "authentication.md"


@pytest.fixture
def foreign() -> list[str]:
    """The addresses outside the site that the page asked for."""
    return []


@pytest.fixture
def page(chromium: Browser, site_url: str, foreign: list[str]) -> Iterator[Page]:
    """A page that notes, and stops, every request to another site."""
    context = chromium.new_context(base_url=site_url, viewport=DESKTOP)
    context.grant_permissions(["clipboard-read", "clipboard-write"])

    def only_the_site(route: Route) -> None:
        address = route.request.url
        if address.startswith((site_url, "data:", "blob:")):
            route.continue_()
        else:
            foreign.append(address)
            route.abort()

    context.route("**/*", only_the_site)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_no_request_to_anyone_else(path: str, page: Page, foreign: list[str]) -> None:
    """A page, its search included, asks nothing of a third party."""
    page.goto(path)
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("token")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert foreign == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out(path: str, viewport: ViewportSize, page: Page) -> None:
    """No page is wider than the screen; tables and code scroll in their own box."""
    page.set_viewport_size(viewport)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_tabs_stay_in_step(page: Page) -> None:
    """Choosing a language once chooses it in every example, on the next page too."""
    page.goto("/authentication/")
    page.locator(".tabbed-labels").first.get_by_text("Python", exact=True).click()
    requests = page.locator(".tabbed-set", has_text="import httpx")
    for number in range(requests.count()):
        expect(requests.nth(number).locator(".tabbed-block").nth(2)).to_be_visible()
    page.goto("/")
    expect(page.locator(".tabbed-block", has_text="import httpx")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_palette_follows_the_system_and_the_reader(scheme: str, page: Page) -> None:
    """The first visit follows the system's choice; the switch changes it, and is remembered."""
    wanted = {"light": "default", "dark": "slate"}
    other = {"light": "dark", "dark": "light"}[scheme]
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", wanted[scheme])
    page.get_by_title(f"Switch to {other} mode").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", wanted[other])
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", wanted[other])


def test_copy_button_copies_what_ran(page: Page, mock: RunningMock, tmp_path: Path) -> None:
    """Each copy button of the guide gives the file's text; pasted, curl prints the answer."""
    page.goto("/authentication/")
    blocks = fences.find(GUIDE)
    buttons = page.locator("article .md-code__button[data-md-type=copy]")
    expect(buttons).to_have_count(len(blocks))
    for number, block in enumerate(blocks):
        # Blocks behind another tab are not visible, but their buttons work all the same.
        buttons.nth(number).dispatch_event("click")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.rstrip("\n") == block.shown.rstrip("\n"), block.where
        if block.language == "sh" and block.included:
            found = example.load(block.included[0].parent)
            found.start.apply(mock.url)
            pasted = tmp_path / f"pasted-{number}.sh"
            pasted.write_text(copied)
            result = variants.run_shell(pasted, mock.environment(found.start.token), tmp_path)
            assert json.loads(result.stdout) == json.loads(found.printed_response), block.where


def test_unknown_address_shows_a_way_back(page: Page) -> None:
    """The page for unknown addresses leads to the guide."""
    answer = page.goto("/api/nothing-here")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("link", name="Read about authentication").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Authentication")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_upstreams_address_leads_to_the_guide(
    scripts: bool, chromium: Browser, site_url: str
) -> None:
    """The guide's address on upstream's site works here too, with its anchor if scripts run."""
    context = chromium.new_context(base_url=site_url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/api/authentication/#using-your-access-token")
    page.wait_for_url(
        "**/authentication/#using-your-access-token" if scripts else "**/authentication/"
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Authentication")
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_settings_page(scripts: bool, chromium: Browser, mock: RunningMock) -> None:
    """What the guide says of the settings page: create, see once, copy, use, revoke."""
    context = chromium.new_context(base_url=mock.url, java_script_enabled=scripts)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/identity/tokens")
    assert urlsplit(page.url).path == "/identity/sign_in"
    page.get_by_label("E-mail address").fill("alex@example.org")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Create a new token").click()
    page.get_by_label("Name").fill("A new application")
    page.get_by_label("Read public and private scenarios").check()
    page.get_by_role("button", name="Create token").click()
    token = page.get_by_label("Token", exact=True).input_value()
    assert re.fullmatch(r"etm_\w{48}", token)
    assert status_with(token, mock, page) == 200
    if scripts:
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == token
    context.request.post("/_mock/clock", data={"advance": 61})
    page.reload()
    expect(page.get_by_text("will only be shown briefly")).to_have_count(0)
    assert token not in page.content()
    page.get_by_role("button", name="Revoke A new application").click()
    expect(page.get_by_text("can no longer be used to access the API")).to_be_visible()
    assert status_with(token, mock, page) == 401
    context.close()


def status_with(token: str, mock: RunningMock, page: Page) -> int:
    """Ask for the user's scenarios with a token; give the status of the answer."""
    headers = {"Authorization": f"Bearer {token}"}
    return page.request.get(f"{mock.url}/api/v3/scenarios", headers=headers).status

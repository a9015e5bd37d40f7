"""The built site as a reader sees it, in a real browser."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from etm_docs.proofs.audit.axe import SCREENS
from etm_mock.server import RunningMock
from playwright.sync_api import Browser, Page, expect


@pytest.mark.parametrize("path", ["/", "/authentication/", "/no-such-page/"])
def test_no_request_to_anyone_else(path: str, page: Page, foreign: list[str]) -> None:
    """The search asks nothing of a third party; nor does any page, see the fixture ``page``."""
    page.goto(path)
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("token")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert foreign == []


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


def test_unknown_address_shows_a_way_back(page: Page) -> None:
    """The page for unknown addresses fits the screen, and leads to the guide."""
    answer = page.goto("/api/nothing-here")
    assert answer is not None
    assert answer.status == 404
    for screen in SCREENS.values():
        page.set_viewport_size(screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
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
def test_settings_page(
    scripts: bool,
    chromium: Browser,
    mock: RunningMock,
    new_token: Callable[[Page, str, str], str],
) -> None:
    """What the guide says of the settings page: create, see once, copy, use, revoke."""
    context = chromium.new_context(base_url=mock.url, java_script_enabled=scripts)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/identity/tokens")
    assert urlsplit(page.url).path == "/identity/sign_in"
    page.get_by_label("E-mail address").fill("alex@example.org")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Sign in").click()
    token = new_token(page, "A new application", "Read public and private scenarios")
    assert re.fullmatch(r"etm_\w{48}", token)
    assert status_with(token, mock, page) == 200
    if scripts:
        page.get_by_role("button", name="Copy token to clipboard").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == token
    context.request.post("/_mock/clock", data={"advance": 61})
    page.reload()
    expect(page.get_by_text("will only be shown briefly")).to_have_count(0)
    assert token not in page.content()
    page.get_by_role("button", name="Revoke token A new application").click()
    expect(page.get_by_text("can no longer be used to access the API")).to_be_visible()
    assert status_with(token, mock, page, "/oauth/token/info") == 401
    assert status_with(token, mock, page) == 200  # until it expires
    context.close()


def status_with(token: str, mock: RunningMock, page: Page, path: str = "/api/v3/scenarios") -> int:
    """Ask for something with a token, the user's scenarios by default; give the status."""
    headers = {"Authorization": f"Bearer {token}"}
    return page.request.get(mock.url + path, headers=headers).status

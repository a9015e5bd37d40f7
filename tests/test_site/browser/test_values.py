"""The reader's own values: an environment and a scenario's id, in every example of the site."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from etm_docs.examples import example, fences
from etm_docs.paths import ROOT, SNIPPETS
from etm_docs.site.pages import folder_of, settings
from etm_mock import fixtures
from etm_mock.permissions import Role
from etm_mock.server import RunningMock
from etm_mock.starting_state import StartingState, docs_tokens
from etm_mock.state import State
from playwright.sync_api import Page, expect
from test_site.browser.test_clipboard import copied_blocks, paste

FIXED = '[data-environment="fixed"] > pre > code'


def source_of(example: str) -> Path:
    """Give the page that shows an example as curl, Contributing apart."""
    places = fences.shown_at(SNIPPETS / example / "curl.sh")
    pages = [ROOT / place.partition(":")[0] for place in places]
    return next(page for page in pages if page.name != "contributing.md")


def address_of(example: str) -> str:
    """Give the path of that page."""
    return f"/{folder_of(str(source_of(example).relative_to(ROOT / 'docs')))}/?lang=curl"


def open_values(page: Page) -> None:
    """Open the form."""
    page.get_by_role("button", name="Your values").click()
    expect(page.get_by_label("Id of your scenario")).to_be_visible()


def choose(page: Page, environment: str) -> None:
    """Choose an environment, and close the form."""
    open_values(page)
    page.get_by_label("Environment").select_option(environment)


def test_the_environment_changes_every_host(page: Page, mock: RunningMock, tmp_path: Path) -> None:
    """With staging chosen, what is copied runs there; production is one choice away."""
    page.goto(address_of("see-who-has-access"))
    fixed = page.locator(FIXED).all_text_contents()
    choose(page, "staging")
    expect(page.get_by_text("it begins with etm_beta_")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    assert parse_qs(urlsplit(page.url).query)["env"] == ["staging"]
    assert page.locator(FIXED).all_text_contents() == fixed
    staging = 0
    for block, copied in copied_blocks(page, source_of("see-who-has-access")):
        if copied in fixed or block.language == "json":
            assert copied == block.shown, block.where
            continue
        for host in ("engine.energytransitionmodel.com", "my.energytransitionmodel.com"):
            assert copied.count(host) == copied.count(f"beta.{host}"), block.where
        assert copied.replace("beta.", "") == block.shown, block.where
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
    assert "beta.my" in page.locator("article pre").first.inner_text()
    choose(page, "production")
    assert "beta" not in page.locator("article pre").first.inner_text()


def test_an_example_of_one_environment_keeps_it(page: Page) -> None:
    """A staging token that production refuses is sent to production, whatever is chosen."""
    page.goto(address_of("use-staging-token-in-production") + "&env=staging")
    shown = page.locator('[data-example="use-staging-token-in-production"] code').first
    assert "https://engine.energytransitionmodel.com" in str(shown.text_content())
    page.goto("/how-to/switch-environments/?env=staging")
    code = page.locator("article pre > code").first
    assert "https://2025-01.engine.energytransitionmodel.com" in code.inner_text()
    open_values(page)
    expect(page.locator("#your-values [name=environment]")).to_be_hidden()


def test_a_stable_release_is_chosen_by_its_tag(page: Page) -> None:
    """The tag stands before the API's host, not before that of the account pages."""
    page.goto("/authentication/")
    choose(page, "stable")
    page.get_by_label("Tag of the release").fill("2024-11")
    page.get_by_role("button", name="Done").click()
    assert parse_qs(urlsplit(page.url).query) == {"env": ["2024-11"]}
    text = " ".join(page.locator("article pre").all_text_contents())
    assert "https://2024-11.engine.energytransitionmodel.com" in text
    assert "2024-11.my" not in text


def test_an_id_is_filled_in_once(page: Page) -> None:
    """Each example shows it, on the next page too; what runs, and its answer, are as printed."""
    page.goto("/how-to/share-a-scenario/?lang=curl")
    expect(page.locator("[data-values-shown]")).to_have_text("example scenario 9000002")
    open_values(page)
    page.get_by_label("Id of your scenario").fill("123456")
    page.get_by_role("button", name="Done").click()
    page.goto(address_of("see-who-has-access"))
    expect(page.locator("[data-values-shown]")).to_have_text("production · scenario 123456")
    block = page.locator(".highlight[data-run=curl]", has_text="/scenarios/123456").first
    assert "900000" not in re.sub("900000[145]", "", str(block.locator("code").text_content()))
    panel = page.locator(".panel", has=block)
    expect(panel.locator(".bar__note").first).to_have_text("to the printed example")
    block.get_by_role("button", name="Run").click()
    below = block.locator("xpath=following-sibling::section[1]")
    expect(below.locator(".run__status")).to_contain_text("201 Created", timeout=60_000)
    expect(below.locator(".run__status")).to_contain_text("sent as printed")
    expect(block.locator("code")).to_contain_text("/scenarios/123456")
    open_values(page)
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.locator(".bar__note")).to_have_count(0)
    assert "123456" not in page.locator("article").inner_text()


@pytest.mark.parametrize("secret", ["etm_xcNxTaX8KLr5LkGs93sRWnGfhyAUDPWPqKVGe1RL73GJUnfQ", "1a"])
def test_a_token_is_neither_taken_nor_kept(secret: str, page: Page) -> None:
    """Only a number is; the form says what is wrong, and nothing of it is stored."""
    page.goto("/how-to/share-a-scenario/")
    open_values(page)
    field = page.get_by_label("Id of your scenario")
    field.fill(secret)
    field.blur()
    assert field.evaluate("(field) => field.validity.patternMismatch")
    assert secret not in page.evaluate("JSON.stringify(localStorage)")
    assert secret not in " ".join(page.locator("article pre").all_text_contents())


def test_links_to_settings_follow(page: Page) -> None:
    """With staging, they lead to the account pages of staging, in the header too."""
    page.goto("/authentication/?env=staging")
    links = page.locator("a[href*='my.energytransitionmodel.com/identity']")
    addresses = links.evaluate_all("(links) => links.map((link) => link.href)")
    assert len(addresses) > 3
    assert all("//beta.my." in address for address in addresses)


def test_what_the_ids_stand_for_is_so() -> None:
    """The form's list of the examples' scenarios agrees with the mock."""
    state = State()
    fixtures.load(state, "docs")
    alex = state.account_by_email(fixtures.DEMO_EMAIL, "production")
    assert alex
    scenarios = state.engine().scenarios
    said = {int(each["id"]): each["what"] for each in settings().extra["example_scenarios"]}
    for number, saved in state.saved_scenarios.items():
        if number in said:
            assert said.pop(number) == "is a saved scenario of yours"
            assert alex.id in saved.roles
    created = max(scenarios) + 1
    assert said.pop(created) == "is the one that you create"
    for number, scenario in scenarios.items():
        owners = {each.user_id for each in scenario.users if each.role == Role.scenario_owner}
        whose = "is yours" if alex.id in owners else "is another user's,"
        if not owners:
            whose = "belongs to nobody"
        privacy = f" and {'private' if scenario.private else 'public'}" if owners else ""
        assert said.pop(number) == whose + privacy
    assert not said


def test_every_id_on_a_page_is_explained() -> None:
    """No example has an id of the mock that the form doesn't know."""
    known = {each["id"] for each in settings().extra["example_scenarios"]}
    blocks = [block.shown for page in fences.pages() for block in fences.blocks_of(page)]
    found = {each for text in blocks for each in re.findall(r"/scenarios/(9\d{6})\b", text)}
    assert found
    assert found <= known

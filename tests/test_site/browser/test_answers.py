"""“Which answer will I get?” in a browser: by keyboard, by link, and what Run then gives."""

import pytest
from etm_docs.proofs.audit.axe import SCREENS, STARTED
from etm_docs.site import answers
from playwright.sync_api import Browser, Page, expect

PAGE = "/how-to/handle-errors/"

CHOICES = [
    ("read", "own-private", "public"),
    ("change", "viewer-private", "delete"),
    ("copy", "other-public", "write"),
    ("delete", "own-public", "revoked"),
    ("share", "own-private", "none"),
    ("list", "own-public", "staging"),
    ("create", "own-public", "read"),
]


def test_the_answer_follows_the_keyboard(page: Page) -> None:
    """The arrow keys choose; the answer, the request and the address follow."""
    page.goto(PAGE)
    given = page.locator(".answers__given")
    expect(given).to_contain_text("200 OK")
    page.get_by_label("Your token is").focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(given).to_contain_text("401 Unauthorized")
    expect(given).to_contain_text("The token has expired.")
    expect(page.locator("form[data-answers] pre").first).to_contain_text("$ETM_API_TOKEN")
    assert "?answer=read%2Cown-public%2Cexpired" in page.url  # the theme may add a heading's id
    page.get_by_label("You want to").select_option("list")
    expect(page.get_by_label("The scenario is")).to_be_disabled()


@pytest.mark.parametrize("choice", CHOICES, ids=",".join)
def test_run_gives_the_same(choice: tuple[str, str, str], page: Page) -> None:
    """A link opens a choice; Run sends the request, and the mock gives the answer that is shown."""
    action, kind, sender = choice
    said = answers.answer(answers.SENDERS[sender], answers.KINDS[kind], answers.ACTIONS[action])
    page.goto(f"{PAGE}?answer={','.join(choice)}")
    expect(page.locator(".answers__status")).to_have_text(said.phrase)
    expect(page.locator(".answers__why")).to_have_text(said.why)
    form = page.locator("form[data-answers]")
    form.get_by_role("button", name="Run").click()
    status = form.locator(".run__status")
    expect(status).to_contain_text("ms on this page", timeout=STARTED)
    expect(status).to_contain_text(said.phrase.partition(" ")[0])
    page.get_by_label("Your token is").select_option("expired" if sender != "expired" else "none")
    expect(status).to_be_hidden()


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_when_the_choice_changes(screen: str, page: Page) -> None:
    """What stands below the answer keeps its place, whatever the answer."""
    page.set_viewport_size(SCREENS[screen])
    page.goto(PAGE)
    top = "(block) => Math.round(block.getBoundingClientRect().top + scrollY)"
    block = page.locator("form[data-answers] .panel")
    tops = set()
    for kind in answers.KINDS:
        for sender in ("none", "read", "delete"):
            page.get_by_label("The scenario is").select_option(kind)
            page.get_by_label("Your token is").select_option(sender)
            tops.add(block.evaluate(top))
    assert len(tops) == 1


def test_without_scripts_the_tables_remain(chromium: Browser, site_url: str) -> None:
    """Where scripts are off there is no form, and the link to the tables stays."""
    context = chromium.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator("form[data-answers]")).to_be_hidden()
    expect(page.get_by_role("link", name="Permissions").last).to_have_count(1)
    context.close()

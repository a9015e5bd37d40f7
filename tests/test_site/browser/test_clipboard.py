"""Every page in a browser: it fits the screen, and what its buttons copy is what the tests ran."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from etm_docs.examples import example, fences, notebook, variants
from etm_docs.examples.fences import Fence
from etm_docs.paths import ROOT
from etm_docs.proofs.audit.axe import SCREENS
from etm_docs.site.pages import folder_of, is_notebook, pages
from etm_mock.server import RunningMock
from etm_mock.starting_state import StartingState, docs_tokens
from playwright.sync_api import Page, expect

DOCS = ROOT / "docs"

GUIDE = DOCS / "authentication.md"

COPY_ALL = """async () => {
  const announcer = document.querySelector(".announcer");
  const copied = [];
  for (const button of document.querySelectorAll("article .copy")) {
    // A block behind another tab is not visible, but its button works all the same.
    button.click();
    while (!announcer.textContent) await new Promise((resolve) => setTimeout(resolve));
    copied.push(await navigator.clipboard.readText());
  }
  return copied;
}"""
"""Presses every copy button of a page, and lists what lands on the clipboard."""


def copied_blocks(page: Page, source: Path) -> list[tuple[Fence, str]]:
    """List the blocks of a page with what its copy buttons put on the clipboard."""
    return list(zip(fences.find(source), page.evaluate(COPY_ALL), strict=True))


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


@pytest.mark.parametrize("source", [page.source for page in pages()])
def test_every_block_is_verified(
    source: str, page: Page, record_property: Callable[[str, object], None]
) -> None:
    """Each copy button of each page copies something that ran, or that says why it doesn't.

    No page is wider than the screen; tables and code scroll in their own box.
    """
    page.goto("/" + folder_of(source))
    for name, screen in SCREENS.items():
        page.set_viewport_size(screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], name
    if is_notebook(source):
        shown, exempt = [code for code, _ in notebook.cells(DOCS / source)], 0
    else:
        shown = fences.shown_on(DOCS / source)
        exempt = sum(fence.reason is not None for fence in fences.find(DOCS / source))
    copied = page.evaluate(COPY_ALL)
    wrong = sum(pair[0] != pair[1] for pair in zip_longest(shown, copied))
    record_property("verified blocks", len(shown) - exempt - wrong)
    record_property("exempt blocks", exempt)
    record_property("other blocks", wrong)
    assert copied == shown


def test_the_guide_runs_from_the_clipboard(page: Page, mock: RunningMock, tmp_path: Path) -> None:
    """What the guide's buttons copy prints, in a fresh shell, what the page shows."""
    page.goto("/authentication/")
    pasted = 0
    for block, copied in copied_blocks(page, GUIDE):
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


def test_the_environment_changes_every_host(page: Page, mock: RunningMock, tmp_path: Path) -> None:
    """With staging chosen, what is copied runs there; production is one choice away."""
    page.goto("/authentication/")
    page.get_by_label("Examples for").select_option("staging")
    expect(page.get_by_text("it begins with etm_beta_")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"env": ["staging"]}
    staging = 0
    for block, copied in copied_blocks(page, GUIDE):
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

"""Every page in a browser: it fits the screen, and what its buttons copy is what the tests ran."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest
from etm_docs.examples import example, fences, notebook, variants
from etm_docs.examples.fences import Fence
from etm_docs.paths import ROOT
from etm_docs.proofs.audit.axe import SCREENS
from etm_docs.site.pages import folder_of, is_notebook, pages
from etm_mock.server import RunningMock
from playwright.sync_api import Page

DOCS = ROOT / "docs"

GUIDE = DOCS / "authentication.md"

COPY_ALL = """async () => {
  const announcer = document.querySelector(".announcer");
  const copied = [];
  for (const button of document.querySelectorAll("article .copy:not([data-answers] *)")) {
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

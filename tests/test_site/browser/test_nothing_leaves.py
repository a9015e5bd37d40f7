"""What runs on a page, edited as the reader likes, reaches no other site: "nothing is sent"."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from etm_docs.proofs.audit.axe import STARTED
from etm_docs.proofs.audit.chromium import until
from playwright.sync_api import Browser, Page, expect
from test_site.browser import firefox, other_site
from test_site.browser.other_site import OtherSite

WAYS: Final = Path(__file__).with_name("ways_out.py")

EXAMPLE: Final = "/how-to/check-a-token/?lang=python"

EDIT: Final = """(text) => {
  const block = document.querySelector(".highlight[data-run=python]");
  block.querySelector(".edit").click();
  block.querySelector("pre > code").textContent = text;
}"""
"""Puts a text in the place of the first example, once what runs it is loaded."""

PRESS: Final = """() => {
  const block = document.querySelector(".highlight[data-run=python]");
  const status = block.nextElementSibling?.querySelector(".run__status");
  if (status) status.textContent = "";
  block.querySelector(".run-button").click();
}"""

ENDED: Final = """() => /on this page|^Stopped|start/.test(
  document.querySelector(".run__status")?.textContent
)"""

PRINTED: Final = """() => ({
  output: document.querySelector(".run__output").textContent,
  status: document.querySelector(".run__status").textContent,
})"""

NOT_IN_A_WORKER: Final = {
    *("importScripts", "nested-module-importScripts"),
    *("worker", "nested-classic-worker", "nested-module-worker"),
    *("nested-classic-beacon", "nested-module-beacon"),
}
"""Ways that no module worker has, with or without a policy; a worker is of its own site anyway."""


NOT_IN_FIREFOX: Final = ("worker", "nested-")
"""Now and then Firefox hangs when a policy refuses a worker in a worker, or what that asks for."""


class Reader:
    """Runs texts in the place of a page's first example; ``do`` calls JavaScript on the page."""

    def __init__(self, do: Callable[..., Any], wait: Callable[[str], object]) -> None:
        self._do, self._wait = do, wait
        self._run()

    def edit(self, text: str) -> None:
        """Write another text in the place of the example."""
        self._do(EDIT, text)

    def outcomes(self) -> dict[str, str | None]:
        """Run it; give how each way ended: ``""`` if it got through, ``None`` if it has not."""
        self._run()
        printed = self._do(PRINTED)
        marked, _, found = str(printed["output"]).partition(" ")
        assert marked == "OUTCOMES", printed
        outcomes: dict[str, str | None] = json.loads(found)
        return outcomes

    def _run(self) -> None:
        self._do(PRESS)
        self._wait(ENDED)


def tried(reader: Reader, other: OtherSite, without: tuple[str, ...] = ()) -> set[str]:
    """Try each way to another site until each has ended; give their names.

    Those whose name begins with one of ``without`` are left out.
    """
    lines = WAYS.read_text().replace("http://127.0.0.1:1", other.address).splitlines()
    left_out = tuple(f'    "{way}' for way in without)
    kept = [line for line in lines if not line.startswith(left_out)]
    reader.edit("\n".join(kept))
    for _ in range(200):
        outcomes = reader.outcomes()
        going_on = {name for name, outcome in outcomes.items() if outcome is None}
        if not going_on:
            break
    assert not going_on, f"some ways never end: {outcomes}"
    return set(outcomes)


@pytest.fixture
def other() -> Iterator[OtherSite]:
    """Another site."""
    with other_site.serving() as site:
        yield site


def on(page: Page) -> Reader:
    """Open the example on a page of Chromium."""
    page.goto(EXAMPLE)
    return Reader(page.evaluate, lambda condition: until(page, condition, limit=STARTED))


def test_no_way_leads_out_of_chromium(tab: Page, other: OtherSite) -> None:
    """Edited Python finds each way closed, and no connection is made."""
    assert tried(on(tab), other)
    assert other.paths == []
    assert other.connections == 0


def test_no_way_leads_out_of_firefox(tmp_path: Path, site_url: str, other: OtherSite) -> None:
    """Nor of Firefox."""
    with firefox.running(tmp_path) as fox:
        fox.open(site_url + EXAMPLE)

        def do(script: str, *arguments: str) -> Any:
            return fox.give(f"({script})({', '.join(map(json.dumps, arguments))})")

        reader = Reader(do, lambda condition: fox.until(f"({condition})()"))
        assert tried(reader, other, NOT_IN_FIREFOX)
    assert other.paths == []
    assert other.connections == 0


@pytest.fixture
def unlimited(chromium: Browser, site_url: str) -> Iterator[Page]:
    """A page of a browser that follows no page's policy."""
    context = chromium.new_context(base_url=site_url, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_each_way_leads_out_without_the_policy(unlimited: Page, other: OtherSite) -> None:
    """It is the policy that closes them: in a browser that ignores it, they are open."""
    tried_ways = tried(on(unlimited), other)
    asked = {path.strip("/").removesuffix("-1-py3-none-any.whl") for path in other.paths}
    asked = asked - {""} | {"urllib"} if "/" in other.paths else asked  # through a WebSocket
    assert tried_ways - asked == NOT_IN_A_WORKER


KEPT: Final = """async () => {
  const kept = await caches.open("run");
  return (await kept.keys()).map(({ url }) => url);
}"""

FETCH: Final = """async (address) => {
  const frame = document.querySelector("iframe[src$='frame.html']");
  await frame.contentWindow.fetch(new URL(address, frame.src)).catch(() => null);
}"""
"""Fetches an address, relative to what runs, in the frame: so its service worker sees it."""


def test_only_parts_are_kept(unlimited: Page, other: OtherSite) -> None:
    """Not another site's files, nor a query, nor a page: and none of these drives out a part."""
    on(unlimited)
    before = unlimited.evaluate(KEPT)
    assert [url for url in before if url.endswith("/pyodide.asm.wasm")]
    assert [url for url in before if url.endswith("/frame.html")] == []
    addresses = ["packages.zip?secret=1", "../offline.js", "../../site.css", "/", "no-such-part"]
    for address in [*addresses, f"{other.address}/assets/run/0123456789ab/packages.zip"]:
        unlimited.evaluate(FETCH, address)
    assert unlimited.evaluate(KEPT) == before
    assert len(other.paths) == 1


ACCOUNT: Final = """
from starlette.responses import HTMLResponse
from etm_mock.identity import routes

OTHER = "http://127.0.0.1:1"
PAGE = f'''<h1>Sign in</h1>
<link rel=preconnect href={OTHER}><link rel=dns-prefetch href={OTHER}>
<link rel=stylesheet href={OTHER}/css><link rel=prefetch href={OTHER}/prefetch>
<meta http-equiv=refresh content="0;url={OTHER}/refresh">
<script src={OTHER}/script></script><img src={OTHER}/img onerror="location='{OTHER}/onerror'">
<iframe src={OTHER}/iframe></iframe><iframe srcdoc="<img src={OTHER}/srcdoc>"></iframe>
<video src={OTHER}/video></video><object data={OTHER}/object></object>
<style>@import url({OTHER}/import); h1 {{ background: url({OTHER}/background) }}</style>
<form action={OTHER}/identity/tokens><button>Send</button></form>
<a href={OTHER}/identity/tokens ping={OTHER}/ping>Go</a>'''

import gc
for each in gc.get_objects():
    if type(each).__name__ == "Route" and each.path.startswith("/identity/"):
        async def answer(scope, receive, send):
            await HTMLResponse(PAGE)(scope, receive, send)
        each.app = answer
print("OUTCOMES {}")
"""
"""Lets the account pages of the mock ask another site in many ways."""


def test_the_account_pages_reach_no_other_site(tab: Page, other: OtherSite) -> None:
    """Whatever edited Python puts there."""
    reader = on(tab)
    reader.edit(ACCOUNT.replace("http://127.0.0.1:1", other.address))
    assert reader.outcomes() == {}
    tab.get_by_role("button", name="Mock account").click()
    dialog = tab.get_by_role("dialog", name="Mock account")
    expect(dialog.get_by_role("heading", name="Sign in")).to_be_visible()
    dialog.get_by_role("link", name="Go").click()
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("heading", name="Sign in")).to_be_visible()
    tab.wait_for_load_state("networkidle")
    assert other.paths == []
    assert other.connections == 0

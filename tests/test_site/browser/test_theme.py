"""What the theme does on a page as it is shipped: our styles, scripts and policy leave it alone."""

import pytest
from etm_docs.proofs.audit.chromium import until
from playwright.sync_api import Page, ViewportSize, expect

LAPTOP = ViewportSize(width=1366, height=768)
"""A screen on which both sidebars are longer than the window."""

UNDERLINED = """(set) => {
  const labels = set.querySelector(".tabbed-labels");
  const line = getComputedStyle(labels, "::before");
  const label = set.querySelectorAll(":scope > input").values()
    .map((input, number) => [input.checked, labels.children[number]])
    .find(([checked]) => checked)[1];
  const left = new DOMMatrix(line.transform).e;
  const near = (a, b) => Math.abs(a - b) < 1;
  return near(left, label.offsetLeft) && near(parseFloat(line.width), label.offsetWidth)
    && parseFloat(line.height) > 0;
}"""
"""Whether the line below the names of tabs is as long as the active one, and below it."""

IN_THE_ADDRESS = """(anchor) => {
  if (performance.now() > (self.next ?? 0)) {
    scrollBy(0, (self.step = -(self.step ?? 1)));
    self.next = performance.now() + 500;
  }
  return location.hash === `#${anchor}`;
}"""
"""Whether the address has an anchor; twice a second, the page moves a little.

The theme looks once the page is still for a quarter of a second, and not at what is first.
"""

ENDS_ABOVE_THE_FOOTER = """(sidebar) => {
  const { bottom } = sidebar.querySelector(".md-sidebar__scrollwrap").getBoundingClientRect();
  const limit = Math.min(
    innerHeight,
    document.querySelector(".md-footer").getBoundingClientRect().top,
  );
  return bottom > 100 && bottom <= limit + 1;
}"""
"""Whether a sidebar ends on the screen, and above the footer."""

SCROLLS_TO_ITS_END = """(sidebar) => {
  const box = sidebar.querySelector(".md-sidebar__scrollwrap");
  box.scrollTop = box.scrollHeight;
  const links = [...sidebar.querySelectorAll("a.md-nav__link")];
  const last = links.filter((link) => link.checkVisibility()).at(-1).getBoundingClientRect();
  const { bottom } = box.getBoundingClientRect();
  return last.height > 0 && last.bottom <= bottom + 1 && bottom <= innerHeight + 1;
}"""
"""Whether the last entry of a sidebar is on the screen once the sidebar is scrolled."""

FOCUS = """async () => {
  let element = document.activeElement;
  if (element === document.body) return "the end";
  // The theme hides the inputs of tabs, and marks the names.
  if (element.matches(".tabbed-set > input")) {
    element = document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
  }
  const middle = (from, to, limit) => (Math.max(from, 0) + Math.min(to, limit)) / 2;
  // Blocks that come near get their size, and the page moves, within a few frames.
  for (let frame = 0; frame < 20; frame += 1) {
    const box = element.getBoundingClientRect();
    const x = middle(box.left, box.right, innerWidth);
    const y = middle(box.top, box.bottom, innerHeight);
    const shown = document.elementFromPoint(x, y);
    if (shown && (element.contains(shown) || shown.contains(element))) return "on the screen";
    await new Promise((done) => requestAnimationFrame(done));
  }
  return element.outerHTML.slice(0, 200);
}"""
"""What the keyboard is at: ``on the screen``, ``the end`` of the page, or what can't be seen."""


def test_the_active_tab_is_underlined(page: Page) -> None:
    """The line is below the first tab, and moves below the one that is chosen."""
    page.goto("/authentication/")
    tabs = page.locator(".tabbed-set").first
    until(page, UNDERLINED, tabs.element_handle())
    before = tabs.evaluate(
        "(set) => getComputedStyle(set.querySelector('.tabbed-labels'), '::before').transform"
    )
    tabs.locator(".tabbed-labels").get_by_text("Python", exact=True).click()
    until(page, UNDERLINED, tabs.element_handle())
    after = tabs.evaluate(
        "(set) => getComputedStyle(set.querySelector('.tabbed-labels'), '::before').transform"
    )
    assert before != after


def test_the_contents_follow_the_scroll(page: Page) -> None:
    """The heading that is read is marked in the contents, and in the end it is in the address."""
    page.goto("/authentication/")
    for anchor in ("creating-an-access-token", "using-the-api-without-authentication"):
        page.locator(f"#{anchor}").evaluate("(heading) => heading.scrollIntoView()")
        active = page.locator(".md-nav--secondary .md-nav__link--active").last
        expect(active).to_have_attribute("href", f"#{anchor}")
    until(page, IN_THE_ADDRESS, anchor)


def test_there_is_a_way_back_to_the_top(page: Page) -> None:
    """Once a reader scrolls up, a button leads to the top."""
    page.goto("/authentication/")
    top = page.locator(".md-top")
    expect(top).to_have_css("opacity", "0")
    page.mouse.move(700, 400)
    page.mouse.wheel(0, 2000)
    until(page, "() => scrollY > 1500")
    page.mouse.wheel(0, -300)
    expect(top).to_have_css("opacity", "1")
    top.click()
    until(page, "() => scrollY === 0")


@pytest.mark.parametrize("side", ["primary", "secondary"])
@pytest.mark.parametrize("path", ["/authentication/", "/reference/endpoints/"])
def test_sidebars_can_be_read_to_their_end(path: str, side: str, page: Page) -> None:
    """At the top of a page and at its end: they stop above the footer, and scroll."""
    page.set_viewport_size(LAPTOP)
    page.goto(path)
    sidebar = page.locator(f".md-sidebar--{side}").element_handle()
    for place in ("0", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {place})")
        until(page, ENDS_ABOVE_THE_FOOTER, sidebar)
        until(page, SCROLLS_TO_ITS_END, sidebar)


@pytest.mark.parametrize("path", ["/authentication/", "/tutorial/first-request/"])
def test_the_keyboard_focus_is_on_the_screen(path: str, page: Page) -> None:
    """From the first element to the last, and back, Tab never leads to what can't be seen."""
    page.set_viewport_size(LAPTOP)
    page.emulate_media(reduced_motion="reduce")
    page.goto(path)
    for key in ("Tab", "Shift+Tab"):
        places: list[str] = []
        while not places or places[-1] != "the end":
            page.keyboard.press(key)
            places.append(page.evaluate(FOCUS))
            assert len(places) < 500
        unseen = [place for place in places if place not in {"on the screen", "the end"}]
        assert len(places) > 40
        assert not unseen, f"{key}: " + "\n".join(unseen)

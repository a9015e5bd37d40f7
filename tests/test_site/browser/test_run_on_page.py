"""Run buttons: each example gives in the browser what it gave when its page was written."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from etm_docs.examples import fences, notebook
from etm_docs.examples.example import COMMAND, OUTPUT, RESPONSE, VARIANTS
from etm_docs.examples.fences import Fence
from etm_docs.paths import ROOT
from etm_docs.proofs.audit.axe import SCREENS, STARTED
from etm_docs.proofs.audit.chromium import until
from etm_docs.site.pages import folder_of, is_notebook, pages
from etm_docs.site.runnable import runs
from playwright.sync_api import Browser, Locator, Page, expect

DOCS = ROOT / "docs"

NOTEBOOK = "tutorial/first-request.ipynb"

TUTORIAL = "tutorial/private-scenario.md"

NOT_IN_A_BROWSER = {
    "docs/how-to/use-a-token-in-python.md: ask.py": "needs requests, which the page lacks",
    "docs/how-to/use-a-token-in-python.md: python.py": "needs requests, which the page lacks",
    "docs/how-to/use-a-token-in-excel.md: python.py": "writes rows with csv, and prints nothing",
    "docs/reference/tokens.md: read.py": "reads a token of today's form; the mock's are short",
    "docs/how-to/check-a-token.md: try.py": "starts another program",
    "docs/how-to/use-pyetm.md: scenarios.py": "needs pyetm, which needs numpy",
    "docs/how-to/handle-errors.md: symptoms.py": "the messages are those of httpx' own connections",
    "docs/how-to/read-results.md: python.py": "needs pandas",
    "docs/how-to/use-the-mock.md: client.py": "a module for a test, and a program with sockets",
    "docs/how-to/keep-a-scenario-private.md: private.py": "shows its progress with tqdm",
    "docs/how-to/use-the-mock.md: test_client.py": "pytest runs it, with a server",
}
"""Blocks of Python without a Run button, and why."""

RUN_ALL = """async (blocks) => {
  const settled = (done) => new Promise((resolve) => {
    const check = () => (done() ? resolve() : setTimeout(check, 5));
    check();
  });
  const given = [];
  for (const block of blocks) {
    const button = block.querySelector(".run-button");
    const status = () => block.nextElementSibling?.querySelector(".run__status");
    if (status()) status().textContent = "";
    button.click();
    await settled(() => /on this page|^Stopped/.test(status()?.textContent));
    const box = block.nextElementSibling;
    given.push({
      printed: box.querySelector(".run__output").textContent,
      status: box.querySelector(".run__status").textContent,
    });
    if (RESET) {
      box.querySelector(".run__action:last-child").click();
      await settled(() => /as it was/.test(box.querySelector(".run__status").textContent));
    }
  }
  return given;
}"""
"""Presses Run on each block, and lists what is printed below; resets the mock after each."""


ENDED = """(block) => {
  const status = block.nextElementSibling?.querySelector(".run__status");
  return status?.textContent.includes("ms on this page");
}"""
"""Whether the run of a block has ended."""


@pytest.fixture(scope="module")
def beside(tab: Page) -> Iterator[None]:
    """Another tab, in which Python runs: what Chromium compiled for it serves all of the pages."""
    tab.goto("/")  # a tab that it opens shares its process
    with tab.expect_popup() as opened:
        tab.evaluate("() => { open(); }")
    opened.value.goto("/how-to/check-a-token/?lang=python")
    press(opened.value.locator(".highlight[data-run=python]").first)
    yield
    opened.value.close()


@pytest.fixture
def page(page: Page, beside: None) -> Page:  # noqa: ARG001 - keeps what is compiled
    """The page of a reader, beside a tab in which Python runs."""
    return page


def blocks_of(source: str) -> list[Fence]:
    """List the blocks of a page; a notebook has cells instead."""
    return [] if is_notebook(source) else fences.blocks_of(DOCS / source)


def runnable(source: str) -> list[Fence]:
    """List the blocks of a page that have a Run button, in their order."""
    return [block for block in blocks_of(source) if runs(block)]


def run_all(page: Page, source: str, *, reset: bool) -> list[str]:
    """Press Run on each block of a page; give what was printed below them."""
    page.goto("/" + folder_of(source))
    marked = page.locator(".highlight[data-run]:not(form *)")  # forms have tests of their own
    script = RUN_ALL.replace("RESET", str(reset).lower())
    given = marked.evaluate_all(script)
    for one in given:
        assert re.match(r"Done|[1-5]\d\d [A-Z]", one["status"]), one
    return [one["printed"] for one in given]


def printed(block: Fence) -> str:
    """Give what an example of Python prints, as its comments show it."""
    marked = (line.strip() for line in block.shown.splitlines())
    return "".join(f"{line[3:]}\n" for line in marked if line.startswith("#> "))


def answer(block: Fence) -> Path:
    """Give the file with the answer to an example's last request."""
    assert block.included
    file = block.included[0]
    return file.with_suffix(".json") if file.stem.startswith("step-") else file.parent / RESPONSE


def check(block: Fence, given: str) -> None:
    """Compare what a block gave on the page with what is printed."""
    if block.language == "python":
        file = block.included[0] if block.included else None
        if file is None or file.name == VARIANTS["python"]:
            assert given == printed(block), block.where
        elif (file.parent / COMMAND).read_text() == f"etm-mock exec -- python {file.name}\n":
            assert given == (file.parent / OUTPUT).read_text(), block.where
        else:  # one of the runs that the command makes
            assert given in (file.parent / OUTPUT).read_text(), block.where
        return
    body = given.partition("\n\n")[2] if given.startswith("HTTP/2 ") else given
    file = answer(block)
    if file.exists():
        assert body.rstrip("\n").endswith(file.read_text().rstrip("\n")), block.where
    else:
        assert body.strip() in ("", "(no output)"), block.where


@pytest.mark.parametrize(
    "source",
    [each.source for each in pages() if each.source != TUTORIAL and runnable(each.source)],
)
def test_every_example_gives_what_is_printed(
    source: str, page: Page, record_property: Callable[[str, object], None]
) -> None:
    """Run every example of a page, in Python, curl and raw HTTP."""
    page.set_default_timeout(STARTED)
    found = run_all(page, source, reset=True)
    record_property("run examples", len(found))
    for block, given in zip(runnable(source), found, strict=True):
        check(block, given)
    record_property("alike examples", len(found))


def test_python_that_has_no_button_is_listed() -> None:
    """Every other block of Python has one."""
    without = {
        block.where.partition(":")[0] + ": " + (block.included[0].name if block.included else "")
        for page in pages()
        for block in blocks_of(page.source)
        if block.language == "python" and not runs(block)
    }
    assert without == set(NOT_IN_A_BROWSER)


def test_the_notebook_runs_from_top_to_bottom(
    page: Page, record_property: Callable[[str, object], None]
) -> None:
    """Each cell gives the output that is stored below it."""
    found = run_all(page, NOTEBOOK, reset=False)
    record_property("run examples", len(found))
    stored = [output.strip() or "(no output)" for _, output in notebook.cells(DOCS / NOTEBOOK)]
    assert [given.strip() for given in found] == stored
    record_property("alike examples", len(found))


def press(block: Locator) -> Locator:
    """Press Run on a block that is visible, and wait for its end; give what appears below it."""
    block.get_by_role("button", name="Run").click()
    until(block.page, ENDED, block.element_handle(), STARTED)
    return block.locator("xpath=following-sibling::section[1]")


def sign_up(page: Page, new_token: Callable[[Page, str, str], str]) -> str:
    """Sign up on the account pages, create a token, and let the examples use it; give the token."""
    page.get_by_role("button", name="Mock account").click()
    page.get_by_role("link", name="Create an account").click(timeout=STARTED)
    page.get_by_label("Name").fill("Robin Smit")
    page.get_by_label("E-mail address").fill("reader@example.org")
    page.get_by_label("Password", exact=True).fill("something long")
    page.get_by_label("Re-enter password").fill("something long")
    page.get_by_role("button", name="Sign up").click()
    level = "Read, write, and delete public and private scenarios"
    token = new_token(page, "Tutorial", level)
    page.get_by_role("button", name="Copy token to clipboard").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.get_by_role("button", name="Use in the examples").click()
    expect(page.get_by_text("send this token now")).to_be_visible()
    return token


def test_the_tutorial_is_followed_on_its_page(
    page: Page, new_token: Callable[[Page, str, str], str]
) -> None:
    """Sign up, create a token, run each step: the page gives the answers that it prints."""
    page.goto("/tutorial/private-scenario/")
    token = sign_up(page, new_token)
    assert page.evaluate("navigator.clipboard.readText()") == token
    page.get_by_role("button", name="Close").click()
    blocks = runnable(TUTORIAL)
    steps = page.locator(".highlight[data-run]")
    expect(steps).to_have_count(len(blocks))
    for number, block in enumerate(blocks):
        below = press(steps.nth(number))
        check(block, below.locator(".run__output").inner_text())
    page.get_by_role("button", name="Mock account").click()
    page.get_by_role("button", name="Revoke token Tutorial").click()
    expect(page.get_by_text("can no longer be used to access the API")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    assert "invalid_token" in press(steps.first).locator(".run__output").inner_text()


def test_the_requests_are_shown(page: Page) -> None:
    """Below an example stands what it sent, with headers, and what came back."""
    page.goto("/how-to/check-a-token/?lang=python")
    below = press(page.locator(".highlight[data-run=python]").first)
    request = below.locator("details")
    expect(request).to_have_count(1)
    request.locator("summary").click()
    expect(request.get_by_label("Sent")).to_contain_text("Authorization: Bearer etm_")
    expect(request.get_by_label("Answer")).to_contain_text('"resource_owner_id": 123')


def test_an_answer_stands_there_once(page: Page) -> None:
    """What curl gives is the answer that is printed; another output has its own place."""
    page.goto("/how-to/check-a-token/?lang=curl")
    block = page.locator(".highlight[data-run=curl]").first
    below = press(block)
    expect(below.locator(".run__status")).to_contain_text("200 OK")
    expect(below.locator(".run__status")).to_contain_text("as printed below")
    expect(below.locator(".run__output")).to_be_hidden()
    block.get_by_role("button", name="Edit").click()
    code = block.locator("code")
    code.fill(code.inner_text().replace("$ETM_API_TOKEN", "etm_none"))
    code.press("Control+Enter")
    expect(below.locator(".run__status")).to_contain_text("401 Unauthorized")
    expect(below.locator(".run__output")).to_be_visible()


def test_an_example_can_be_changed(page: Page) -> None:
    """The changed text runs; an error names its line; the printed text comes back."""
    page.goto("/how-to/check-a-token/?lang=python")
    block = page.locator(".highlight[data-run=python]").first
    below = press(block)
    code = block.locator("code")
    before = code.inner_html()
    block.get_by_role("button", name="Edit").click()
    code.fill("import httpx\n\nhttpx.get('https://example.org')\n")
    code.press("Control+Enter")
    expect(below.locator(".run__status")).to_contain_text("Ended with an error")
    output = below.locator(".run__output")
    expect(output).to_contain_text('File "<example>", line 3')
    expect(output).to_contain_text("example.org: this page reaches only the ETM's addresses")
    assert "in_page" not in output.inner_text()
    block.get_by_role("button", name="Edit").click()
    assert code.inner_html() == before


def test_a_program_without_end_is_stopped(page: Page) -> None:
    """Stop ends it, and the next example runs as on a fresh page."""
    page.goto("/how-to/check-a-token/?lang=python")
    block = page.locator(".highlight[data-run=python]").first
    below = press(block)
    block.get_by_role("button", name="Edit").click()
    block.locator("code").fill("print('begun')\nwhile True:\n    pass\n")
    block.get_by_role("button", name="Run").click()
    expect(below.locator(".run__output")).to_have_text("begun")
    block.get_by_role("button", name="Stop").click()
    expect(below.locator(".run__status")).to_contain_text("Stopped")
    block.get_by_role("button", name="Edit").click()
    assert printed(runnable("how-to/check-a-token.md")[2]) in press(block).inner_text()


def test_what_was_created_stays_until_the_mock_is_reset(page: Page) -> None:
    """A second run creates a second scenario; after a reset it is the first again."""
    page.goto("/explanation/ownership-and-privacy/?lang=python")
    block = page.locator('.highlight[data-example="create-scenario"][data-run=python]').first
    output = [press(block).locator(".run__output").inner_text() for _ in range(2)]
    below = block.locator("xpath=following-sibling::section[1]")
    below.get_by_role("button", name="Reset the mock").click()
    expect(below.locator(".run__status")).to_contain_text("as it was")
    output.append(press(block).locator(".run__output").inner_text())
    assert output[0] == output[2] != output[1]


def test_nothing_is_loaded_before_the_first_press_and_nothing_twice(page: Page) -> None:
    """The first press loads Python; the next page, and one without network, has it already."""
    context = page.context
    loaded: list[str] = []
    context.on("request", lambda request: loaded.append(request.url))
    page.goto("/how-to/check-a-token/?lang=python")
    assert not [url for url in loaded if "/assets/run/" in url]
    press(page.locator(".highlight[data-run=python]").first)
    assert [url for url in loaded if "pyodide.asm.wasm" in url]
    page.goto("/reference/endpoints/?lang=python")
    context.set_offline(True)
    press(page.locator(".highlight[data-run=python]").first)
    context.set_offline(False)


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """Enter runs an example and opens the account pages, Escape closes them."""
    page.goto("/how-to/check-a-token/?lang=curl")
    block = page.locator(".highlight[data-run=curl]").first
    block.get_by_role("button", name="Run").focus()
    page.keyboard.press("Enter")
    status = block.locator("xpath=following-sibling::section[1]").locator(".run__status")
    expect(status).to_contain_text("ms on this page", timeout=STARTED)
    page.get_by_role("button", name="Mock account").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Mock account")).to_be_hidden()
    expect(page.get_by_role("button", name="Mock account")).to_be_focused()


CONTRAST = """(element) => {
  const { color, backgroundColor } = getComputedStyle(element);
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(color), light(backgroundColor)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
"""The contrast of an element's text with its background, as WCAG computes it."""


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_the_mock_account_can_be_read_and_invites_no_manager(scheme: str, page: Page) -> None:
    """Its buttons have contrast in both palettes; no field looks like one for a real password."""
    page.goto("/how-to/check-a-token/")
    page.locator("body").evaluate("(body, name) => (body.dataset.mdColorScheme = name)", scheme)
    page.get_by_role("button", name="Mock account").click()
    dialog = page.get_by_role("dialog", name="Mock account")
    password = dialog.get_by_label("Password")
    password.fill("password", timeout=STARTED)
    expect(password).to_have_attribute("autocomplete", "off")
    for field in dialog.locator("input:not([type=hidden])").all():
        assert field.get_attribute("type") == "text"
        assert "password" not in str(field.get_attribute("name"))
    dialog.get_by_label("E-mail address").fill("alex@example.org")
    dialog.get_by_role("button", name="Sign in").click()
    create = dialog.get_by_role("link", name="Create token")
    expect(create).to_be_visible()
    assert create.evaluate(CONTRAST) >= 4.5


def test_a_later_cell_runs_those_above_it(page: Page) -> None:
    """It says so, and once they ran they don't run again."""
    page.goto("/tutorial/first-request/")
    cell = page.locator(".highlight[data-run=cell]").nth(2)
    assert "after the 2 cells above" in press(cell).locator(".run__status").inner_text()
    assert "above" not in press(cell).locator(".run__status").inner_text()


def test_it_fits_a_phone(page: Page) -> None:
    """Neither the output nor the account pages are wider than the screen."""
    page.goto("/reference/endpoints/?lang=python")
    page.set_viewport_size(SCREENS["phone"])
    width = SCREENS["phone"]["width"]
    below = press(page.locator(".highlight[data-run=python]").first)
    below.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Mock account").click()
    dialog = page.get_by_role("dialog", name="Mock account")
    expect(dialog.get_by_label("Password")).to_be_visible()
    assert dialog.evaluate("(box) => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("missing", ["WebAssembly", "Worker"])
def test_code_stays_plain_where_it_cannot_run(
    missing: str, chromium: Browser, site_url: str
) -> None:
    """A browser without WebAssembly or workers gets no button that does nothing."""
    context = chromium.new_context(base_url=site_url)
    context.add_init_script(f"delete self.{missing}")
    page = context.new_page()
    page.goto("/how-to/check-a-token/")
    expect(page.locator(".copy:visible").first).to_be_visible()
    assert page.locator(".run-button").count()
    expect(
        page.locator(".run-button:visible, .edit:visible, [data-account]:visible")
    ).to_have_count(0)
    context.close()

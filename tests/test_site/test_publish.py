"""What the build adds to the pages: Markdown copies, lists for tools, cards."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from etm_docs.examples import fences, notebook
from etm_docs.site import cards
from etm_docs.site.pages import Page, folder_of, is_notebook, pages
from etm_docs.site.plain_markdown import without_extensions
from PIL import Image

PAGES = pages()

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)?(#[^)\s]*)?\)")


def source(page: Page) -> str:
    """Name a page in a test's id."""
    return page.source


@pytest.mark.parametrize("page", PAGES, ids=source)
def test_markdown_copy_keeps_the_code(page: Page, site: Path) -> None:
    """The copy has the page's code blocks, character for character, and no extension's syntax."""
    copy = site / page.copy
    if is_notebook(page.source):
        blocks = [code for code, _ in notebook.cells(page.file)]
    else:
        blocks = [fence.shown for fence in fences.find(page.file)]
    # A table that is included may hold blocks of its own.
    copied = ["".join(f"{line}\n" for line in fence.lines) for fence in fences.find(copy)]
    assert [block for block in copied if block in blocks] == blocks
    prose = re.sub(r"(`{3,}).*?\n *\1", "", copy.read_text(), flags=re.DOTALL)
    assert not re.search(r"^ *(===|!!!|\?\?\?|--8<--|<div|<!-- not run)", prose, re.MULTILINE)
    assert not re.search(r"\{ ?[.#:]\w", re.sub(r"`[^`]*`", "", prose)), "an attribute list is left"


@pytest.mark.parametrize("page", PAGES, ids=source)
def test_links_of_the_copies_lead_somewhere(page: Page, site: Path) -> None:
    """A copy links to the other copies."""
    copy = site / page.copy
    prose = re.sub(r"```.*?```|`[^`]*`", "", copy.read_text(), flags=re.DOTALL)
    paths = filter(None, (path for path, _ in LINK.findall(prose)))
    missing = [path for path in paths if not (copy.parent / path).exists()]
    assert not missing


def test_lists_for_tools_name_every_page(site: Path) -> None:
    """``llms.txt`` links to each copy, and ``llms-full.txt`` holds them all."""
    listed = (site / "llms.txt").read_text()
    whole = (site / "llms-full.txt").read_text()
    for page in PAGES:
        assert f"/{page.copy}): {page.description}" in listed
        assert (site / page.copy).read_text() in whole


def test_tabs_and_notes_become_plain_markdown() -> None:
    """A tab becomes a label, a note a quote; what they hold moves to the left."""
    tab = '1. One:\n\n    === "curl"\n\n        ```sh\n        curl\n        ```\n\n'
    note = '!!! info "Note"\n\n    Two.\n'
    wanted = "1. One:\n\n    **curl**\n\n    ```sh\n    curl\n    ```\n\n> **Note**\n>\n> Two.\n"
    assert without_extensions(tab + note) == wanted


@pytest.mark.parametrize("page", PAGES, ids=source)
def test_each_page_has_its_card_and_copy_in_its_head(page: Page, site: Path) -> None:
    """Other sites and tools find the card and the Markdown of a page."""
    folder = folder_of(page.source)
    text, found, _ = (site / folder / "index.html").read_text().partition("</head>")
    assert found
    head = BeautifulSoup(text, "html.parser")
    image = head.select_one("meta[property='og:image']")
    assert image is not None
    card = site / urlsplit(str(image["content"])).path.lstrip("/")
    with Image.open(card) as picture:
        assert picture.size == cards.SIZE
    copy = head.select_one("link[type='text/markdown']")
    assert copy is not None
    assert (site / folder / str(copy["href"])).resolve() == (site / page.copy).resolve()

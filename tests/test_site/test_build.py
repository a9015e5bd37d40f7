"""The built pages: what they show is what ran, and old links and anchors work."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from etm_docs.examples import fences, notebook
from etm_docs.openapi import document, request_collections
from etm_docs.paths import ROOT
from etm_docs.proofs.audit import links
from mkdocs.config import load_config

DOCS = ROOT / "docs"
PAGES = [page for page in fences.pages() if page.is_relative_to(DOCS)]

GUIDE_ANCHORS = {
    "personal-access-tokens",
    "creating-an-access-token",
    "using-your-access-token",
    "using-the-api-without-authentication",
}
"""The anchors of upstream's guide, which others link to."""


@functools.cache
def parsed(file: Path) -> BeautifulSoup:
    """Read a built page."""
    return BeautifulSoup(file.read_text(), "html.parser")


@functools.cache
def anchors(file: Path) -> set[str]:
    """List the ids of a built page."""
    return {str(element["id"]) for element in parsed(file).select("[id]")}


def built(site: Path, page: Path) -> BeautifulSoup:
    """Read the built page of a source file in ``docs/``."""
    name = page.relative_to(DOCS).with_suffix("")
    folder = name.parent if name.name == "index" else name
    return parsed(site / folder / "index.html")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_blocks_show_what_ran(page: Path, site: Path) -> None:
    """Every code block of the page is, byte for byte, one of those that the tests ran."""
    blocks = [
        code.get_text() for code in built(site, page).select("article pre > code:not(form *)")
    ]
    assert blocks == fences.shown_on(page)


def output_shown(output: Tag) -> str:
    """Give what an output says on the page: what a picture stands for, or its text."""
    picture = output.find("img")
    return str(picture["alt"]) if isinstance(picture, Tag) else words(output)


def output_stored(output: Any) -> str:
    """Give what an output says in its file, in the richest form that it has."""
    if output.output_type == "stream":
        return " ".join(output.text.split())
    if "image/png" in output.data:
        return str(output.metadata["image/png"]["alt"])
    html, plain = output.data.get("text/html"), output.data["text/plain"]
    return words(BeautifulSoup(html, "html.parser")) if html else " ".join(plain.split())


def words(element: Tag) -> str:
    """Give the text of an element but for styles, with single spaces."""
    for style in element.select("style"):
        style.decompose()
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("file", notebook.notebooks(), ids=lambda file: file.stem)
class TestNotebook:
    """The page of a notebook, which mkdocs-jupyter renders."""

    def test_cells_show_what_ran(self, file: Path, site: Path) -> None:
        """Each cell has its number, its code and its stored output."""
        shown = []
        for cell in built(site, file).select(".jp-CodeCell[id]"):
            outputs = [output_shown(each) for each in cell.select(".jp-OutputArea-output")]
            (code,) = cell.select(".jp-InputArea .highlight pre > code")
            shown.append((code.get_text().rstrip("\n"), outputs))
            number = cell.select_one(".jp-InputPrompt")
            assert number is not None
            assert number.get_text().split() == ["In", f"[{len(shown)}]:"]
        stored = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
        cells = [cell for cell in stored.cells if cell.cell_type == "code"]
        assert shown == [(cell.source, [*map(output_stored, cell.outputs)]) for cell in cells]

    def test_it_can_be_downloaded(self, file: Path, site: Path) -> None:
        """The links to the notebook lead to the file itself."""
        links = built(site, file).select(f"article a[href$='{file.name}']:not([rel=edit])")
        assert len(links) == 2
        for link in links:
            target = site / file.relative_to(DOCS).with_suffix("") / str(link["href"])
            assert target.read_bytes() == file.read_bytes()

    def test_it_has_the_styles_of_the_site_alone(self, file: Path, site: Path) -> None:
        """Neither JupyterLab's styles nor its scripts come with it."""
        page = built(site, file)
        assert not page.select("article :is(style, script, [tabindex])")
        for picture in page.select("article img"):
            picture["src"] = ""
        assert len(str(page)) < 80_000


def test_contents_leave_out_single_messages(site: Path) -> None:
    """The page of errors lists its parts, not each of the messages, which have headings too."""
    page = built(site, DOCS / "reference" / "errors.md")
    listed = page.select(".md-sidebar--secondary .md-nav__link")
    assert [str(link["href"]) for link in listed] == [f"#{e['id']}" for e in page.select("h2[id]")]
    assert len(page.select("h3[id]")) > 50


def test_description_can_be_downloaded(site: Path) -> None:
    """The page about endpoints leads to the OpenAPI description, as it is."""
    source = DOCS / "reference" / "openapi.yaml"
    link = built(site, source.parent / "endpoints" / "index.md").select_one("article a[download]")
    assert link is not None
    assert (site / "reference" / "endpoints" / str(link["href"])).resolve().read_bytes() == (
        source.read_bytes()
    )


def test_collections_can_be_downloaded(site: Path) -> None:
    """Both pages about them lead to the collections, as they are made of the description."""
    made = dict(request_collections.files(document.load()))
    for source in ("reference/endpoints/index.md", "how-to/use-a-token-in-postman.md"):
        page = site / Path(source.removesuffix("index.md")).with_suffix("") / "index.html"
        links = {
            Path(str(link["href"])).name: page.parent / str(link["href"])
            for link in parsed(page).select("article a[download]")
        }
        assert {name: links[name].read_bytes() for name in made} == made


def test_guide_keeps_its_anchors(site: Path) -> None:
    """Links to the sections of upstream's guide keep working."""
    page = parsed(site / "authentication" / "index.html")
    headings = {str(heading["id"]) for heading in page.select("article :is(h2, h3)[id]")}
    assert headings >= GUIDE_ANCHORS
    chip = page.select_one("article .chip")
    assert chip is not None
    assert chip.get_text() == "Since release 2023.01"


REDIRECTS = load_config(str(ROOT / "mkdocs.yml")).plugins["redirects"].config["redirect_maps"]
"""Old addresses of pages, and where they lead."""

ELSEWHERE = {"changelog", "contributing", "how-to/run-examples-on-the-page"}
"""Pages that are in no menu: the footer and the tools of a page lead to them."""


def test_every_page_is_in_the_navigation(site: Path) -> None:
    """A page that nothing leads to is lost."""
    home = parsed(site / "index.html")
    linked = {
        urlsplit(str(link["href"])).path.rstrip("/").lstrip("./")
        for link in home.select(".md-nav--primary a[href]")
    }
    sources = [*DOCS.rglob("*.md"), *DOCS.rglob("*.ipynb")]
    names = {str(page.relative_to(DOCS).with_suffix("")) for page in sources}
    assert {name.removesuffix("index").rstrip("/") for name in names} - linked == ELSEWHERE


def test_the_menu_has_the_titles_of_the_pages(site: Path) -> None:
    """What a reader chooses in the menu is the heading that they see then."""
    for page in PAGES:
        shown = built(site, page)
        heading = shown.select_one("article h1")
        chosen = shown.select_one(".md-nav__link--active .md-ellipsis")
        assert heading is not None
        if str(page.relative_to(DOCS).with_suffix("")) not in ELSEWHERE:
            assert chosen is not None, page
            assert " ".join(chosen.get_text().split()) == heading.get_text().rstrip("¶")


@pytest.mark.parametrize("old", REDIRECTS)
def test_old_addresses_lead_on(old: str, site: Path) -> None:
    """An address that a page had before leads to where its content is today, anchor included."""
    file = site / old.removesuffix(".md") / "index.html"
    link = parsed(file).select_one("a[href]")
    assert link is not None
    path, _, anchor = str(link["href"]).partition("#")
    target = (file.parent / path).resolve() / "index.html"
    assert target.is_file()
    assert not anchor or anchor in anchors(target)


MOVED = {
    "how-to/use-a-token-in-python": {"with-pyetm", "a-scheduled-job", "github-actions"},
    "explanation/ownership-and-privacy": {
        "the-life-of-a-token",
        "what-it-protects",
        "what-it-doesnt-protect",
        "what-makes-a-leak-less-bad",
    },
    "authentication": {"when-a-token-is-not-accepted", "what-an-account-changes"},
    "how-to/revoke-a-token": {"see-that-it-is-refused"},
}
"""Anchors of sections that were renamed or moved, which others may link to."""


def test_old_anchors_lead_somewhere(site: Path) -> None:
    """A link to a section that has another heading today still ends near it."""
    for page, wanted in MOVED.items():
        assert wanted <= anchors(site / page / "index.html"), page


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    """No page makes a browser load anything from another site."""
    foreign = []
    for file in site.rglob("*.html"):
        page = parsed(file)
        loaded = page.select("script[src], img[src], iframe[src], link[rel=stylesheet][href]")
        for element in [*loaded, *page.select("link[rel=preconnect], link[rel=preload]")]:
            address = str(element.get("src") or element.get("href"))
            if urlsplit(address).netloc:
                foreign.append(f"{file.relative_to(site)}: {address}")
    assert not foreign


def test_links_inside_the_site_lead_somewhere(site: Path) -> None:
    """Each link to a page, file or anchor of the site has a target; notebooks' links too."""
    broken = []
    for file in site.rglob("index.html"):
        for link in parsed(file).select("article a[href]"):
            parts = urlsplit(str(link["href"]))
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / parts.path).resolve() if parts.path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (parts.fragment and parts.fragment not in anchors(target)):
                broken.append(f"{file.relative_to(site)}: {link['href']}")
    assert not broken


def test_every_asset_is_used(site: Path) -> None:
    """A picture, style or script that nothing refers to is superfluous."""
    referring = [*site.rglob("*.html"), *(site / "assets").rglob("*.js")]
    texts = "".join(file.read_text() for file in referring)
    assets = [file for file in (DOCS / "assets").rglob("*") if file.is_file()]
    assert assets
    assert not [file.name for file in assets if not re.search(rf"""[/"]{file.name}\b""", texts)]


def test_links_to_other_sites_are_listed(tmp_path: Path) -> None:
    """The list has each address once, with its pages, and neither inner nor edit links."""
    (tmp_path / "index.html").write_text(
        "<article><a href='https://example.org/a#b'></a><a href='https://example.org/a'></a>"
        "<a href='page/'></a><a href='https://example.org/edit/main/x'></a></article>"
    )
    assert links.outside(tmp_path) == {"https://example.org/a": ["index.html"]}


def test_pages_can_be_edited(site: Path) -> None:
    """Each page links to its own source in the repository."""
    page = parsed(site / "authentication" / "index.html")
    link = page.select_one("a[rel=edit]")
    assert link is not None
    assert str(link["href"]).endswith("/edit/main/docs/authentication.md")


def test_missing_snippet_breaks_the_build(tmp_path: Path) -> None:
    """A page that includes a file that isn't there doesn't build."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text('```sh\n--8<-- "no-such-example/curl.sh"\n```\n')
    settings = (ROOT / "mkdocs.yml").read_text()
    settings = settings.partition("nav:")[0] + settings[settings.index("markdown_extensions:") :]
    settings = settings.replace("docs/.theme", str(DOCS / ".theme"))
    settings = settings.replace("[snippets]", f"[{ROOT / 'snippets'}]")
    settings = settings.replace("[tests/", f"[{ROOT}/tests/")
    (tmp_path / "mkdocs.yml").write_text(settings)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "no-such-example/curl.sh" in done.stderr


def test_pages_load_from_the_site_alone(site: Path) -> None:
    """Each page has a policy that allows no other site, and none but its own inline scripts."""
    for file in site.rglob("*.html"):
        page = parsed(file)
        tags = page.select('head > meta[http-equiv="Content-Security-Policy"]')
        assert len(tags) == 1, file
        policy = str(tags[0]["content"])
        if file.name == "frame.html":
            assert policy.startswith("default-src 'none';"), file
        else:
            assert policy.startswith("default-src 'self'; object-src 'none';"), file
        assert not re.search(r"\*|https?:|(?<!wasm-)unsafe-eval", policy), file
        inline = [each for each in page.select("script") if not each.get("src")]
        executed = [each for each in inline if not each.get("type")]
        assert policy.count("'sha256-") == len({each.get_text() for each in executed}), file

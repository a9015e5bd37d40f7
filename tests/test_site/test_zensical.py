"""The site is ready to move: Zensical builds the same pages from the same files.

Zensical ignores plugins that it doesn't know, and still succeeds; so its output is compared with
that of MkDocs. What differs stands in :data:`DIFFERENCES`, and nowhere else.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from etm_docs.examples import notebook
from etm_docs.paths import ROOT
from etm_docs.site.pages import pages, redirects

DIFFERENCES = {
    "the day of the last change": "Zensical ignores the plugin that finds it.",
    "the search": "It is Zensical's own, with an index of its own.",
    "Markdown copies, cards, panels, Run buttons, policies": "The hooks in mkdocs.yml add them.",
    "the collections of requests": "A hook makes them; here, the links lead to nothing.",
    "the form that says which answer comes": "A hook adds it; the tables of permissions remain.",
    "the pages of notebooks": "Zensical ignores mkdocs-jupyter; a link leads to the file.",
}
"""What Zensical's site lacks, or has in another form, and why."""


ADDED = (
    ".headerlink, .md-source-file, .md-content__button, [data-account], .tools__markdown, .bar, "
    ".show-all, .filename, form, script, .tools__shown, .md-tags"
)
"""What a theme or a hook adds to a page's content."""

NOTEBOOKS = {
    file.relative_to(ROOT / "docs").with_suffix("") / "index.html" for file in notebook.notebooks()
}

BESIDE_THE_PAGES = {Path("404.html"), *map(Path, redirects())}
"""What is no page of the navigation: for unknown addresses, and for pages that have moved."""


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site that Zensical builds."""
    folder = tmp_path_factory.mktemp("zensical")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("docs", "snippets"):
        shutil.copytree(ROOT / name, folder / name)
    done = subprocess.run(  # noqa: S603 - the other builder
        [str(Path(sys.executable).with_name("zensical")), "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def content(file: Path) -> Tag:
    """Give what a page says, without what its theme and our hooks add.

    That is its article; a page that is written as HTML has its body alone.
    """
    text = file.read_text()
    element = "article" if "<article" in text else "body"
    _, begun, rest = text.partition(f"<{element}")
    inside, ended, _ = rest.rpartition(f"</{element}>")
    found = BeautifulSoup(begun + inside + ended, "html.parser")
    for added in found.select(ADDED):
        added.decompose()
    return found


def facts(content: Tag, page: str) -> Iterator[tuple[str, str]]:
    """List what must be the same: headings with their anchors, code, links, tables, all text.

    A link counts by where it leads from the ``page``.
    """
    # ``find_all`` takes a third of the time of ``select``.
    for heading in content.find_all(["h1", "h2", "h3", "h4"]):
        yield f"heading #{heading.get('id')}", heading.get_text().strip()
    for block in content.find_all("pre"):
        yield "code", block.get_text()
    for link in content.find_all("a", href=True):
        href = re.sub(r"\.ipynb$", "/", str(link["href"]))
        yield "link", urljoin(f"/{page}", href)
    for cell in content.find_all(["th", "td"]):
        yield "cell", cell.get_text()
    for block in content.find_all("pre"):
        block.decompose()  # compared above; ours has fewer spans
    yield "text", " ".join(content.get_text(" ").split())


def addresses(folder: Path) -> set[Path]:
    """List the pages of a built site."""
    found = {page.relative_to(folder) for page in folder.rglob("*.html")}
    return {page for page in found if page.parts[0] != "assets"}  # the page that runs examples


def test_the_same_pages(site: Path, zensical: Path) -> None:
    """Each page has the same address; :data:`DIFFERENCES` says what of notebooks."""
    assert addresses(site) - addresses(zensical) == NOTEBOOKS
    assert addresses(zensical) <= addresses(site)


def test_the_same_content(site: Path, zensical: Path) -> None:
    """Each page has the same headings, anchors, code, links, tables and text."""
    differing = []
    compared = addresses(zensical)
    assert len(compared) == len(pages()) - len(NOTEBOOKS) + len(BESIDE_THE_PAGES)
    for name in sorted(compared):
        ours, theirs = (
            list(facts(content(folder / name), str(name))) for folder in (site, zensical)
        )
        differing += [f"{name}: {pair}" for pair in sorted(set(ours) ^ set(theirs))]
    assert not differing, "\n".join(differing)

"""The site is ready to move: Zensical builds the same pages from the same files.

Zensical ignores plugins that it doesn't know, and still succeeds; so its output is compared with
that of MkDocs. What differs stands in :data:`DIFFERENCES`, and nowhere else.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from etm_docs.examples.example import ROOT

DIFFERENCES = {
    "the day of the last change": "Zensical ignores the plugin that finds it.",
    "the search": "It is Zensical's own, with an index of its own.",
    "Markdown copies, cards, Run buttons, lighter files": "tests/etm_docs/site does, for MkDocs.",
}
"""What Zensical's site lacks, or has in another form, and why."""


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


def article(file: Path) -> Tag:
    """Give the content of a built page, without what its theme adds."""
    _, begun, rest = file.read_text().partition("<article")
    text, ended, _ = rest.rpartition("</article>")
    assert begun, f"{file} has no article"
    assert ended, f"{file} has no article"
    found = BeautifulSoup(begun + text + ended, "html.parser")
    for added in found.select(".headerlink, .md-source-file, .md-content__button"):
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
        yield "link", urljoin(f"/{page}", str(link["href"]))
    for cell in content.find_all(["th", "td"]):
        yield "cell", cell.get_text()
    yield "text", " ".join(content.get_text(" ").split())


def test_the_same_pages(site: Path, zensical: Path) -> None:
    """Each page has the same address."""
    assert {str(page.relative_to(site)) for page in site.rglob("*.html")} == {
        str(page.relative_to(zensical)) for page in zensical.rglob("*.html")
    }


def test_the_same_content(site: Path, zensical: Path) -> None:
    """Each page has the same headings, anchors, code, links, tables and text."""
    differing = []
    for page in site.rglob("*.html"):
        name = page.relative_to(site)
        if "http-equiv" in page.read_text() or name.name == "404.html":
            continue
        ours, theirs = (
            list(facts(article(folder / name), str(name))) for folder in (site, zensical)
        )
        differing += [f"{name}: {pair}" for pair in sorted(set(ours) ^ set(theirs))]
    assert not differing, "\n".join(differing)

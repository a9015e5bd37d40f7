"""The pages of the site, in the order of its navigation."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from etm_docs.examples.example import ROOT
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import meta


@dataclass(frozen=True)
class Page:
    """A page. ``source`` is its path below ``docs/``, ``text`` its Markdown without front matter.

    ``section`` is the navigation's, ``None`` at the top.
    """

    source: str
    title: str
    description: str
    section: str | None
    url: str
    text: str


def folder_of(source: str) -> str:
    """Give the folder of a page's ``index.html`` on the site: empty for the home page."""
    return source.removesuffix(".md").removesuffix("index")


@cache
def settings() -> MkDocsConfig:
    """Read ``mkdocs.yml``."""
    return load_config(str(ROOT / "mkdocs.yml"))


def pages() -> list[Page]:
    """List the pages of ``docs/``: as ``mkdocs.yml`` orders them, then those in no menu.

    Raises ``KeyError`` if one has no description.
    """
    listed = list(_entries(settings().nav or []))
    docs = ROOT / "docs"
    found = {str(page.relative_to(docs)) for page in docs.rglob("*.md")}
    others = sorted(found - {source for source, _ in listed})
    return [
        _page(source, section, str(settings().site_url))
        for source, section in [*listed, *((source, "More") for source in others)]
    ]


def _entries(nav: list[Any], section: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Give each page with the section of the menu that it stands in, groups left out."""
    for entry in nav:
        if isinstance(entry, str):
            yield entry, section
        else:
            for title, value in entry.items():
                found = value if isinstance(value, list) else [value]
                yield from _entries(found, section or (title if found is value else None))


def _page(source: str, section: str | None, site_url: str) -> Page:
    text, data = meta.get_data((ROOT / "docs" / source).read_text())
    address = folder_of(source)
    return Page(
        source=source,
        title=data.get("title") or text.partition("# ")[2].partition("\n")[0],
        description=data["description"],
        section=section,
        url=site_url + (f"{address}/" if address else ""),
        text=text,
    )

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
    """List the pages that ``mkdocs.yml`` names. Raises ``KeyError`` if one has no description."""
    return [
        _page(title, source, section, str(settings().site_url))
        for title, source, section in _entries(settings().nav or [])
    ]


def _entries(nav: list[Any], section: str | None = None) -> Iterator[tuple[str, str, str | None]]:
    for entry in nav:
        for title, value in entry.items():
            if isinstance(value, list):
                yield from _entries(value, title)
            else:
                yield title, value, section


def _page(title: str, source: str, section: str | None, site_url: str) -> Page:
    text, data = meta.get_data((ROOT / "docs" / source).read_text())
    address = folder_of(source)
    return Page(
        source=source,
        title=title,
        description=data["description"],
        section=section,
        url=site_url + (f"{address}/" if address else ""),
        text=text,
    )

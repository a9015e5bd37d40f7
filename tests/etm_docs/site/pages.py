"""The pages of the site, in the order of its navigation."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from etm_docs.paths import ROOT
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import meta

REPOSITORY: Final = "https://github.com/example/etm-authentication-docs"
"""The repository's address in pages, and what ``mkdocs.yml`` says where REPO_URL isn't set."""


@dataclass(frozen=True)
class Page:
    """A page. ``source`` is the path of its file below ``docs/``.

    ``section`` is the navigation's, ``None`` at the top. ``url`` is its address on the site.
    """

    source: str
    file: Path
    title: str
    description: str
    section: str | None
    url: str

    @property
    def copy(self) -> str:
        """The path of its Markdown copy on the site: that of its source, if it is Markdown."""
        return f"{stem_of(self.source)}.md"


def with_repository(text: str, config: MkDocsConfig) -> str:
    """Put the address of the repository that the build is told of in place of the example's."""
    return text.replace(REPOSITORY, config.repo_url or REPOSITORY)


def is_notebook(source: str) -> bool:
    """Say whether a page's source is a notebook."""
    return source.endswith(".ipynb")


def stem_of(source: str) -> str:
    """Give the path of a page's source without what says how it is written."""
    return source.removesuffix(".md").removesuffix(".ipynb")


def folder_of(source: str) -> str:
    """Give the folder of a page's ``index.html`` on the site: empty for the home page."""
    return stem_of(source).removesuffix("index")


@cache
def settings() -> MkDocsConfig:
    """Read ``mkdocs.yml``."""
    return load_config(str(ROOT / "mkdocs.yml"))


def pages(config: MkDocsConfig | None = None) -> list[Page]:
    """List the pages of ``docs/``: as ``mkdocs.yml`` orders them, then those in no menu.

    Raises ``KeyError`` if one has no description.
    """
    config = config or settings()
    docs = Path(config.docs_dir)
    listed = list(_entries(config.nav or []))
    found = {str(page.relative_to(docs)) for page in docs.rglob("*.md")}
    others = sorted(found - {source for source, _ in listed})
    return [
        _page(docs / source, source, section, str(config.site_url))
        for source, section in [*listed, *((source, "More") for source in others)]
    ]


def redirects(config: MkDocsConfig | None = None) -> list[str]:
    """List the files of the site that lead from old addresses to new ones."""
    old = (config or settings()).plugins["redirects"].config["redirect_maps"]
    return [f"{folder_of(source)}/index.html" for source in old]


def described(file: Path) -> dict[str, Any]:
    """Give what a page says of itself: its front matter, or its metadata if it is a notebook."""
    text = file.read_text()
    said = json.loads(text)["metadata"] if is_notebook(file.name) else meta.get_data(text)[1]
    return dict(said)


def _entries(nav: list[Any], section: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Give each page with the section of the menu that it stands in, groups left out."""
    for entry in nav:
        if isinstance(entry, str):
            yield entry, section
        else:
            for title, value in entry.items():
                found = value if isinstance(value, list) else [value]
                yield from _entries(found, section or (title if found is value else None))


def _page(file: Path, source: str, section: str | None, site_url: str) -> Page:
    said, folder = described(file), folder_of(source)
    return Page(
        source=source,
        file=file,
        title=said["title"],
        description=said["description"],
        section=section,
        url=site_url + (f"{folder}/" if folder else ""),
    )

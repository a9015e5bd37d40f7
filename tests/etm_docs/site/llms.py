"""Writes each page as Markdown, beside the address of its page, and the lists of them for tools.

``llms.txt`` names the pages, ``llms-full.txt`` holds them all (https://llmstxt.org).
"""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from etm_docs.site.pages import Page, with_repository
from etm_docs.site.plain_markdown import plain
from mkdocs.config.defaults import MkDocsConfig


def write(site: Path, pages: Iterable[Page], config: MkDocsConfig) -> None:
    """Write the copies and both lists into the folder of a built site."""
    copies = {page: with_repository(plain(page.file), config) for page in pages}
    for page, text in copies.items():
        file = site / page.copy
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    heading = f"# {config.site_name}\n\n> {config.site_description}\n"
    sections = [
        f"## {section or 'Start'}\n\n"
        + "".join(_entry(page, str(config.site_url)) for page in group)
        for section, group in groupby(_by_section(copies), key=lambda page: page.section)
    ]
    (site / "llms.txt").write_text("\n".join([heading, *sections]))
    whole = (f"<!-- {page.url} -->\n\n{text}" for page, text in copies.items())
    (site / "llms-full.txt").write_text("\n".join([heading, *whole]))


def _by_section(pages: Iterable[Page]) -> list[Page]:
    """Put the pages at the top of the navigation first, the others as they come."""
    return sorted(pages, key=lambda page: page.section is not None)


def _entry(page: Page, site_url: str) -> str:
    return f"- [{page.title}]({site_url}{page.copy}): {page.description}\n"

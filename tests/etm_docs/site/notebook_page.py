"""Shows a notebook in the site's own form.

What mkdocs-jupyter renders brings 600 KB of JupyterLab's styles and scripts, and names another site
for formulas. Here it loses them; ``docs/assets/site.css`` has a few rules for its elements, which
keep their classes (``jp-…``).
"""

import posixpath
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from etm_docs.examples import notebook
from etm_docs.site.runnable import NOT_SEARCHED, imports_here
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs_jupyter.plugin import NotebookFile

_log: Final = get_plugin_logger(__name__)

_LEFT_OUT: Final = (
    "style, script, .jp-Collapser, .jp-InputPrompt:empty,"
    " .zeroclipboard-container, .clipboard-copy-txt"  # the site has copy buttons of its own
)


def set_addresses(files: Files) -> None:
    """Let links from other pages lead to a notebook's page, not to its file."""
    for file in files.documentation_pages():
        if isinstance(file, NotebookFile):
            file.file.dest_uri = file.dest_path


def restyled(html: str, page: Page, files: Files) -> str:
    """Rewrite what the plugin rendered as the site's other pages are written."""
    content = BeautifulSoup(html, "html.parser")
    for element in content.select(_LEFT_OUT):
        element.decompose()
    for element in content.select("[tabindex]"):
        del element["tabindex"]
    for pre in content.find_all("pre"):
        code = content.new_tag("code")
        code.extend(list(pre.contents))
        pre.append(code)
    file = Path(str(page.file.abs_src_path))
    shown = content.select('.jp-OutputArea img[src^="data:image/png"]')
    for picture, alternative in zip(shown, notebook.pictures(file), strict=True):
        picture["alt"] = alternative
    source = "".join(text for text, _ in notebook.cells(file))
    for block in content.select(".highlight-ipynb"):
        block["class"], block[NOT_SEARCHED] = "highlight", ""
        if imports_here(source):
            block["data-run"], block["data-example"] = "cell", ""
    # No `div` that holds others: the search would end what it leaves out with an inner one.
    for part in content.select(".jp-InputPrompt, .jp-OutputPrompt, .jp-OutputArea :is(pre, table)"):
        part[NOT_SEARCHED] = ""
    for anchor in content.select(".anchor-link"):
        anchor["class"], anchor["title"] = "headerlink", "Link to this section"
    for table in content.select("table"):
        del table["class"], table["border"]
    for corner in content.select("th:empty"):
        corner.name = "td"  # pandas leaves it between the names of rows and columns
    for link in content.select("a[href]"):
        link["href"] = _address(str(link["href"]), page, files)
    return str(content)


def _address(link: str, page: Page, files: Files) -> str:
    """Give the address on the site of what a notebook links to."""
    parts = urlsplit(link)
    source = page.file.src_uri
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(source), parts.path))
    if parts.scheme or not parts.path or uri == source:
        return link  # the notebook's own file lies beside its page
    target = files.get_file_from_path(uri)
    if target is None:
        _log.warning("docs/%s: there is no docs/%s, to which it links", source, uri)
        return link
    return get_relative_url(target.url, page.url) + (parts.fragment and f"#{parts.fragment}")

"""What this site adds to MkDocs' own build, one function for each of MkDocs' events.

``mkdocs.yml`` names this file, so that ``mkdocs build`` and ``mkdocs serve`` make the whole site.
The events are described at https://www.mkdocs.org/dev-guide/plugins/#events.
"""

from pathlib import Path
from typing import Any, Final, Literal

from etm_docs.openapi import document, request_collections
from etm_docs.site import answers, cards, llms, notebook_page, panels, policy, runnable, runtime
from etm_docs.site.pages import described, is_notebook, pages, redirects, stem_of, with_repository
from git import Git, GitCommandError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

_log: Final = get_plugin_logger(__name__)

_ABOUT_RUN: Final = "how-to/run-examples-on-the-page.md"

_scripts: policy.Scripts = "hashed"


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Let pages run the script that ``mkdocs serve`` puts into them to reload them."""
    global _scripts
    _scripts = "any inline" if command == "serve" else "hashed"


@event_priority(100)  # before the plugin that finds the days
def on_config(config: MkDocsConfig) -> None:
    """Show no day of the last change in a shallow clone: its history has one day for all pages.

    The plugin would warn instead, under GitHub Actions, and ``--strict`` fails for a warning.
    """
    if _is_shallow(Path(config.docs_dir)):
        config.plugins["git-revision-date-localized"].config["enabled"] = False


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add what runs the examples, and the collections that readers download."""
    notebook_page.set_addresses(files)
    for name, content in request_collections.files(document.load()):
        files.append(File.generated(config, f"reference/{name}", content=content))
    try:
        config.extra["runtime"] = runtime.add(files, config)
    except runtime.NotAssembled as problem:
        _log.warning("No Run buttons: %s", problem)


def on_page_markdown(_markdown: str, *, page: Page, **_: Any) -> None:
    """Say where the Markdown copy will be, and read a notebook's description from its metadata."""
    page.meta["markdown"] = f"{stem_of(page.file.src_uri)}.md"
    if is_notebook(page.file.src_uri):
        said = described(Path(str(page.file.abs_src_path)))
        page.meta.update({key: said[key] for key in ("description", "search") if key in said})


def on_page_content(html: str, *, page: Page, files: Files, config: MkDocsConfig) -> str:
    """Mark what can be run, and show examples and notebooks in the site's own form.

    ``toc_depth: 2`` in a page's metadata leaves the parts of its sections out of its contents.
    """
    if page.meta.get("toc_depth") == 2:
        for section in (each for title in page.toc for each in title.children):
            section.children = []
    if is_notebook(page.file.src_uri):
        html = notebook_page.restyled(html, page, files)
    else:
        try:
            html = runnable.marked(html, Path(str(page.file.abs_src_path)))
        except runnable.BlocksDiffer as problem:
            _log.warning("No Run buttons: %s", problem)
    html = with_repository(html, config)
    html = answers.placed(html, get_relative_url("assets/answers.js", page.url))
    about_run = files.get_file_from_path(_ABOUT_RUN)
    if about_run is None:
        _log.warning("There is no docs/%s, to which Run's help leads", _ABOUT_RUN)
        return html
    return panels.framed(html, get_relative_url(about_run.url, page.url))


def on_post_page(output: str, **_: Any) -> str:
    """Limit what a page may load."""
    return policy.restricted(output, _scripts)


def on_post_template(output: str, *, template_name: str, **_: Any) -> str:
    """Limit what the page for unknown addresses may load."""
    return policy.restricted(output, _scripts) if template_name.endswith(".html") else output


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pages as Markdown, the lists of them, and their cards.

    The plugin for redirects has just written its pages, for which there is no other event.
    """
    site, published = Path(config.site_dir), pages(config)
    for page in redirects(config):
        file = site / page
        file.write_text(policy.restricted(file.read_text(), _scripts))
    llms.write(site, published, config)
    cards.write(site, published)


def _is_shallow(folder: Path) -> bool:
    try:
        return str(Git(folder).rev_parse("--is-shallow-repository")) == "true"
    except GitCommandError:
        return False  # no repository: the plugin shows the day of the build

"""Marks what can be run on the built pages, and limits what pages may load."""

import ast
import base64
import hashlib
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from etm_docs.examples import fences
from etm_docs.examples.example import ROOT
from etm_docs.examples.fences import Fence
from etm_docs.site.pages import Page, folder_of

KINDS: Final = {"curl.sh": "curl", "request.http": "http"}
"""Files of requests, and how the page runs them; see ``in_page.page.Page.run``."""

_ACCOUNT: Final = (
    '<button type="button" class="run-button" data-account'
    ' aria-label="Account pages of the mock ETM on this page">Account pages</button>'
)
"""The button for the mock's account pages: on the page from its start, so that nothing moves."""

_MARKDOWN: Final = '<button type="button" class="tools__markdown"'

_BLOCK: Final = re.compile(r'<div class="([^"]*\bhighlight)">(.*?</code>)', re.S)
_CODE: Final = re.compile(r"<pre[^>]*>(.*?)</code>", re.S)
_TAG: Final = re.compile(r"<[^>]*>")
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.S)


class Unlike(Exception):  # noqa: N818 - says what is the matter
    """A built page doesn't show the blocks of its Markdown."""


def mark(site: Path, pages: list[Page], runtime: str) -> None:
    """Say in the tags of the built pages what runs, and from which folder of the site.

    Pages with something to run get the button for the account pages.

    Raises :class:`Unlike`.
    """
    for page in pages:
        file = site / folder_of(page.source) / "index.html"
        text = "".join(_with_marks(file.read_text(), page))
        if " data-run=" in text:
            text = text.replace(_MARKDOWN, _ACCOUNT + _MARKDOWN, 1)
        file.write_text(text.replace("<html ", f'<html data-runtime="{runtime}" ', 1))


def runs(block: Fence) -> tuple[str, str] | None:
    """Say how a block of a page can be run there, and which example it is; ``None`` if it can't."""
    if block.page in fences.notebook_pages():
        return ("cell", "") if block.language == "python" else None
    files = block.included or []
    example = files[0].parent.name if len(files) == 1 else ""
    if block.language == "python":
        return ("python", example) if not block.reason and _can_run(block.shown) else None
    if not example:
        return None
    kind = "curl" if re.fullmatch(r"step-\d+\.sh", files[0].name) else KINDS.get(files[0].name)
    return (kind, example) if kind else None


def _can_run(source: str) -> bool:
    """Say whether a script asks for nothing that a browser lacks, and has something to show."""
    nodes = list(ast.walk(ast.parse(source)))
    imported = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    here = sys.stdlib_module_names - {"subprocess"} | {"httpx"}
    return "print(" in source and {name.partition(".")[0] for name in imported} <= here


def _with_marks(text: str, page: Page) -> Iterator[str]:
    blocks, end = fences.blocks_of(ROOT / "docs" / page.source), 0
    built = list(_BLOCK.finditer(text))
    if len(built) != len(blocks):
        raise Unlike(f"docs/{page.source}: {len(blocks)} blocks, {len(built)} on the built page")
    for found, block in zip(built, blocks, strict=True):
        code = _CODE.search(found[2])
        shown = html.unescape(_TAG.sub("", code[1])) if code else ""
        if shown != block.shown:
            raise Unlike(f"{block.where}: the built page shows another block:\n{shown}")
        how = runs(block)
        tags = f' data-run="{how[0]}" data-example="{how[1]}"' if how else ""
        yield f'{text[end : found.start()]}<div class="{found[1]}"{tags}>{found[2]}'
        end = found.end()
    yield text[end:]


def restrict(site: Path) -> None:
    """Let each page load from the site alone, and run no script but its own."""
    for page in site.rglob("*.html"):
        text = page.read_text()
        policy = "; ".join(_policy(text))
        tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        page.write_text(re.sub(r"(<meta charset=[^>]*>)", rf"\1{tag}", text, count=1))


def _policy(page: str) -> Iterator[str]:
    scripts = [hashlib.sha256(each.encode()).digest() for each in _SCRIPT.findall(page)]
    hashes = sorted({f"'sha256-{base64.b64encode(each).decode()}'" for each in scripts})
    yield "default-src 'none'"
    yield " ".join(["script-src 'self'", *hashes])
    yield "style-src 'self' 'unsafe-inline'"
    yield "img-src 'self' data:"
    yield "connect-src 'self'"
    yield "worker-src 'self'"
    yield "form-action 'self'"
    yield "base-uri 'self'"

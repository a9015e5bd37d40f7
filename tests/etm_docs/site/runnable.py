"""Marks the code on the pages: what can be run, and that the search leaves it out."""

import ast
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from etm_docs.examples import fences
from etm_docs.examples.example import VARIANTS, settings_of
from etm_docs.examples.fences import Fence
from etm_docs.paths import shown

KINDS: Final = {"curl.sh": "curl", "request.http": "http"}
"""Files of requests, and how the page runs them; see ``in_page.page.Page.run``."""

NOT_SEARCHED: Final = "data-search-exclude"
"""The theme's attribute for what its search leaves out: code was a third of the index."""

_SCRIPTS: Final = {".py", ".R"}
"""The endings of files that a page names: a reader saves them, and runs them."""

_LACKING: Final = {"subprocess", "urllib.request"}
"""Modules of Python's own that do nothing in a browser: they start programs, or open sockets."""

STAGING_TOKEN: Final = "alex-staging"  # noqa: S105 - a name

_OF_ONE_ENVIRONMENT: Final = re.compile(
    r"\b(?:beta|\d{4}-\d\d)\.(?:engine|my)\.|\betm_(?:beta_)?[A-Za-z\d]{48}\b"
)
"""A host of staging or of a stable release, or a whole token."""

_BLOCK: Final = re.compile(r'<div class="([^"]*\bhighlight)">(.*?</code>)', re.S)
_CODE: Final = re.compile(r"<pre[^>]*>(.*?)</code>", re.S)
_TAG: Final = re.compile(r"<[^>]*>")
_REQUEST_OR_ANSWER: Final = re.compile(
    r"<code>(?=\{(?:\"|&quot;)|(?:GET|POST|PUT|PATCH|DELETE) /|WWW-Authenticate: )"
)

_REPEATED: Final = re.compile(
    r"<table(?=>\s*<thead>\s*<tr>\s*<th>(?:Status</th>\s*<th>(?:When|Cause)|In the |In <"
    r"|(?:Call|Client|Field|What you do)</th>|Endpoint</th>\s*<th>Token"
    r"|Token</th>\s*<th>List))"
    r"|<li(?=>\s*(?:<p>)?<strong>(?:Answer|Header|Request|What to do):)"
)
"""What a heading or another page names too: answers, parts of requests, advice, lists of calls."""


class BlocksDiffer(Exception):  # noqa: N818 - says what is the matter
    """A rendered page doesn't show the blocks of its Markdown."""


def marked(content: str, page: Path) -> str:
    """Say in the tags of a page's rendered content what runs; ``page`` is its Markdown file.

    Raises :class:`BlocksDiffer`.
    """
    # Within a text they repeat what a heading says, and each visit loads the index of the search.
    text = _REPEATED.sub(rf"\g<0> {NOT_SEARCHED}", "".join(_with_marks(content, page)))
    return _REQUEST_OR_ANSWER.sub(f"<code {NOT_SEARCHED}>", text)


def runs(block: Fence) -> tuple[str, str] | None:
    """Say how a block of a page can be run there, and which example it is; ``None`` if it can't."""
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
    return "print(" in source and imports_here(source)


def imports_here(source: str) -> bool:
    """Say whether a browser has all that a script, or the cells of a notebook, import."""
    nodes = list(ast.walk(ast.parse(source)))
    imported = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    here = sys.stdlib_module_names | {"httpx"}
    return not imported & _LACKING and {name.partition(".")[0] for name in imported} <= here


def _with_marks(text: str, page: Path) -> Iterator[str]:
    blocks, end = fences.blocks_of(page), 0
    built = list(_BLOCK.finditer(text))
    if len(built) != len(blocks):
        raise BlocksDiffer(f"{shown(page)}: {len(blocks)} blocks, {len(built)} on the built page")
    for found, block in zip(built, blocks, strict=True):
        code = _CODE.search(found[2])
        on_page = html.unescape(_TAG.sub("", code[1])) if code else ""
        if on_page != block.shown:
            raise BlocksDiffer(f"{block.where}: the built page shows another block:\n{on_page}")
        tags = "".join(f' {name}="{value}"' for name, value in _attributes(block).items())
        yield f'{text[end : found.start()]}<div class="{found[1]}"{tags} {NOT_SEARCHED}>{found[2]}'
        end = found.end()
    yield text[end:]


def _attributes(block: Fence) -> dict[str, str]:
    """Say how a block runs, which file it is, and whether it means one environment."""
    found: dict[str, str] = {}
    if how := runs(block):
        found |= {"data-run": how[0], "data-example": how[1]}
    files = block.included or []
    if len(files) == 1:
        if files[0].suffix in _SCRIPTS and files[0].name not in VARIANTS.values():
            found["data-file"] = files[0].name
        token = settings_of(files[0].parent).get("token")
        if token == STAGING_TOKEN or _OF_ONE_ENVIRONMENT.search(block.shown):
            found["data-environment"] = "fixed"
    return found

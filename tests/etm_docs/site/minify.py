"""Makes a built site lighter: white space, comments, and what a search doesn't need."""

import html
import json
import re
from pathlib import Path
from typing import Final

import rcssmin
import rjsmin

INDEXED: Final = 600
"""How many characters of a section, after its heading, the search knows."""

# White space and plain names have the colour of the text, so they need no element.
_PLAIN: Final = re.compile(r'<span class="(?:w|n)">([^<]*)</span>')
_ALIKE: Final = re.compile(r'(<span class="(\w+)">[^<]*)</span>(\s*)<span class="\2">')
_PRE: Final = re.compile(r"(<pre\b.*?</pre>|<script\b.*?</script>)", re.S)
_CODE: Final = re.compile(r"<pre\b.*?</pre>", re.S)
_TAG: Final = re.compile(r"<[^>]*>")


def minify(site: Path) -> None:
    """Rewrite the pages, the site's own styles and scripts, and the search index."""
    for page in site.rglob("*.html"):
        page.write_text(_without_indents(page.read_text()))
    assets = site / "assets"
    for file in (*assets.glob("*.css"), *assets.glob("*.js")):
        file.write_text(lighter(file))
    index = site / "search" / "search_index.json"
    content = json.loads(index.read_text())
    for section in content["docs"]:
        section["text"] = _searched(section["text"])
    index.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def lighter(file: Path) -> str:
    """Give the content of a style sheet or a script, without what only its writers need."""
    text = file.read_text()
    return str(rcssmin.cssmin(text) if file.suffix == ".css" else rjsmin.jsmin(text))


def _without_indents(page: str) -> str:
    parts = _PRE.split(page)
    parts[::2] = [re.sub(r"\s*\n\s*", "\n", text) for text in parts[::2]]
    parts[1::2] = map(_with_fewer_elements, parts[1::2])
    return "".join(parts)


def _with_fewer_elements(code: str) -> str:
    """Write a block of code with an element for each change of colour, not for each token."""
    code = _PLAIN.sub(r"\1", code)
    while code != (code := _ALIKE.sub(r"\1\3", code)):
        pass
    return code


def _searched(text: str) -> str:
    """Give a section's beginning as words: readers search for those, not for lines of code."""
    words = " ".join(html.unescape(_TAG.sub(" ", _CODE.sub(" ", text))).split())
    return html.escape(words[:INDEXED].rpartition(" ")[0] if len(words) > INDEXED else words)

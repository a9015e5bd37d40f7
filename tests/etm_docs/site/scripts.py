"""Makes the theme's scripts lighter for a reader's phone."""

import re
from pathlib import Path
from typing import Final

from etm_docs.site import hashed, minify

_MAP: Final = re.compile(r"\n//# sourceMappingURL=\S*\s*$")

# A `meta` of this name makes browsers compute all styles anew, once as it is put in and once as it
# is set. The root's own style says the same, and changes nothing where it says what it was before.
_META: Final = re.compile(r'\("meta",\{name:"color-scheme"\}\)')
_SET: Final = re.compile(r"\b\w+\.content=(\w+\.colorScheme)\b")


def lighten(site: Path) -> None:
    """Rewrite the theme's scripts in the folder of a built site, under names of their own.

    The search makes its index at a reader's first query, instead of on every page: that took more
    of a processor than all else that the scripts do.
    """
    [bundle] = (site / "assets" / "javascripts").glob("bundle.*.min.js")
    [worker] = (site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    first = minify.lighter(Path(__file__).with_name("search_worker.js"))
    text = _META.sub('("meta",{})', _text(bundle))
    text = _SET.sub(r"document.documentElement.style.colorScheme=\1", text)
    hashed.rewrite(site, {bundle: text, worker: f"{first}\n{_text(worker)}"})


def _text(script: Path) -> str:
    return _MAP.sub("", script.read_text())

"""Lists the site's links to other sites: ``make links``.

With ``--check`` each one is asked for; it exits with 1 if one leads nowhere. That needs a network,
so a scheduled workflow does it. Links inside the site are checked by ``tests/test_site``.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urlsplit

import httpx
from bs4 import BeautifulSoup
from etm_docs.paths import ROOT

MISSING: Final = {404, 410}
"""Statuses that say that a page is gone. Others may come from a site that refuses programs."""


def main() -> int:
    """List, and check if asked to; give the exit status."""
    parser = argparse.ArgumentParser(prog="audit.links", description="List the links outside.")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="default: site/")
    parser.add_argument("--check", action="store_true", help="ask for each one")
    options = parser.parse_args()
    links = outside(options.site)
    broken = 0
    with httpx.Client(follow_redirects=True, timeout=30) as client:
        for address, pages in sorted(links.items()):
            problem = _problem(client, address) if options.check else None
            broken += problem is not None
            print(f"{address}  ({', '.join(pages)}){f'  {problem}' if problem else ''}")
    print(f"{len(links)} links to other sites" + (f", {broken} broken" if options.check else ""))
    return 1 if broken else 0


def outside(site: Path) -> dict[str, list[str]]:
    """Map each address of another site, without fragment, to the pages that link to it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).as_posix()
        for link in BeautifulSoup(file.read_text(), "html.parser").select("article a[href]"):
            address = urldefrag(str(link["href"])).url
            if urlsplit(address).netloc and "/edit/" not in address and page not in found[address]:
                found[address].append(page)
    return dict(found)


def _problem(client: httpx.Client, address: str) -> str | None:
    """Say what is wrong with a link, ``None`` if it leads to a page."""
    try:
        with client.stream("GET", address) as answer:
            return str(answer.status_code) if answer.status_code in MISSING else None
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())

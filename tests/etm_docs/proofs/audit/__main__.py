"""Audit the built site with Lighthouse and axe-core, and print a table with a row for each page.

Run ``make audit``. It exits with 1 if a page is below the level: 100 for accessibility, best
practices and search engines; for performance (the median of the runs) at least 97 on a phone and 99
on a desktop; no axe-core violation; a first visit to the guide at most 130,000 bytes.
"""

import argparse
import sys
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

from etm_docs.paths import ROOT
from etm_docs.proofs.audit import axe, chromium, lighthouse, server
from etm_docs.proofs.audit.lighthouse import CATEGORIES, FORMS, Lighthouse

LEVEL = {"accessibility": 100, "best-practices": 100, "seo": 100}

PERFORMANCE = {"mobile": 97, "desktop": 99}

WEIGHT = {"/authentication/": 130_000}
"""How many bytes a first visit may load, by page."""

NOT_FOUND = "/404.html"


def main() -> int:
    """Audit, and print; give the exit status."""
    options = _parser().parse_args()
    if not (options.site / "sitemap.xml").is_file():
        print(f"audit: {options.site} holds no site; run `make build`", file=sys.stderr)
        return 2
    pages = [page for page in _pages(options.site) if not options.page or page in options.page]
    problems: list[str] = []
    width = max(map(len, pages)) + 2
    print("Lighthouse: performance / accessibility / best practices / SEO; bytes on a first visit")
    print(f"{'page':<{width}}{'mobile':<24}{'desktop':<24}{'bytes':>9}  axe violations")
    with (
        server.serving(options.site) as site,
        chromium.running() as browser,
        lighthouse.running(options.packages) as lights,
    ):
        for page in pages:
            row = f"{page:<{width}}"
            size = None
            for form in FORMS:
                scores, failed, size = _scores(lights, site + page, form, options.runs)
                row += f"{' / '.join(str(scores[name]) for name in CATEGORIES):<24}"
                levels = {**LEVEL, "performance": PERFORMANCE[form]}
                low = [name for name, level in levels.items() if scores[name] < level]
                if low:
                    problems.append(f"{page} ({form}): {', '.join(low)}: {'; '.join(failed)}")
            if (size or 0) > WEIGHT.get(page, size or 0):
                problems.append(f"{page}: a first visit loads more than {WEIGHT[page]:,} bytes")
            library = options.packages / "node_modules" / "axe-core" / "axe.min.js"
            found = list(axe.check(browser, site, page, library))
            print(f"{row}{size or 0:>9,}  {len(found)}", flush=True)
            problems += [
                f"{each.page} ({each.where}): {each.rule}: {each.target}\n  {each.why}"
                for each in found
            ]
    for problem in problems:
        print(f"\n{problem}")
    print(f"\n{len(pages)} pages audited, {len(problems)} problems")
    return 1 if problems else 0


def _scores(
    lights: Lighthouse, address: str, form: str, runs: int
) -> tuple[dict[str, int], list[str], int | None]:
    """Judge a page; where performance is too low at once, by the median of ``runs`` loads."""
    first = lights.audit(address, form)
    results = [first]
    if first.scores["performance"] < PERFORMANCE[form]:
        results += [lights.audit(address, form, ("performance",)) for _ in range(runs - 1)]
    performance = round(median(result.scores["performance"] for result in results))
    failed = {audit for result in results for audit in result.failed}
    return {**first.scores, "performance": performance}, sorted(failed), first.bytes


def _pages(site: Path) -> list[str]:
    """List the pages that the site map names, and the one for unknown addresses, as paths."""
    tree = ElementTree.parse(site / "sitemap.xml")  # noqa: S314 - our own file
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    addresses = [str(each.text) for each in tree.findall("s:url/s:loc", space)]
    base = min(addresses, key=len)
    return [*sorted("/" + address.removeprefix(base) for address in addresses), NOT_FOUND]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="audit", description="Audit the built site.")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="default: site/")
    parser.add_argument("--page", action="append", help="only this path, such as /authentication/")
    parser.add_argument("--runs", type=int, default=5, help="for the median; default: 5")
    parser.add_argument(
        "--packages",
        type=Path,
        default=ROOT / ".cache" / "audit",
        help="where npm installed lighthouse and axe-core; default: .cache/audit",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""Puts pictures of typical pages on one sheet: ``make sheet``.

The sheet stands in the README. Look at it after a change of the theme or of the styles.
"""

import io
import sys
from typing import Final

from etm_docs.paths import ROOT
from etm_docs.proofs.audit import chromium, server
from etm_docs.proofs.audit.axe import PALETTES
from PIL import Image
from playwright.sync_api import Browser, ViewportSize

SHEET: Final = ROOT / ".github" / "contact-sheet.webp"

PAGES: Final = (
    "/",
    "/authentication/#using-your-access-token",
    "/how-to/share-a-scenario/",
    "/reference/permissions/#what-you-may-do-with-a-scenario",
    "/reference/endpoints/scenario-changes/#createScenario",
)

SCREENS: Final = (
    ViewportSize(width=390, height=844),
    ViewportSize(width=768, height=1024),
    ViewportSize(width=1440, height=900),
)

HEIGHT, GAP = 440, 12
"""Of each picture on the sheet, and between them, in pixels."""


def main() -> int:
    """Take the pictures and write the sheet; give the exit status."""
    with server.serving(ROOT / "site") as site, chromium.running() as browser:
        rows = [_row(browser, site + page) for page in PAGES]
    width = max(sum(picture.width + GAP for picture in row) for row in rows) + GAP
    sheet = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP) + GAP), "#8a9a9b")
    for number, row in enumerate(rows):
        left = GAP
        for picture in row:
            sheet.paste(picture, (left, GAP + number * (HEIGHT + GAP)))
            left += picture.width + GAP
    sheet.save(SHEET, quality=60, method=6)
    print(f"{SHEET.relative_to(ROOT)}: {SHEET.stat().st_size:,} bytes")
    return 0


def _row(browser: Browser, address: str) -> list[Image.Image]:
    pictures = []
    for screen in SCREENS:
        for palette in PALETTES:
            context = browser.new_context(viewport=screen, color_scheme=palette)
            page = context.new_page()
            page.goto(address)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            context.close()
            width = round(picture.width * HEIGHT / picture.height)
            pictures.append(picture.resize((width, HEIGHT), Image.Resampling.LANCZOS))
    return pictures


if __name__ == "__main__":
    sys.exit(main())

"""Draws a card for each page: the picture that other sites show for a link to it."""

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Final

from etm_docs.site.pages import Page
from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 630)
"""In pixels; the size that sites ask for."""

_BRAND, _TEXT, _SOFT = "#0b5e63", "#ffffff", "#c4e6e4"
_MARGIN: Final = 90


def write(site: Path, pages: Iterable[Page]) -> None:
    """Write the cards into ``assets/cards/`` of a built site."""
    folder = site / "assets" / "cards"
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / name(page.copy)).write_bytes(_drawn(page.title, page.description))


def name(copy: str) -> str:
    """Give the file name of a page's card, by that of its copy, as ``main.html`` does."""
    return copy.replace("/", "-").replace(".md", ".png")


@cache  # for `mkdocs serve`: drawing all takes longer than the rest of a build
def _drawn(title: str, description: str) -> bytes:
    """Draw a card; give the PNG."""
    card = Image.new("RGB", SIZE, _BRAND)
    pen = ImageDraw.Draw(card)
    # A key, as in the logo.
    pen.ellipse((_MARGIN, 80, _MARGIN + 60, 140), outline=_TEXT, width=14)
    pen.line((_MARGIN + 60, 110, _MARGIN + 170, 110), fill=_TEXT, width=14)
    pen.line((_MARGIN + 130, 110, _MARGIN + 130, 140), fill=_TEXT, width=14)
    pen.line((_MARGIN + 163, 110, _MARGIN + 163, 132), fill=_TEXT, width=14)
    pen.text((_MARGIN + 210, 88), "ETM API authentication", fill=_SOFT, font=_font(36))
    _write(pen, 210, title, 72, 26, _TEXT)
    _write(pen, 420, description, 32, 64, _SOFT)
    png = io.BytesIO()
    card.quantize(32).save(png, "PNG", optimize=True)
    return png.getvalue()


def _write(pen: ImageDraw.ImageDraw, top: int, text: str, size: int, width: int, fill: str) -> None:
    lines = wrap(text, width, max_lines=3, placeholder=" …")
    pen.multiline_text((_MARGIN, top), "\n".join(lines), fill=fill, font=_font(size), spacing=14)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)

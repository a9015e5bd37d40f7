"""Reads failures: which example noticed, and on which pages and lines it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from etm_docs.proofs.mutation.copies import Failure
from etm_docs.proofs.mutation.pages import function, subject

_PLACE: Final = re.compile(r"^(?P<file>(?:snippets|docs|README)\S*?):(?P<line>\d+): ", re.MULTILINE)
_PAGES: Final = re.compile(r"^Shown at (?P<pages>.+)\.$", re.MULTILINE)


@dataclass(frozen=True)
class Noticed:
    """A failure that names what must change: a file and line, and where pages show it."""

    example: str
    test: str
    place: str
    pages: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The first page and line that shows it, else the file and line itself."""
        return (*self.pages, self.place)[0]

    def shown_on(self, pages: Iterable[str]) -> str | None:
        """Give the first page and line among some pages, ``None`` if it is on none of them."""
        wanted = set(pages)
        places = (*self.pages, self.place)
        return next((each for each in places if each.rpartition(":")[0] in wanted), None)


def read(failure: Failure) -> Noticed | None:
    """Read a failure, ``None`` if it names no file and line of the docs."""
    place, pages = _PLACE.search(failure.text), _PAGES.search(failure.text)
    if place is None:
        return None
    return Noticed(
        example=subject(failure.test),
        test=function(failure.test),
        place=f"{place['file']}:{place['line']}",
        pages=tuple(pages["pages"].split(", ")) if pages else (),
    )

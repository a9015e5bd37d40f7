"""Pages of a list (``GET /api/v3/scenarios``).

Source: the engine's ``PaginationSerializer``, and kaminari.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etm_mock.rails.casts import is_blank, to_i
from etm_mock.rails.failures import ServiceError

DEFAULT_LIMIT: Final = 25
MAXIMUM_LIMIT: Final = 100

LARGEST_OFFSET: Final = 2**64
"""Where the database stops counting."""


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for: ``number`` counts from 1, ``limit`` is its length."""

    number: int
    limit: int

    @classmethod
    def asked_for(cls, params: Mapping[str, Any]) -> "Page":
        """Read ``page`` (below 1 counts as 1) and ``limit`` (clamped to 1..100).

        Raises :class:`~etm_mock.rails.failures.ServiceError` for lists and mappings, and for
        numbers beyond bounds.
        """
        page, limit = (params.get(name) for name in ("page", "limit"))
        number = max(1, to_i(1 if is_blank(page) else page))
        limit = min(max(1, to_i(DEFAULT_LIMIT if is_blank(limit) else limit)), MAXIMUM_LIMIT)
        if (number - 1) * limit >= LARGEST_OFFSET:
            raise ServiceError("a page number that the database can't count to", "send a lower one")
        return cls(number, limit)

    def of(self, items: Sequence[Any], url: str) -> dict[str, Any]:
        """Cut the page from ``items``; give the whole answer, with links under ``url``."""
        total, last = len(items), math.ceil(len(items) / self.limit)
        start = (self.number - 1) * self.limit
        data = items[start : start + self.limit]

        def link(number: int) -> str:
            return f"{url}?limit={self.limit}&page={number}"

        exists = self.number <= last
        return {
            "links": {
                "first": link(1),
                "prev": link(self.number - 1) if exists and self.number > 1 else None,
                "next": link(self.number + 1) if self.number < last else None,
                "last": link(last),
            },
            "meta": {
                "limit": self.limit,
                "count": len(data),
                "total": total,
                "current_page": self.number,
                "total_pages": last,
            },
            "data": data,
        }

"""Pages of a list (``GET /api/v3/scenarios``)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etm_mock.params import integer

DEFAULT_LIMIT: Final = 25
MAXIMUM_LIMIT: Final = 100


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for: ``number`` counts from 1, ``limit`` is its length."""

    number: int
    limit: int

    @classmethod
    def asked_for(cls, params: Mapping[str, Any]) -> "Page":
        """Read ``page`` (below 1 counts as 1) and ``limit`` (clamped to 1..100)."""
        limit = integer(params.get("limit"), DEFAULT_LIMIT)
        return cls(
            number=max(1, integer(params.get("page"), 1)),
            limit=min(max(1, limit), MAXIMUM_LIMIT),
        )

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

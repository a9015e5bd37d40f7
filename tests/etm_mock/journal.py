"""The journal: what the mock was asked, and with what status it answered."""

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

CAPACITY: Final = 10_000
"""How many requests are kept; the oldest go first."""

MAXIMUM_BYTES: Final = 16 * 1024 * 1024
"""How many bytes of requests are kept; the oldest go first, and the newest stays in any case."""


@dataclass(frozen=True)
class Entry:
    """One API request, as its bytes came.

    ``headers`` are in the order sent, in lower case; those of one name stand together. ``status``
    is ``None`` where the answer was dropped before it was whole.
    """

    method: str
    host: str
    path: str
    query: str
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    status: int | None
    http_version: str

    @property
    def size(self) -> int:
        """How many bytes the request had, but for a few."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.path) + len(self.query) + headers + len(self.body)

    def as_json(self) -> dict[str, Any]:
        """Give the entry as the control interface shows it."""
        headers = [[part.decode("latin-1") for part in header] for header in self.headers]
        return {**asdict(self), "headers": headers, "body": self.body.decode("utf-8", "replace")}


class Journal:
    """API requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._size = 0

    def record(self, entry: Entry) -> None:
        """Add a request that has been answered."""
        self._entries.append(entry)
        self._size += entry.size
        while len(self._entries) > CAPACITY or (
            self._size > MAXIMUM_BYTES and len(self._entries) > 1
        ):
            self._size -= self._entries.popleft().size

    def clear(self) -> None:
        """Forget every request."""
        self._entries.clear()
        self._size = 0

    def as_json(self) -> list[dict[str, Any]]:
        """Give every entry as JSON values."""
        return [entry.as_json() for entry in self._entries]

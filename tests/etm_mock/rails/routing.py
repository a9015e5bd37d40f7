"""Which action a method and a path lead to, as Rails decides it.

Paths are compared as they were sent, with their percent signs. A slash at the end and doubled
slashes don't count. A suffix at the end (``.json``) is the format of the answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import unquote_to_bytes

from etm_mock.rails.failures import FrameworkError

Action = TypeVar("Action")

OVERRIDABLE: Final = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "LINK", "UNLINK")
"""The other methods that ``_method`` and ``X-HTTP-Method-Override`` of a POST may name."""


METHODS: Final = frozenset(
    [
        *("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "PATCH"),
        *("PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "ORDERPATCH", "ACL"),
        *("VERSION-CONTROL", "REPORT", "CHECKOUT", "CHECKIN", "UNCHECKOUT", "MKWORKSPACE"),
        *("UPDATE", "LABEL", "MERGE", "BASELINE-CONTROL", "MKACTIVITY", "SEARCH", "MKCALENDAR"),
    ]
)
"""The methods that Rails knows; any other is 405."""


@dataclass(frozen=True)
class Match(Generic[Action]):
    """The action of a request, the parts of its path by name, and its suffix.

    ``path`` is the route's own, which holds nothing of the request.
    """

    method: str
    path: str
    action: Action
    path_params: dict[str, str]
    suffix: str | None


class Route(Generic[Action]):
    """A path such as ``/scenarios/:id``, the methods that it answers, and its action."""

    def __init__(self, methods: str, path: str, action: Action) -> None:
        self.methods = tuple(methods.split())
        self.path = path
        self.action = action
        pattern = re.sub(r":(\w+)", r"(?P<\1>[^./?]+)", re.escape(path).replace(r"\:", ":"))
        pattern = re.sub(r"\\\*(\w+)", r"(?P<\1>.+?)", pattern)
        self._pattern = re.compile(rf"{pattern}(?:\.(?P<_suffix>[^/.?]+))?")

    def match(self, method: str, path: str) -> Match[Action] | None:
        """Match a request's method and its normalised path, ``None`` if it is another route's.

        Raises :class:`~etm_mock.rails.failures.FrameworkError` 400 for parts that aren't UTF-8.
        """
        found = self._pattern.fullmatch(path) if method in self.methods else None
        if found is None:
            return None
        parts = {name: _unescaped(part) for name, part in found.groupdict().items() if part}
        suffix = parts.pop("_suffix", None)
        return Match(method, self.path, self.action, parts, suffix)


def find(routes: Sequence[Route[Action]], method: str, path: str) -> Match[Action]:
    """Find the first route that matches; HEAD is answered as GET.

    Raises :class:`~etm_mock.rails.failures.FrameworkError` 404 if there is none, and 405 for a
    method that nobody knows.
    """
    if method not in METHODS:
        raise FrameworkError(405)
    path = normalised(path)
    method = "GET" if method == "HEAD" else method
    for route in routes:
        if match := route.match(method, path):
            return match
    raise FrameworkError(404)


def normalised(path: str) -> str:
    """Write a path without doubled slashes, and without one at its end."""
    return "/" + "/".join(part for part in path.split("/") if part)


def _unescaped(part: str) -> str:
    try:
        return unquote_to_bytes(part).decode()
    except UnicodeDecodeError:
        raise FrameworkError(400) from None

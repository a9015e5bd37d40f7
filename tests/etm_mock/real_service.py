"""Keeps a process from asking the real ETM while its tests use the mock.

A client that ignores the proxy variables, or that read them before they were set, would reach the
real service with the developer's own token.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_DOMAIN: Final = "energytransitionmodel.com"

_EVENTS: Final = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"}

WHY: Final = (
    "a test tried to reach the real ETM at {host}, past the mock. The client ignores the proxy"
    " variables (such as httpx with trust_env=False), or read them before the fixture had set them"
    " (a client made when its module was imported). Make the client inside the test, or run pytest"
    " with --etm-mock, which sets the variables before any test module is imported."
)


class RealServiceAsked(BaseException):
    """The real service was about to be asked. ``except Exception`` can't hide it."""


_refusing = 0
_hooked = False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if not _refusing or event not in _EVENTS:
        return
    host = arguments[0].decode("latin-1") if isinstance(arguments[0], bytes) else arguments[0]
    name = str(host or "").lower().rstrip(".")
    if name == _DOMAIN or name.endswith(f".{_DOMAIN}"):
        raise RealServiceAsked(WHY.format(host=host))


@contextmanager
def refused() -> Iterator[None]:
    """Raise :class:`RealServiceAsked` when Python looks up a host of the ETM within the block.

    Programs that a test starts, and libraries that look up names without Python (pycurl), are not
    seen.
    """
    global _refusing, _hooked
    if not _hooked:
        sys.addaudithook(_refuse)  # it can't be taken away again, so it is asked whether it counts
        _hooked = True
    _refusing += 1
    try:
        yield
    finally:
        _refusing -= 1

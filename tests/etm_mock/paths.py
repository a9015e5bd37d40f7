"""Which paths are what: the API, and the control interface."""

from typing import Final

CONTROL: Final = "/_mock"
"""Where the control interface begins."""

API: Final = ("/api", "/oauth")
"""Where the API begins: OAuth included."""


def is_under(path: str, *tops: str) -> bool:
    """Say whether a path is one of ``tops`` or below it: ``/api`` or ``/api/v3``, not ``/apis``."""
    return any(path == top or path.startswith(f"{top}/") for top in tops)


def is_api(path: str) -> bool:
    """Say whether a path is the API's, which the journal and faults are about."""
    return is_under(path, *API)

"""The description and the mock have the same operations."""

import re

from etm_docs.openapi import document
from etm_mock.app import create_app
from etm_mock.state import State
from starlette.routing import Route

UNDOCUMENTED = {
    # Refused to everyone.
    ("DELETE", "/api/v3/scenarios/{}/users/destroy_all"),
    # The same as GET; OpenID Connect wants both.
    ("POST", "/oauth/userinfo"),
}


def test_every_route_is_described() -> None:
    """Each route under ``/api`` and ``/oauth`` is described, and each description is a route."""
    served = {
        (method, _nameless(route.path))
        for route in create_app(State()).routes
        if isinstance(route, Route) and route.path.startswith(("/api/", "/oauth/"))
        for method in (route.methods or set()) - {"HEAD"}
    }
    described = {
        (each.method, _nameless(each.path)) for each in document.operations(document.load())
    }
    assert served - UNDOCUMENTED == described
    assert served >= UNDOCUMENTED


def _nameless(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "{}", path)

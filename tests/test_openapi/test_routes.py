"""The description and the mock have the same operations."""

import re

from etm_docs.openapi import document
from etm_mock.api.app import ROUTES
from etm_mock.api.unmocked import not_mocked
from etm_mock.app import create_app
from etm_mock.state import State
from starlette.routing import Route

UNDOCUMENTED = {
    # Refused to everyone.
    ("DELETE", "/api/v3/scenarios/{}/users/destroy_all"),
    ("GET", "/api/v3/scenarios/templates"),
    ("POST", "/oauth/revoke"),
    # The same without the id of a row, which isn't looked at.
    ("PUT", "/api/v3/scenarios/{}/users/{}"),
    ("PATCH", "/api/v3/scenarios/{}/users/{}"),
    ("DELETE", "/api/v3/scenarios/{}/users/{}"),
    # Their page says what there is to know: docs/how-to/read-results.md, saved-scenarios.md.
    ("GET", "/api/v3/scenarios/{}/inputs/{}"),
    ("GET", "/api/v3/scenarios/{}/curves/electricity_price"),
    ("PUT", "/api/v3/saved_scenarios/{}"),
    ("PATCH", "/api/v3/saved_scenarios/{}"),
    # What has a route in the engine, and no action: a 404 of the framework.
    ("GET", "/api/v3/transition_paths/new"),
    ("GET", "/api/v3/transition_paths/{}/edit"),
    # The same as GET; OpenID Connect wants both.
    ("POST", "/oauth/userinfo"),
}


def test_every_route_is_described() -> None:
    """Each route under ``/api`` and ``/oauth`` is described, and each description is a route."""
    served = {
        (method, _nameless(route.path))
        for route in create_app(State()).routes
        if isinstance(route, Route) and route.path.startswith("/oauth/")
        for method in (route.methods or set()) - {"HEAD"}
        if not route.path.endswith(".{suffix}")
    }
    served |= {
        (method, _nameless(route.path))
        for route in ROUTES
        if route.action.answer is not not_mocked
        for method in route.methods
    }
    described = {
        (each.method, _nameless(each.path)) for each in document.operations(document.load())
    }
    assert served - UNDOCUMENTED == described
    assert served >= UNDOCUMENTED


def _nameless(path: str) -> str:
    return re.sub(r"\{[^}]+\}|:\w+", "{}", path)

"""An engine's part of the mock: everything under ``/api``, and nothing else.

Requests are led to actions, and errors are answered, as Rails does it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from etm_mock import hosts
from etm_mock.api import results, saved_scenarios, scenario_users, scenarios, unmocked, user
from etm_mock.api.call import Call, Wrapper
from etm_mock.errors import ApiError, answer_to
from etm_mock.host_check import host_name
from etm_mock.rails.cors import Cors
from etm_mock.rails.failures import FrameworkError, ServiceError
from etm_mock.rails.formats import content_type
from etm_mock.rails.parameters import FORMS, BadParameters, body_params
from etm_mock.rails.routing import OVERRIDABLE, Match, Route, find

NOTES: Final = logging.getLogger(__name__)
"""Says in a line what the real service trips over, and what the mock has not: to stderr."""

PREFIX: Final = "/api/v3"


@dataclass(frozen=True)
class Action:
    """What answers a request, and the key that its JSON body may leave out."""

    answer: Callable[[Call], Response]
    wrapper: Wrapper | None = None


def _no_action(_: Call) -> Response:
    """Answer where the real service has a route, and no action for it."""
    raise FrameworkError(404)


_MANY: Final = f"{PREFIX}/scenarios"
_ONE: Final = f"{_MANY}/:id"
_USERS: Final = f"{_MANY}/:scenario_id/users"
_SAVED: Final = f"{PREFIX}/saved_scenarios"

ROUTES: Final = [
    Route("PUT PATCH", f"{PREFIX}/user", Action(user.update, user.WRAPPER)),
    Route("GET", f"{_ONE}/batch", Action(scenarios.batch)),
    Route("GET", _USERS, Action(scenario_users.index)),
    Route("POST", _USERS, Action(scenario_users.create)),
    Route("PUT", _USERS, Action(scenario_users.update)),
    Route("DELETE", _USERS, Action(scenario_users.destroy)),
    Route("DELETE", f"{_USERS}/destroy_all", Action(scenario_users.destroy_all)),
    Route("PUT PATCH", f"{_USERS}/:id", Action(scenario_users.update)),
    Route("DELETE", f"{_USERS}/:id", Action(scenario_users.destroy)),
    Route("GET", f"{_MANY}/:scenario_id/inputs", Action(results.inputs)),
    Route("GET", f"{_MANY}/:scenario_id/inputs/:id", Action(results.input_details)),
    Route(
        "GET", f"{_MANY}/:scenario_id/curves/electricity_price", Action(results.electricity_price)
    ),
    Route("POST", f"{_ONE}/interpolate", Action(scenarios.interpolate)),
    Route("GET", _SAVED, Action(saved_scenarios.index)),
    Route("POST", _SAVED, Action(saved_scenarios.create)),
    Route("GET", f"{_SAVED}/:id", Action(saved_scenarios.show)),
    Route("PUT PATCH", f"{_SAVED}/:id", Action(saved_scenarios.update)),
    Route("GET", f"{_MANY}/templates", Action(_no_action)),
    Route("GET", f"{PREFIX}/transition_paths/new", Action(_no_action)),
    Route("GET", f"{PREFIX}/transition_paths/:id/edit", Action(_no_action)),
    *(Route(*each, Action(unmocked.not_mocked)) for each in unmocked.routes(PREFIX)),
    Route("GET", _MANY, Action(scenarios.index)),
    Route("POST", _MANY, Action(scenarios.create, scenarios.WRAPPER)),
    Route("GET", _ONE, Action(scenarios.show)),
    Route("PUT PATCH", _ONE, Action(scenarios.update, scenarios.WRAPPER)),
    Route("DELETE", _ONE, Action(scenarios.destroy)),
]


async def engine(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request to an engine, as an ASGI application."""
    service = hosts.service_of(host_name(scope))
    await Cors(_answered, credentials=service.credentials)(scope, receive, send)


async def _answered(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    body = await request.body()
    method = _method(request, body)
    response = _answer(request, method, body)
    if method == "HEAD":
        response.body = b""
    await response(scope, receive, send)


def _answer(request: Request, method: str, body: bytes) -> Response:
    """Lead a request to its action; answer what that raises."""
    call, match = Call(request, body), None
    try:
        match = find(ROUTES, method, _raw_path(request.scope))
        call = Call(request, body, match.path_params, match.suffix, match.action.wrapper)
        call.check()
        return match.action.answer(call)
    except (ApiError, BadParameters, FrameworkError) as error:
        if match:
            _note(match, error)
        return answer_to(error, call.asked)


def _note(match: Match[Action], error: Exception) -> None:
    """Say what the real service trips over, or what the mock has not."""
    if isinstance(error, ApiError) and error.status == 501:
        NOTES.warning("etm-mock: %s: %s", _name(match), error.body["errors"][0])
    elif isinstance(error, ServiceError):
        text = "etm-mock: %s: the real service answers 500; it trips over %s: %s"
        NOTES.warning(text, _name(match), error.trips_over, error.instead)


def _method(request: Request, body: bytes) -> str:
    """Give the method that counts: a POST may name another one."""
    if request.method != "POST":
        return request.method
    named = None
    declared = request.headers.get("content-type")
    try:
        if content_type(declared) in (None, *FORMS):
            named = body_params(body, declared, posted=True).get("_method")
    except (BadParameters, FrameworkError):
        pass
    named = str(named or request.headers.get("x-http-method-override", "")).upper()
    return named if named in OVERRIDABLE else "POST"


def _raw_path(scope: Scope) -> str:
    """Give the path as it was sent, with its percent signs."""
    raw: bytes = scope["raw_path"]
    return raw.decode("latin-1")


def _name(match: Match[Action]) -> str:
    return f"{match.method} {match.path}"

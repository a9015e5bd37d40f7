"""Scenarios: ``/api/v3/scenarios`` and what lies below it.

Source: the engine's ``Api::V3::ScenariosController``.
"""

from functools import partial
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from etm_mock.api import scenario_changes
from etm_mock.api.endpoint import Call, endpoint
from etm_mock.api.pagination import Page
from etm_mock.api.scenario_json import scenario_json
from etm_mock.errors import ApiError, errors, refused
from etm_mock.permissions import HIDDEN, NOT_AUTHENTICATED
from etm_mock.responses import json_response
from etm_mock.state import Scenario


def index(call: Call) -> Response:
    """``GET /api/v3/scenarios``: the scenarios on which the user has any role, newest first."""
    user, letters = call.caller.user, call.caller.access.without_scenario
    if "L" not in letters:
        raise refused(NOT_AUTHENTICATED)
    listed = call.state.scenarios_where(
        lambda each: each.role_of(user) is not None and (not each.private or "P" in letters)
    )
    items = [_json(call, each) for each in listed]
    return json_response(Page.asked_for(call.params).of(items, call.url("/api/v3/scenarios")))


def create(call: Call) -> Response:
    """``POST /api/v3/scenarios``: a new scenario, or a copy of another one."""
    if "N" not in call.caller.access.without_scenario:
        raise refused(HIDDEN)
    made = scenario_changes.create(call.state, call.caller, call.params)
    return json_response(_json(call, made))


def show(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id}``."""
    scenario = _scenario(call)
    call.caller.require("R", scenario)
    return json_response(_json(call, scenario))


def batch(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id1},{id2},…/batch``: those of them that may be read, by id."""
    first, *rest = (call.scenario(each) for each in call.asked_id.split(","))
    if first is None:
        raise _no_such_scenario(call)
    found = {each.id: each for each in (first, *rest) if each}
    readable = [each for _, each in sorted(found.items()) if "R" in call.caller.allowed(each)]
    return json_response([_json(call, each) for each in readable])


def update(call: Call) -> Response:
    """``PUT`` or ``PATCH /api/v3/scenarios/{id}``: change it, and ask for results."""
    scenario = _scenario(call)
    call.caller.require("R" if scenario_changes.changes_nothing(call.params) else "U", scenario)
    results = scenario_changes.update(call.state, scenario, call.params)
    return json_response({"scenario": _json(call, scenario), "gqueries": results})


def destroy(call: Call) -> Response:
    """``DELETE /api/v3/scenarios/{id}``: delete it; the answer has no body."""
    scenario, caller = _scenario(call), call.caller
    caller.require("D", scenario)
    if scenario.role_of(caller.user) is None:
        # Only an administrator gets here: the scenario is looked up among the user's own.
        raise _no_such_scenario(call)
    del call.state.scenarios[scenario.id]
    return Response(status_code=200)


def _json(call: Call, scenario: Scenario) -> dict[str, Any]:
    return scenario_json(scenario, call.url(f"/api/v3/scenarios/{scenario.id}"))


def _scenario(call: Call) -> Scenario:
    scenario = call.scenario(call.asked_id)
    if scenario is None:
        raise _no_such_scenario(call)
    return scenario


def _no_such_scenario(call: Call) -> ApiError:
    return errors(404, f"No such scenario: {call.asked_id}")


_with_scenario = partial(endpoint, root="scenario")

routes = [
    Route("/api/v3/scenarios", endpoint(index), methods=["GET"]),
    Route("/api/v3/scenarios", _with_scenario(create), methods=["POST"]),
    Route("/api/v3/scenarios/{id}", endpoint(show), methods=["GET"]),
    Route("/api/v3/scenarios/{id}", _with_scenario(update), methods=["PUT", "PATCH"]),
    Route("/api/v3/scenarios/{id}", endpoint(destroy), methods=["DELETE"]),
    Route("/api/v3/scenarios/{id}/batch", endpoint(batch), methods=["GET"]),
]

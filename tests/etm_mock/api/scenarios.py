"""Scenarios: ``/api/v3/scenarios`` and what lies below it.

Source: the engine's ``Api::V3::ScenariosController``.
"""

from typing import Any, Final

from starlette.responses import Response

from etm_mock.api import scenario_changes
from etm_mock.api.call import Call, Wrapper, no_such_scenario
from etm_mock.api.pagination import Page
from etm_mock.api.scenario_json import scenario_json
from etm_mock.engine import Scenario
from etm_mock.errors import refused
from etm_mock.permissions import HIDDEN, NOT_AUTHENTICATED
from etm_mock.responses import json_response

WRAPPER: Final = Wrapper(
    "scenario",
    (
        "end_year",
        "keep_compatible",
        "private",
        "preset_scenario_id",
        "area_code",
        "source",
        "user_values",
        "metadata",
    ),
)
"""The columns of the engine's table ``scenarios`` (``db/schema.rb``) that a request may change."""


def index(call: Call) -> Response:
    """``GET /api/v3/scenarios``: the scenarios on which the user has any role, newest first."""
    params, caller = call.params, call.caller
    user, letters = caller.user, caller.access.without_scenario
    if "L" not in letters:
        raise refused(NOT_AUTHENTICATED)
    page = Page.asked_for(params)
    listed = call.engine.scenarios_where(
        lambda each: each.role_of(user) is not None and (not each.private or "P" in letters)
    )
    items = [_json(call, each) for each in listed]
    return json_response(page.of(items, call.url("/api/v3/scenarios")))


def create(call: Call) -> Response:
    """``POST /api/v3/scenarios``: a new scenario, or a copy of another one."""
    if "N" not in call.caller.access.without_scenario:
        raise refused(HIDDEN)
    made = scenario_changes.create(call)
    return json_response(_json(call, made))


def show(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id}``."""
    scenario = _scenario(call)
    call.caller.require("R", scenario)
    return json_response(_json(call, scenario))


def batch(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id1},{id2},…/batch``: those of them that may be read, by id."""
    _scenario(call)
    asked = (call.scenario(each) for each in call.path_param("id").split(","))
    found = {each.id: each for each in asked if each}
    readable = [each for _, each in sorted(found.items()) if "R" in call.caller.allowed(each)]
    return json_response([_json(call, each) for each in readable])


def update(call: Call) -> Response:
    """``PUT`` or ``PATCH /api/v3/scenarios/{id}``: change it, and ask for results."""
    scenario = _scenario(call)
    letter = scenario_changes.required_letter(call)
    call.caller.require(letter, scenario)
    results = scenario_changes.update(call, scenario)
    return json_response({"scenario": _json(call, scenario), "gqueries": results})


def interpolate(call: Call) -> Response:
    """``POST /api/v3/scenarios/{id}/interpolate``: a new scenario, for a year in between."""
    scenario = _scenario(call)
    call.caller.require("I", scenario)
    made = scenario_changes.interpolate(call, scenario)
    return json_response(_json(call, made))


def destroy(call: Call) -> Response:
    """``DELETE /api/v3/scenarios/{id}``: delete it; the answer has no body."""
    scenario, caller = _scenario(call), call.caller
    caller.require("D", scenario)
    if scenario.role_of(caller.user) is None:
        # Only an administrator gets here: the scenario is looked up among the user's own.
        raise no_such_scenario(call.path_param("id"))
    del call.engine.scenarios[scenario.id]
    return Response(headers={"content-type": call.asked.empty_body_type()})


def _json(call: Call, scenario: Scenario) -> dict[str, Any]:
    url = call.url(f"/api/v3/scenarios/{scenario.id}")
    return scenario_json(call.engine, scenario, url)


def _scenario(call: Call) -> Scenario:
    return call.existing(call.path_param("id"))

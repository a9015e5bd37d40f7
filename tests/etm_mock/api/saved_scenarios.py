"""Saved scenarios, which are MyETM's: ``/api/v3/saved_scenarios``.

The engine checks the token's scopes, and passes the request on to MyETM, which knows whose each is.
Left out is what MyETM then does to the engine's scenario: it keeps it compatible, gives its users
the same roles, and tags it. Source: the engine's ``Api::V3::SavedScenariosController`` and
``app/services/*_saved_scenario.rb``; MyETM's ``Api::V1::SavedScenariosController``.
"""

from typing import Any

from starlette.responses import Response

from etm_mock.api.call import Call
from etm_mock.api.scenario_json import scenario_json, timestamp
from etm_mock.engine import Scenario
from etm_mock.errors import ApiError, refused
from etm_mock.permissions import HIDDEN, Access
from etm_mock.rails import casts
from etm_mock.rails.failures import ServiceError
from etm_mock.rails.parameters import MissingParameter, Params, permitted
from etm_mock.responses import json_response
from etm_mock.state import SavedScenario


def index(call: Call) -> Response:
    """``GET /api/v3/saved_scenarios``: all of the user's, on one page; without a token none."""
    _ = call.caller
    token = call.token_of_accounts
    mine = [each for each in _of_environment(call) if token and token.user_id in each.roles]
    shown = [each for each in mine if "R" in _allowed(call, each)]
    shown.sort(key=lambda each: (each.updated_at, each.id), reverse=True)
    return json_response({"data": [_json(call, each) for each in shown], "links": {}})


def show(call: Call) -> Response:
    """``GET /api/v3/saved_scenarios/{id}``."""
    _ = call.caller
    return json_response(_json(call, _found(call, "R")))


def create(call: Call) -> Response:
    """``POST /api/v3/saved_scenarios``: save a scenario under a title."""
    if "N" not in call.caller.access.without_scenario:
        raise refused(HIDDEN)
    sent, scenario = _checked(call, required=("title", "scenario_id"))
    token = call.token_of_accounts
    if token is None or scenario is None:
        raise ServiceError("a request that MyETM refuses", "send a token")
    owner = call.state.accounts[token.user_id]
    saved = call.state.add_saved_scenario(
        owner,
        scenario,
        sent["title"],
        private=sent.get("private", owner.private_scenarios),
        description=sent.get("description"),
        version=call.engine.release or "latest",
    )
    return json_response(_json(call, saved))


def update(call: Call) -> Response:
    """``PUT`` or ``PATCH /api/v3/saved_scenarios/{id}``: change it, or what it holds."""
    if call.caller.user and "N" not in call.caller.access.without_scenario:
        raise refused(HIDDEN)
    sent, scenario = _checked(call, required=())
    saved = _found(call, "U")
    if scenario and scenario.id != saved.scenario_id:
        saved.history.append(saved.scenario_id)
        saved.scenario_id = scenario.id
    if scenario:
        saved.area_code, saved.end_year = scenario.area_code, scenario.end_year
    saved.title = sent.get("title", saved.title)
    saved.description = sent.get("description", saved.description)
    saved.private = sent.get("private", saved.private)
    saved.updated_at = call.state.clock.now()
    return json_response(_json(call, saved))


def _of_environment(call: Call) -> list[SavedScenario]:
    known = call.state.saved_scenarios.values()
    return [each for each in known if each.environment == call.service.environment]


def _allowed(call: Call, saved: SavedScenario) -> frozenset[str]:
    """Give what MyETM allows: its rules for saved scenarios are those of scenarios."""
    token = call.token_of_accounts
    account = call.state.accounts[token.user_id] if token else None
    access = Access(token.scopes if token else None, admin=bool(account and account.admin))
    role = saved.roles.get(account.id) if account else None
    return access.to_scenario(private=saved.private, has_users=True, role=role)


def _found(call: Call, letter: str) -> SavedScenario:
    """Find the saved scenario that is asked for, if that may be done with it.

    Raises :class:`~etm_mock.errors.ApiError` 404. A public one that may not be changed is a 403 of
    MyETM, over which the engine trips: :class:`~etm_mock.rails.failures.ServiceError`.
    """
    number = casts.to_i(call.path_param("id"))
    saved = next((each for each in _of_environment(call) if each.id == number), None)
    if saved is None or (letter not in _allowed(call, saved) and saved.private):
        raise refused(HIDDEN)
    if letter not in _allowed(call, saved):
        raise ServiceError("a saved scenario that may not be changed", "change one of yours")
    return saved


def _checked(call: Call, required: tuple[str, ...]) -> tuple[Params, Scenario | None]:
    """Give what was sent, and the scenario of its ``scenario_id``.

    Raises :class:`~etm_mock.errors.ApiError` 422, with the messages by field.
    """
    given = call.params.get("saved_scenario")
    known = ("scenario_id", "title", "description", "private")
    sent = permitted(given, values=known) if isinstance(given, dict) else {}
    if not sent:
        raise MissingParameter("saved_scenario")
    wrong = {key: ["is missing"] for key in required if key not in sent}
    for key, value in sent.items():
        if problem := _problem(key, value):
            wrong[key] = [problem]
    scenario = None
    if "scenario_id" in sent and "scenario_id" not in wrong:
        scenario = call.scenario(str(sent["scenario_id"]))
        if scenario is None or "R" not in call.caller.allowed(scenario):
            wrong["scenario_id"] = ["does not exist"]
    if wrong:
        raise ApiError(422, {"errors": wrong})
    return sent, scenario


def _problem(key: str, value: Any) -> str | None:
    if value is None or value == "":
        return "must be filled"
    if key == "scenario_id" and type(value) is not int:
        return "must be an integer"
    if key == "private" and not isinstance(value, bool):
        return "must be boolean"
    if key in ("title", "description") and not isinstance(value, str):
        return "must be a string"
    return None


def _json(call: Call, saved: SavedScenario) -> dict[str, Any]:
    """Show a saved scenario, with its scenario as far as the token may read that."""
    scenario = call.engine.scenarios.get(saved.scenario_id)
    readable = scenario is not None and "R" in call.caller.allowed(scenario)
    url = call.url(f"/api/v3/scenarios/{saved.scenario_id}")
    return {
        "id": saved.id,
        "scenario_id": saved.scenario_id,
        "scenario_id_history": saved.history,
        "title": saved.title,
        "area_code": saved.area_code,
        "end_year": saved.end_year,
        "private": saved.private,
        "discarded_at": None,
        "created_at": timestamp(saved.created_at),
        "updated_at": timestamp(saved.updated_at),
        "version": saved.version,
        "description": saved.description,
        "saved_scenario_users": [
            {"user_id": user, "role": role.name} for user, role in saved.roles.items()
        ],
        "scenario": scenario_json(call.engine, scenario, url) if scenario and readable else None,
    }

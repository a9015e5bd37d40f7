"""Who has which role on a scenario: ``/api/v3/scenarios/{id}/users``.

Each entry of a request is handled on its own: those that fail don't undo the others. Source: the
engine's ``Api::V3::ScenarioUsersController`` and its model of a scenario's user.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from etm_mock.api.endpoint import Call, endpoint
from etm_mock.errors import errors, refused
from etm_mock.params import Params, missing, number, permitted, text
from etm_mock.permissions import Role, refusal
from etm_mock.responses import json_response
from etm_mock.state import Scenario, ScenarioUser, State

NOBODY: Final = "Either user_id or user_email should be present."
EMAIL_INVALID: Final = "User email is invalid"
ROLE_UNKNOWN: Final = "Role unknown"
DUPLICATE: Final = "duplicate"
NOT_FOUND: Final = "Scenario user not found"
LAST_OWNER: Final = "Last owner cannot be altered"

# What the HTML standard calls a valid e-mail address: labels of up to 63 characters after the @.
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL: Final = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")


class EntryRefused(Exception):  # noqa: N818 - the request goes on with the next entry
    """An entry that can't be carried out: the key under which it is reported, and why."""

    def __init__(self, key: str, *messages: str) -> None:
        super().__init__(key, *messages)
        self.key = key
        self.messages = list(messages)


Change = Callable[[State, Scenario, Params], ScenarioUser]


def index(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id}/users``: every user of the scenario."""
    scenario = _managed_scenario(call)
    return json_response([_json(scenario, entry) for entry in scenario.users])


def create(call: Call) -> Response:
    """``POST``: add users by their e-mail addresses, those without an account included."""
    return _carry_out(call, _add, 201)


def update(call: Call) -> Response:
    """``PUT``: give users of the scenario another role."""
    return _carry_out(call, _change_role, 200)


def destroy(call: Call) -> Response:
    """``DELETE``: take users off the scenario."""
    return _carry_out(call, _remove, 200)


def destroy_all(call: Call) -> Response:
    """``DELETE …/users/destroy_all``: refused to everyone, whatever their role."""
    raise refused(refusal(private=_scenario(call).private))


def _scenario(call: Call) -> Scenario:
    scenario = call.scenario(call.asked_id)
    if scenario is None:
        raise errors(404, "Scenario not found")
    return scenario


def _managed_scenario(call: Call) -> Scenario:
    scenario = _scenario(call)
    call.caller.require("M", scenario)
    return scenario


def _carry_out(call: Call, change: Change, status: int) -> Response:
    """Make a change for each entry; answer ``status`` if all succeeded, else 422."""
    scenario = _managed_scenario(call)
    done: list[dict[str, Any]] = []
    failed: dict[str, list[str]] = {}
    for entry in _entries(call.params):
        try:
            done.append(_json(scenario, change(call.state, scenario, entry)))
        except EntryRefused as refused_entry:
            failed[refused_entry.key] = refused_entry.messages
    if failed:
        return json_response({"success": done, "errors": failed}, 422)
    return json_response(done, status)


def _entries(params: Mapping[str, Any]) -> list[Params]:
    sent = params.get("scenario_users")
    if not isinstance(sent, list):
        raise missing("scenario_users")
    known = ("id", "user_id", "user_email", "role")
    return [permitted(entry, values=known) for entry in sent if isinstance(entry, dict)]


def _add(state: State, scenario: Scenario, entry: Params) -> ScenarioUser:
    email, role, wrong = text(entry.get("user_email")) or "", _role(entry), list[str]()
    if not email.strip():
        wrong.append(NOBODY)
    elif not _EMAIL.fullmatch(email):
        wrong.append(EMAIL_INVALID)
    if role is None:
        wrong.append(ROLE_UNKNOWN)
    if wrong or role is None:
        raise EntryRefused(email, *wrong)
    account = state.user_by_email(email)
    if scenario.entry_of(account) if account else scenario.pending_entry(email):
        raise EntryRefused(account.email if account else email, DUPLICATE)
    return state.add_scenario_user(scenario, role, user=account, email=email)


def _change_role(state: State, scenario: Scenario, entry: Params) -> ScenarioUser:
    found, role = _existing(state, scenario, entry), _role(entry)
    if role is None:
        raise EntryRefused(_email_of(state, found), ROLE_UNKNOWN)
    if role is not Role.scenario_owner:
        _keep_an_owner(state, scenario, found)
    found.role = role
    return found


def _remove(state: State, scenario: Scenario, entry: Params) -> ScenarioUser:
    found = _existing(state, scenario, entry)
    _keep_an_owner(state, scenario, found)
    scenario.users.remove(found)
    return found


def _existing(state: State, scenario: Scenario, entry: Params) -> ScenarioUser:
    """Find the user that an entry means: by the row's id, else the user's id, else the e-mail."""
    given = {key: value for key, value in entry.items() if (text(value) or "").strip()}
    found: ScenarioUser | None = None
    if "id" in given:
        found = next((each for each in scenario.users if each.id == number(given["id"])), None)
        if found is None:
            raise errors(404, "Not found")
    elif "user_id" in given:
        wanted = number(given["user_id"])
        owned = (each for each in scenario.users if each.user_id is not None)
        found = next((each for each in owned if each.user_id == wanted), None)
    elif "user_email" in given:
        email = str(given["user_email"])
        found = scenario.pending_entry(email) or scenario.entry_of(state.user_by_email(email))
    if found is None:
        raise EntryRefused(str(given.get("user_id", given.get("user_email", ""))), NOT_FOUND)
    return found


def _keep_an_owner(state: State, scenario: Scenario, changed: ScenarioUser) -> None:
    owners = [each for each in scenario.users if each.role is Role.scenario_owner]
    if owners == [changed]:
        raise EntryRefused(_email_of(state, changed), LAST_OWNER)


def _role(entry: Params) -> Role | None:
    return Role.__members__.get(str(entry.get("role")))


def _email_of(state: State, entry: ScenarioUser) -> str:
    user = state.users.get(entry.user_id or 0)
    return user.email if user else entry.user_email or ""


def _json(scenario: Scenario, entry: ScenarioUser) -> dict[str, Any]:
    return {
        "id": entry.id,
        "scenario_id": scenario.id,
        "user_id": entry.user_id,
        "user_email": entry.user_email,
        "role_id": entry.role.value,
        "role": entry.role.name,
    }


_PATH: Final = "/api/v3/scenarios/{id}/users"

routes = [
    Route(_PATH, endpoint(index), methods=["GET"]),
    Route(_PATH, endpoint(create), methods=["POST"]),
    Route(_PATH, endpoint(update), methods=["PUT"]),
    Route(_PATH, endpoint(destroy), methods=["DELETE"]),
    Route(f"{_PATH}/destroy_all", endpoint(destroy_all), methods=["DELETE"]),
]

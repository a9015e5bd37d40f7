"""Who has which role on a scenario: ``/api/v3/scenarios/{id}/users``.

Each entry of a request is handled on its own: those that fail don't undo the others. Source: the
engine's ``Api::V3::ScenarioUsersController`` and its model of a scenario's user.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from starlette.responses import Response

from etm_mock.api.call import Call
from etm_mock.api.scenario_roles import change_role
from etm_mock.engine import Engine, Scenario, ScenarioUser
from etm_mock.errors import errors, refused
from etm_mock.permissions import Role, refusal
from etm_mock.rails import casts
from etm_mock.rails.failures import FrameworkError, ServiceError
from etm_mock.rails.parameters import Params, permitted_rows
from etm_mock.responses import json_response

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


Change = Callable[[Engine, Scenario, Params], ScenarioUser]


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
    scenario = _scenario(call)
    _ = call.caller  # a token that is not valid is 401 here, too
    raise refused(refusal(private=scenario.private))


def _scenario(call: Call) -> Scenario:
    return call.existing(call.path_param("scenario_id"), errors(404, "Scenario not found"))


def _managed_scenario(call: Call) -> Scenario:
    scenario = _scenario(call)
    call.caller.require("M", scenario)
    return scenario


def _carry_out(call: Call, change: Change, status: int) -> Response:
    """Make a change for each entry; answer ``status`` if all succeeded, else 422."""
    scenario = _managed_scenario(call)
    entries = permitted_rows(
        call.params.get("scenario_users"), ("id", "role", "user_id", "user_email")
    )
    if entries is None:
        raise ServiceError(
            "scenario_users that are missing or no list", 'send {"scenario_users": [{…}, …]}'
        )
    done: list[dict[str, Any]] = []
    failed: dict[str, list[str]] = {}
    for entry in entries:
        try:
            done.append(_json(scenario, change(call.engine, scenario, entry)))
        except EntryRefused as refused_entry:
            failed[refused_entry.key] = refused_entry.messages
    # Adding saves the scenario as well, which fails if it is private and has no owner.
    invalid = change is _add and scenario.private and not scenario.has_owner()
    if failed or invalid:
        return json_response({"success": done, "errors": failed}, 422)
    return json_response(done, status)


def _add(engine: Engine, scenario: Scenario, entry: Params) -> ScenarioUser:
    email, role, wrong = casts.text(entry.get("user_email")) or "", _role(entry), list[str]()
    if casts.is_blank(email):
        wrong.append(NOBODY)
    elif not _EMAIL.fullmatch(email):
        wrong.append(EMAIL_INVALID)
    if role is None:
        wrong.append(ROLE_UNKNOWN)
    if wrong or role is None:
        raise EntryRefused(email, *wrong)
    user = engine.user_by_email(email)
    if scenario.entry_of(user) if user else scenario.pending_entry(email):
        engine.next_scenario_user += 1  # the database gave the refused row its number
        raise EntryRefused(user.email if user else email, DUPLICATE)
    casts.column_text(email)
    return engine.add_scenario_user(scenario, role, user=user, email=email)


def _change_role(engine: Engine, scenario: Scenario, entry: Params) -> ScenarioUser:
    found, role = _existing(engine, scenario, entry), _role(entry)
    if role is None:
        raise EntryRefused(_email_of(engine, found), ROLE_UNKNOWN)
    if not change_role(scenario, found, role):
        raise EntryRefused(_email_of(engine, found), LAST_OWNER)
    return found


def _remove(engine: Engine, scenario: Scenario, entry: Params) -> ScenarioUser:
    found = _existing(engine, scenario, entry)
    _role(entry)  # it is read here, too
    if found.role is Role.scenario_owner and not scenario.has_owner(besides=found):
        raise EntryRefused(_email_of(engine, found), LAST_OWNER)
    scenario.users.remove(found)
    return found


def _existing(engine: Engine, scenario: Scenario, entry: Params) -> ScenarioUser:
    """Find the user that an entry means: by the row's id, else the user's id, else the e-mail."""
    given = {key: value for key, value in entry.items() if not casts.is_blank(value)}
    found: ScenarioUser | None = None
    if "id" in given:
        wanted = casts.row_id(given["id"])
        found = next((each for each in scenario.users if each.id == wanted), None)
        if found is None:
            raise FrameworkError(404)
    elif "user_id" in given:
        wanted = casts.row_id(given["user_id"])
        owned = (each for each in scenario.users if each.user_id is not None)
        found = next((each for each in owned if each.user_id == wanted), None)
    elif "user_email" in given:
        email = casts.text(given["user_email"]) or ""
        found = scenario.pending_entry(email) or scenario.entry_of(engine.user_by_email(email))
    if found is None:
        keys = [entry.get(key) for key in ("id", "user_id", "user_email")]
        key = next((each for each in keys if not casts.is_falsy(each)), keys[-1])
        raise EntryRefused(casts.to_s(key), NOT_FOUND)
    return found


def _role(entry: Params) -> Role | None:
    role = entry.get("role")
    if role is not None and not isinstance(role, str):
        raise ServiceError("a role that is no text", f"send one of {', '.join(Role.__members__)}")
    return Role.__members__.get(role or "")


def _email_of(engine: Engine, entry: ScenarioUser) -> str:
    user = engine.user(entry.user_id)
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

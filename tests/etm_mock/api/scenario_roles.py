"""Roles that come with a scenario's own parameters, from its template or from a saved scenario.

Source: ``copy_roles_from_parent`` and ``sync_users_from_params`` in the engine's
``app/models/scenario.rb``.
"""

from typing import Any

from etm_mock.engine import Engine, Scenario, ScenarioUser
from etm_mock.permissions import Role
from etm_mock.rails import casts
from etm_mock.rails.failures import FrameworkError, ServiceError


def copy_roles(engine: Engine, scenario: Scenario) -> None:
    """Give the users of a scenario's template the roles that they have there."""
    template = engine.scenario(scenario.template)
    for entry in list(template.users) if template else ():
        user = engine.user(entry.user_id)
        existing = scenario.entry_of(user)
        if existing:
            change_role(scenario, existing, entry.role)
        elif user:
            engine.add_scenario_user(scenario, entry.role, user=user)


def set_roles(engine: Engine, scenario: Scenario, rows: Any) -> None:
    """Give users the roles that rows of ``user_id`` or ``user_email``, and ``role_id``, say.

    Raises :class:`~etm_mock.rails.failures.FrameworkError` 422 for a new user without a known role.
    """
    if not isinstance(rows, list):
        raise ServiceError("saved_scenario_users that is no list", "send a list of objects")
    for row in rows:
        number = casts.row_id(row.get("role_id"))
        role = Role(number) if number in set(Role) else None
        existing = _existing(scenario, row)
        if role is None:
            raise FrameworkError(422)
        if existing:
            change_role(scenario, existing, role)
        else:
            _add(engine, scenario, row, role)


def change_role(scenario: Scenario, entry: ScenarioUser, role: Role) -> bool:
    """Give a user another role; ``False``, and nothing changed, if no owner would be left."""
    if role not in (entry.role, Role.scenario_owner) and not scenario.has_owner(besides=entry):
        return False
    entry.role = role
    return True


def _existing(scenario: Scenario, row: dict[str, Any]) -> ScenarioUser | None:
    if not casts.is_falsy(row.get("user_id")):
        wanted = casts.row_id(row["user_id"])
        return next((each for each in scenario.users if each.user_id == wanted), None)
    email = casts.text(row.get("user_email"))
    return scenario.pending_entry(email) if email else None


def _add(engine: Engine, scenario: Scenario, row: dict[str, Any], role: Role) -> None:
    user_id, email = casts.row_id(row.get("user_id")), casts.text(row.get("user_email")) or ""
    user = engine.user(user_id) or engine.user_by_email(email)
    if user and scenario.entry_of(user):
        raise ServiceError("a user who is there already", "name each user once")
    if bool(user_id) != casts.is_blank(email):
        raise FrameworkError(422)
    entry = engine.add_scenario_user(scenario, role, user=user, email=email or None)
    entry.user_id = user.id if user else user_id

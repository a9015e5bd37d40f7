"""The state of one engine as JSON values, in the form of ``world.json`` of the recordings.

``{"users", "scenarios", "next", "areas", "inputs", "gqueries"}``; see ``recordings/README.md``.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import SystemRandom
from typing import Any, Final

from etm_mock.api.scenario_json import timestamp
from etm_mock.catalogue import Slider, query_of_slider
from etm_mock.engine import Engine, Scenario, ScenarioUser
from etm_mock.permissions import Role
from etm_mock.services import Environment
from etm_mock.state import Account, Clock, State

USERS_CREATED_AT: Final = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
"""When the recorded engine got to know its users: a world gives no times for them."""


class InvalidWorld(ValueError):  # noqa: N818 - it is the world that is invalid
    """Values that are no state; the message says which."""


def load(state: State, world: Mapping[str, Any]) -> None:
    """Make a state of a world: one engine, which stands behind every engine's host.

    Which rules it goes by is decided by the host. The clock runs. Raises :class:`InvalidWorld`, and
    leaves the state as it was.
    """
    try:
        environment: Environment = world.get("environment", "production")
        engine = Engine(environment)
        accounts = [_account(each, environment) for each in world.get("users", [])]
        _fill(engine, world)
        next_user = int(world.get("next", {}).get("user", 1))
        unseen = {each["id"] for each in world.get("users", []) if not each.get("seen", True)}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidWorld(f"no state: {type(error).__name__}: {error}") from None
    state.clear(Clock(), SystemRandom(), only_engine=engine)
    for account in accounts:
        state.accounts[account.id] = account
        if account.id not in unseen:
            user = state.seen_by(engine, account)
            user.created_at = user.updated_at = USERS_CREATED_AT
    state.start_ids_at("accounts", max([next_user, *(each.id + 1 for each in accounts)]))


def as_json(state: State, engine: Engine) -> dict[str, Any]:
    """Give the state of an engine as a world."""
    here = (each for each in state.accounts.values() if each.environment == engine.environment)
    catalogue = engine.catalogue
    return {
        "environment": engine.environment,
        "users": [_user_json(engine, account) for account in here],
        "scenarios": [_scenario_json(each) for each in engine.scenarios.values()],
        "next": {
            "scenario": engine.next_scenario,
            "scenario_user": engine.next_scenario_user,
            "user": state.last_id("accounts") + 1,
        },
        "areas": catalogue.start_years,
        "inputs": {
            key: {"min": slider.minimum, "max": slider.maximum, "default": slider.default}
            for key, slider in catalogue.sliders.items()
        },
        "gqueries": list(catalogue.queries),
    }


def _fill(engine: Engine, world: Mapping[str, Any]) -> None:
    catalogue = engine.catalogue
    if "areas" in world:
        catalogue.start_years = {str(key): int(year) for key, year in world["areas"].items()}
    if "inputs" in world:
        catalogue.sliders = {key: _slider(each) for key, each in world["inputs"].items()}
    if "gqueries" in world:
        known = catalogue.queries
        catalogue.queries = {
            key: known.get(key) or query_of_slider(key) for key in world["gqueries"]
        }
    for each in world.get("scenarios", []):
        engine.scenarios[int(each["id"])] = _scenario(each)
    rows = [entry.id for each in engine.scenarios.values() for entry in each.users]
    numbers = world.get("next", {})
    engine.next_scenario = int(numbers.get("scenario", max([0, *engine.scenarios]) + 1))
    engine.next_scenario_user = int(numbers.get("scenario_user", max([0, *rows]) + 1))


def _account(user: Mapping[str, Any], environment: Environment) -> Account:
    return Account(
        int(user["id"]),
        str(user["name"]),
        str(user["email"]),
        str(user.get("password", "password")),
        environment,
        bool(user.get("admin", False)),
        bool(user.get("private_scenarios", False)),
    )


def _slider(values: Mapping[str, Any]) -> Slider:
    default = float(values.get("default", values["min"]))
    return Slider(float(values["min"]), float(values["max"]), "", default)


def _scenario(values: Mapping[str, Any]) -> Scenario:
    return Scenario(
        int(values["id"]),
        str(values["area_code"]),
        int(values["end_year"]),
        datetime.fromisoformat(values["created_at"]),
        datetime.fromisoformat(values["updated_at"]),
        private=bool(values.get("private", False)),
        keep_compatible=bool(values.get("keep_compatible", False)),
        source=values.get("source"),
        metadata=dict(values.get("metadata") or {}),
        user_values=dict(values.get("user_values") or {}),
        template=values.get("template"),
        users=[
            ScenarioUser(
                int(row["id"]), Role[row["role"]], row.get("user_id"), row.get("user_email")
            )
            for row in values.get("users", [])
        ],
    )


def _user_json(engine: Engine, account: Account) -> dict[str, Any]:
    known = engine.users.get(account.id)
    shown = known or account
    return {
        "id": account.id,
        "name": shown.name,
        "email": account.email,
        "admin": shown.admin,
        "private_scenarios": shown.private_scenarios,
        "seen": known is not None,
    }


def _scenario_json(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "area_code": scenario.area_code,
        "end_year": scenario.end_year,
        "private": scenario.private,
        "keep_compatible": scenario.keep_compatible,
        "source": scenario.source,
        "template": scenario.template,
        "user_values": scenario.user_values,
        "metadata": scenario.metadata,
        "created_at": timestamp(scenario.created_at),
        "updated_at": timestamp(scenario.updated_at),
        "users": [
            {
                "id": row.id,
                "user_id": row.user_id,
                "user_email": row.user_email,
                "role": row.role.name,
            }
            for row in scenario.users
        ],
    }

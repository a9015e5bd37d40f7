"""What a request may set on a scenario: reading, checking and applying it.

Source: the engine's ``Api::V3::ScenariosController``, its model ``Scenario``, and the services of
``ScenarioUpdater``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from etm_mock.api.call import Call, Caller
from etm_mock.api.scenario_roles import copy_roles, set_roles
from etm_mock.engine import Engine, Scenario
from etm_mock.errors import ApiError, errors
from etm_mock.permissions import Role
from etm_mock.rails import casts
from etm_mock.rails.failures import ServiceError
from etm_mock.rails.parameters import (
    MissingParameter,
    Params,
    permitted,
    permitted_list,
    permitted_rows,
)

METADATA_LIMIT: Final = 64 * 1024
"""The most that a scenario's metadata may hold, in bytes of its text."""

OUT_OF_RANGE: Final = "Not found"
"""The answer (404) to a whole number that the database's columns don't hold."""

_LABELS: Final = {
    "area_code": "Area code",
    "end_year": "End year",
    "metadata": "Metadata",
    "private": "Private",
}
"""How an update's messages begin, by field."""

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_HEXADECIMAL: Final = re.compile(r"[+-]?0[xX]")

# dry-types' ``Coercions::Params``: no other mixture of small and capital letters counts.
_BOOLEANS: Final = {
    *["1", "on", "On", "ON", "t", "true", "True", "TRUE", "T", "y", "yes", "Yes", "YES", "Y"],
    *["0", "off", "Off", "OFF", "f", "false", "False", "FALSE", "F", "n", "no", "No", "NO", "N"],
}


def create(call: Call) -> Scenario:
    """Make a scenario, a new one or a copy, as a request's parameters ask.

    Raises :class:`~etm_mock.errors.ApiError` 422, with the messages by field, and makes nothing
    then.
    """
    sent, caller, engine = _unnested(call.params), call.caller, call.engine
    attributes: Params = {"area_code": "nl", "end_year": 2050, **_sent(sent)}
    if "saved_scenario_users" in attributes:
        raise ServiceError("saved_scenario_users of a new scenario", "update the scenario")
    parent = _parent(call, attributes)
    values: dict[str, float] = {}
    if not parent:
        sliders = attributes.get("user_values", {})
        values = {key: casts.to_f(value) for key, value in sliders.items()}
    private = _new_privacy(caller, parent, attributes)
    now = call.state.clock.now()
    scenario = Scenario(0, "", 0, now, now)
    raw_end_year = attributes["end_year"]
    scenario.area_code = casts.text(attributes["area_code"]) or ""
    scenario.scaling = _scaling(call.params, engine, scenario.area_code, attributes)
    scenario.template = casts.integer(attributes.get("preset_scenario_id"))
    source = engine.scenario(casts.row_id(attributes.get("scenario_id")))
    if "scenario_id" in attributes:
        scenario.template = source.id if source else None
    if source:
        scenario.area_code, raw_end_year = source.area_code, source.end_year
        scenario.user_values = dict(source.user_values)
        scenario.scaling = scenario.scaling or (None if _descaled(attributes) else source.scaling)
    scenario.metadata = attributes.get("metadata", {})
    scenario.private = bool(private)
    found = _end_year_problems(engine, scenario.area_code, raw_end_year) | _problems(
        engine, scenario, owned=caller.user is not None
    )
    if scenario.scaling and not _scaling_is_valid(scenario.scaling):
        found["scaler"] = ["is invalid"]
    if found:
        raise ApiError(422, {"errors": found})
    _check_numbers(scenario.metadata)
    scenario.end_year = _column_integer(raw_end_year)
    flags = {**attributes, "private": private}
    scenario.private = _column_flag(flags, "private", False)
    scenario.keep_compatible = _column_flag(flags, "keep_compatible", False)
    scenario.source = casts.column_text(attributes.get("source"))
    _column_integer(scenario.template)
    values, wrong = _slider_values(engine, scenario.user_values, values)
    if wrong:
        raise ApiError(422, {"errors": {"base": wrong}})
    scenario.user_values = values
    engine.keep(scenario)
    if caller.user:
        engine.add_scenario_user(scenario, Role.scenario_owner, user=caller.user)
    if casts.is_set(attributes.get("set_preset_roles")):
        copy_roles(engine, scenario)
    return scenario


def interpolate(call: Call, scenario: Scenario) -> Scenario:
    """Make a scenario of another one, for a year before its end.

    Its sliders lie on the line from their value in the start year, or in the scenario
    ``start_scenario_id``, to that of the end year. The caller becomes its only user, and it is as
    private as a copy would be: there is no parameter for that.

    Raises :class:`~etm_mock.errors.ApiError` 400, 404 or 422. Source: the engine's
    ``Scenario::YearInterpolator``.
    """
    engine, caller = call.engine, call.caller
    asked, start = _single(call.params, "end_year"), _start_scenario(call)
    if casts.is_blank(asked):
        raise errors(400, "Interpolated scenario must have an end year")
    year = casts.to_i(asked)
    if wrong := _interpolation_problems(engine, scenario, start, year):
        raise errors(422, *wrong)
    begin = start.end_year if start else engine.start_year(scenario.area_code)
    done = (year - begin) / (scenario.end_year - begin)
    before = {key: slider.default for key, slider in engine.catalogue.sliders.items()}
    before |= start.user_values if start else {}
    made = engine.add_scenario(
        call.state.clock.now(),
        scenario.area_code,
        year,
        source=scenario.source,
        private=bool(_new_privacy(caller, scenario, {})),
        user_values={
            key: before[key] + (value - before[key]) * done
            for key, value in scenario.user_values.items()
        },
    )
    if user := caller.user:
        engine.add_scenario_user(made, Role.scenario_owner, user=user)
    return made


def _start_scenario(call: Call) -> Scenario | None:
    asked = _single(call.params, "start_scenario_id")
    if asked is None:
        return None
    start = call.existing(str(asked))
    call.caller.require("R", start)
    return start


def _interpolation_problems(
    engine: Engine, scenario: Scenario, start: Scenario | None, year: int
) -> list[str]:
    about_year, others = [], []
    if year >= scenario.end_year:
        about_year.append("must be prior to the original scenario end year")
    if year <= engine.start_year(scenario.area_code):
        about_year.append("must be posterior to the dataset analysis year")
    if start and year <= start.end_year:
        about_year.append("must be posterior to the start scenario end year")
    if scenario.scaling:
        others.append("cannot interpolate scaled scenarios")
    if start is scenario:
        others.append("start scenario must not be the same as the original scenario")
    if start and start.end_year >= scenario.end_year:
        others.append("start scenario end year must be prior to original scenario end year")
    if start and engine.start_year(start.area_code) != engine.start_year(scenario.area_code):
        others.append("start scenario start year must match original scenario start year")
    if start and start.area_code != scenario.area_code:
        others.append("start scenario area code must match original scenario area code")
    return [*about_year, *others]


def required_letter(call: Call) -> str:
    """Give the letter of the permission table that an update asks for.

    Known parameters count as a change, also those that change nothing.
    """
    sent = _sent(call.params)
    if any(
        not casts.is_blank(sent.get(key)) for key in ("set_preset_roles", "saved_scenario_users")
    ):
        return "D"
    # Taking back a scenario's values is a change too: the mock is strict here.
    return "U" if sent or not casts.is_blank(_single(call.params, "reset")) else "R"


def update(call: Call, scenario: Scenario) -> dict[str, Any]:
    """Change a scenario, and give the results of the queries that were asked for.

    Raises :class:`~etm_mock.errors.ApiError` 422 with all messages, and changes nothing then.
    """
    sent, engine = _sent(call.params), call.engine
    queries = permitted_list(call.params.get("gqueries")) or []
    # Ruby counts a list of nothing but false as one that holds nothing.
    wanted = queries if any(not casts.is_falsy(key) for key in queries) else []
    unknown = [
        f"Gquery {casts.to_s(key)} does not exist"
        for key in wanted
        if not isinstance(key, str) or key not in engine.catalogue.queries
    ]
    if misread := _misread(call.params, queries):
        raise errors(422, *misread, *unknown)
    changed = replace(scenario, users=scenario.users)
    template = engine.scenario(scenario.template)
    inherited = template.user_values if template else {}
    before = dict(inherited) if not casts.is_falsy(_single(call.params, "reset")) else None
    sliders = {
        key: _slider_value(engine, key, value, inherited)
        for key, value in sent.get("user_values", {}).items()
    }
    changed.user_values, wrong = _slider_values(
        engine, scenario.user_values if before is None else before, sliders
    )
    if wrong:
        raise errors(422, *wrong, *unknown)
    if "preset_scenario_id" in sent:
        changed.template = casts.integer(sent["preset_scenario_id"])
    changed.metadata = sent.get("metadata", scenario.metadata)
    _check_numbers(changed.metadata)
    changed.private = bool(casts.boolean(sent.get("private", scenario.private)))
    found = _end_year_problems(engine, changed.area_code, changed.end_year) | _problems(
        engine, changed, owned=changed.has_owner()
    )
    if found:
        texts = (f"Scenario: {_LABELS[key]} {text}" for key in found for text in found[key])
        raise errors(422, *texts, *unknown)
    changed.private = _column_flag(sent, "private", scenario.private)
    changed.keep_compatible = _column_flag(sent, "keep_compatible", scenario.keep_compatible)
    if "source" in sent:
        changed.source = casts.column_text(sent["source"])
    _column_integer(changed.template)
    if unknown:
        raise errors(422, *unknown)
    if changed != scenario:
        vars(scenario).update(vars(changed), updated_at=call.state.clock.now())
    if casts.is_set(sent.get("set_preset_roles")):
        copy_roles(engine, scenario)
    if not casts.is_blank(sent.get("saved_scenario_users")):
        set_roles(engine, scenario, sent["saved_scenario_users"])
    return engine.catalogue.results(queries, scenario.user_values)


def _unnested(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take ``user_values`` out of another one, as the real service does when it creates."""
    scenario = params.get("scenario")
    outer = scenario.get("user_values") if isinstance(scenario, dict) else None
    inner = outer.get("user_values") if isinstance(outer, dict) else None
    if isinstance(scenario, dict) and not casts.is_falsy(inner):
        return {**params, "scenario": {**scenario, "user_values": inner}}
    return params


def _sent(params: Mapping[str, Any]) -> Params:
    """Give the ``scenario`` parameters that the API knows, whether or not they change anything."""
    sent = params.get("scenario")
    if isinstance(sent, list):
        raise ServiceError('"scenario" is a list', 'send "scenario" as an object')
    if not isinstance(sent, dict):
        return {}
    known = permitted(
        sent,
        values=(
            "area_code",
            "descale",
            "end_year",
            "keep_compatible",
            "preset_scenario_id",
            "private",
            "scenario_id",
            "set_preset_roles",
            "source",
        ),
        groups=("user_values", "metadata"),
    )
    users, columns = sent.get("saved_scenario_users"), ("user_id", "user_email", "role_id")
    rows = permitted_rows(users, columns)
    if isinstance(users, dict):
        known["saved_scenario_users"] = permitted(users, values=columns)
    elif rows is not None:
        known["saved_scenario_users"] = rows
    return known


def _single(params: Mapping[str, Any], key: str) -> Any:
    value = params.get(key)
    return None if isinstance(value, list | dict) else value


def _misread(params: Mapping[str, Any], queries: list[Any]) -> list[Any]:
    """Say which parameters of an update are of the wrong type."""
    found: list[Any] = []
    reset = _single(params, "reset")
    if "reset" in params and not isinstance(params["reset"], list | dict):
        if reset is None or reset == "":
            found.append(["reset", ["must be filled"]])
        elif str(reset) not in _BOOLEANS:
            found.append(["reset", ["must be boolean"]])
    numbers = {
        str(index): ["must be a string"]
        for index, key in enumerate(queries)
        if not isinstance(key, str)
    }
    return [*found, ["gqueries", numbers]] if numbers else found


def _parent(call: Call, attributes: Params) -> Scenario | None:
    """Find the scenario that a new one refers to, ``None`` if it refers to none.

    Raises :class:`~etm_mock.errors.ApiError` 422 for one that is not there or may not be read.
    """
    if "scenario_id" not in attributes and "preset_scenario_id" not in attributes:
        return None
    asked = attributes.get("scenario_id")
    if casts.is_falsy(asked):
        asked = attributes.get("preset_scenario_id")
    parent = call.engine.scenario(casts.row_id(asked))
    if parent is None or "C" not in call.caller.allowed(parent):
        raise ApiError(422, {"errors": {"scenario_id": ["does not exist"]}})
    return parent


def _new_privacy(caller: Caller, parent: Scenario | None, attributes: Params) -> bool | None:
    if attributes.get("private") is not None:
        return casts.boolean(attributes["private"])
    if caller.user is None:
        # Without a token, null is sent on to the database, which doesn't take it.
        return None if "private" in attributes and not parent else False
    if parent and not parent.users:
        return False
    if parent and parent.role_of(caller.user) is Role.scenario_owner:
        return parent.private
    return bool(caller.user.private_scenarios)


def _problems(engine: Engine, scenario: Scenario, *, owned: bool) -> dict[str, list[str]]:
    """Say what is wrong with a scenario by field, but for its end year."""
    found: dict[str, list[str]] = {}
    if scenario.area_code not in engine.catalogue.start_years:
        blank = ["can't be blank"] if casts.is_blank(scenario.area_code) else []
        found["area_code"] = [*blank, "is unknown or not supported"]
    if _size(scenario.metadata) > METADATA_LIMIT:
        found["metadata"] = ["can not exceed 64Kb"]
    if scenario.private and not owned:
        found["private"] = ["can not be true on an unowned scenario"]
    return found


def _end_year_problems(engine: Engine, area_code: str, sent: Any) -> dict[str, list[str]]:
    """Say what is wrong with an end year as it was sent: it must be written as an integer."""
    if casts.integer(sent) is None:
        return {"end_year": ["can't be blank"]}
    sent, start_year = 0 if sent is False else sent, engine.start_year(area_code)
    no_number = sent is True or (isinstance(sent, str) and bool(_HEXADECIMAL.match(sent)))
    number = None if no_number else casts.whole_float(sent)
    if number is None:
        problem = "is not a number"
    elif not _INTEGER.fullmatch(str(sent)):
        problem = "must be an integer"
    elif number <= start_year:
        problem = f"must be greater than {start_year}"
    else:
        return {}
    return {"end_year": [problem]}


def _column_integer(value: Any) -> int:
    """Cast to a whole number that a column holds. Raises ``ApiError`` 404 for one too large."""
    cast = casts.integer(value) or 0
    if not -casts.INTEGER_LIMIT <= cast < casts.INTEGER_LIMIT:
        raise errors(404, OUT_OF_RANGE)
    return cast


def _column_flag(sent: Mapping[str, Any], key: str, before: bool) -> bool:
    """Cast a flag that the database doesn't take empty."""
    cast = casts.boolean(sent.get(key, before))
    if cast is None:
        raise ServiceError(f'null or an empty text as "{key}"', "send true or false")
    return cast


def _slider_value(
    engine: Engine, key: str, value: Any, inherited: Mapping[str, float]
) -> float | str | None:
    """Read what an update sends for a slider: a number, ``reset``, or ``None`` for neither."""
    if key not in engine.catalogue.sliders:
        return None
    if value == "reset":
        return inherited.get(key, "reset")
    return casts.whole_float(value)


def _slider_values(
    engine: Engine, before: Mapping[str, float], sent: Mapping[str, float | str | None]
) -> tuple[dict[str, float], list[str]]:
    """Merge slider values into those before; give the new values and what is wrong."""
    values, wrong = dict(before), []
    for key, value in sent.items():
        slider = engine.catalogue.sliders.get(key)
        if slider is None:
            wrong.append(f"Input {key} does not exist")
        elif value is None:
            wrong.append(f"Input {key} must be numeric")
        elif isinstance(value, str):
            values.pop(key, None)
        elif value < slider.minimum:
            wrong.append(f"Input {key} cannot be less than {slider.minimum}")
        elif value > slider.maximum:
            wrong.append(f"Input {key} cannot be greater than {slider.maximum}")
        else:
            values[key] = value
    return values, wrong


def _descaled(attributes: Params) -> bool:
    return not casts.is_falsy(attributes.get("descale"))


def _scaling(
    params: Mapping[str, Any], engine: Engine, area_code: str, attributes: Params
) -> dict[str, Any] | None:
    """Read the scaling of a new scenario, ``None`` for none."""
    sent = params.get("scenario")
    if casts.is_falsy(sent):
        return None
    if not isinstance(sent, dict):
        raise ServiceError('"scenario" is no object', 'send "scenario" as an object')
    scale = sent.get("scale")
    if casts.is_falsy(scale):
        return None
    if casts.is_blank(scale):
        raise MissingParameter("scale")
    if not isinstance(scale, dict):
        raise ServiceError('"scale" is no object', 'send "scale" as an object')
    if _descaled(attributes):
        return None
    known = permitted(
        scale,
        values=("area_attribute", "value", "has_agriculture", "has_energy", "has_industry"),
    )
    attribute = casts.text(known.get("area_attribute"))
    return {
        "area_attribute": attribute,
        "value": _number(known.get("value")),
        "base_value": engine.catalogue.sizes.get(area_code, {}).get(attribute or ""),
        "has_agriculture": _column_flag(known, "has_agriculture", False),
        "has_industry": _column_flag(known, "has_industry", False),
        "has_energy": _column_flag(known, "has_energy", True),
    }


def _number(value: Any) -> float | None:
    """Read a number that must be there; ``False`` counts as 0.0, ``True`` as none."""
    if value is False:
        return 0.0
    return None if casts.is_blank(value) or value is True else casts.whole_float(value)


def _scaling_is_valid(scaling: Mapping[str, Any]) -> bool:
    known = ("present_number_of_residences", "number_of_inhabitants")
    return scaling["area_attribute"] in known and scaling["value"] is not None


def _check_numbers(value: Any) -> None:
    """Refuse whole numbers that MessagePack can't hold, in which metadata is kept."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            _check_numbers(each)
    elif type(value) is int and not -(2**63) <= value < 2**64:
        raise ServiceError("a whole number of more than 64 bits in metadata", "send it as a string")


def _size(metadata: Mapping[str, Any]) -> int:
    """Give the size in bytes of metadata, as Ruby writes a mapping as text."""
    return len(casts.inspected(metadata).encode())

"""What a request may set on a scenario: reading, checking and applying it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from etm_mock.api.caller import Caller
from etm_mock.catalogue import QUERIES, SLIDERS, START_YEARS
from etm_mock.errors import ApiError, errors
from etm_mock.params import Params, boolean, mapping, number, permitted, text
from etm_mock.permissions import Role
from etm_mock.state import Scenario, State

DEFAULT_AREA: Final = "nl"
DEFAULT_END_YEAR: Final = 2050

DEFAULT_START_YEAR: Final = 2019
"""Where scenarios start in an area that is not known."""

METADATA_LIMIT: Final = 64 * 1024
"""The most that a scenario's metadata may hold, in bytes of JSON."""

PRIVATE_UNOWNED: Final = "can not be true on an unowned scenario"
METADATA_TOO_LARGE: Final = "can not exceed 64Kb"


def create(state: State, caller: Caller, params: Mapping[str, Any]) -> Scenario:
    """Make a scenario, a new one or a copy, as a request's parameters ask.

    Raises :class:`~etm_mock.errors.ApiError` 422, with the messages by field, and makes nothing
    then. Source: ``POST /api/v3/scenarios``.
    """
    sent = _sent(params)
    source = _source(state, caller, sent)
    found: dict[str, list[str]] = {}
    wrong: list[str] = []
    if source:
        area_code, end_year = source.area_code, source.end_year
        values = dict(source.user_values)
    else:
        area_code = sent.get("area_code", DEFAULT_AREA)
        if area_code not in START_YEARS:
            blank = ["can't be blank"] if area_code in (None, "") else []
            found["area_code"] = [*blank, "is unknown or not supported"]
        end_year = _checked_end_year(sent.get("end_year", DEFAULT_END_YEAR), area_code, found)
        numbers = {key: number(value) or 0.0 for key, value in mapping(sent, "user_values").items()}
        values, wrong = _slider_values({}, numbers)
    private = _new_privacy(caller, source, boolean(sent.get("private")))
    if private and caller.user is None:
        found["private"] = [PRIVATE_UNOWNED]
    metadata = mapping(sent, "metadata")
    if _too_large(metadata):
        found["metadata"] = [METADATA_TOO_LARGE]
    if found or wrong:
        # Sliders are looked at only when all else is right.
        raise ApiError(422, {"errors": found or {"base": wrong}})
    scenario = state.add_scenario(
        area_code,
        end_year,
        source=text(sent.get("source")),
        private=private,
        keep_compatible=bool(boolean(sent.get("keep_compatible"))),
        metadata=metadata,
        user_values=values,
        template=source.id if source else None,
    )
    if caller.user:
        state.add_scenario_user(scenario, Role.scenario_owner, user=caller.user)
    return scenario


def changes_nothing(params: Mapping[str, Any]) -> bool:
    """Say whether an update's parameters leave the scenario as it is."""
    return not _sent(params) and not boolean(params.get("reset"))


def update(state: State, scenario: Scenario, params: Mapping[str, Any]) -> dict[str, Any]:
    """Change a scenario, and give the results of the queries that were asked for.

    Raises :class:`~etm_mock.errors.ApiError` 422 with all messages, and changes nothing then.
    Source: ``PUT /api/v3/scenarios/{id}``.
    """
    sent = _sent(params)
    template_values = _template_values(state, scenario)
    before = template_values if boolean(params.get("reset")) else scenario.user_values
    values, found = _slider_values(before, mapping(sent, "user_values"), reset_to=template_values)
    private = _changed(scenario.private, sent.get("private"))
    metadata = sent.get("metadata", scenario.metadata)
    if not found:
        # The scenario is looked at only when its sliders are right.
        if private and not scenario.has_owner:
            found.append(f"Scenario: Private {PRIVATE_UNOWNED}")
        if _too_large(metadata):
            found.append(f"Scenario: Metadata {METADATA_TOO_LARGE}")
    asked = _query_keys(params.get("gqueries"))
    found += [f"Gquery {key} does not exist" for key in asked if key not in QUERIES]
    if found:
        raise errors(422, *found)
    if not changes_nothing(params):
        scenario.user_values, scenario.private, scenario.metadata = values, private, metadata
        keep_compatible = _changed(scenario.keep_compatible, sent.get("keep_compatible"))
        scenario.keep_compatible = keep_compatible
        if "source" in sent:
            scenario.source = text(sent["source"])
        scenario.updated_at = state.clock.now()
    return {key: QUERIES[key].result(scenario.user_values) for key in asked}


def _sent(params: Mapping[str, Any]) -> Params:
    """Give the ``scenario`` parameters that the API knows, whether or not they change anything."""
    return permitted(
        mapping(params, "scenario"),
        values=(
            "area_code",
            "end_year",
            "keep_compatible",
            "preset_scenario_id",
            "private",
            "scenario_id",
            "source",
        ),
        groups=("metadata", "user_values"),
    )


def _source(state: State, caller: Caller, sent: Params) -> Scenario | None:
    """Find the scenario to copy, ``None`` if none is asked for.

    Raises :class:`~etm_mock.errors.ApiError` 422 for one that is not there or may not be copied.
    """
    asked = [sent[key] for key in ("scenario_id", "preset_scenario_id") if key in sent]
    if not asked:
        return None
    cast = number(next((value for value in asked if value is not None), None))
    source = state.scenarios.get(int(cast)) if cast is not None else None
    if source is None or "C" not in caller.allowed(source):
        raise ApiError(422, {"errors": {"scenario_id": ["does not exist"]}})
    return source


def _new_privacy(caller: Caller, source: Scenario | None, sent: bool | None) -> bool:
    if sent is not None:
        return sent
    if source and not source.users:
        return False
    if source and source.role_of(caller.user) is Role.scenario_owner:
        return source.private
    return caller.user.private_scenarios if caller.user else False


def _checked_end_year(sent: Any, area_code: Any, found: dict[str, list[str]]) -> int:
    """Cast an end year; where it is not one, note why in ``found``."""
    start_year = START_YEARS.get(area_code, DEFAULT_START_YEAR)
    cast = number(sent)
    if sent is None or sent == "":
        found["end_year"] = ["can't be blank"]
    elif cast is None:
        found["end_year"] = ["is not a number"]
    elif cast != int(cast):
        found["end_year"] = ["must be an integer"]
    elif cast <= start_year:
        found["end_year"] = [f"must be greater than {start_year}"]
    return int(cast or 0)


def _slider_values(
    before: Mapping[str, float],
    sent: Mapping[str, Any],
    reset_to: Mapping[str, float] | None = None,
) -> tuple[dict[str, float], list[str]]:
    """Merge sent slider values into those before; give the new values and what is wrong."""
    values, wrong = dict(before), []
    for key, value in sent.items():
        slider, cast = SLIDERS.get(key), number(value)
        if slider is None:
            wrong.append(f"Input {key} does not exist")
        elif value == "reset":
            values.pop(key, None)
            if reset_to and key in reset_to:
                values[key] = reset_to[key]
        elif cast is None:
            wrong.append(f"Input {key} must be numeric")
        elif cast < slider.minimum:
            wrong.append(f"Input {key} cannot be less than {slider.minimum}")
        elif cast > slider.maximum:
            wrong.append(f"Input {key} cannot be greater than {slider.maximum}")
        else:
            values[key] = cast
    return values, wrong


def _changed(before: bool, sent: Any) -> bool:
    """Give a flag's new value: an empty one leaves it as it is."""
    after = boolean(sent)
    return before if after is None else after


def _template_values(state: State, scenario: Scenario) -> Mapping[str, float]:
    template = state.scenarios.get(scenario.template or 0)
    return template.user_values if template else {}


def _query_keys(sent: Any) -> list[str]:
    """Read a list of names; anything else asks for no queries."""
    keys = sent if isinstance(sent, list) else []
    return [str(key) for key in keys if not isinstance(key, list | dict)]


def _too_large(metadata: Any) -> bool:
    return len(json.dumps(metadata, ensure_ascii=False).encode()) > METADATA_LIMIT

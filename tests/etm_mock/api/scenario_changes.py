"""What a request may set on a scenario: reading, checking and applying it."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

from etm_mock.api.caller import Caller
from etm_mock.catalogue import QUERIES, SLIDERS, START_YEARS
from etm_mock.errors import ApiError, errors
from etm_mock.params import boolean, mapping, number
from etm_mock.permissions import Role
from etm_mock.state import Scenario, State

METADATA_LIMIT: Final = 64 * 1024
"""The most that a scenario's metadata may hold, in bytes of JSON."""

PRIVATE_UNOWNED: Final = "can not be true on an unowned scenario"
METADATA_TOO_LARGE: Final = "can not exceed 64Kb"


def create(state: State, caller: Caller, sent: Mapping[str, Any]) -> Scenario:
    """Make a scenario from ``sent``, the ``scenario`` parameters of a request.

    Raises :class:`~etm_mock.errors.ApiError` 422, with the messages by field, and makes nothing
    then. Source: ``POST /api/v3/scenarios``.
    """
    source_sent = next((key for key in ("scenario_id", "preset_scenario_id") if key in sent), None)
    source: Scenario | None = None
    found: dict[str, list[str]] = {}
    if source_sent:
        source = _readable_source(state, caller, sent[source_sent])
        if source is None:
            found["scenario_id"] = ["does not exist"]
    area_code, end_year, values, wrong = "nl", 2050, dict[str, float](), list[str]()
    if source:
        area_code, end_year = source.area_code, source.end_year
        values = deepcopy(source.user_values)
    elif not source_sent:
        area_code = sent.get("area_code", area_code)
        end_year = _checked_end_year(sent.get("end_year", end_year), area_code, found)
        if area_code not in START_YEARS:
            blank = ["can't be blank"] if area_code in (None, "") else []
            found["area_code"] = [*blank, "is unknown or not supported"]
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
        source=_text(sent.get("source")),
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
    return not mapping(params, "scenario") and not boolean(params.get("reset"))


def update(state: State, scenario: Scenario, params: Mapping[str, Any]) -> dict[str, Any]:
    """Change a scenario, and give the results of the queries that were asked for.

    Raises :class:`~etm_mock.errors.ApiError` 422 with all messages, and changes nothing then.
    Source: ``PUT /api/v3/scenarios/{id}``.
    """
    sent = mapping(params, "scenario")
    before = {} if boolean(params.get("reset")) else scenario.user_values
    values, found = _slider_values(
        before, mapping(sent, "user_values"), reset_to=_template_values(state, scenario)
    )
    private = scenario.private
    if "private" in sent:
        private = bool(boolean(sent["private"]))
        if private and not scenario.has_owner:
            found.append(f"Scenario: Private {PRIVATE_UNOWNED}")
    metadata = mapping(sent, "metadata") if "metadata" in sent else scenario.metadata
    if _too_large(metadata):
        found.append(f"Scenario: Metadata {METADATA_TOO_LARGE}")
    asked = _query_keys(params.get("gqueries"))
    found += [f"Gquery {key} does not exist" for key in asked if key not in QUERIES]
    if found:
        raise errors(422, *found)
    if not changes_nothing(params):
        scenario.user_values, scenario.private, scenario.metadata = values, private, metadata
        if "keep_compatible" in sent:
            scenario.keep_compatible = bool(boolean(sent["keep_compatible"]))
        if "source" in sent:
            scenario.source = _text(sent["source"])
        scenario.updated_at = state.clock.now()
    return {key: QUERIES[key].result(scenario.user_values) for key in asked}


def _readable_source(state: State, caller: Caller, sent: Any) -> Scenario | None:
    cast = number(sent)
    scenario = state.scenarios.get(int(cast)) if cast is not None else None
    return scenario if scenario and "C" in caller.allowed(scenario) else None


def _new_privacy(caller: Caller, source: Scenario | None, sent: bool | None) -> bool:
    if sent is not None:
        return sent
    if source and not source.users:
        return False
    if source and source.role_of(caller.user) is Role.scenario_owner:
        return source.private
    return caller.user.private_scenarios if caller.user else False


def _checked_end_year(sent: Any, area_code: Any, found: dict[str, list[str]]) -> int:
    cast = number(sent)
    start_year = START_YEARS.get(area_code, START_YEARS["nl"]) if isinstance(area_code, str) else 0
    if sent in (None, ""):
        found["end_year"] = ["can't be blank", "is not a number"]
    elif cast is None:
        found["end_year"] = ["is not a number"]
    elif cast != int(cast):
        found["end_year"] = ["must be an integer"]
    elif cast <= start_year:
        found["end_year"] = [f"must be greater than {start_year}"]
    return 0 if "end_year" in found or cast is None else int(cast)


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


def _template_values(state: State, scenario: Scenario) -> Mapping[str, float]:
    template = state.scenarios.get(scenario.template or 0)
    return template.user_values if template else {}


def _query_keys(sent: Any) -> list[str]:
    keys: Iterable[Any] = sent if isinstance(sent, list) else []
    return [str(key) for key in keys]


def _too_large(metadata: Any) -> bool:
    return len(json.dumps(metadata, ensure_ascii=False).encode()) > METADATA_LIMIT


def _text(value: Any) -> str | None:
    return None if value is None else str(value)

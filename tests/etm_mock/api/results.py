"""Sliders and results of a scenario: whoever may read the scenario may read them.

Source: the engine's ``Api::V3::InputsController`` and ``CurvesController``, and their serializers.
"""

from typing import Any, Final

from starlette.responses import Response

from etm_mock.api.call import Call
from etm_mock.catalogue import electricity_prices
from etm_mock.engine import Scenario
from etm_mock.errors import errors
from etm_mock.rails.failures import FrameworkError
from etm_mock.rails.formats import ANY, JSON
from etm_mock.responses import json_response

CSV: Final = "text/csv"


def inputs(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id}/inputs``: every slider, by key."""
    scenario = _readable(call)
    sliders = call.engine.catalogue.sliders
    return json_response({key: _slider(call, scenario, key) for key in sliders})


def input_details(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id}/inputs/{keys}``: one slider, or some in a list."""
    scenario = _readable(call)
    asked = call.path_param("id")
    keys = list(dict.fromkeys(asked.split(",")))
    if any(key not in call.engine.catalogue.sliders for key in keys):
        raise errors(404, "ActiveRecord::RecordNotFound")
    found = [{**_slider(call, scenario, key), "step": 1.0, "code": key} for key in keys]
    return json_response(found if "," in asked else found[0])


def electricity_price(call: Call) -> Response:
    """``GET /api/v3/scenarios/{id}/curves/electricity_price.csv``: the price of each hour."""
    scenario = _readable(call, errors(404, "Scenario not found"))
    wanted = next((each for each in call.asked.formats() if each in (ANY, CSV, JSON)), None)
    if wanted is None:
        raise FrameworkError(406)
    prices = electricity_prices(scenario.end_year)
    if wanted == JSON:
        return json_response({"curve": "\n".join(f"{price}" for _, price in prices)})
    rows = [("Time", "Price (Euros)"), *prices]
    answer = Response("".join(f"{hour},{price}\n" for hour, price in rows), media_type=CSV)
    name = f"electricity_price.{scenario.id}.csv"
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    )
    return answer


def _readable(call: Call, missing: Exception | None = None) -> Scenario:
    scenario = call.existing(call.path_param("scenario_id"), missing)
    call.caller.require("R", scenario)
    return scenario


def _slider(call: Call, scenario: Scenario, key: str) -> dict[str, Any]:
    slider = call.engine.catalogue.sliders[key]
    shown: dict[str, Any] = {
        "min": slider.minimum,
        "max": slider.maximum,
        "default": slider.default,
        "unit": slider.unit,
    }
    if key in scenario.user_values:
        shown["user"] = scenario.user_values[key]
    return {**shown, "disabled": "U" not in call.caller.allowed(scenario)}

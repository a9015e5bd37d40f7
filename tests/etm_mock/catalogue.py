"""The areas, sliders and queries that the mock knows: enough for real examples.

The real engine has thousands. Names, bounds and units are the engine's; the results of queries and
the prices are not: they follow simple, fixed rules, so that a changed slider shows in the answer.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

START_YEARS: Final = {
    "nl": 2019,
    "nl2019": 2019,
    "UKNI01_northern_ireland": 2018,
    "eu": 2019,
    "de": 2019,
}
"""The known areas by code, each with the year in which its scenarios start."""


@dataclass(frozen=True)
class Slider:
    """An input of a scenario: its bounds, its unit, and its value while nobody has set it."""

    minimum: float
    maximum: float
    unit: str = ""
    default: float = 0.0


SLIDERS: Final = {
    "buildings_insulation_level": Slider(0.0, 100.0, "%", 0.0),
    "capacity_of_energy_power_hydro_river": Slider(0.0, 100.0, "MW", 38.0),
    "households_number_of_inhabitants": Slider(10.0, 25.0, "millions", 17.5),
    "households_solar_pv_solar_radiation_market_penetration": Slider(0.0, 100.0, "%", 6.0),
    "households_useful_demand_for_cooling": Slider(-5.0, 5.0, "%/year", 0.0),
}


@dataclass(frozen=True)
class Query:
    """A result of a scenario: its unit, and the rule that gives it from the sliders' values."""

    unit: str
    rule: Callable[[Mapping[str, float]], float]

    def result(
        self, user_values: Mapping[str, float], defaults: Mapping[str, float]
    ) -> dict[str, float | str]:
        """Give the answer for one scenario: ``present``, ``future`` and ``unit``.

        ``present`` is the value with every slider at its default; ``future`` counts the user's
        values.
        """
        return {
            "present": self.rule(defaults),
            "future": self.rule({**defaults, **user_values}),
            "unit": self.unit,
        }


def _insulation_costs(values: Mapping[str, float]) -> float:
    return round(values["buildings_insulation_level"] * 25e6, 1)


def _capital_costs(values: Mapping[str, float]) -> float:
    solar = values["households_solar_pv_solar_radiation_market_penetration"]
    return round(4e9 + solar * 60e6 + values["capacity_of_energy_power_hydro_river"] * 2e6, 1)


def _emissions(values: Mapping[str, float]) -> float:
    people = values["households_number_of_inhabitants"]
    solar = values["households_solar_pv_solar_radiation_market_penetration"]
    insulation = values["buildings_insulation_level"]
    cooling = values["households_useful_demand_for_cooling"]
    return round(people * 9e6 - solar * 1e5 - insulation * 2e5 + cooling * 5e4, 1)


QUERIES: Final = {
    "costs_of_insulation": Query("euro", _insulation_costs),
    "costs_of_capital_in_electricity_production": Query("euro", _capital_costs),
    "dashboard_emissions": Query("T CO2", _emissions),
}


SIZES: Final = {"nl": {"present_number_of_residences": 7210388.0}}
"""How large areas are, by what a scenario may be scaled to; for others it is not known."""


@dataclass
class Catalogue:
    """What one engine knows: areas, with start year and size, sliders and queries."""

    start_years: dict[str, int] = field(default_factory=lambda: dict(START_YEARS))
    sliders: dict[str, Slider] = field(default_factory=lambda: dict(SLIDERS))
    queries: dict[str, Query] = field(default_factory=lambda: dict(QUERIES))
    sizes: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: SIZES)

    def results(
        self, keys: Collection[str], user_values: Mapping[str, float]
    ) -> dict[str, dict[str, float | str]]:
        """Give the answers of queries by key, for one scenario's values."""
        defaults = {key: slider.default for key, slider in self.sliders.items()}
        return {key: self.queries[key].result(user_values, defaults) for key in keys}


def query_of_slider(key: str) -> Query:
    """Make a query that gives a slider's own value, 0.0 if there is no such slider."""
    return Query("", lambda values: values.get(key, 0.0))


def electricity_prices(end_year: int) -> Iterator[tuple[str, float]]:
    """Give each hour of a scenario's last year, and a price in euro per MWh.

    The engine's curves have 8,760 hours in every year: a leap year has no 29 February.
    """
    hours = 8760
    begin = datetime(1970, 1, 1)  # a year without a leap day
    for hour in range(hours):
        moment = begin + timedelta(hours=hour)
        season = math.cos(2 * math.pi * hour / hours)
        day = math.cos(2 * math.pi * (hour - 19) / 24)
        yield f"{end_year}-{moment:%m-%d %H:%M}", round(60 + 20 * season + 15 * day, 2)

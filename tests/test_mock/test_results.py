"""Sliders, the price curve, and interpolation."""

import csv
import io
from typing import Any

import pytest
from test_mock.client import NOT_FOUND, SCENARIOS, Api, token

OWN, SHARED, ROBINS = 9_000_002, 9_000_003, 9_000_005
"""Scenarios of the docs fixture: Alex's public one, one shared with Sam and Kim, Robin's."""


def test_inputs(api: Api) -> None:
    """Each slider has bounds, its value if it was set, and whether this token may change it."""
    sliders = api.ask("GET", f"{SCENARIOS}/{OWN}/inputs", token=token("alex")).json()
    expected = {"min": 0.0, "max": 100.0, "default": 0.0, "unit": "%", "user": 40.0}
    assert sliders["buildings_insulation_level"] == {**expected, "disabled": False}
    assert "user" not in sliders["households_number_of_inhabitants"]
    read_only = api.ask("GET", f"{SCENARIOS}/{OWN}/inputs", token=token("alex-read")).json()
    assert all(each["disabled"] for each in read_only.values())


def test_some_inputs(api: Api) -> None:
    """One gives an object, several an array; an unknown one is 404."""
    path = f"{SCENARIOS}/{OWN}/inputs/buildings_insulation_level"
    one = api.ask("GET", path).json()
    listed = api.ask("GET", f"{SCENARIOS}/{OWN}/inputs").json()["buildings_insulation_level"]
    assert one == {**listed, "step": 1.0, "code": "buildings_insulation_level"}
    assert one["user"] == 40.0
    unknown = api.ask("GET", f"{path},none")
    text = "ActiveRecord::RecordNotFound"
    assert (unknown.status_code, unknown.json()) == (404, {"errors": [text]})
    two = api.ask("GET", f"{path},households_number_of_inhabitants").json()
    assert [each["code"] for each in two][1:] == ["households_number_of_inhabitants"]
    assert api.ask("GET", f"{path},perpetual_motion").status_code == 404


def test_curve(api: Api) -> None:
    """It has an hour a row, as CSV or as JSON."""
    path = f"{SCENARIOS}/{OWN}/curves/electricity_price"
    answer = api.ask("GET", f"{path}.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    name = f"electricity_price.{OWN}.csv"
    saved_as = f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert answer.headers["Content-Disposition"] == saved_as
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert (head, len(rows)) == (["Time", "Price (Euros)"], 8760)
    assert (rows[0][0], rows[-1][0]) == ("2050-01-01 00:00", "2050-12-31 23:00")
    curve = api.ask("GET", f"{path}.json").json()["curve"].splitlines()
    assert curve == [price for _, price in rows]
    assert api.ask("GET", path, headers={"Accept": "*/*"}).text == answer.text
    assert api.ask("GET", f"{path}.xml").status_code == 406


@pytest.mark.parametrize("rest", ["inputs", "inputs/x", "curves/electricity_price.csv"])
def test_who_may_not_read(api: Api, rest: str) -> None:
    """They are refused as the scenario is; a missing scenario has a message of its own."""
    answer = api.ask("GET", f"{SCENARIOS}/{SHARED}/{rest}", token=token("robin"))
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    missing = api.ask("GET", f"{SCENARIOS}/7/{rest}")
    text = "Scenario not found" if "curves" in rest else "No such scenario: 7"
    assert (missing.status_code, missing.json()) == (404, {"errors": [text]})


def interpolated(api: Api, scenario: int, name: str | None, **sent: Any) -> dict[str, Any]:
    """Interpolate a scenario, which has to succeed."""
    path = f"{SCENARIOS}/{scenario}/interpolate"
    answer = api.ask("POST", path, token=name and token(name), json={"end_year": 2030, **sent})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_interpolated_values(api: Api) -> None:
    """Sliders lie on a line; from another scenario's end, if one is named."""
    made = interpolated(api, OWN, "alex")
    assert made["end_year"] == 2030
    assert made["user_values"] == {"buildings_insulation_level": pytest.approx(40 * 11 / 31)}
    later = interpolated(api, OWN, "alex", end_year=2040, start_scenario_id=made["id"])
    half = (40 * 11 / 31 + 40) / 2
    assert later["user_values"] == {"buildings_insulation_level": pytest.approx(half)}


@pytest.mark.parametrize(
    ("scenario", "name", "private"),
    [(SHARED, "alex", True), (SHARED, "sam", False), (OWN, "sam", False), (OWN, None, False)],
)
def test_privacy_of_the_interpolated(
    api: Api, scenario: int, name: str | None, private: bool
) -> None:
    """An owner's stays private; a collaborator's is public, as their default is."""
    made = interpolated(api, scenario, name)
    assert made["private"] is private
    users = api.ask("GET", f"{SCENARIOS}/{made['id']}/users", token=token(name or "alex"))
    assert users.status_code == (200 if name else 403)
    assert not name or [each["role"] for each in users.json()] == ["scenario_owner"]


def test_privacy_follows_the_default(api: Api) -> None:
    """Whoever makes their scenarios private by default gets a private one."""
    sent = {"user": {"private_scenarios": True}}
    assert api.ask("PUT", "/api/v3/user", token=token("sam"), json=sent).status_code == 200
    assert interpolated(api, SHARED, "sam")["private"] is True


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({}, 400, "Interpolated scenario must have an end year"),
        ({"end_year": 2050}, 422, "must be prior to the original scenario end year"),
        ({"end_year": 2019}, 422, "must be posterior to the dataset analysis year"),
        ({"end_year": 2030, "start_scenario_id": 7}, 404, "No such scenario: 7"),
        ({"end_year": 2030, "start_scenario_id": ROBINS}, 404, "Not found"),
        (
            {"end_year": 2040, "start_scenario_id": SHARED},
            422,
            "must be posterior to the start scenario end year",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_interpolated(
    api: Api, sent: dict[str, Any], status: int, message: str
) -> None:
    """The year has to lie between, and the scenario to begin at has to be readable."""
    answer = api.ask("POST", f"{SCENARIOS}/{OWN}/interpolate", token=token("alex"), json=sent)
    assert (answer.status_code, answer.json()) == (status, {"errors": [message]})


def test_where_an_interpolation_cannot_begin(api: Api) -> None:
    """Each thing that is wrong with the scenario to begin at is named."""
    path = f"{SCENARIOS}/{OWN}/interpolate"
    other = {"area_code": "UKNI01_northern_ireland", "end_year": 2030}
    elsewhere = api.ask("POST", SCENARIOS, json={"scenario": other}).json()["id"]
    for start, year, wrong in [
        (
            OWN,
            2040,
            [
                "must be posterior to the start scenario end year",
                "start scenario must not be the same as the original scenario",
                "start scenario end year must be prior to original scenario end year",
            ],
        ),
        (
            elsewhere,
            2040,
            [
                "start scenario start year must match original scenario start year",
                "start scenario area code must match original scenario area code",
            ],
        ),
    ]:
        sent = {"end_year": year, "start_scenario_id": start}
        answer = api.ask("POST", path, token=token("alex"), json=sent)
        assert (answer.status_code, answer.json()) == (422, {"errors": wrong})


def test_no_interpolation_of_a_scaled_scenario(api: Api) -> None:
    """Scaled down to a part of its area, it is refused."""
    scaled = {
        "end_year": 2050,
        "scale": {"area_attribute": "present_number_of_residences", "value": 1000},
    }
    made = api.ask("POST", SCENARIOS, json={"scenario": scaled}).json()
    answer = api.ask("POST", f"{SCENARIOS}/{made['id']}/interpolate", json={"end_year": 2030})
    assert answer.json() == {"errors": ["cannot interpolate scaled scenarios"]}

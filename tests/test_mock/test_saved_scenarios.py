"""Saved scenarios: ``/api/v3/saved_scenarios``, which the engine passes on to MyETM."""

from typing import Any

import pytest
from etm_docs.recordings import cases
from test_mock.client import ENGINE, FAILURE, NOT_FOUND, SCENARIOS, STAGING, Api, token

SAVED = "/api/v3/saved_scenarios"

INSULATION, HEAT, ROBINS = 12_001, 12_002, 12_003
"""Saved scenarios of the docs fixture: two of Alex, both private, and a public one of Robin."""


def listed(api: Api, name: str | None) -> list[int]:
    """List the numbers of the saved scenarios that a token sees."""
    answer = api.ask("GET", SAVED, token=name and token(name))
    assert answer.status_code == 200
    assert answer.json()["links"] == {}
    return [each["id"] for each in answer.json()["data"]]


def test_the_form_is_the_recorded_one(api: Api) -> None:
    """It has the keys that MyETM gave, in their order, and the scenario that the engine adds."""
    recorded = {each["name"]: each for each in cases("myetm.jsonl")}
    [shown] = recorded["myetm/v1-saved_scenarios|pat-public"]["response"]["body"]
    given = api.ask("GET", f"{SAVED}/{HEAT}", token=token("alex")).json()
    assert list(given) == [*shown, "scenario"]
    assert given["version"] == shown["version"] == "latest"
    assert given["saved_scenario_users"] == [{"user_id": 123, "role": "scenario_owner"}]
    assert given["scenario"]["id"] == given["scenario_id"] == 9_000_003
    assert given["scenario"]["url"] == f"https://{ENGINE}{SCENARIOS}/9000003"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        (None, []),
        ("alex-public", []),
        ("alex-read", [HEAT, INSULATION]),
        ("alex-revoked", [HEAT, INSULATION]),
        ("robin", [ROBINS]),
        ("sam", []),
        ("charlie", []),
    ],
)
def test_list(api: Api, name: str | None, seen: list[int]) -> None:
    """Each sees their own, the private ones if the token may; an administrator sees no more."""
    assert listed(api, name) == seen


def test_refused_tokens(api: Api) -> None:
    """The engine refuses what it refuses everywhere; MyETM sees no token without its prefix."""
    assert api.ask("GET", SAVED, token=token("alex-expired")).status_code == 401
    bare = api.ask("GET", SAVED, token=token("alex").removeprefix("etm_"))
    assert (bare.status_code, bare.json()["data"]) == (200, [])
    elsewhere = api.ask("GET", SAVED, token=token("alex-staging"), host=STAGING)
    assert (elsewhere.status_code, elsewhere.json()["data"]) == (200, [])


@pytest.mark.parametrize(
    ("number", "name", "status"),
    [
        (ROBINS, None, 200),
        (HEAT, None, 404),
        (HEAT, "alex-public", 404),
        (HEAT, "alex-read", 200),
        (HEAT, "robin", 404),
        (HEAT, "charlie", 200),
        (9_000_002, "alex", 404),
    ],
)
def test_show(api: Api, number: int, name: str | None, status: int) -> None:
    """A private one is seen by those with a role, and by administrators."""
    answer = api.ask("GET", f"{SAVED}/{number}", token=name and token(name))
    assert answer.status_code == status
    if status == 404:
        assert answer.json() == NOT_FOUND


def test_a_scenario_that_may_not_be_read_is_null(api: Api) -> None:
    """What the engine adds is what the token may read."""
    change = {"scenario": {"private": True}}
    api.ask("PUT", f"{SCENARIOS}/9000004", token=token("robin"), json=change)
    answer = api.ask("GET", f"{SAVED}/{ROBINS}", token=token("alex")).json()
    assert (answer["scenario_id"], answer["scenario"]) == (9_000_004, None)


STUDY: dict[str, Any] = {"title": "Study", "scenario_id": 9_000_002}


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"title": "Study"}, {"scenario_id": ["is missing"]}),
        ({"scenario_id": 9_000_002}, {"title": ["is missing"]}),
        ({**STUDY, "title": ""}, {"title": ["must be filled"]}),
        ({**STUDY, "title": 7}, {"title": ["must be a string"]}),
        ({**STUDY, "description": 7}, {"description": ["must be a string"]}),
        ({**STUDY, "scenario_id": "9000002"}, {"scenario_id": ["must be an integer"]}),
        ({**STUDY, "scenario_id": HEAT}, {"scenario_id": ["does not exist"]}),
        ({**STUDY, "scenario_id": 9_000_005}, {"scenario_id": ["does not exist"]}),
        ({**STUDY, "private": "yes"}, {"private": ["must be boolean"]}),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(api: Api, sent: dict[str, Any], wrong: dict[str, Any]) -> None:
    """Messages stand by field, and nothing is saved."""
    answer = api.ask("POST", SAVED, token=token("alex"), json={"saved_scenario": sent})
    assert (answer.status_code, answer.json()) == (422, {"errors": wrong})
    assert listed(api, "alex") == [HEAT, INSULATION]


def test_what_is_sent_is_saved(api: Api) -> None:
    """And it counts for the latest release."""
    sent = {**STUDY, "private": True, "description": "Why"}
    made = api.ask("POST", SAVED, token=token("alex"), json={"saved_scenario": sent}).json()
    assert {key: made[key] for key in sent} == sent
    assert made["version"] == "latest"


@pytest.mark.parametrize(("name", "status"), [("alex-read", 404), (None, 500), ("alex-write", 200)])
def test_who_may_save(
    api: Api, name: str | None, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It takes a token that may write; without one, MyETM refuses, and the engine trips over it."""
    answer = api.ask("POST", SAVED, token=name and token(name), json={"saved_scenario": STUDY})
    assert answer.status_code == status
    if status == 200:
        assert listed(api, "alex") == [answer.json()["id"], HEAT, INSULATION]
        assert answer.json()["private"] is False
    else:
        assert answer.json() == (FAILURE if status == 500 else NOT_FOUND)
        told = "trips over a request that MyETM refuses: send a token"
        assert [told in each for each in caplog.messages] == [True] * (status == 500)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_change(api: Api, method: str) -> None:
    """What is said of it changes, and what it holds; its scenario doesn't."""
    said = {"private": False, "title": "Both", "description": "Heat and insulation"}
    change = {"saved_scenario": {**said, "scenario_id": 9_000_002}}
    answer = api.ask(method, f"{SAVED}/{HEAT}", token=token("alex-write"), json=change).json()
    assert {key: answer[key] for key in said} == said
    assert (answer["scenario_id"], answer["scenario_id_history"]) == (9_000_002, [9_000_003])
    assert api.show(9_000_003, token("alex"))["private"] is True


@pytest.mark.parametrize(
    ("number", "name", "status"),
    [(ROBINS, "alex", 500), (HEAT, "robin", 404), (HEAT, "alex-read", 404), (HEAT, None, 404)],
)
def test_who_may_not_change(
    api: Api, number: int, name: str | None, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """MyETM's 404 is passed on; over its 403, for a public one, the engine trips."""
    change = {"saved_scenario": {"title": "Mine"}}
    answer = api.ask("PUT", f"{SAVED}/{number}", token=name and token(name), json=change)
    assert answer.status_code == status
    told = "trips over a saved scenario that may not be changed: change one of yours"
    assert [told in each for each in caplog.messages] == [True] * (status == 500)


def test_an_empty_body_is_named(api: Api) -> None:
    """The outermost key has to be there."""
    answer = api.ask("POST", SAVED, token=token("alex"), json={}, host=ENGINE)
    message = "param is missing or the value is empty or invalid: saved_scenario"
    assert (answer.status_code, answer.json()) == (400, {"errors": [message]})

"""Who may do what: the status of each action, on each kind of scenario, by each caller."""

import csv
import json
from typing import Any, Final

import pytest
from etm_docs.recordings import FOLDER
from test_recordings.recordings import Replayed

SCENARIOS: Final = {
    "unowned-public": 1001,
    "unowned-private": 1002,
    "own-public": 1011,
    "own-private": 1012,
    "other-public": 1021,
    "other-private": 1022,
    "viewer-public": 1031,
    "viewer-private": 1032,
    "collab-public": 1041,
    "collab-private": 1042,
    "coowner-public": 1051,
    "coowner-private": 1052,
    "missing": 999999,
}
"""The kinds of scenario, as Alice sees them, by their ids in the recorded world."""

LEVELS: Final = ("public", "read", "write", "delete")

ONE: Final = "/api/v3/scenarios/{id}"
USERS: Final = f"{ONE}/users"

ACTIONS: Final[dict[str, tuple[str, str, Any]]] = {
    "show": ("GET", ONE, None),
    "batch": ("GET", f"{ONE}/batch", None),
    "update-empty": ("PUT", ONE, {}),
    "update-values": ("PUT", ONE, {"scenario": {"user_values": {"foo_demand": 10}}}),
    "update-private-true": ("PUT", ONE, {"scenario": {"private": True}}),
    "update-private-false": ("PUT", ONE, {"scenario": {"private": False}}),
    "copy": ("POST", "/api/v3/scenarios", {"scenario": {"scenario_id": "{id}"}}),
    "destroy": ("DELETE", ONE, None),
    "users-index": ("GET", USERS, None),
    "users-create": (
        "POST",
        USERS,
        {"scenario_users": [{"user_email": "dave@example.com", "role": "scenario_viewer"}]},
    ),
    "users-update": (
        "PUT",
        USERS,
        {"scenario_users": [{"user_id": 2, "role": "scenario_collaborator"}]},
    ),
    "users-destroy": ("DELETE", USERS, {"scenario_users": [{"user_id": 2}]}),
    "users-destroy_all": ("DELETE", f"{USERS}/destroy_all", None),
    "input-show": ("GET", f"{ONE}/inputs/foo_demand", None),
    "interpolate": ("POST", f"{ONE}/interpolate", {"end_year": 2030}),
}
"""What is sent for each action: method, path and JSON body."""

NOT_MOCKED: Final = {
    "dump": ("GET", f"{ONE}/dump"),
    "merge": ("POST", "/api/v3/scenarios/merge"),
    "uncouple": ("POST", f"{ONE}/uncouple"),
}
"""The actions that the mock has not got."""

with (FOLDER / "endpoints.csv").open() as _file:
    ROWS: Final = list(csv.DictReader(_file))


def test_every_action_is_known() -> None:
    """No action of the table is left out."""
    assert {row["action"] for row in ROWS} == ACTIONS.keys() | NOT_MOCKED.keys()
    assert len(ROWS) == 18 * 13 * 8


@pytest.mark.parametrize("action", ACTIONS)
def test_status(action: str) -> None:
    """The status of each scenario and caller is the recorded one."""
    mock, found = Replayed(), []
    for row in ROWS:
        if row["action"] == action:
            status = _status(mock, action, row["scenario"], row["caller"])
            if status != int(row["status"]):
                found.append(f"{row['scenario']}, {row['caller']}: {status}, not {row['status']}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("action", NOT_MOCKED)
def test_not_mocked(action: str, caplog: pytest.LogCaptureFixture) -> None:
    """What the mock has not got says so, in the answer and in a line of its own."""
    mock, (method, path) = Replayed(), NOT_MOCKED[action]
    mock.begin()
    answer = mock.send(method, path.format(id=1001), {"Authorization": "Bearer secret"})
    text = "The real API has this endpoint, and the mock ETM has not"
    assert (answer.status, json.loads(answer.body)) == (501, {"errors": [text]})
    [note] = caplog.messages
    assert note.startswith(f"etm-mock: {method} /api/v3/scenarios")
    assert "secret" not in note


def _status(mock: Replayed, action: str, scenario: str, caller: str) -> int:
    mock.begin()
    headers: dict[str, str | list[str] | None] = {"Content-Type": "application/json"}
    if caller != "none":
        user, level = ("carol" if caller.startswith("admin-") else "alice"), caller.split("-")[-1]
        scopes = ["openid", "public", *(f"scenarios:{each}" for each in LEVELS[1:])]
        scopes = scopes[: 2 + LEVELS.index(level)]
        given = {"user": user, "scopes": " ".join(scopes), "state": "valid"}
        headers["Authorization"] = f"Bearer {mock.token(given)}"
    method, path, body = ACTIONS[action]
    number = str(SCENARIOS[scenario])
    sent = "" if body is None else json.dumps(body).replace('"{id}"', number)
    return mock.send(method, path.format(id=number), headers, sent).status

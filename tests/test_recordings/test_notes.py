"""What the mock writes where the real service answers 500 or the mock has no such endpoint."""

from pathlib import Path
from typing import Final

import pytest
from etm_docs.recordings import cases
from etm_mock.permissions import SCOPES_OF_LEVEL
from etm_mock.rails.formats import JSON
from test_recordings import recordings
from test_recordings.recordings import Replayed

FILE: Final = Path(__file__).with_name("notes.txt")


SCENARIOS: Final = "/api/v3/scenarios"
USERS: Final = '"saved_scenario_users"'

NOT_RECORDED: Final = (
    ("GET", f"{SCENARIOS}?page={2**64}&limit=100", ""),
    ("POST", SCENARIOS, f'{{"scenario": {{{USERS}: [{{"user_id": 2}}]}}}}'),
    ("PUT", f"{SCENARIOS}/1011", f'{{"scenario": {{{USERS}: {{"user_id": 2}}}}}}'),
    (
        "PUT",
        f"{SCENARIOS}/1011",
        f'{{"scenario": {{{USERS}: [{{"user_email": "alice@example.com", "role_id": 1}}]}}}}',
    ),
)
"""Requests that the service trips over as well, as its source shows."""


def test_notes(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> None:
    """Each request that the service trips over gets its note; ``make update`` rewrites them."""
    mock = Replayed()
    for method, path, body in NOT_RECORDED:
        mock.begin()
        given = {"user": "alice", "scopes": " ".join(SCOPES_OF_LEVEL["delete"]), "state": "valid"}
        headers = {"Authorization": f"Bearer {mock.token(given)}", "Content-Type": JSON}
        assert mock.send(method, path, {**headers}, body).status == 500
    mock.begin()
    old = mock.state.add_token(mock.state.accounts[1], "old", expires_in_days=None).secret
    assert mock.send("GET", SCENARIOS, {"Authorization": f"Bearer {old}"}).status == 500
    for case in cases("engine.jsonl"):
        if case["response"]["status"] == 500:
            before = len(caplog.messages)
            recordings.replay(mock, case, "production")
            assert len(caplog.messages) == before + 1, case["name"]
    notes = "".join(f"{each}\n" for each in dict.fromkeys(caplog.messages))
    if request.config.getoption("update_examples"):
        FILE.write_text(notes)
    assert notes == FILE.read_text()

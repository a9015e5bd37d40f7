"""The account host's ``/oauth/…`` answers as recorded."""

import re
from datetime import timedelta
from typing import Final

import pytest
from etm_docs import recordings
from etm_docs.recordings import Case
from etm_mock import hosts
from etm_mock.permissions import SCOPES_OF_LEVEL
from etm_mock.tokens import Token, without_prefix
from test_recordings.recordings import Replayed

FILE: Final = "myetm.jsonl"

_READ, _DELETE = SCOPES_OF_LEVEL["read"], SCOPES_OF_LEVEL["delete"]

TOKENS: Final = {
    **{f"pat-{level}": (1, scopes) for level, scopes in SCOPES_OF_LEVEL.items()},
    "pat-email": (1, (*_READ, "email")),
    "pat-profile": (1, (*_READ, "profile")),
    "pat-email-profile": (1, (*_DELETE, "email", "profile")),
    "pat-admin": (3, (*_DELETE, "email", "profile")),
    "pat-bob": (2, _DELETE),
    "pat-revoked": (1, _DELETE),
    "pat-expired": (1, _DELETE),
    "pat-tmp": (1, _READ),
}
"""The tokens that recordings name: whose they are, and their scopes."""

CASES: Final = [
    case for case in recordings.cases(FILE) if not recordings.is_excepted(case, FILE, "production")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_answers_as_recorded(case: Case) -> None:
    """Each recorded request to ``/oauth/…``."""
    mock = Replayed()
    mock.begin()
    mock.state.accounts[3].name = "Carol"
    made = {name: _make(mock, name) for name in TOKENS}
    strings = {name: token.secret for name, token in made.items()}
    strings |= {f"{name}-bare": without_prefix(secret) for name, secret in strings.items()}

    def put(text: str) -> str:
        return re.sub(r"<([\w-]+)>", lambda found: strings[found[1]], text)

    request, expected = case["request"], dict(case["response"])
    target = request["path"] + (f"?{put(request['query'])}" if request.get("query") else "")
    headers = {name: put(value) for name, value in request["headers"].items()}
    body = put(request.get("body") or "")
    answer = mock.send(request["method"], target, {**headers}, body, hosts.ACCOUNTS)
    if isinstance(expected["body"], dict) and "created_at" in expected["body"]:
        created = int(made["pat-read"].created_at.timestamp())
        expected["body"] = {**expected["body"], "created_at": created}
    assert not recordings.differences(expected, answer, bodiless=request["method"] == "HEAD")
    assert answer.headers.get("cache-control") == expected["headers"].get("cache-control") or (
        expected["headers"].get("cache-control") != "no-store"
    )


def test_what_is_left_out() -> None:
    """The exceptions leave out no request about a personal access token."""
    assert len(CASES) == 49
    for case in recordings.cases(FILE):
        if case not in CASES and case["request"]["path"].startswith("/oauth/"):
            assert "app-" in case["name"] or "introspect" in case["name"]


def _make(mock: Replayed, name: str) -> Token:
    user, scopes = TOKENS[name]
    token = mock.state.add_token(mock.state.accounts[user], name, scopes)
    # Its time isn't that of the recording, and must not pass while it is tested.
    token.expires_at = token.created_at + timedelta(days=30, milliseconds=900)
    if name == "pat-revoked":
        token.revoked_at = token.created_at
    elif name == "pat-expired":
        token.expire(mock.state.clock.now())
    return token

"""The recordings that are tried on the real service: none does harm, and each change is named."""

import re
from typing import Final

import pytest
from etm_docs.examples import claims
from etm_docs.proofs.live import recorded
from etm_docs.proofs.live.environments import ENVIRONMENTS
from etm_docs.proofs.live.report import report
from etm_mock.permissions import SCOPES_OF_LEVEL
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens
from test_proofs.altering_transport import Difference, with_header, with_json, with_status
from test_proofs.mock_state import DOCS, scenarios
from test_proofs.test_live import Connect, check, connect

__all__ = ["connect"]

ANY_API: Final = r"\w+ /api/.*"

TRIED: Final = {
    *("token-prefix", "audience", "header", "invalid-token", "missing-first", "refused", "copies"),
    *("content-type", "wrong-shape", "token-info", "cors", "framework-errors", "no-media-type"),
}
"""The rules whose recording is safe; the others need somebody else's scenario, or change yours."""

CHANGED: Final[dict[str, tuple[Difference, list[str]]]] = {
    "the text of a refusal": (
        Difference(ANY_API, 401, with_json(lambda body: body.update(errors=["No"]))),
        [
            "auth/aud-other|index",
            "A token that is not valid is refused with 401, also where none is needed.",
            'docs/authentication.md ("It does so even where a request without a token would',
            "**Came back:** body",
        ],
    ),
    "a status": (
        Difference(r"GET /api/v3/scenarios/\d+", 404, with_status(403)),
        ["matrix/show|other-private|none", "docs/reference/permissions.md (", "status 403 instead"],
    ),
    "a header": (
        Difference(ANY_API, 200, with_header("Access-Control-Allow-Origin", "https://a.example")),
        [
            "http/cors|get|other",
            "docs/how-to/use-a-token-in-a-web-page.md (",
            "'https://a.example'",
        ],
    ),
    "a value": (
        Difference(
            "POST /api/v3/scenarios",
            200,
            with_json(lambda body: body["end_year"] == 2050 and body.update(end_year=2045)),
        ),
        ["formats/ct|none", 'docs/how-to/handle-errors.md ("The API reads a body as JSON only if'],
    ),
}
"""What differs, and words of the report: the recordings, the rules and pages, and what came."""


@pytest.mark.parametrize(
    ("environment", "token"), [("production", "alex"), ("staging", "alex-staging")]
)
def test_they_hold(environment: str, token: str, connect: Connect, mock: RunningMock) -> None:
    """The mock as it is answers as recorded; only scenarios of the check's own are touched."""
    before = _yours(mock)
    done = check(connect(), docs_tokens()[token], environment, recorded.select)
    assert " recordings, none of which no longer hold.\n" in report(done), report(done)
    assert done.tried > 200
    assert done.created.left_behind == []
    assert scenarios(mock) == list(DOCS)
    assert _yours(mock) == before


def test_nothing_of_yours_is_asked_to_change(connect: Connect, mock: RunningMock) -> None:
    """What isn't reading is about new scenarios, or goes out without your token."""
    secret = docs_tokens()["alex"]
    check(connect(), secret, select=recorded.select)
    for entry in mock.control.requests():
        about = [int(number) for number in re.findall(r"\d{5,}", entry["path"])]
        yours = any(secret.removeprefix("etm_") in value for _, value in entry["headers"])
        own = all(number > DOCS[-1] for number in about)
        assert entry["method"] in ("GET", "HEAD", "OPTIONS") or own, entry
        changes_yours = yours and entry["method"] not in ("GET", "HEAD", "OPTIONS")
        assert not (changes_yours and "/user" in entry["path"]), entry
        assert secret.removeprefix("etm_") not in f"{entry['path']}{entry['query']}"


@pytest.mark.parametrize("name", CHANGED)
def test_a_recording_that_no_longer_holds(name: str, connect: Connect, mock: RunningMock) -> None:
    """The report names it, the rules that it shows, and the pages that state them."""
    difference, words = CHANGED[name]
    done = check(connect(difference), select=recorded.select)
    text = report(done)
    assert [each for each in words if each not in text] == [], text
    assert done.found_something
    assert scenarios(mock) == list(DOCS)


def test_the_rules_that_are_tried() -> None:
    """No rule drops out unnoticed, and what would change an account is never among them."""
    tried = recorded.select(ENVIRONMENTS["production"], SCOPES_OF_LEVEL["delete"])
    names = {each.case["name"] for each in tried}
    assert {rule.name for rule in claims.rules() if rule.recording in names} == TRIED


def test_a_token_of_a_low_level_tries_nothing(connect: Connect, mock: RunningMock) -> None:
    """It couldn't delete what the recordings need."""
    done = check(connect(), docs_tokens()["alex-write"], select=recorded.select)
    assert done.tried == 0
    assert {entry["method"] for entry in mock.control.requests()} <= {"GET", "POST"}


def _yours(mock: RunningMock) -> object:
    """Give what the engines remember, but for the ids that come next."""
    states = [mock.control.state(environment) for environment in ENVIRONMENTS]
    return [{key: value for key, value in state.items() if key != "next"} for state in states]

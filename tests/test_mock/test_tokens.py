"""Sending a token: which are accepted where, and what the others are answered."""

import re
import ssl
from datetime import datetime
from typing import Any

import httpx
import pytest
from etm_mock.server import RunningMock
from test_mock.client import (
    ACCOUNTS,
    ENGINE,
    FAILURE,
    INVALID_TOKEN,
    SCENARIOS,
    STABLE,
    STAGING,
    STAGING_ACCOUNTS,
    Api,
    Control,
)

DAY = 24 * 60 * 60

ENDPOINTS: list[tuple[str, str, Any]] = [
    ("GET", SCENARIOS, None),
    ("POST", SCENARIOS, {"scenario": {}}),
    ("GET", f"{SCENARIOS}/{{id}}", None),
    ("PUT", f"{SCENARIOS}/{{id}}", {"scenario": {"source": "test"}}),
    ("PATCH", f"{SCENARIOS}/{{id}}", {"scenario": {"source": "test"}}),
    ("DELETE", f"{SCENARIOS}/{{id}}", None),
    ("GET", f"{SCENARIOS}/{{id}}/batch", None),
    ("GET", f"{SCENARIOS}/{{id}}/users", None),
    ("POST", f"{SCENARIOS}/{{id}}/users", {"scenario_users": []}),
    ("PUT", f"{SCENARIOS}/{{id}}/users", {"scenario_users": []}),
    ("DELETE", f"{SCENARIOS}/{{id}}/users", {"scenario_users": []}),
    ("PUT", "/api/v3/user", {"user": {"name": "New"}}),
    ("PATCH", "/api/v3/user", {"user": {"name": "New"}}),
]
every_endpoint = pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)


NEVER_A_TOKEN = {"unknown": "etm_" + "x" * 48, "malformed": "etm_", "other prefix": "secret"}


def invalid_token(kind: str, control: Control, user: int) -> str:
    """Make a token that is not valid in production, of a kind."""
    if kind in NEVER_A_TOKEN:
        return NEVER_A_TOKEN[kind]
    cases: dict[str, dict[str, Any]] = {
        "expired": {"expires_in": -1},
        "staging": {"environment": "staging"},
    }
    made = control.create_token(user_id=user, **cases.get(kind, {}))
    return f"{made['token']} x" if kind == "two words" else str(made["token"])


@every_endpoint
@pytest.mark.parametrize("kind", [*NEVER_A_TOKEN, "two words", "expired", "staging"])
def test_invalid_token_is_refused_everywhere(
    api: Api, control: Control, method: str, path: str, body: Any, kind: str
) -> None:
    """A token that is not valid gets 401, also where no token was needed."""
    user = control.user()
    scenario = control.scenario(owner_id=user)
    token = invalid_token(kind, control, user)
    answer = api.ask(method, path.format(id=scenario), token=token, json=body)
    assert (answer.status_code, answer.json()) == (401, INVALID_TOKEN)


@every_endpoint
def test_valid_token_is_accepted_everywhere(
    api: Api, control: Control, method: str, path: str, body: Any
) -> None:
    """The owner's token with every level gets a success from every endpoint."""
    user = control.user()
    scenario = control.scenario(owner_id=user)
    answer = api.ask(method, path.format(id=scenario), token=control.token(user), json=body)
    assert answer.is_success, answer.text


@pytest.mark.parametrize(
    "scheme", ["Basic {}", "Token {}", "bearer {}", "BEARER {}", "Bearer", "Bearer\t{}", "{}"]
)
@pytest.mark.parametrize("valid", [True, False])
def test_other_schemes_are_ignored(api: Api, control: Control, scheme: str, valid: bool) -> None:
    """Without ``Bearer`` and a capital B a request counts as unauthenticated."""
    token = control.token(control.user()) if valid else "etm_invalid"
    headers = {"Authorization": scheme.format(token)}
    listing = api.ask("GET", SCENARIOS, headers=headers)
    assert listing.status_code == 403
    assert listing.json() == {"errors": ["You must be authenticated to access this resource"]}
    scenario = control.scenario()
    assert api.ask("GET", f"{SCENARIOS}/{scenario}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("host", "environment", "status"),
    [
        (ENGINE, "production", 200),
        (STABLE, "production", 200),
        (STAGING, "production", 401),
        (ENGINE, "staging", 401),
        (STABLE, "staging", 401),
        (STAGING, "staging", 200),
    ],
)
def test_each_host_accepts_tokens_of_its_environment(
    api: Api, control: Control, host: str, environment: str, status: int
) -> None:
    """Production and stable take production tokens; staging takes staging tokens only."""
    token = control.token(control.user(), environment=environment)
    assert api.ask("GET", SCENARIOS, token=token, host=host).status_code == status


@pytest.mark.parametrize(
    ("environment", "prefix"), [("production", "etm_"), ("staging", "etm_beta_")]
)
def test_token_string(control: Control, environment: str, prefix: str) -> None:
    """A token is the prefix of its environment, then 48 base58 characters."""
    token = control.token(control.user(), environment=environment)
    base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    assert re.fullmatch(rf"{prefix}[{base58}]{{48}}", token)


def test_any_number_of_tokens(api: Api, control: Control) -> None:
    """There is no limit to a user's tokens: all differ, and all work."""
    user = control.user()
    tokens = {control.token(user, name="same") for _ in range(50)}
    assert len(tokens) == 50
    assert {api.ask("GET", SCENARIOS, token=each).status_code for each in tokens} == {200}


@pytest.mark.parametrize("host", [ENGINE, STABLE, STAGING])
def test_engines_accept_a_revoked_token(api: Api, control: Control, host: str) -> None:
    """It goes on working until it expires; the account host refuses it at once."""
    environment = "staging" if host == STAGING else "production"
    made = control.create_token(user_id=control.user(), environment=environment, expires_in=7)
    control.revoke_token(made["id"])
    assert api.ask("GET", SCENARIOS, token=made["token"], host=host).status_code == 200
    for path in ("/oauth/token/info", "/oauth/userinfo"):
        accounts = STAGING_ACCOUNTS if host == STAGING else ACCOUNTS
        assert api.ask("GET", path, token=made["token"], host=accounts).status_code == 401
    control.advance_clock(7 * DAY)
    assert api.ask("GET", SCENARIOS, token=made["token"], host=host).status_code == 401


@pytest.mark.parametrize(
    ("tag", "advance", "status"),
    [("2025-01", 0, 200), ("2025-01", -250 * DAY, 401), ("2031-01", 0, 401)],
)
def test_stable_releases_take_tokens_made_since(
    api: Api, control: Control, tag: str, advance: int, status: int
) -> None:
    """A token is good for the releases that there were when it was made, and for no later one."""
    control.advance_clock(advance)
    token = control.token(control.user(), expires_in=365)
    control.advance_clock(-advance)
    answer = api.ask("GET", SCENARIOS, token=token, host=f"{tag}.{ENGINE}")
    assert answer.status_code == status
    assert api.ask("GET", SCENARIOS, token=token).status_code == 200


def test_engines_share_nothing(api: Api, control: Control) -> None:
    """Each engine has scenarios and settings of its own, and gets to know users by itself."""
    user = control.user(name="Before")
    token = control.token(user)
    made = api.ask("POST", SCENARIOS, token=token).json()["id"]
    api.ask("PUT", "/api/v3/user", token=token, json={"user": {"private_scenarios": True}})
    assert api.ask("GET", f"{SCENARIOS}/{made}", token=token, host=STABLE).status_code == 404
    other = api.ask("POST", SCENARIOS, token=token, host=STABLE).json()
    assert (other["id"], other["private"]) == (made, False)
    assert api.ask("GET", SCENARIOS, host=STABLE, token=token).json()["meta"]["total"] == 1


@pytest.mark.parametrize("days", [7, 30, 60, 90, 365])
def test_token_works_until_it_expires(api: Api, control: Control, days: int) -> None:
    """A token is valid until the second in which it expires."""
    token = control.token(control.user(), expires_in=days)
    control.advance_clock(days * DAY - 1)
    assert api.ask("GET", SCENARIOS, token=token).status_code == 200
    control.advance_clock(1)
    assert api.ask("GET", SCENARIOS, token=token).status_code == 401


def test_default_expiry_is_thirty_days(api: Api, control: Control) -> None:
    """A token that says nothing about its expiry lasts 30 days."""
    token = control.token(control.user())
    control.advance_clock(30 * DAY - 1)
    assert api.ask("GET", SCENARIOS, token=token).status_code == 200
    control.advance_clock(1)
    assert api.ask("GET", SCENARIOS, token=token).status_code == 401


@pytest.mark.parametrize(
    ("host", "status", "body"),
    [(ENGINE, 500, FAILURE), (STABLE, 500, FAILURE), (STAGING, 401, INVALID_TOKEN)],
)
def test_old_token_without_expiry(
    api: Api, control: Control, host: str, status: int, body: Any
) -> None:
    """Tokens without expiry could be made before 2025; no engine can use them."""
    environment = "staging" if host == STAGING else "production"
    token = control.token(control.user(), expires_in=None, environment=environment)
    answer = api.ask("GET", SCENARIOS, token=token, host=host)
    assert (answer.status_code, answer.json()) == (status, body)


def test_access_token_parameter_on_a_stable_release(api: Api, control: Control) -> None:
    """The release of 2025 doesn't read it; production and staging do, as the recordings show."""
    token = control.token(control.user())
    path = f"{SCENARIOS}?access_token={token}"
    statuses = [api.ask("GET", path, host=host).status_code for host in (ENGINE, STABLE)]
    assert statuses == [200, 403]


@pytest.mark.parametrize("host", [ENGINE, STABLE, STAGING])
def test_real_names_over_tls(mock: RunningMock, host: str) -> None:
    """Through the proxy, the real addresses lead to the mock, over TLS."""
    environment = "staging" if host == STAGING else "production"
    token = mock.control.create_token(user_id=123, environment=environment)["token"]
    trust = ssl.create_default_context(cafile=str(mock.authority))
    with httpx.Client(proxy=mock.proxy_url, verify=trust, trust_env=False) as client:
        answer = client.get(
            f"https://{host}{SCENARIOS}", headers={"Authorization": f"Bearer {token}"}
        )
    assert answer.status_code == 200
    assert answer.json()["links"]["first"].startswith(f"https://{host}{SCENARIOS}?")


@pytest.mark.parametrize(("day", "status"), [("2025-01-31", 401), ("2025-02-01", 200)])
def test_a_stable_release_takes_tokens_of_its_time(
    day: str, status: int, api: Api, control: Control
) -> None:
    """Which engines take a token is fixed when it is made; 2025-01 appeared in February."""
    now = datetime.fromisoformat(control.advance_clock(0))
    control.advance_clock((datetime.fromisoformat(f"{day}T00:00:00Z") - now).total_seconds())
    token = control.token(control.user(), expires_in=365)
    assert api.ask("GET", SCENARIOS, token=token, host=STABLE).status_code == status
    assert api.ask("GET", SCENARIOS, token=token).status_code == 200

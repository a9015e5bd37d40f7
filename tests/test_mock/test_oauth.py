"""What a token is worth: ``/oauth/token/info`` and ``/oauth/userinfo``."""

from typing import Any

import pytest
from test_mock.client import (
    ACCOUNTS,
    ENGINE,
    NO_PATH,
    STABLE,
    STAGING,
    STAGING_ACCOUNTS,
    Api,
    Control,
)

INFO, USERINFO = "/oauth/token/info", "/oauth/userinfo"
FORM = "application/x-www-form-urlencoded"
DAY = 24 * 60 * 60
CHALLENGE = (
    'Bearer realm="Doorkeeper", error="invalid_token", '
    'error_description="The access token is invalid"'
)

BAD_TOKENS = ["none", "unknown", "expired", "revoked", "staging", "another scheme"]


def headers_of(kind: str, control: Control) -> dict[str, str]:
    """Give the headers of a request whose token is not valid in production."""
    if kind in ("none", "unknown", "another scheme"):
        scheme = {"unknown": "Bearer etm_unknown", "another scheme": "Basic YTpi"}.get(kind)
        return {"Authorization": scheme} if scheme else {}
    body: dict[str, Any] = {"user_id": control.user()}
    if kind == "expired":
        body["expires_in"] = -1
    if kind == "staging":
        body["environment"] = "staging"
    made = control.create_token(**body)
    if kind == "revoked":
        control.revoke_token(made["id"])
    return {"Authorization": f"Bearer {made['token']}"}


def test_info(api: Api, control: Control) -> None:
    """The answer has the user, the scopes, the seconds left, and when the token was made."""
    user = control.user()
    token = control.token(user, "write", expires_in=7, email_scope=True)
    now = control.advance_clock(0)
    assert now == "2025-09-01T09:00:00.000Z"
    control.advance_clock(60)
    answer = api.ask("GET", INFO, token=token)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json() == {
        "resource_owner_id": user,
        "scope": ["openid", "public", "scenarios:read", "scenarios:write", "email"],
        "expires_in": 7 * DAY - 60,
        "application": {"uid": None},
        "created_at": 1_756_717_200,
    }


def test_info_without_expiry(api: Api, control: Control) -> None:
    """A token that never expires has no seconds left to tell."""
    token = control.token(control.user(), expires_in=None)
    assert api.ask("GET", INFO, token=token).json()["expires_in"] is None


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEARER"])
@pytest.mark.parametrize("path", [INFO, USERINFO])
def test_scheme_in_any_case(api: Api, control: Control, scheme: str, path: str) -> None:
    """Here the scheme matches in any case; the capital B is the API's own rule."""
    headers = {"Authorization": f"{scheme} {control.token(control.user())}"}
    assert api.ask("GET", path, headers=headers).status_code == 200


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_info_of_bad_token(api: Api, control: Control, kind: str) -> None:
    """Without a valid token the answer is a 401 in OAuth's own words."""
    answer = api.ask("GET", INFO, headers=headers_of(kind, control))
    assert answer.status_code == 401
    assert answer.json() == {
        "error": "invalid_token",
        "error_description": "The access token is invalid",
        "state": "unauthorized",
    }
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["www-authenticate"] == CHALLENGE


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_userinfo_of_bad_token(api: Api, control: Control, kind: str) -> None:
    """Without a valid token the answer is a 401 without a body."""
    answer = api.ask("GET", USERINFO, headers=headers_of(kind, control))
    assert (answer.status_code, answer.content) == (401, b"")
    why = {"expired": "The access token expired", "revoked": "The access token was revoked"}
    expected = CHALLENGE.replace("The access token is invalid", why.get(kind, ""))
    assert answer.headers["www-authenticate"] == (expected if kind in why else CHALLENGE)


@pytest.mark.parametrize(
    ("extras", "told"),
    [
        ({}, []),
        ({"email_scope": True}, ["email"]),
        ({"profile_scope": True}, ["name"]),
        ({"email_scope": True, "profile_scope": True}, ["email", "name"]),
    ],
)
@pytest.mark.parametrize("permissions", ["public", "delete"])
def test_userinfo(
    api: Api, control: Control, permissions: str, extras: dict[str, Any], told: list[str]
) -> None:
    """The user's id as text; address and name with their scopes only."""
    user = control.user(name="Ann", email="ann@example.org")
    token = control.token(user, permissions, **extras)
    answer = api.ask("GET", USERINFO, token=token)
    everything = {"email": "ann@example.org", "name": "Ann"}
    assert answer.json() == {"sub": str(user), **{key: everything[key] for key in told}}


def test_userinfo_without_openid(api: Api, control: Control) -> None:
    """A token without ``openid`` may not ask: 403, and nothing says why."""
    token = control.token(control.user(), scopes="public email profile")
    answer = api.ask("GET", USERINFO, token=token)
    assert (answer.status_code, answer.content) == (403, b"")
    assert "www-authenticate" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert api.ask("GET", INFO, token=token).status_code == 200


@pytest.mark.parametrize("path", [INFO, USERINFO])
@pytest.mark.parametrize(
    ("host", "environment"),
    [
        (ACCOUNTS, "production"),
        (STAGING_ACCOUNTS, "staging"),
    ],
)
def test_hosts(api: Api, control: Control, path: str, host: str, environment: str) -> None:
    """Each host knows the tokens of its own environment, and no others."""
    user = control.user()
    for each in ("production", "staging"):
        token = control.token(user, environment=each)
        status = api.ask("GET", path, token=token, host=host).status_code
        assert status == (200 if each == environment else 401)


@pytest.mark.parametrize("path", [INFO, USERINFO])
@pytest.mark.parametrize("host", [ENGINE, STABLE, STAGING])
def test_engines_have_no_such_path(api: Api, control: Control, path: str, host: str) -> None:
    """These paths are the account host's alone."""
    answer = api.ask("GET", path, token=control.token(control.user()), host=host)
    assert (answer.status_code, answer.json()) == (404, NO_PATH)


@pytest.mark.parametrize(("admin", "roles"), [(False, ["user"]), (True, ["user", "admin"])])
def test_roles_of_the_user(admin: bool, roles: list[str], api: Api, control: Control) -> None:
    """The scope ``roles``, which no level of the form gives, tells them."""
    token = control.token(control.user(admin=admin), scopes="openid roles")
    assert api.ask("GET", "/oauth/userinfo", token=token).json()["roles"] == roles


@pytest.mark.parametrize(
    ("query", "body", "kind"),
    [("?a=%fe", "", FORM), ("", "{", "application/json"), ("", "a=%zz", FORM)],
)
def test_parameters_that_cannot_be_read(api: Api, query: str, body: str, kind: str) -> None:
    """Doorkeeper leaves them to Rails, which answers in a form of its own."""
    headers = {"Content-Type": kind}
    answer = api.ask("POST", f"/oauth/userinfo{query}", content=body, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"status": 400, "error": "Bad Request"})


def test_form_without_a_content_type(api: Api, control: Control) -> None:
    """What is posted without one is a form."""
    content = f"access_token={control.token(control.user())}"
    assert api.ask("POST", "/oauth/userinfo", content=content).status_code == 200

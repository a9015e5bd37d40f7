"""The token's user: ``PUT /api/v3/user``."""

from typing import Any

import pytest
from test_mock.client import FAILURE, SCENARIOS, Api, Control

USER = "/api/v3/user"


def userinfo(api: Api, token: str) -> Any:
    """Give what the token says of its user."""
    return api.ask("GET", "/oauth/userinfo", token=token).json()


@pytest.mark.parametrize("permissions", ["public", "read", "write", "delete"])
@pytest.mark.parametrize("sent", [True, "true", 1])
def test_private_scenarios(api: Api, control: Control, permissions: str, sent: Any) -> None:
    """Every valid token sets its user's default; new scenarios follow it."""
    user = control.user()
    token = control.token(user, permissions)
    answer = api.ask("PUT", USER, token=token, json={"user": {"private_scenarios": sent}})
    assert answer.status_code == 200
    assert answer.json()["private_scenarios"] is True
    made = api.ask("POST", SCENARIOS, token=control.token(user)).json()
    assert made["private"] is True


def test_name(api: Api, control: Control) -> None:
    """The name changes alone, and on this engine alone: the account keeps its own."""
    token = control.token(control.user(private_scenarios=True), profile_scope=True)
    answer = api.ask("PUT", USER, token=token, json={"user": {"name": "Néw"}})
    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["private_scenarios"]) == ("Néw", True)
    assert userinfo(api, token)["name"] == "Test"


@pytest.mark.parametrize("name", ["", "  ", None])
def test_blank_name(api: Api, control: Control, name: str | None) -> None:
    """A blank name is refused, and nothing is changed then."""
    user = control.user(name="Before")
    token = control.token(user, profile_scope=True)
    body = {"user": {"name": name, "private_scenarios": True}}
    answer = api.ask("PUT", USER, token=token, json=body)
    assert (answer.status_code, answer.json()) == (422, {"name": ["can't be blank"]})
    assert userinfo(api, token)["name"] == "Before"
    assert api.ask("POST", SCENARIOS, token=token).json()["private"] is False


@pytest.mark.parametrize("sent", [{"email": "x@example.org"}, {"id": 1}, {"admin": True}])
def test_other_fields_are_ignored(api: Api, control: Control, sent: dict[str, Any]) -> None:
    """Nothing but the name and the default can be set."""
    user = control.user(email="before@example.org")
    token = control.token(user, email_scope=True)
    assert api.ask("PUT", USER, token=token, json={"user": sent}).status_code == 200
    assert userinfo(api, token) == {"sub": str(user), "email": "before@example.org"}
    hidden = control.scenario(owner_id=control.user(), private=True)
    assert api.ask("GET", f"{SCENARIOS}/{hidden}", token=token).status_code == 404


@pytest.mark.parametrize("body", [None, {}, {"user": {}}, {"user": None}, []])
def test_missing_parameter(api: Api, control: Control, body: Any) -> None:
    """Without a ``user`` the request is a 400."""
    answer = api.ask("PUT", USER, token=control.token(control.user()), json=body)
    assert answer.status_code == 400
    message = "param is missing or the value is empty or invalid: user"
    assert answer.json() == {"errors": [message]}


@pytest.mark.parametrize("body", [{"user": "x"}, {"user": [1]}, {"user": 5}])
def test_no_object(api: Api, control: Control, body: Any) -> None:
    """The real service trips over a ``user`` that is no object."""
    answer = api.ask("PUT", USER, token=control.token(control.user()), json=body)
    assert (answer.status_code, answer.json()) == (500, FAILURE)


def test_without_token(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """The real service trips over a request without a token, but for an empty one; a line says so.

    Nothing of the request is in that line.
    """
    assert api.ask("PUT", USER, json={}).status_code == 400
    answer = api.ask("PUT", USER, json={"user": {"name": "secret"}})
    assert (answer.status_code, answer.json()) == (500, FAILURE)
    assert caplog.messages == [
        "etm-mock: PUT /api/v3/user: the real service answers 500; it trips over a request without "
        "a token: send a token"
    ]

"""``POST /_mock/reset`` brings everything back, whatever happened before."""

import dataclasses
import re
from random import Random, SystemRandom
from typing import Any, Final

import httpx
import pytest
from etm_docs.examples.account_pages import Browser, sign_in
from etm_mock import fixtures
from etm_mock.state import State
from test_mock.client import InProcess

ENGINE: Final = "https://engine.energytransitionmodel.com"
ACCOUNTS: Final = "https://my.energytransitionmodel.com"
OWN: Final = "http://localhost"
SCENARIOS: Final = f"{ENGINE}/api/v3/scenarios"
FIRST_NEW: Final = 9_000_006
"""The id of the first scenario that is made after a reset."""


@pytest.fixture
def state() -> State:
    """A state in the docs fixture."""
    state = State()
    fixtures.load(state, "docs")
    return state


@pytest.fixture
def client(state: State) -> httpx.Client:
    """A client of a mock without sockets."""
    return httpx.Client(transport=InProcess(state), base_url=ACCOUNTS, trust_env=False)


def test_everything_observable_comes_back(state: State, client: httpx.Client) -> None:
    """What every token sees and does after a storm of changes and a reset is what it saw before."""
    before = observed(state, client)
    reset(client)
    storm(client)
    assert observed(state, client) != before
    reset(client)
    assert observed(state, client) == before


def test_whole_state_comes_back(state: State, client: httpx.Client) -> None:
    """So does every field of the state, also those that a later version adds."""
    before = dumped(state)
    storm(client)
    assert dumped(state) != before
    reset(client)
    assert dumped(state) == before


def reset(client: httpx.Client) -> None:
    """Ask for the docs fixture."""
    client.post(f"{OWN}/_mock/reset", json={"fixture": "docs"}).raise_for_status()


def dumped(value: Any) -> Any:
    """Take a state apart, down to plain values that can be compared."""
    if isinstance(value, int | str):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: dumped(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: dumped(each) for key, each in value.items()}
    if isinstance(value, Random):
        return None if isinstance(value, SystemRandom) else value.getstate()
    if type(value).__module__.startswith("etm_mock.") and hasattr(value, "__dict__"):
        return {"": type(value).__name__, **dumped(vars(value))}
    if hasattr(value, "__iter__"):
        return [dumped(each) for each in value]
    return value


def observed(state: State, client: httpx.Client) -> list[Any]:
    """Ask for everything that there is to see, and for the next of everything that is numbered."""
    seen: list[Any] = []

    def see(method: str, url: str, token: str | None = None, body: Any = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = client.request(method, url, headers=headers, json=body)
        # Forms have a token of their own each time.
        text = re.sub(r'name="authenticity_token" value="[^"]+"', "", answer.text)
        seen.append((method, url, answer.status_code, text))

    secrets = [token.secret for token in state.tokens.values()][:11]
    see("GET", f"{OWN}/_mock/requests")
    see("GET", f"{OWN}/_mock/faults")
    for token in (None, *secrets):
        see("GET", SCENARIOS, token)
        see("GET", f"{ACCOUNTS}/oauth/token/info", token)
        see("GET", f"{ACCOUNTS}/oauth/userinfo", token)
        for scenario in range(9_000_001, FIRST_NEW + 12):
            see("GET", f"{SCENARIOS}/{scenario}", token)
            see("GET", f"{SCENARIOS}/{scenario}/users", token)
    for name in ("alex", "sam", "kim", "robin", "charlie", "storm"):
        sign_in(Browser(client), email=f"{name}@example.org")  # in vain where there is none
        see("GET", f"{ACCOUNTS}/identity/tokens")
        client.cookies.clear()
    see("POST", f"{OWN}/_mock/clock", body={"advance": 1})
    see("POST", f"{OWN}/_mock/users", body={"name": "Next", "email": "next@example.org"})
    see("POST", f"{OWN}/_mock/tokens", body={"user_id": 123})
    see("POST", SCENARIOS, fixtures.DEMO_TOKEN)
    see("GET", f"{SCENARIOS}/{FIRST_NEW}/users", fixtures.DEMO_TOKEN)
    return seen


def storm(client: httpx.Client) -> None:
    """Change everything that can be changed."""
    token = {"Authorization": f"Bearer {fixtures.DEMO_TOKEN}"}
    user = {"user_email": "sam@example.org", "role": "scenario_owner"}
    pending = {"user_email": "storm@example.org", "role": "scenario_viewer"}
    changes = {
        "user_values": {"buildings_insulation_level": 1},
        "metadata": {"storm": True},
        "keep_compatible": True,
        "source": "storm",
    }
    calls: list[tuple[str, str, Any]] = [
        ("PUT", f"{SCENARIOS}/9000001", {"scenario": changes}),
        ("PUT", f"{SCENARIOS}/9000002", {"scenario": {**changes, "private": True}}),
        ("POST", f"{SCENARIOS}/9000002/users", {"scenario_users": [user, pending]}),
        ("DELETE", f"{SCENARIOS}/9000003", None),
        ("PUT", f"{ENGINE}/api/v3/user", {"user": {"name": "S", "private_scenarios": True}}),
        *[("POST", SCENARIOS, {"scenario": changes})] * 10,
        ("POST", f"{OWN}/_mock/users", {"name": "Storm", "email": "storm@example.org"}),
        ("POST", f"{OWN}/_mock/tokens", {"user_id": 124, "permissions": "delete"}),
        ("DELETE", f"{OWN}/_mock/tokens/502", None),
        ("POST", f"{OWN}/_mock/scenarios", {"owner_id": 125, "private": True}),
        ("POST", f"{OWN}/_mock/clock", {"advance": 86_400}),
        ("POST", f"{OWN}/_mock/faults", {"path": "/api/*", "count": 5, "status": 503}),
    ]
    for method, url, body in calls:
        answer = client.request(method, url, headers=token, json=body)
        assert answer.is_success, (method, url, answer.text)
    sign_in(Browser(client))

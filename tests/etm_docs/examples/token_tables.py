"""Tables about tokens: how they look, what a level and an extra give, and what the header does.

The tokens are created as a reader creates them, on the settings page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import httpx
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.hosts import ACCOUNTS, ENGINE, STAGING_ACCOUNTS, STAGING_ENGINE
from etm_mock.services import RELEASES

from etm_docs.examples.account_pages import (
    NAME_FIELD,
    NEW_TOKEN,
    SETTINGS,
    Browser,
    browsing,
    create_token,
    sign_in,
)
from etm_docs.examples.markdown import code, table
from etm_docs.examples.request import bearer

API: Final = "/api/v3/scenarios"

_HOSTS: Final = (ENGINE, f"2025-01.{ENGINE}", STAGING_ENGINE)

_HEADERS: Final = {
    **{
        code(f"Authorization: {each}"): [each]
        for each in ("Bearer TOKEN", "bearer TOKEN", "Token TOKEN", "Basic TOKEN", "TOKEN")
    },
    code("Authorization: Bearer"): ["Bearer"],
    code("Authorization: Bearer etm_wrong"): ["Bearer etm_wrong"],
    f"{code('Authorization: Bearer  TOKEN')}, with two spaces": ["Bearer  TOKEN"],
    f"{code('Authorization: Bearer TOKEN TOKEN')}": ["Bearer TOKEN TOKEN"],
    f"{code('Authorization: Bearer TOKEN')}, twice": ["Bearer TOKEN", "Bearer TOKEN"],
    "none": [],
}
"""What may be sent: how the table says it, and the values of the header."""

_PARTS: Final = ("scenarios:read", "scenarios:write", "scenarios:delete")


def prefixes(client: httpx.Client) -> str:
    """Make the table of how a token begins, and which hosts take it."""
    rows = []
    for name, host in {"production": ACCOUNTS, "staging": STAGING_ACCOUNTS}.items():
        with _settings(client, host) as browser:
            secret = create_token(browser, {})
        taken = [code(each) for each in _HOSTS if _takes(client, each, secret)]
        rows.append([name, code(f"{secret.rpartition('_')[0]}_"), ", ".join(taken)])
    return table(["Created in", "Begins with", "Works at"], rows)


def scopes(client: httpx.Client) -> str:
    """Make the table of the permission levels and the scopes that each gives."""
    rows = []
    with _settings(client) as browser:
        for level in _choices(browser, "radio"):
            scope = _info(client, create_token(browser, {NAME_FIELD: level, level: True})).json()[
                "scope"
            ]
            rows.append([level, " ".join(map(code, scope))])
    return table(["Permission level", "Scopes"], rows)


def extras(client: httpx.Client) -> str:
    """Make the table of the extras of a token: the scopes, and what they let a program ask."""
    with _settings(client) as browser:
        known = _choices(browser, "checkbox")
        rows = []
        for name, chosen in {"none": [], **{each: [each] for each in known}, "both": known}.items():
            secret = create_token(browser, {NAME_FIELD: name, **dict.fromkeys(chosen, True)})
            added = _info(client, secret).json()["scope"][2:]
            answer = client.get("/oauth/userinfo", headers=bearer(secret)).raise_for_status()
            rows.append([name, " ".join(map(code, added)) or "–", code(answer.text)])
    return table(["Extras", "Scopes", "Answer of `/oauth/userinfo`"], rows)


def partial_scopes(client: httpx.Client) -> str:
    """Make the table of tokens that lack a scope below one that they have."""
    rows = []
    for lacking in _PARTS[:-1]:
        scopes = ["openid", "public", *(each for each in _PARTS if each != lacking)]
        wanted = {"user_id": 123, "scopes": " ".join(scopes)}
        secret = client.post("/_mock/tokens", json=wanted).raise_for_status().json()["token"]
        made = client.post("/_mock/scenarios", json={"owner_id": 123, "private": True})
        path = f"{API}/{made.raise_for_status().json()['id']}"
        change = {"scenario": {"source": "table"}}
        statuses = [
            client.request(method, path, json=body, headers=bearer(secret)).status_code
            for method, body in (("GET", None), ("PUT", change), ("DELETE", None))
        ]
        rows.append([" ".join(map(code, scopes[2:])), *map(str, statuses)])
    return table(["Scopes", "Read", "Change", "Delete"], rows)


def header(client: httpx.Client) -> str:
    """Make the table of what may stand in the header, and the answer of the list of scenarios."""
    rows = []
    for shown, values in _HEADERS.items():
        sent = [("Authorization", each.replace("TOKEN", DEMO_TOKEN)) for each in values]
        answer = client.get(API, headers=sent)
        said = answer.json().get("errors", ["your scenarios"])
        rows.append([shown, str(answer.status_code), *said])
    return table(["Header", "Status", "Answer"], rows)


def audience(client: httpx.Client) -> str:
    """Make the table of tokens that are older and newer than a stable release."""
    appeared = RELEASES["2025-01"]
    rows = []
    for days, when in ((-1, "the day before"), (1, "the day after")):
        _set_clock(client, appeared + timedelta(days=days))
        wanted = {"user_id": 123, "expires_in": 365}
        secret = client.post("/_mock/tokens", json=wanted).raise_for_status().json()["token"]
        _set_clock(client, appeared + timedelta(days=2))
        statuses = [
            str(client.get(API, headers={"Host": host, **bearer(secret)}).status_code)
            for host in _HOSTS[:2]
        ]
        rows.append([f"{when} 2025-01 appeared", *statuses])
    return table(["Token made", *map(code, _HOSTS[:2])], rows)


@contextmanager
def _settings(client: httpx.Client, host: str = ACCOUNTS) -> Iterator[Browser]:
    """Sign in to the settings page of a host within the block."""
    with browsing(str(client.base_url), host) as browser:
        sign_in(browser)
        yield browser


def _choices(browser: Browser, kind: str) -> list[str]:
    """Name the choices of the form that creates a token."""
    browser.open(SETTINGS)
    browser.follow(NEW_TOKEN)
    fields = browser.page.select(f"label:has(> input[type={kind}])")
    return [each.get_text(strip=True) for each in fields]


def _info(client: httpx.Client, secret: str) -> httpx.Response:
    return client.get("/oauth/token/info", headers=bearer(secret)).raise_for_status()


def _set_clock(client: httpx.Client, wanted: datetime) -> None:
    now = client.post("/_mock/clock", json={"advance": 0}).raise_for_status().json()["now"]
    seconds = (wanted - datetime.fromisoformat(now)).total_seconds()
    client.post("/_mock/clock", json={"advance": seconds}).raise_for_status()


def _takes(client: httpx.Client, host: str, secret: str) -> bool:
    answer = client.get(API, headers={"Host": host, **bearer(secret)})
    return answer.status_code == 200

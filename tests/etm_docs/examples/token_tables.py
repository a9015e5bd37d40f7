"""Tables about tokens: how they look, what a level and an extra give, and what the header does.

The tokens are created as a reader creates them, on the settings page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.hosts import ACCOUNTS, ENGINE, STAGING_ACCOUNTS, STAGING_ENGINE

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
    for shown in ("Bearer TOKEN", "bearer TOKEN", "Token TOKEN", "Basic TOKEN", "Bearer etm_wrong"):
        answer = client.get(API, headers={"Authorization": shown.replace("TOKEN", DEMO_TOKEN)})
        said = answer.json().get("errors", ["your scenarios"])
        rows.append([code(f"Authorization: {shown}"), str(answer.status_code), *said])
    answer = client.get(API)
    rows.append(["none", str(answer.status_code), *answer.json()["errors"]])
    return table(["Header", "Status", "Answer"], rows)


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


def _takes(client: httpx.Client, host: str, secret: str) -> bool:
    answer = client.get(API, headers={"Host": host, **bearer(secret)})
    return answer.status_code == 200

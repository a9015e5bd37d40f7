"""Tables that state facts: made by asking the mock, kept in ``snippets/tables/``."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from etm_mock.fixtures import ALEX, CHARLIE, ROBIN
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens

from etm_docs.examples import claims, errors, glossary, lifetime, not_mocked, token_tables
from etm_docs.examples.endpoints import Reference, page_of
from etm_docs.examples.markdown import table
from etm_docs.examples.request import bearer
from etm_docs.examples.settings_table import settings_page
from etm_docs.openapi import document
from etm_docs.paths import SNIPPETS

FOLDER: Final = SNIPPETS / "tables"

ADMIN_LEVELS: Final = ("read", "write", "delete")

SENDERS: Final = {
    "no token": None,
    "read public": "alex-public",
    "read": "alex-read",
    "write": "alex-write",
    "delete": "alex-delete",
}
"""Who asks: how the tables call it, and the name of the token."""

SCENARIOS: Final[dict[str, dict[str, Any]]] = {
    "unowned": {},
    "somebody else's, public": {"owner_id": ROBIN},
    "somebody else's, private": {"owner_id": ROBIN, "private": True},
    **{
        f"yours as {role}, {privacy}": {
            "owner_id": ROBIN,
            "private": privacy == "private",
            "roles": [{"user_id": ALEX, "role": f"scenario_{role}"}],
        }
        for role in ("viewer", "collaborator")
        for privacy in ("public", "private")
    },
    "yours as owner, public": {"owner_id": ALEX},
    "yours as owner, private": {"owner_id": ALEX, "private": True},
}
"""The kinds of scenario: how the tables call them, and how the mock is asked to make one."""

OPERATIONS: Final[dict[str, tuple[str, str, Any]]] = {
    "read": ("GET", "/api/v3/scenarios/{id}", None),
    "change": ("PUT", "/api/v3/scenarios/{id}", {"scenario": {"source": "table"}}),
    "copy": ("POST", "/api/v3/scenarios", {"scenario": {"scenario_id": "{id}"}}),
    "delete": ("DELETE", "/api/v3/scenarios/{id}", None),
    "see who has access": ("GET", "/api/v3/scenarios/{id}/users", None),
}

WITHOUT_SCENARIO: Final[dict[str, tuple[str, str, Any]]] = {
    "List your scenarios": ("GET", "/api/v3/scenarios", None),
    "Create a scenario": ("POST", "/api/v3/scenarios", {}),
    "Set your default privacy": ("PUT", "/api/v3/user", {"user": {"private_scenarios": False}}),
}
"""What needs no scenario: the heading of its column, and the request."""


def permission_matrix(client: httpx.Client) -> str:
    """Make the table of every sender, scenario and operation, with the status of the answer."""
    rows = []
    for sender in SENDERS:
        for scenario in SCENARIOS:
            if sender == "no token" and scenario.startswith("yours"):
                continue  # without a token nothing is yours
            statuses = [_status(client, sender, operation, scenario) for operation in OPERATIONS]
            rows.append([sender, scenario, *map(str, statuses)])
    return table(["Token", "Scenario", *map(str.capitalize, OPERATIONS)], rows)


def permission_summary(client: httpx.Client) -> str:
    """Make the short table: what each token may do with each scenario, in words."""
    rows = []
    for scenario in SCENARIOS:
        cells = []
        for sender in SENDERS:
            if sender == "no token" and scenario.startswith("yours"):
                cells.append("–")
                continue
            allowed = [
                each for each in OPERATIONS if _status(client, sender, each, scenario) == 200
            ]
            cells.append(", ".join(allowed) or "nothing")
        rows.append([scenario, *cells])
    return table(["Scenario", *SENDERS], rows)


def permission_admin(client: httpx.Client) -> str:
    """Make the table of what an administrator's token may do with somebody else's scenario."""
    rows = []
    for sender in ADMIN_LEVELS:
        wanted = {"user_id": CHARLIE, "permissions": sender}
        token = client.post("/_mock/tokens", json=wanted).raise_for_status().json()["token"]
        for scenario in ("somebody else's, public", "somebody else's, private"):
            asked = [_status(client, sender, each, scenario, token) for each in OPERATIONS]
            rows.append([sender, scenario, *map(str, asked)])
    return table(["Token of an administrator", "Scenario", *map(str.capitalize, OPERATIONS)], rows)


def list_and_create(client: httpx.Client) -> str:
    """Make the table of what needs no scenario, with the status of the answer."""
    rows = [
        [
            sender,
            *(str(_ask(client, sender, *WITHOUT_SCENARIO[each])) for each in WITHOUT_SCENARIO),
            _private_ones(client, sender),
        ]
        for sender in SENDERS
    ]
    return table(["Token", *WITHOUT_SCENARIO, "Private ones in the list"], rows)


def error_sections(part: str) -> Callable[[httpx.Client], str]:
    """Give what makes a part of the page about errors."""
    return lambda client: errors.part(client, part)


def endpoint_pages() -> list[str]:
    """Name the pages of operations."""
    return list(dict.fromkeys(map(page_of, document.operations(document.load()))))


def endpoints(page: str) -> Callable[[httpx.Client], str]:
    """Give what makes a page of operations."""
    return lambda _: Reference(document.load()).operations(page)


TABLES: Final[Mapping[str, Callable[[httpx.Client], str]]] = {
    "abbreviations": lambda _: glossary.abbreviations(),
    "checked-versions": lambda _: claims.versions_table(),
    "rules": lambda _: claims.rules_table(),
    **{f"endpoints-{name}": endpoints(name) for name in endpoint_pages()},
    "endpoints-answers": lambda _: Reference(document.load()).answers(),
    "endpoints-summary": lambda _: Reference(document.load()).summary(),
    "audience": token_tables.audience,
    "authorization-header": token_tables.header,
    "extras": token_tables.extras,
    "lifetime": lifetime.lifetime,
    "list-and-create": list_and_create,
    "not-mocked": lambda _: not_mocked.not_mocked(),
    "permission-admin": permission_admin,
    "permission-matrix": permission_matrix,
    "permission-summary": permission_summary,
    "partial-scopes": token_tables.partial_scopes,
    "scopes": token_tables.scopes,
    "settings-page": settings_page,
    "token-prefixes": token_tables.prefixes,
    **{f"errors-{part}": error_sections(part) for part in errors.parts()},
}
"""Every table by the name of its file, without the ending."""


def file_of(name: str) -> Path:
    """Give the file that holds a table."""
    return FOLDER / f"{name}.md"


@contextmanager
def mock_client(mock: RunningMock) -> Iterator[httpx.Client]:
    """Ask a mock within the block: at its own address, and under the ETM's over TLS."""
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    tls = httpx.HTTPTransport(http2=True, http1=False, proxy=mock.proxy_url, verify=trusted)
    # By itself, httpx would read a list of authorities, which takes 15 ms.
    with httpx.Client(
        base_url=mock.url,
        trust_env=False,
        verify=False,  # noqa: S501 - plain HTTP
        mounts={"https://": tls},
    ) as client:
        yield client


def _status(
    client: httpx.Client, sender: str, operation: str, scenario: str, token: str | None = None
) -> int:
    """Do an operation on a new scenario of a kind, and give the status of the answer.

    ``token`` goes out in place of the sender's own.
    """
    made = client.post("/_mock/scenarios", json=SCENARIOS[scenario]).raise_for_status()
    method, path, body = OPERATIONS[operation]
    number = str(made.json()["id"])
    path, sent = path.replace("{id}", number), _filled(body, number)
    return _ask(client, sender, method, path, sent, token)


def _private_ones(client: httpx.Client, sender: str) -> str:
    """Say whether a list of scenarios has private ones."""
    answer = client.get("/api/v3/scenarios", headers=_header(sender))
    if answer.status_code != 200:
        return "–"
    return "yes" if any(each["private"] for each in answer.json()["data"]) else "no"


def _ask(
    client: httpx.Client, sender: str, method: str, path: str, body: Any, token: str | None = None
) -> int:
    headers = {"Accept": "application/json", **bearer(token)} if token else _header(sender)
    return client.request(method, path, json=body, headers=headers).status_code


def _header(sender: str) -> dict[str, str]:
    name = SENDERS[sender]
    return {"Accept": "application/json", **(bearer(docs_tokens()[name]) if name else {})}


def _filled(body: Any, number: str) -> Any:
    if isinstance(body, dict):
        return {key: _filled(value, number) for key, value in body.items()}
    return int(number) if body == "{id}" else body

"""Tables that state facts: made by asking the mock, kept in ``snippets/tables/``."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens

from etm_docs.examples import claims, endpoints, errors, glossary, lifetime, token_tables
from etm_docs.examples.example import SNIPPETS
from etm_docs.examples.markdown import table
from etm_docs.examples.request import bearer
from etm_docs.examples.settings_table import settings_page

FOLDER: Final = SNIPPETS / "tables"

ALEX, ROBIN = 123, 126
"""Users of the docs fixture: the one who asks, and somebody else."""

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


@dataclass(frozen=True)
class Asker:
    """Asks a mock, and gives what it answers."""

    client: httpx.Client

    def status(self, sender: str, operation: str, scenario: str) -> int:
        """Do an operation on a new scenario of a kind, and give the status of the answer."""
        made = self.client.post("/_mock/scenarios", json=SCENARIOS[scenario]).raise_for_status()
        method, path, body = OPERATIONS[operation]
        number = str(made.json()["id"])
        return self._ask(sender, method, path.replace("{id}", number), _filled(body, number))

    def status_without_scenario(self, sender: str, operation: str) -> int:
        """Do an operation that needs no scenario, and give the status of the answer."""
        return self._ask(sender, *WITHOUT_SCENARIO[operation])

    def private_ones(self, sender: str) -> str:
        """Say whether a list of scenarios has private ones."""
        answer = self.client.get("/api/v3/scenarios", headers=_header(sender))
        if answer.status_code != 200:
            return "–"
        return "yes" if any(each["private"] for each in answer.json()["data"]) else "no"

    def _ask(self, sender: str, method: str, path: str, body: Any) -> int:
        return self.client.request(method, path, json=body, headers=_header(sender)).status_code


def permission_matrix(asker: Asker) -> str:
    """Make the table of every sender, scenario and operation, with the status of the answer."""
    rows = []
    for sender in SENDERS:
        for scenario in SCENARIOS:
            if sender == "no token" and scenario.startswith("yours"):
                continue  # without a token nothing is yours
            statuses = [asker.status(sender, operation, scenario) for operation in OPERATIONS]
            rows.append([sender, scenario, *map(str, statuses)])
    return table(["Token", "Scenario", *map(str.capitalize, OPERATIONS)], rows)


def permission_summary(asker: Asker) -> str:
    """Make the short table: what each token may do with each scenario, in words."""
    rows = []
    for scenario in SCENARIOS:
        cells = []
        for sender in SENDERS:
            if sender == "no token" and scenario.startswith("yours"):
                cells.append("–")
                continue
            allowed = [each for each in OPERATIONS if asker.status(sender, each, scenario) == 200]
            cells.append(", ".join(allowed) or "nothing")
        rows.append([scenario, *cells])
    return table(["Scenario", *SENDERS], rows)


def list_and_create(asker: Asker) -> str:
    """Make the table of what needs no scenario, with the status of the answer."""
    rows = [
        [
            sender,
            *(str(asker.status_without_scenario(sender, each)) for each in WITHOUT_SCENARIO),
            asker.private_ones(sender),
        ]
        for sender in SENDERS
    ]
    return table(["Token", *WITHOUT_SCENARIO, "Private ones in the list"], rows)


def error_sections(part: str) -> Callable[[Asker], str]:
    """Give what makes a part of the page about errors."""
    return lambda asker: errors.part(asker.client, part)


TABLES: Final[Mapping[str, Callable[[Asker], str]]] = {
    "abbreviations": lambda _: glossary.abbreviations(),
    "checked-versions": lambda _: claims.versions_table(),
    "rules": lambda _: claims.rules_table(),
    "endpoints": lambda _: endpoints.read().operations(),
    "endpoints-answers": lambda _: endpoints.read().answers(),
    "endpoints-summary": lambda _: endpoints.read().summary(),
    "authorization-header": lambda asker: token_tables.header(asker.client),
    "extras": lambda asker: token_tables.extras(asker.client),
    "lifetime": lambda asker: lifetime.lifetime(asker.client),
    "list-and-create": list_and_create,
    "permission-matrix": permission_matrix,
    "permission-summary": permission_summary,
    "partial-scopes": lambda asker: token_tables.partial_scopes(asker.client),
    "scopes": lambda asker: token_tables.scopes(asker.client),
    "settings-page": lambda asker: settings_page(asker.client),
    "token-prefixes": lambda asker: token_tables.prefixes(asker.client),
    **{f"errors-{part}": error_sections(part) for part in errors.parts()},
}
"""Every table by the name of its file, without the ending."""


def file_of(name: str) -> Path:
    """Give the file that holds a table."""
    return FOLDER / f"{name}.md"


@contextmanager
def asking(mock: RunningMock) -> Iterator[Asker]:
    """Ask a mock within the block."""
    # Without a list of authorities, which takes 15 ms to read: it asks over plain HTTP.
    with httpx.Client(base_url=mock.url, trust_env=False, verify=False) as client:  # noqa: S501
        yield Asker(client)


def _header(sender: str) -> dict[str, str]:
    name = SENDERS[sender]
    return {"Accept": "application/json", **(bearer(docs_tokens()[name]) if name else {})}


def _filled(body: Any, number: str) -> Any:
    if isinstance(body, dict):
        return {key: _filled(value, number) for key, value in body.items()}
    return int(number) if body == "{id}" else body

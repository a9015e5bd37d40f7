"""Asks a mock what the description allows and forbids, with schemathesis.

``make test`` asks a thousand things, ``make thorough`` many thousands.
"""

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from etm_mock.server import RunningMock

if TYPE_CHECKING:
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events


@dataclass(frozen=True)
class Effort:
    """How much is asked.

    ``examples`` is how many random requests each operation gets, and how many sequences of them are
    tried. With ``coverage``, each bound and each type of every parameter is tried as well.
    """

    examples: int
    coverage: bool


QUICK: Final = Effort(examples=2, coverage=False)
USUAL: Final = Effort(examples=2, coverage=True)
THOROUGH: Final = Effort(examples=50, coverage=True)

_OFF: Final = {"enabled": False}

CHECKS: Final[dict[str, Any]] = {
    # Which sliders, areas, queries and users exist is not for the description to say.
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "401", "403", "404", "422"],
    },
    # The API ignores what it doesn't know, and casts the rest: `page=0` is the first page.
    "negative_data_rejection": _OFF,
    # The real service answers 500 to some of what it doesn't expect; that has to be described.
    "not_a_server_error": _OFF,
    # Rails answers 404, not 405, to a method that a path doesn't have.
    "unsupported_method": _OFF,
}
"""How schemathesis' default checks differ from the default, and why."""

CHECKS_OF_SOME: Final[list[dict[str, Any]]] = [
    {
        # Without a token the answer is 403, for the list and for public scenarios; not 401.
        "include-path-regex": r"^/api/v3/scenarios",
        "checks": {"missing_required_header": _OFF},
    },
    {
        # Without a token a private scenario answers 404, as if it weren't there.
        "include-path-regex": r"^/api/v3/scenarios/\{id\}",
        "checks": {"ignored_auth": _OFF},
    },
    {
        # Without a token there is no account: the real service answers 500.
        "include-path": "/api/v3/user",
        "checks": {
            "missing_required_header": _OFF,
            "ignored_auth": _OFF,
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "422", "500"]},
        },
    },
    {
        # Without a token MyETM refuses to save, and the engine trips over that: 500.
        "include-path": "/api/v3/saved_scenarios",
        "checks": {
            "missing_required_header": _OFF,
            "ignored_auth": _OFF,
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "404", "422", "500"]},
        },
    },
    {
        # Asked for a row that isn't there, a scenario that was just created answers 404 as well.
        "include-path": "/api/v3/scenarios/{id}/users",
        "include-method": ["PUT", "DELETE"],
        "checks": {"ensure_resource_availability": _OFF},
    },
]
"""The same for some of the operations; all entries that match count."""


@dataclass
class Run:
    """What came of a run: how often each operation answered with which status, and what failed."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def succeeded(self) -> set[str]:
        """Name the operations that answered with success at least once."""
        return {label for label, status in self.statuses if 200 <= status < 300}

    def called(self) -> set[str]:
        """Name the operations that were asked at all."""
        return {label for label, _ in self.statuses}


def run(
    mock: RunningMock, token: str | None, description: Mapping[str, Any], effort: Effort
) -> Run:
    """Ask a mock for everything that a description has, always the same requests."""
    # Not at the top: it takes long to import, and each process of a run would do so.
    import schemathesis
    from schemathesis.engine import events, from_schema

    schema = schemathesis.openapi.from_dict(
        deepcopy(dict(description)), config=_config(mock, token, effort)
    )
    schema.hook("filter_body")(_fits)
    found = Run()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(event, found)
        elif isinstance(event, events.NonFatalError):
            found.failures.append(f"{event.label}: {event.value}")
        elif isinstance(event, events.FatalError):
            raise event.exception
    return found


def _fits(_: object, body: Any) -> bool:
    """Leave out whole numbers of more than 64 bits: the description says so in words alone."""
    if isinstance(body, dict | list):
        return all(_fits(_, each) for each in (body.values() if isinstance(body, dict) else body))
    return type(body) is not int or -(2**63) <= body < 2**64


def _config(mock: RunningMock, token: str | None, effort: Effort) -> "SchemathesisConfig":
    from schemathesis.config import SchemathesisConfig

    return SchemathesisConfig.from_dict(
        {
            "base-url": mock.url,
            "headers": {
                "Accept": "application/json",
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            "workers": 1,
            "seed": 1,
            "cache": {"enabled": False},  # else what failed before comes first
            "generation": {
                "deterministic": True,
                "database": "none",
                "max-examples": effort.examples,
            },
            "phases": {"coverage": {"enabled": effort.coverage}},
            # How slow the machine is says nothing about the mock.
            "suppress-health-check": ["all"],
            # It would draw values from the sources of whatever is installed.
            "analysis": {"constants": {"enabled": False}},
            "checks": CHECKS,
            "operations": CHECKS_OF_SOME,
        }
    )


def _note(event: "events.ScenarioFinished", found: Run) -> None:
    recorded = event.recorder
    for case_id, interaction in recorded.interactions.items():
        if interaction.response is not None:
            label = recorded.cases[case_id].value.operation.label
            found.statuses[label, interaction.response.status_code] += 1
    for checks in recorded.checks.values():
        for check in checks:
            found.checks[check.name] += 1
            if check.failure_info:
                failure = check.failure_info.failure
                found.failures.append(
                    f"{check.name}: {failure.title}\n{failure.message}\n"
                    f"{check.failure_info.code_sample}"
                )

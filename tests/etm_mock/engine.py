"""What one engine remembers: scenarios, the users that it has seen, and what it can calculate.

Each engine numbers its own scenarios, and shares nothing with the others. It knows a user by the
first request that carried a token of theirs, as they were then. Source: ``User.from_jwt!`` in the
engine's ``app/models/user.rb``.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from etm_mock.catalogue import Catalogue
from etm_mock.permissions import Role
from etm_mock.services import Environment


def same_email(email: str | None, other: str | None) -> bool:
    """Compare e-mail addresses as the database does (``utf8mb4_unicode_ci``); ``None`` is none.

    Case, accents, width, control characters and spaces at the end don't matter.
    """
    return email is not None and other is not None and _collated(email) == _collated(other)


_NOT_IGNORED = "\t\n\v\f\r\u00ad"


def _collated(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.rstrip(" ").lower()
    letters = (
        each
        for each in unicodedata.normalize("NFKD", text.casefold())
        if each in _NOT_IGNORED or unicodedata.category(each) not in ("Mn", "Cc", "Cf")
    )
    return "".join(letters).rstrip(" ")


@dataclass
class KnownUser:
    """An account, as one engine knows it; its settings are this engine's own.

    ``private_scenarios`` may be ``None``: the column of the real service may be empty.
    """

    id: int
    name: str
    email: str
    created_at: datetime
    updated_at: datetime
    admin: bool = False
    private_scenarios: bool | None = False


@dataclass
class ScenarioUser:
    """One user's role on a scenario: a user, or an e-mail address that nobody has as yet."""

    id: int
    role: Role
    user_id: int | None
    user_email: str | None = None


@dataclass
class Scenario:
    """A scenario. ``template`` is the id of the one it was copied from.

    ``scaling`` holds the values of a scenario that was scaled to a smaller area, as it is shown.
    """

    id: int
    area_code: str
    end_year: int
    created_at: datetime
    updated_at: datetime
    private: bool = False
    keep_compatible: bool = False
    source: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    user_values: dict[str, float] = field(default_factory=dict)
    template: int | None = None
    scaling: dict[str, Any] | None = None
    users: list[ScenarioUser] = field(default_factory=list)

    def role_of(self, user: KnownUser | None) -> Role | None:
        """Give a user's role, ``None`` for none."""
        entry = self.entry_of(user)
        return entry.role if entry else None

    def entry_of(self, user: KnownUser | None) -> ScenarioUser | None:
        """Find a user among those of the scenario, ``None`` if there is none."""
        found = (entry for entry in self.users if user and entry.user_id == user.id)
        return next(found, None)

    def pending_entry(self, email: str) -> ScenarioUser | None:
        """Find an e-mail address that nobody has, in any case, among the scenario's users."""
        return next((each for each in self.users if same_email(each.user_email, email)), None)

    def has_owner(self, *, besides: ScenarioUser | None = None) -> bool:
        """Say whether the scenario has an owner; an e-mail address that nobody has counts."""
        others = (entry for entry in self.users if entry is not besides)
        return any(entry.role is Role.scenario_owner for entry in others)


class Engine:
    """One engine's memory. ``release`` is the tag of a stable release, ``None`` for any other."""

    def __init__(self, environment: Environment, release: str | None = None) -> None:
        self.environment = environment
        self.release = release
        self.catalogue = Catalogue()
        self.users: dict[int, KnownUser] = {}
        self.scenarios: dict[int, Scenario] = {}
        self.next_scenario = 1
        self.next_scenario_user = 1

    def user_by_email(self, email: str | None) -> KnownUser | None:
        """Find a user that the engine has seen by their e-mail address, in any case."""
        return next((user for user in self.users.values() if same_email(user.email, email)), None)

    def start_year(self, area_code: str) -> int:
        """Give the year in which an area's scenarios start; an unknown area counts as 2019."""
        return self.catalogue.start_years.get(area_code, DEFAULT_START_YEAR)

    def add_user(self, user: KnownUser) -> None:
        """Get to know a user: the roles that wait for their e-mail address become theirs."""
        self.users[user.id] = user
        for scenario in self.scenarios.values():
            for entry in scenario.users:
                if same_email(entry.user_email, user.email):
                    entry.user_id, entry.user_email = user.id, None

    def add_scenario(self, now: datetime, area_code: str, end_year: int, **rest: Any) -> Scenario:
        """Add a scenario made ``now``; ``rest`` gives other fields of :class:`Scenario`."""
        scenario = Scenario(0, area_code, end_year, now, now, **rest)
        self.keep(scenario)
        return scenario

    def keep(self, scenario: Scenario) -> None:
        """Give a new scenario the next id, and remember it."""
        scenario.id, self.next_scenario = self.next_scenario, self.next_scenario + 1
        self.scenarios[scenario.id] = scenario

    def add_scenario_user(
        self,
        scenario: Scenario,
        role: Role,
        *,
        user: KnownUser | None = None,
        email: str | None = None,
    ) -> ScenarioUser:
        """Give a user, or an e-mail address that nobody has yet, a role on a scenario."""
        entry = ScenarioUser(
            self.next_scenario_user, role, user.id if user else None, None if user else email
        )
        self.next_scenario_user += 1
        scenario.users.append(entry)
        return entry

    def scenario(self, number: int | None) -> Scenario | None:
        """Give the scenario with an id, ``None`` if there is none."""
        return None if number is None else self.scenarios.get(number)

    def user(self, number: int | None) -> KnownUser | None:
        """Give the user with an id, ``None`` if the engine has seen none."""
        return None if number is None else self.users.get(number)

    def scenarios_where(self, test: Callable[[Scenario], bool]) -> list[Scenario]:
        """List the scenarios that pass a test, newest first."""
        found = (scenario for scenario in self.scenarios.values() if test(scenario))
        return sorted(found, key=lambda scenario: (scenario.created_at, scenario.id), reverse=True)


DEFAULT_START_YEAR = 2019
"""Where scenarios start in an area that is not known."""

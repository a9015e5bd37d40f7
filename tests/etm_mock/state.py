"""The mock's whole state: users, tokens, scenarios, sessions, the clock and the journal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Any

from etm_mock.catalogue import START_YEARS
from etm_mock.faults import Faults
from etm_mock.journal import Journal
from etm_mock.permissions import SCOPES_OF_LEVEL, Role
from etm_mock.tokens import DEFAULT_EXPIRY_DAYS, Environment, Token, new_secret


def _same(email: str | None, other: str) -> bool:
    """Compare e-mail addresses: their case doesn't matter."""
    return email is not None and email.lower() == other.lower()


class Clock:
    """The mock's time: it stands still at a given instant, or runs with the machine's clock."""

    def __init__(self, standing_at: datetime | None = None) -> None:
        self._standing_at = standing_at
        self._advanced = timedelta()

    def now(self) -> datetime:
        """Give the mock's time, in UTC."""
        return (self._standing_at or datetime.now(UTC)) + self._advanced

    def advance(self, seconds: float) -> None:
        """Move the mock's time by a number of seconds, at most to the years 2000 and 9000.

        Raises :class:`OverflowError` beyond them.
        """
        moved = self.now() + timedelta(seconds=seconds)
        if not 2000 <= moved.year <= 9000:
            raise OverflowError(f"{moved} is too far away")
        self._advanced += timedelta(seconds=seconds)


@dataclass
class User:
    """An ETM account."""

    id: int
    name: str
    email: str
    password: str = field(repr=False)
    admin: bool = False
    private_scenarios: bool = False


@dataclass
class ScenarioUser:
    """One user's role on a scenario: an account, or an e-mail address without one as yet."""

    id: int
    role: Role
    user_id: int | None
    user_email: str | None = None


@dataclass
class Scenario:
    """A scenario. ``template`` is the id of the one it was copied from."""

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
    users: list[ScenarioUser] = field(default_factory=list)

    @property
    def start_year(self) -> int:
        """The year in which the scenario's area starts."""
        return START_YEARS[self.area_code]

    def role_of(self, user: User | None) -> Role | None:
        """Give a user's role, ``None`` for none."""
        entry = self.entry_of(user)
        return entry.role if entry else None

    def entry_of(self, user: User | None) -> ScenarioUser | None:
        """Find a user among those of the scenario, ``None`` if there is none."""
        found = (entry for entry in self.users if user and entry.user_id == user.id)
        return next(found, None)

    def pending_entry(self, email: str) -> ScenarioUser | None:
        """Find an e-mail address without an account, in any case, among the scenario's users."""
        return next((each for each in self.users if _same(each.user_email, email)), None)

    @property
    def has_owner(self) -> bool:
        """Whether the scenario has an owner; an e-mail address without an account counts."""
        return any(entry.role is Role.scenario_owner for entry in self.users)


@dataclass
class Session:
    """A browser's session on the account pages."""

    csrf_token: str = field(repr=False)
    user_id: int | None = None
    notice: str | None = None


class State:
    """Everything that the mock remembers. :func:`etm_mock.fixtures.load` fills it."""

    users: dict[int, User]
    tokens: dict[int, Token]
    scenarios: dict[int, Scenario]
    sessions: dict[str, Session]
    clock: Clock
    journal: Journal
    faults: Faults
    random: Random
    """Makes token strings: the same ones after each reset to ``docs``, unguessable otherwise."""

    def __init__(self) -> None:
        self.clear(Clock(), SystemRandom())

    def clear(self, clock: Clock, random: Random) -> None:
        """Forget everything, and go by another clock and source of token strings."""
        self.users, self.tokens, self.scenarios, self.sessions = {}, {}, {}, {}
        self.journal, self.faults = Journal(), Faults()
        self.clock, self.random = clock, random
        self._last_ids: dict[str, int] = {}

    def start_ids_at(self, kind: str, number: int) -> None:
        """Let the next id of a kind (``users``, ``tokens``, ``scenarios``, …) be ``number``."""
        self._last_ids[kind] = number - 1

    def next_id(self, kind: str) -> int:
        """Give the next id of a kind. Ids are never used twice between resets."""
        self._last_ids[kind] = self._last_ids.get(kind, 0) + 1
        return self._last_ids[kind]

    def add_user(
        self,
        name: str,
        email: str,
        password: str = "password",  # noqa: S107 - the documented default of a mock account
        *,
        admin: bool = False,
        private_scenarios: bool = False,
    ) -> User:
        """Add an account, and let it take over the roles that wait for its e-mail address."""
        user = User(self.next_id("users"), name, email, password, admin, private_scenarios)
        self.users[user.id] = user
        for scenario in self.scenarios.values():
            for entry in scenario.users:
                if _same(entry.user_email, email):
                    entry.user_id, entry.user_email = user.id, None
        return user

    def user_by_email(self, email: str) -> User | None:
        """Find an account by its e-mail address, in any case."""
        return next((user for user in self.users.values() if _same(user.email, email)), None)

    def add_token(
        self,
        user: User,
        name: str,
        scopes: tuple[str, ...] = SCOPES_OF_LEVEL["public"],
        *,
        expires_in_days: float | None = DEFAULT_EXPIRY_DAYS,
        environment: Environment = "production",
        secret: str | None = None,
    ) -> Token:
        """Add a personal access token; ``expires_in_days`` is ``None`` for one without expiry."""
        now = self.clock.now()
        token = Token(
            id=self.next_id("tokens"),
            user_id=user.id,
            name=name,
            secret=secret or new_secret(environment, self.random),
            scopes=scopes,
            environment=environment,
            created_at=now,
            expires_at=None if expires_in_days is None else now + timedelta(days=expires_in_days),
        )
        self.tokens[token.id] = token
        return token

    def active_token(self, secret: str, environment: Environment) -> Token | None:
        """Find the token that a request carries, if it is valid here and now."""
        now = self.clock.now()
        for token in self.tokens.values():
            if token.secret == secret and token.environment == environment and token.is_active(now):
                return token
        return None

    def add_scenario(self, area_code: str = "nl", end_year: int = 2050, **rest: Any) -> Scenario:
        """Add a scenario; ``rest`` gives other fields of :class:`Scenario`."""
        now = self.clock.now()
        scenario = Scenario(self.next_id("scenarios"), area_code, end_year, now, now, **rest)
        self.scenarios[scenario.id] = scenario
        return scenario

    def add_scenario_user(
        self, scenario: Scenario, role: Role, *, user: User | None = None, email: str | None = None
    ) -> ScenarioUser:
        """Give a user, or an e-mail address that has no account yet, a role on a scenario."""
        entry = ScenarioUser(
            id=self.next_id("scenario_users"),
            role=role,
            user_id=user.id if user else None,
            user_email=None if user else email,
        )
        scenario.users.append(entry)
        return entry

    def scenarios_where(self, test: Callable[[Scenario], bool]) -> list[Scenario]:
        """List the scenarios that pass a test, newest first."""
        found = (scenario for scenario in self.scenarios.values() if test(scenario))
        return sorted(found, key=lambda scenario: (scenario.created_at, scenario.id), reverse=True)

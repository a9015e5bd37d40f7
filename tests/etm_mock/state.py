"""The mock's whole state: accounts, tokens, engines, sessions, the clock and the journal."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Any

from starlette.requests import Request

from etm_mock.engine import Engine, KnownUser, Scenario, same_email
from etm_mock.faults import Faults
from etm_mock.journal import Journal
from etm_mock.permissions import SCOPES_OF_LEVEL, Role
from etm_mock.services import Environment
from etm_mock.tokens import DEFAULT_EXPIRY_DAYS, Token, new_secret, without_prefix


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
            raise OverflowError
        self._advanced += timedelta(seconds=seconds)


@dataclass
class Account:
    """A user's account on the account pages of one environment.

    The engines know users by themselves: see :class:`~etm_mock.engine.KnownUser`.
    """

    id: int
    name: str
    email: str
    password: str = field(repr=False)
    environment: Environment
    admin: bool = False
    private_scenarios: bool = False


@dataclass
class SavedScenario:
    """A saved scenario of MyETM: a title, and the id of the engine's scenario that it holds.

    ``roles`` are those of accounts by id. ``history`` has the ids that it held before.
    """

    id: int
    scenario_id: int
    title: str
    area_code: str
    end_year: int
    created_at: datetime
    updated_at: datetime
    environment: Environment
    private: bool = False
    description: str | None = None
    version: str = "latest"
    history: list[int] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)


@dataclass
class Session:
    """A browser's session on the account pages."""

    csrf_token: str = field(repr=False)
    user_id: int | None = None
    notice: str | None = None


class State:
    """Everything that the mock remembers. :func:`etm_mock.fixtures.load` fills it."""

    accounts: dict[int, Account]
    tokens: dict[int, Token]
    saved_scenarios: dict[int, SavedScenario]
    sessions: dict[str, Session]
    clock: Clock
    journal: Journal
    faults: Faults
    random: Random
    """Makes token strings: the same ones after each reset to ``docs``, unguessable otherwise."""

    def __init__(self) -> None:
        self.clear(Clock(), SystemRandom())

    def clear(self, clock: Clock, random: Random, *, only_engine: Engine | None = None) -> None:
        """Forget everything, and go by another clock and source of token strings.

        Each host has an engine of its own, unless one is given that stands behind all of them.
        """
        self.accounts, self.tokens, self.sessions = {}, {}, {}
        self.saved_scenarios = {}
        self.journal, self.faults = Journal(), Faults()
        self.clock, self.random = clock, random
        self._engines: dict[tuple[Environment, str | None], Engine] = {}
        self._only_engine = only_engine
        self._last_ids: defaultdict[str, int] = defaultdict(int)

    def engine(self, environment: Environment = "production", release: str | None = None) -> Engine:
        """Give an environment's engine, or that of one of its stable releases."""
        if self._only_engine:
            return self._only_engine
        key = (environment, release)
        if key not in self._engines:
            self._engines[key] = Engine(environment, release)
        return self._engines[key]

    def start_ids_at(self, kind: str, number: int) -> None:
        """Let the next id of a kind (``accounts``, ``tokens``) be ``number``."""
        self._last_ids[kind] = number - 1

    def next_id(self, kind: str) -> int:
        """Give the next id of a kind. Ids are never used twice between resets."""
        self._last_ids[kind] += 1
        return self._last_ids[kind]

    def last_id(self, kind: str) -> int:
        """Give the last id of a kind that was given, 0 for none."""
        return self._last_ids[kind]

    def add_account(
        self,
        name: str,
        email: str,
        password: str = "password",  # noqa: S107 - the documented default of a mock account
        *,
        environment: Environment,
        admin: bool = False,
        private_scenarios: bool = False,
    ) -> Account:
        """Add an account. No engine knows of it as yet."""
        account = Account(
            self.next_id("accounts"), name, email, password, environment, admin, private_scenarios
        )
        self.accounts[account.id] = account
        return account

    def account_by_email(self, email: str, environment: Environment) -> Account | None:
        """Find an account of an environment by its e-mail address, in any case."""
        here = (each for each in self.accounts.values() if each.environment == environment)
        return next((each for each in here if same_email(each.email, email)), None)

    def seen_by(self, known_by: Engine, account: Account) -> KnownUser:
        """Give an account as an engine knows it, as from its first request on."""
        if account.id not in known_by.users:
            now = self.clock.now()
            known_by.add_user(
                KnownUser(
                    account.id,
                    account.name,
                    account.email,
                    now,
                    now,
                    account.admin,
                    account.private_scenarios,
                )
            )
        return known_by.users[account.id]

    def add_token(
        self,
        account: Account,
        name: str,
        scopes: tuple[str, ...] = SCOPES_OF_LEVEL["public"],
        *,
        expires_in_days: float | None = DEFAULT_EXPIRY_DAYS,
        environment: Environment | None = None,
        secret: str | None = None,
    ) -> Token:
        """Add a personal access token; ``expires_in_days`` is ``None`` for one without expiry.

        ``environment`` is the account's own unless another is given.
        """
        now, environment = self.clock.now(), environment or account.environment
        token = Token(
            id=self.next_id("tokens"),
            user_id=account.id,
            name=name,
            secret=secret or new_secret(environment, self.random),
            scopes=scopes,
            environment=environment,
            created_at=now,
            expires_at=None if expires_in_days is None else now + timedelta(days=expires_in_days),
        )
        self.tokens[token.id] = token
        return token

    def add_saved_scenario(
        self, owner: Account, scenario: Scenario, title: str, **rest: Any
    ) -> SavedScenario:
        """Add a saved scenario; ``rest`` gives other fields of :class:`SavedScenario`."""
        now = self.clock.now()
        saved = SavedScenario(
            self.next_id("saved_scenarios"),
            scenario.id,
            title,
            scenario.area_code,
            scenario.end_year,
            now,
            now,
            owner.environment,
            roles={owner.id: Role.scenario_owner},
            **rest,
        )
        self.saved_scenarios[saved.id] = saved
        return saved

    def token_of_engine(self, secret: str, engine: Engine) -> Token | None:
        """Find the token that an engine reads in a string, with either prefix or none.

        It looks at what is written in the token, and at the clock: it doesn't ask whether the token
        was revoked. Source: ``ETEngine::TokenDecoder`` in ``lib/etengine/token_decoder.rb``.
        """
        bare, now = without_prefix(secret), self.clock.now()
        for token in self.tokens.values():
            if without_prefix(token.secret) == bare:
                good = token.is_for(engine.environment, engine.release)
                return token if good and not token.is_expired(now) else None
        return None

    def token_of_accounts(self, secret: str, environment: Environment) -> Token | None:
        """Find the token of a string on the account host, which knows the full string alone."""
        for token in self.tokens.values():
            if token.secret == secret and token.environment == environment:
                return token
        return None


def state_of(request: Request) -> State:
    """Give the state of the mock that answers the request."""
    state: State = request.app.state.etm
    return state

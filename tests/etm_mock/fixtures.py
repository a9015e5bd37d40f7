"""The named starting states.

``docs`` is what every example runs against: fixed ids, a clock that stands still, named tokens.
``empty`` has no users, tokens or scenarios, and its clock runs.

The ids of ``docs`` lie far above those of the real service. A reader who runs an example unchanged
against the real service then gets a 404 instead of changing someone's scenario.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Final, Literal, get_args

from etm_mock.engine import Engine
from etm_mock.permissions import SCOPES_OF_LEVEL, Role
from etm_mock.services import RELEASES, Environment
from etm_mock.state import Account, Clock, State

FixtureName = Literal["docs", "empty"]
FIXTURE_NAMES: Final[tuple[FixtureName, ...]] = get_args(FixtureName)

DOCS_NOW: Final = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
"""Where the clock of ``docs`` stands."""

DEMO_EMAIL: Final = "alex@example.org"
DEMO_PASSWORD: Final = "password"  # noqa: S105 - printed for everyone to use

DEMO_TOKEN: Final = "etm_xcNxTaX8KLr5LkGs93sRWnGfhyAUDPWPqKVGe1RL73GJUnfQ"  # noqa: S105
"""The token that the ETM's authentication guide prints; on the mock it belongs to Alex."""


ALEX, ROBIN, CHARLIE = 123, 126, 127
"""Users of ``docs`` by id: whose token the examples send, somebody else, and an administrator."""


def load(state: State, name: FixtureName) -> None:
    """Bring the whole state to a fixture: the clock, the journal and the sessions too."""
    if name == "empty":
        state.clear(Clock(), SystemRandom())
    else:
        # The same token strings after each reset: they are examples, not secrets.
        state.clear(Clock(standing_at=DOCS_NOW), Random("docs"))  # noqa: S311
        _fill_docs(state)


def _fill_docs(state: State) -> None:
    state.start_ids_at("accounts", 45)
    on_staging = _Accounts.new(state, "staging")
    state.start_ids_at("accounts", ALEX)
    people = _Accounts.new(state, "production")

    everything = SCOPES_OF_LEVEL["delete"]
    state.start_ids_at("tokens", 501)
    # The names are what `token = "…"` of an example.toml refers to.
    alex = people.alex
    state.add_token(alex, "alex", (*everything, "email", "profile"), secret=DEMO_TOKEN)
    for level, scopes in SCOPES_OF_LEVEL.items():
        state.add_token(alex, f"alex-{level}", scopes)
    expired = state.add_token(alex, "alex-expired", everything)
    revoked = state.add_token(alex, "alex-revoked", everything)
    state.add_token(on_staging.alex, "alex-staging", everything)
    state.add_token(people.sam, "sam", everything)
    state.add_token(people.kim, "kim", everything)
    state.add_token(people.robin, "robin", everything)
    state.add_token(people.charlie, "charlie", everything)
    now = state.clock.now()
    for token in state.tokens.values():
        elapsed = timedelta(days=31 if token is expired else 1)
        token.created_at -= elapsed
        token.expires_at = token.expires_at and token.expires_at - elapsed
    revoked.revoked_at = now - timedelta(hours=1)
    _fill_engine(state, state.engine(), people)
    _fill_saved_scenarios(state, people)
    _fill_engine(state, state.engine("staging"), on_staging)
    for release in RELEASES:
        _fill_engine(state, state.engine(release=release), people)


@dataclass(frozen=True)
class _Accounts:
    """The people of the docs, with their accounts in one environment."""

    alex: Account
    sam: Account
    kim: Account
    robin: Account
    charlie: Account

    @classmethod
    def new(cls, state: State, environment: Environment) -> "_Accounts":
        """Make the accounts."""
        return cls(
            state.add_account("Alex de Vries", DEMO_EMAIL, DEMO_PASSWORD, environment=environment),
            state.add_account("Sam Jansen", "sam@example.org", environment=environment),
            state.add_account("Kim Bakker", "kim@example.org", environment=environment),
            state.add_account("Robin Smit", "robin@example.org", environment=environment),
            state.add_account(
                "Charlie Visser", "charlie@example.org", admin=True, environment=environment
            ),
        )


def _fill_engine(state: State, engine: Engine, people: _Accounts) -> None:
    """Fill an engine: each has scenarios of its own, which begin with the same ids."""
    now = state.clock.now()
    alex, sam, kim, robin = (
        state.seen_by(engine, account)
        for account in (people.alex, people.sam, people.kim, people.robin)
    )
    state.seen_by(engine, people.charlie)
    engine.next_scenario, engine.next_scenario_user = 9_000_001, 7001
    engine.add_scenario(now, "nl", 2050)  # unowned
    alex_public = engine.add_scenario(
        now, "nl", 2050, source="docs", user_values={"buildings_insulation_level": 40.0}
    )
    alex_private = engine.add_scenario(now, "nl", 2040, private=True)
    robin_public = engine.add_scenario(now, "de", 2050)
    robin_private = engine.add_scenario(now, "de", 2030, private=True)
    owner = Role.scenario_owner
    engine.add_scenario_user(alex_public, owner, user=alex)
    engine.add_scenario_user(alex_private, owner, user=alex)
    engine.add_scenario_user(alex_private, Role.scenario_collaborator, user=sam)
    engine.add_scenario_user(alex_private, Role.scenario_viewer, user=kim)
    engine.add_scenario_user(robin_public, owner, user=robin)
    engine.add_scenario_user(robin_private, owner, user=robin)
    for age, scenario in enumerate(reversed(engine.scenarios.values()), start=1):
        scenario.created_at = scenario.updated_at = now - timedelta(days=age)


def _fill_saved_scenarios(state: State, people: _Accounts) -> None:
    """Save scenarios of production under other ids; one is private, and its scenario public."""
    scenarios = state.engine().scenarios
    state.start_ids_at("saved_scenarios", 12_001)
    state.add_saved_scenario(people.alex, scenarios[9_000_002], "Insulation study", private=True)
    state.add_saved_scenario(people.alex, scenarios[9_000_003], "Heat study", private=True)
    state.add_saved_scenario(people.robin, scenarios[9_000_004], "Germany in 2050")

"""The named starting states.

``docs`` is what every example runs against: fixed ids, a clock that stands still, named tokens.
``empty`` has no users, tokens or scenarios, and its clock runs.

The ids of ``docs`` lie far above those of the real service. A reader who runs an example unchanged
against the real service then gets a 404 instead of changing someone's scenario.
"""

from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Final, Literal, get_args

from etm_mock.permissions import SCOPES_OF_LEVEL, Role
from etm_mock.state import Clock, State

FixtureName = Literal["docs", "empty"]
FIXTURE_NAMES: Final[tuple[FixtureName, ...]] = get_args(FixtureName)

DOCS_NOW: Final = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
"""Where the clock of ``docs`` stands."""

DEMO_EMAIL: Final = "alex@example.org"
DEMO_PASSWORD: Final = "password"  # noqa: S105 - printed for everyone to use

DEMO_TOKEN: Final = "etm_xcNxTaX8KLr5LkGs93sRWnGfhyAUDPWPqKVGe1RL73GJUnfQ"  # noqa: S105
"""The token that the ETM's authentication guide prints; on the mock it belongs to Alex."""


def load(state: State, name: FixtureName) -> None:
    """Bring the whole state to a fixture: the clock, the journal and the sessions too."""
    if name == "empty":
        state.clear(Clock(), SystemRandom())
    else:
        # The same token strings after each reset: they are examples, not secrets.
        state.clear(Clock(standing_at=DOCS_NOW), Random("docs"))  # noqa: S311
        _fill_docs(state)


def _fill_docs(state: State) -> None:
    now = state.clock.now()
    state.start_ids_at("users", 123)
    alex = state.add_user("Alex de Vries", DEMO_EMAIL, DEMO_PASSWORD)
    sam = state.add_user("Sam Jansen", "sam@example.org")
    kim = state.add_user("Kim Bakker", "kim@example.org")
    robin = state.add_user("Robin Smit", "robin@example.org")
    admin = state.add_user("Charlie Visser", "charlie@example.org", admin=True)

    everything = SCOPES_OF_LEVEL["delete"]
    state.start_ids_at("tokens", 501)
    # The names are what `token = "…"` of an example.toml refers to.
    state.add_token(alex, "alex", (*everything, "email", "profile"), secret=DEMO_TOKEN)
    for level, scopes in SCOPES_OF_LEVEL.items():
        state.add_token(alex, f"alex-{level}", scopes)
    expired = state.add_token(alex, "alex-expired", everything)
    revoked = state.add_token(alex, "alex-revoked", everything)
    state.add_token(alex, "alex-staging", everything, environment="staging")
    state.add_token(sam, "sam", everything)
    state.add_token(kim, "kim", everything)
    state.add_token(robin, "robin", everything)
    state.add_token(admin, "charlie", everything)
    for token in state.tokens.values():
        elapsed = timedelta(days=31 if token is expired else 1)
        token.created_at -= elapsed
        token.expires_at = token.expires_at and token.expires_at - elapsed
    revoked.revoked_at = now - timedelta(hours=1)

    state.start_ids_at("scenarios", 9_000_001)
    state.start_ids_at("scenario_users", 7001)
    state.add_scenario(end_year=2050)  # unowned
    alex_public = state.add_scenario(
        end_year=2050, source="docs", user_values={"buildings_insulation_level": 40.0}
    )
    alex_private = state.add_scenario(end_year=2040, private=True)
    robin_public = state.add_scenario("de", 2050)
    robin_private = state.add_scenario("de", 2030, private=True)
    owner = Role.scenario_owner
    state.add_scenario_user(alex_public, owner, user=alex)
    state.add_scenario_user(alex_private, owner, user=alex)
    state.add_scenario_user(alex_private, Role.scenario_collaborator, user=sam)
    state.add_scenario_user(alex_private, Role.scenario_viewer, user=kim)
    state.add_scenario_user(robin_public, owner, user=robin)
    state.add_scenario_user(robin_private, owner, user=robin)
    for age, scenario in enumerate(reversed(state.scenarios.values()), start=1):
        scenario.created_at = scenario.updated_at = now - timedelta(days=age)

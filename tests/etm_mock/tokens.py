"""Personal access tokens: how they look, when they are valid, and how a request carries one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final, Literal

Environment = Literal["production", "staging"]

PREFIXES: Final[dict[Environment, str]] = {"production": "etm_", "staging": "etm_beta_"}

EXPIRY_DAYS: Final = (7, 30, 60, 90, 365)
"""The expiries that the settings page offers, in days; the last is the maximum."""

DEFAULT_EXPIRY_DAYS: Final = 30

SHOWN_IN_FULL_FOR: Final = timedelta(minutes=1)
"""How long the settings page shows a new token's full string."""

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass
class Token:
    """A personal access token of one user in one environment."""

    id: int
    user_id: int
    name: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...]
    environment: Environment
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Say whether the token is neither revoked nor expired at ``now``."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def shown_in_full(self, now: datetime) -> bool:
        """Say whether the settings page still shows the full string at ``now``."""
        return now - self.created_at < SHOWN_IN_FULL_FOR


def new_secret(environment: Environment, random: Random) -> str:
    """Make a token string: the environment's prefix and 48 base58 characters."""
    return PREFIXES[environment] + "".join(random.choices(_BASE58, k=48))


def bearer_secret(header: str | None, *, any_case: bool = False) -> str | None:
    """Give the token string of an ``Authorization`` header, ``None`` when it has none.

    The API matches the scheme as ``Bearer`` with a capital B and ignores every other scheme.
    ``/oauth`` accepts any case: pass ``any_case``.
    """
    scheme, space, secret = (header or "").partition(" ")
    if any_case:
        scheme = scheme.capitalize()
    return secret.strip() if scheme == "Bearer" and space else None

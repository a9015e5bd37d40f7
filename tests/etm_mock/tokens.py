"""Personal access tokens: how they look, and when and where they are valid."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from etm_mock.services import RELEASES, Environment

PREFIXES: Final[dict[Environment, str]] = {"production": "etm_", "staging": "etm_beta_"}

EXPIRY_DAYS: Final = (7, 30, 60, 90, 365)
"""The expiries that the settings page offers, in days; the last is the maximum."""

DEFAULT_EXPIRY_DAYS: Final = 30

SHOWN_IN_FULL_FOR: Final = timedelta(minutes=1)
"""How long the settings page shows a new token's full string."""

TOKEN_STATES: Final = ("valid", "expired", "revoked")
"""What a token may be made as, for a test."""

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

    @property
    def is_revoked(self) -> bool:
        """Whether the token was revoked; only the account host asks."""
        return self.revoked_at is not None

    def is_expired(self, now: datetime) -> bool:
        """Say whether the token's time is over at ``now``; whole seconds count."""
        return self.expires_at is not None and int(self.expires_at.timestamp()) <= int(
            now.timestamp()
        )

    def is_active(self, now: datetime) -> bool:
        """Say whether the token is neither revoked nor expired at ``now``."""
        return not self.is_revoked and not self.is_expired(now)

    def expire(self, now: datetime) -> None:
        """Let the token's time have been over for a day at ``now``; its length stays."""
        length = (self.expires_at or now + timedelta(days=DEFAULT_EXPIRY_DAYS)) - self.created_at
        self.expires_at = now - timedelta(days=1)
        self.created_at = self.expires_at - length

    def is_for(self, environment: Environment, release: str | None) -> bool:
        """Say whether the token is good for an engine: a stable ``release``, or ``None`` for main.

        What decides was written into the token when it was made: its environment, and the releases
        that there were.
        """
        if self.environment != environment:
            return False
        return release is None or (release in RELEASES and RELEASES[release] <= self.created_at)

    def shown_in_full(self, now: datetime) -> bool:
        """Say whether the settings page still shows the full string at ``now``."""
        return now - self.created_at < SHOWN_IN_FULL_FOR


def new_secret(environment: Environment, random: Random) -> str:
    """Make a token string: the environment's prefix and 48 base58 characters."""
    return PREFIXES[environment] + "".join(random.choices(_BASE58, k=48))


def without_prefix(secret: str) -> str:
    """Give a token's string without its prefix, whichever it is: an engine takes it off."""
    for prefix in sorted(PREFIXES.values(), key=len, reverse=True):
        if secret.startswith(prefix):
            return secret.removeprefix(prefix)
    return secret

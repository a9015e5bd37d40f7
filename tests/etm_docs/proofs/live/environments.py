"""The environments of the real service, and which token belongs to which."""

from dataclasses import dataclass
from typing import Final

from etm_mock.hosts import ACCOUNTS, ENGINE, STAGING_ACCOUNTS, STAGING_ENGINE, is_accounts
from etm_mock.services import Environment as Name
from etm_mock.tokens import PREFIXES


class CannotCheck(Exception):  # noqa: N818 - it is no error of the program's
    """Nothing can be checked; the message says why and what to do."""


@dataclass(frozen=True)
class Environment:
    """Production or staging: the host names of its API and account pages."""

    name: Name
    engine: str
    accounts: str

    def host(self, printed: str) -> str:
        """Give the host that stands here for one that an example prints."""
        return self.accounts if is_accounts(printed) else self.engine

    @property
    def unknown_token(self) -> str:
        """A token with the environment's prefix that the ETM never gave out."""
        return f"{PREFIXES[self.name]}neverGivenOut"

    @property
    def other(self) -> "Environment":
        """The environment that this one is not."""
        return ENVIRONMENTS["production" if self.name == "staging" else "staging"]

    def check_token(self, token: str) -> None:
        """Raise :class:`CannotCheck` if a token can't be one of this environment's."""
        staging = token.startswith(PREFIXES["staging"])
        if not token.startswith(PREFIXES["production"]):
            raise CannotCheck(
                "ETM_API_TOKEN holds no token of the ETM: those begin with etm_. Copy it again from"
                f" https://{self.accounts}/identity/tokens."
            )
        if staging != (self.name == "staging"):
            raise CannotCheck(
                f"Your token is one of {self.other.name}, and you check {self.name}. Choose"
                f" --environment {self.other.name}, or create a token on"
                f" https://{self.accounts}/identity/tokens."
            )


ENVIRONMENTS: Final[dict[str, Environment]] = {
    "production": Environment("production", ENGINE, ACCOUNTS),
    "staging": Environment("staging", STAGING_ENGINE, STAGING_ACCOUNTS),
}

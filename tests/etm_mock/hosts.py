"""The host names of the real service, and which of them is what."""

import re
from typing import Final

from etm_mock.services import PRODUCTION, STABLE, STAGING, Environment, Service

ENGINE: Final = "engine.energytransitionmodel.com"
"""Production's API."""

ACCOUNTS: Final = "my.energytransitionmodel.com"
"""Production's account pages (MyETM)."""

STAGING_ENGINE: Final = f"beta.{ENGINE}"
STAGING_ACCOUNTS: Final = f"beta.{ACCOUNTS}"

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
"""The names under which the mock answers as itself, and shows its control interface."""

CERTIFICATE_NAMES: Final = (ENGINE, f"*.{ENGINE}", ACCOUNTS, f"*.{ACCOUNTS}", *LOOPBACK)

_STABLE_ENGINE: Final = re.compile(rf"(\d{{4}}-\d{{2}})\.{re.escape(ENGINE)}")


def is_engine(host: str | None) -> bool:
    """Say whether a host serves the API: production, a stable release such as 2025-01, staging."""
    return host in (ENGINE, STAGING_ENGINE) or bool(_STABLE_ENGINE.fullmatch(host or ""))


def is_accounts(host: str | None) -> bool:
    """Say whether a host serves the account pages alone."""
    return host in (ACCOUNTS, STAGING_ACCOUNTS)


def is_service(host: str | None) -> bool:
    """Say whether a host is one of the real service's."""
    return is_engine(host) or is_accounts(host)


def is_loopback(host: str | None) -> bool:
    """Say whether a host is a name of this machine's loopback interface."""
    return host in LOOPBACK


def release_of(host: str | None) -> str | None:
    """Give the tag of a stable release's engine, ``None`` for any other host."""
    found = _STABLE_ENGINE.fullmatch(host or "")
    return found[1] if found else None


def service_of(host: str | None) -> Service:
    """Give the rules of the service behind a host; this machine's own names are production."""
    if host in (STAGING_ENGINE, STAGING_ACCOUNTS):
        return STAGING
    return STABLE if release_of(host) else PRODUCTION


def engine_of(environment: Environment) -> str:
    """Give the host of an environment's engine."""
    return STAGING_ENGINE if environment == "staging" else ENGINE


def environment_of(host: str | None) -> Environment:
    """Give the environment whose tokens a host accepts."""
    return service_of(host).environment

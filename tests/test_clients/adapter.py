"""What the tests want of pyetm, whose two major versions say it differently."""

import importlib
import importlib.metadata
from collections.abc import Mapping
from typing import Any, Final, Protocol

STOPS: Final = {"1": frozenset({"listed", "publish", "delete"}), "2": frozenset[str]()}
"""What each major version can't do on the real service.

pyetm 1 first asks the engine for ``/oauth/token/info``, which only the account pages have: 404.
"""


class Adapter(Protocol):
    """The life of a scenario, through one version of pyetm.

    Every method is one call that a user of pyetm would write, or few.
    """

    def create(self, area_code: str, end_year: int, *, private: bool = False) -> int:
        """Make a scenario; give its id."""

    def read(self, scenario: int) -> dict[str, Any]:
        """Read a scenario: ``area_code``, ``end_year``, ``private`` and ``metadata``."""

    def describe(self, scenario: int, metadata: Mapping[str, Any]) -> None:
        """Set the metadata of a scenario."""

    def publish(self, scenario: int) -> None:
        """Make a private scenario public."""

    def move_sliders(self, scenario: int, values: Mapping[str, float]) -> None:
        """Set some inputs of a scenario."""

    def query(self, scenario: int, key: str) -> dict[str, Any]:
        """Ask for a result: ``present``, ``future`` and ``unit``."""

    def copy(self, scenario: int) -> int:
        """Copy a scenario; give the id of the copy."""

    def listed(self) -> list[int]:
        """List the ids of the user's own scenarios, newest first."""

    def delete(self, scenario: int) -> None:
        """Delete a scenario."""


def installed() -> Adapter:
    """Give the adapter for the version of pyetm that is installed."""
    adapter: Adapter = importlib.import_module(f"test_clients.pyetm{major()}").Pyetm()
    return adapter


def stops() -> frozenset[str]:
    """Name the methods that the version that is installed can't do on the real service."""
    return STOPS[major()]


def major() -> str:
    """Give the major version of pyetm that is installed."""
    return importlib.metadata.version("pyetm").partition(".")[0]

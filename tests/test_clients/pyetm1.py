"""pyetm 1, for Python 3.11.

It is given the token by hand: it looks for it in ``ETM_ACCESS_TOKEN`` only. Everything else it
takes from the environment: it asks with requests, which follows the proxy and CA variables.
"""

import importlib
import os
from collections.abc import Mapping
from typing import Any

pyetm = importlib.import_module("pyetm")  # it has no types


class Pyetm:
    """See :class:`clients.adapter.Adapter`."""

    def _client(self, scenario: int | None = None) -> Any:
        return pyetm.Client(scenario, token=os.environ["ETM_API_TOKEN"])

    def create(self, area_code: str, end_year: int, *, private: bool = False) -> int:
        """Make a scenario; pyetm sets its privacy in a second request, if it is told one."""
        client = pyetm.Client.from_scenario_parameters(
            area_code, end_year, private=private or None, token=os.environ["ETM_API_TOKEN"]
        )
        scenario: int = client.scenario_id
        return scenario

    def read(self, scenario: int) -> dict[str, Any]:
        """Read a scenario."""
        client = self._client(scenario)
        return {
            "area_code": client.area_code,
            "end_year": client.end_year,
            "private": client.private,
            "metadata": client.metadata,
        }

    def describe(self, scenario: int, metadata: Mapping[str, Any]) -> None:
        """Set the metadata of a scenario."""
        self._client(scenario).metadata = dict(metadata)

    def publish(self, scenario: int) -> None:
        """Make a private scenario public."""
        self._client(scenario).private = False

    def move_sliders(self, scenario: int, values: Mapping[str, float]) -> None:
        """Set some inputs of a scenario."""
        self._client(scenario).upload_input_parameters(dict(values))

    def query(self, scenario: int, key: str) -> dict[str, Any]:
        """Ask for a result."""
        results = self._client(scenario).get_gquery_results_for_gqueries([key])
        return dict(results.loc[key])

    def copy(self, scenario: int) -> int:
        """Copy a scenario."""
        copied: int = self._client().copy_scenario(scenario)
        return copied

    def listed(self) -> list[int]:
        """List the user's scenarios."""
        return [int(scenario) for scenario in self._client().my_scenarios.index]

    def delete(self, scenario: int) -> None:
        """Delete a scenario."""
        self._client(scenario).delete_scenario()

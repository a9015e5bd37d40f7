"""pyetm 2, for Python 3.12 and later. It takes the token from ``ETM_API_TOKEN``.

Its setting ``TRUST_ENV`` lets it follow the proxy variables, as its README says; without it, pyetm
asks the real service whatever the environment says. The certificate authority needs no setting.
"""

import importlib
from collections.abc import Mapping
from typing import Any

pyetm = importlib.import_module("pyetm")  # another version may be installed where types are checked


class Pyetm:
    """See :class:`clients.adapter.Adapter`."""

    def create(self, area_code: str, end_year: int, *, private: bool = False) -> int:
        """Make a scenario."""
        scenario: int = pyetm.Session.new(area_code, end_year, private=private).id
        return scenario

    def read(self, scenario: int) -> dict[str, Any]:
        """Read a scenario."""
        loaded = pyetm.Session.load(scenario)
        return {
            "area_code": loaded.area_code,
            "end_year": loaded.end_year,
            "private": loaded.private,
            "metadata": loaded.metadata,
        }

    def describe(self, scenario: int, metadata: Mapping[str, Any]) -> None:
        """Set the metadata of a scenario."""
        pyetm.Session.load(scenario).update_metadata(metadata=dict(metadata))

    def publish(self, scenario: int) -> None:
        """Make a private scenario public."""
        pyetm.Session.load(scenario).update_metadata(private=False)

    def move_sliders(self, scenario: int, values: Mapping[str, float]) -> None:
        """Set some inputs with the request that ``Session.update_user_values`` sends.

        That method itself first downloads all inputs (``GET …/inputs``) to check the values. The
        mock has no such endpoint: it is no part of the documented API.
        """
        runner = importlib.import_module("pyetm.services.scenario_runners.update_inputs")
        loaded = pyetm.Session.load(scenario)
        result = runner.UpdateInputsRunner.run(pyetm.get_client(), loaded, dict(values))
        assert result.success, result.errors

    def query(self, scenario: int, key: str) -> dict[str, Any]:
        """Ask for a result."""
        loaded = pyetm.Session.load(scenario)
        loaded.add_queries([key])
        results = loaded.results(["present", "future"]).reset_index("unit")
        return dict(results.loc[key])

    def copy(self, scenario: int) -> int:
        """Copy a scenario."""
        copied: int = pyetm.Session.load(scenario).copy_with_preset().id
        return copied

    def listed(self) -> list[int]:
        """List the user's scenarios."""
        return [session.id for session in pyetm.Sessions.load_all()]

    def delete(self, scenario: int) -> None:
        """Delete a scenario."""
        pyetm.Session.load(scenario).delete()

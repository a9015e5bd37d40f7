"""Scenarios as JSON values, as the API shows them."""

from datetime import UTC, datetime
from typing import Any

from etm_mock.engine import Engine, Scenario


def timestamp(moment: datetime) -> str:
    """Write a moment in ISO 8601, in UTC with milliseconds: ``2023-01-02T15:22:36.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scenario_json(engine: Engine, scenario: Scenario, url: str) -> dict[str, Any]:
    """Give a scenario's answer (``GET /api/v3/scenarios/{id}``); ``url`` is its own address."""
    return {
        "id": scenario.id,
        "area_code": scenario.area_code,
        "start_year": engine.start_year(scenario.area_code),
        "end_year": scenario.end_year,
        "source": scenario.source,
        "private": scenario.private,
        "keep_compatible": scenario.keep_compatible,
        "created_at": timestamp(scenario.created_at),
        "updated_at": timestamp(scenario.updated_at),
        "user_values": scenario.user_values,
        "balanced_values": {},
        "metadata": scenario.metadata,
        "active_couplings": [],
        "inactive_couplings": [],
        "scaling": scenario.scaling,
        "template": scenario.template,
        "url": url,
    }

"""Fifty clients at once: no update of any of them is lost."""

import asyncio
import ssl

import httpx
import pytest
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock

CLIENTS = 50
CHANGES = 4
SCENARIOS = "https://engine.energytransitionmodel.com/api/v3/scenarios"
SHARED = f"{SCENARIOS}/9000002"
"""A scenario that all clients change."""


@pytest.mark.parametrize("http2", [True, False], ids=["HTTP/2", "HTTP/1.1"])
def test_no_update_is_lost(http2: bool, mock: RunningMock) -> None:
    """Each client changes a scenario of its own step by step, and all of them change one."""
    asyncio.run(_storm(mock, http2))


async def _storm(mock: RunningMock, http2: bool) -> None:
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    headers = {"Authorization": f"Bearer {DEMO_TOKEN}"}

    def client() -> httpx.AsyncClient:
        return httpx.AsyncClient(
            http2=http2,
            proxy=mock.proxy_url,
            verify=trusted,
            trust_env=False,
            headers=headers,
            timeout=60,
        )

    async def one(number: int) -> int:
        async with client() as own:
            made = await own.post(SCENARIOS, json={"scenario": {"end_year": 2040}})
            scenario: int = made.raise_for_status().json()["id"]
            for step in range(CHANGES):
                values = {
                    "buildings_insulation_level": step,
                    "households_number_of_inhabitants": 11,
                }
                change = {"scenario": {"user_values": values, "metadata": {"by": number}}}
                changed = await own.put(f"{SCENARIOS}/{scenario}", json=change)
                assert changed.raise_for_status().json()["scenario"]["metadata"] == {"by": number}
                assert changed.http_version == ("HTTP/2" if http2 else "HTTP/1.1")
            user = {"user_email": f"{number}@example.com", "role": "scenario_viewer"}
            added = await own.post(f"{SHARED}/users", json={"scenario_users": [user]})
            assert added.status_code == 201
            return scenario

    made = await asyncio.gather(*(one(number) for number in range(CLIENTS)))
    assert len(set(made)) == CLIENTS
    async with client() as last:
        for number, scenario in enumerate(made):
            shown = (await last.get(f"{SCENARIOS}/{scenario}")).json()
            assert shown["metadata"] == {"by": number}
            assert shown["user_values"] == {
                "buildings_insulation_level": CHANGES - 1,
                "households_number_of_inhabitants": 11,
            }
        users = (await last.get(f"{SHARED}/users")).json()
        added = sorted(user["user_email"] for user in users if user["user_email"])
        assert added == sorted(f"{number}@example.com" for number in range(CLIENTS))
        listed = (await last.get(SCENARIOS, params={"limit": 100})).json()
        assert set(made) <= {scenario["id"] for scenario in listed["data"]}
    asked = CLIENTS * (CHANGES + 2) + CLIENTS + 2
    assert len(mock.control.requests()) == asked

"""What the mock holds, as the tests of the check need to know it."""

from typing import Final

import httpx
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens

DOCS: Final = range(9000001, 9000006)
"""The scenarios of the docs fixture."""


def scenarios(mock: RunningMock) -> list[int]:
    """List the scenarios that the mock has; an admin can read each."""
    headers = {"Authorization": f"Bearer {docs_tokens()['charlie']}"}
    numbers = range(DOCS.start, DOCS.stop + 20)
    address = f"{mock.url}/api/v3/scenarios/{','.join(map(str, numbers))}/batch"
    answer = httpx.get(address, headers=headers, trust_env=False).raise_for_status()
    return [scenario["id"] for scenario in answer.json()]

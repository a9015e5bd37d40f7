"""The Python client that the ETM's makers publish, as it is on PyPI, against the mock.

It runs in a process of its own, asks the real host names, and reaches the mock through the
environment. Python 3.11 gets pyetm 1, later versions pyetm 2: see the adapters beside this file.
pyetm 1 can't do everything on the real service, nor on the mock: see ``adapter.STOPS``.

Left out is what pyetm does beyond the documented API: downloading inputs, curves and exports,
saved scenarios and collections. The mock doesn't have them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from test_clients.adapter import stops

TIMEOUT: Final = 120
"""Seconds after which pyetm counts as stuck; importing pandas may take a few."""

REJECTED: Final = "etm_4sFBGn4Vk7kEmrHFKkmYEUCJBj9NWWKpXHmBcuFqGVtCPgwu"

OWN: Final = [9000003, 9000002]
"""The scenarios of the demo account, newest first."""


class Pyetm:
    """Runs ``test_clients.program`` in an empty folder."""

    def __init__(self, mock: RunningMock, folder: Path) -> None:
        self.mock, self.folder = mock, folder

    def run(self, *arguments: str, token: str = DEMO_TOKEN) -> Any:
        """Run the program with a token; give what it prints."""
        # ``TRUST_ENV`` is pyetm 2's setting to follow the proxy variables.
        environment = {**os.environ, **self.mock.environment(token), "TRUST_ENV": "true"}
        done = subprocess.run(  # noqa: S603 - the program under test
            [sys.executable, "-m", "test_clients.program", *arguments],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def errors(self, *calls: Sequence[Any], token: str = DEMO_TOKEN) -> list[str]:
        """Call methods of the adapter, ``[method, argument, …]`` each, that all fail; say how."""
        seen = self.run("calls", json.dumps(calls), token=token)
        return [each["error"] for each in seen]


@pytest.fixture
def pyetm(mock: RunningMock, tmp_path: Path) -> Pyetm:
    """A user of pyetm; the mock has been reset."""
    return Pyetm(mock, tmp_path)


def test_life_of_a_scenario(pyetm: Pyetm) -> None:
    """A scenario is created, read, changed, queried, copied, listed and deleted, as far as it goes.

    All that pyetm asks goes to production with the token, and nothing it needs is missing.
    """
    lists = "listed" not in stops()
    seen = pyetm.run("life")
    scenario, copied = seen["id"], seen["copy"]
    created = {"area_code": "de", "end_year": 2040, "private": lists, "metadata": {}}
    assert seen == {
        "listed before": OWN if lists else None,
        "id": scenario,
        "created": created,
        "result": {"present": 0.0, "future": 1e9, "unit": "euro"},
        "copy": copied,
        "changed": {**created, "private": False, "metadata": {"note": "From pyetm"}},
        "listed": [copied, scenario, *OWN] if lists else None,
        "listed after": [copied, *OWN] if lists else None,
    }
    requests = pyetm.mock.control.requests()
    methods = {"GET", "POST", "PUT", *(["DELETE"] if lists else [])}
    assert {request["method"] for request in requests} == methods
    for request in requests:
        assert request["host"] == "engine.energytransitionmodel.com"
        assert ["authorization", f"Bearer {DEMO_TOKEN}"] in request["headers"]
        assert request["status"] == 200, request


def test_rejected_token(pyetm: Pyetm) -> None:
    """A token that is not valid is reported, also where none is needed, and nothing is created."""
    every: list[list[Any]] = [["listed"], ["read", 9000002], ["create", "nl", 2050]]
    calls = [each for each in every if each[0] not in stops()]
    for error in pyetm.errors(*calls, token=REJECTED):
        assert "401" in error or "Invalid ETM_API_TOKEN" in error
    statuses = [request["status"] for request in pyetm.mock.control.requests()]
    assert set(statuses) == {401}
    assert len(statuses) >= len(calls)


@pytest.mark.skipif(not stops(), reason="this pyetm can do everything")
def test_what_the_real_service_does_not_have(pyetm: Pyetm) -> None:
    """pyetm 1 asks the engine what the token is worth: 404, as on the real service."""
    calls: dict[str, list[Any]] = {
        "listed": ["listed"],
        "publish": ["publish", 9000003],
        "delete": ["delete", 9000003],
    }
    for error in pyetm.errors(*(calls[each] for each in sorted(stops()))):
        assert "404 Client Error" in error
        assert error.endswith("/oauth/token/info")
    assert {request["status"] for request in pyetm.mock.control.requests()} <= {200, 404}


def test_refusals(pyetm: Pyetm) -> None:
    """What the token may not do is reported with the ETM's status."""
    sliders = {"buildings_insulation_level": 1.0}
    hidden, foreign = pyetm.errors(["read", 9000005], ["move_sliders", 9000004, sliders])
    assert "404" in hidden
    assert "403" in foreign

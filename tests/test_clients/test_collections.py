"""The collections that readers download, run by newman (Postman's) and by Bruno's own command.

``make clients`` installs both, and runs these tests.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from etm_docs.openapi import document, request_collections
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from test_clients.tools import OF_NPM, run

TOKEN: Final = ["--env-var", f"token={DEMO_TOKEN}"]

pytestmark = pytest.mark.skipif(not OF_NPM.exists(), reason="`make clients` runs this")


def asked_by(command: Sequence[str], folder: Path, mock: RunningMock) -> list[tuple[str, str, int]]:
    """Run a program; give the operations that it asked the mock for, and the statuses it got."""
    run(command, folder, mock.environment(), timeout=120)
    asked = mock.control.requests()
    assert all(dict(each["headers"])["authorization"] == f"Bearer {DEMO_TOKEN}" for each in asked)
    return [(each["method"], each["host"] + each["path"], each["status"]) for each in asked]


def expected() -> list[tuple[str, str, int]]:
    """List what the description says: each operation, its address, and its first status."""
    description = document.load()
    hosts = {
        "host": "engine.energytransitionmodel.com",
        "accounts": "my.energytransitionmodel.com",
    }
    return [
        (each.method, hosts[each.server] + each.path.format_map(each.parameters), each.status)
        for each in request_collections.requests(description)
    ]


def test_postman(tmp_path: Path, mock: RunningMock) -> None:
    """Newman sends each request of the collection, and each is answered as is described."""
    collection = tmp_path / request_collections.POSTMAN
    collection.write_text(json.dumps(request_collections.postman(document.load())))
    assert asked_by(["newman", "run", collection.name, *TOKEN], tmp_path, mock) == expected()


def test_bruno(tmp_path: Path, mock: RunningMock) -> None:
    """Bruno does the same with its own."""
    made = request_collections.bruno(document.load())
    zipfile.ZipFile(io.BytesIO(made)).extractall(tmp_path)
    command = ["bru", "run", "-r", "--env", request_collections.ENVIRONMENT, *TOKEN]
    assert asked_by(command, tmp_path / request_collections.NAME, mock) == expected()

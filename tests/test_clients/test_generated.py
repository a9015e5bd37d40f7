"""What others make of the OpenAPI description: each generated client leads a scenario's life.

``make clients`` installs the generators, and runs these tests.
"""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from etm_docs.openapi.document import FILE
from etm_mock.server import RunningMock
from test_clients.tools import TOOLS, run

PROGRAMS: Final = Path(__file__).parent / "generated"

LIFE: Final = {
    "created": ["nl", 2040, True],
    "changed": [False, {"by": "a client"}],
    "users": ["scenario_owner", "scenario_viewer"],
    "statuses": [200, 404],
}
"""What each program prints: what it created and changed, who has access, and how it ended."""

pytestmark = pytest.mark.skipif(not TOOLS.exists(), reason="`make clients` runs this")


def life(
    command: Sequence[str | Path], folder: Path, mock: RunningMock, **variables: str
) -> dict[str, Any]:
    """Run a program on the mock; give the life that it prints."""
    printed = run(command, folder, {**mock.environment(), **variables})
    seen: dict[str, Any] = json.loads(printed.splitlines()[-1])
    hosts = {request["host"] for request in mock.control.requests()}
    assert hosts == {"engine.energytransitionmodel.com"}
    return seen


def test_openapi_python_client(tmp_path: Path, mock: RunningMock) -> None:
    """It leaves nothing out, and its client works."""
    settings = PROGRAMS / "openapi-python-client.yaml"
    command = ["openapi-python-client", "generate", "--path", str(FILE), "--output-path", "made"]
    said = run([*command, "--config", str(settings)], tmp_path)
    assert not re.search("Cannot parse|Unable to process", said), said
    program = PROGRAMS / "openapi_python_client.py"
    packages = str(tmp_path / "made")
    assert life([TOOLS / "bin/python", program], tmp_path, mock, PYTHONPATH=packages) == LIFE


def generate(generator: str, folder: Path) -> None:
    """Let openapi-generator write a client to ``made`` in a folder."""
    said = run(
        ["openapi-generator-cli", "generate", "-i", FILE, "-g", generator, "-o", "made"], folder
    )
    assert "ERROR" not in said


def test_openapi_generator_for_python(tmp_path: Path, mock: RunningMock) -> None:
    """The client for Python works."""
    generate("python", tmp_path)
    program = PROGRAMS / "openapi_generator_python.py"
    packages = str(tmp_path / "made")
    assert life([TOOLS / "bin/python", program], tmp_path, mock, PYTHONPATH=packages) == LIFE


def test_openapi_typescript(tmp_path: Path, mock: RunningMock) -> None:
    """A program in TypeScript fits its types, strictly, and works."""
    program = "openapi_typescript.ts"
    shutil.copy(PROGRAMS / program, tmp_path)
    (tmp_path / "node_modules").symlink_to(TOOLS / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    # Else what has a default would have to be sent: what a request may leave out.
    optional = ("--default-non-nullable", "false")
    run(["openapi-typescript", FILE, "--output", "schema.d.ts", *optional], tmp_path)
    options = "--noEmit --strict --target es2022 --module nodenext --types node"
    run(["tsc", *options.split(), "--allowImportingTsExtensions", program], tmp_path)
    assert life(["node", program], tmp_path, mock) == LIFE

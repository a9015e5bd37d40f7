"""The pytest plugin in the project of a client's author: quick, early enough, and never past it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MADE_AT_IMPORT = """\
import httpx

client = httpx.Client(base_url="https://engine.energytransitionmodel.com")

def test_status(etm_mock):
    assert client.get("/api/v3/scenarios/9000001").status_code == 200
"""

WITHOUT_VARIABLES = """\
import httpx

def test_status(etm_mock):
    try:
        httpx.delete("https://engine.energytransitionmodel.com/api/v3/scenarios/1", trust_env=False)
    except Exception:
        pass  # a client that tries to go on
"""

OTHERS = """\
import socket

def test_other_names(etm_mock):
    assert socket.getaddrinfo("localhost", 80)
"""


def run(folder: Path, test: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on one test module in an empty folder."""
    (folder / "test_it.py").write_text(test)
    return subprocess.run(  # noqa: S603 - pytest itself
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "etm_mock.pytest_plugin",
            "-p",
            "xdist",
            *arguments,
        ],
        cwd=folder,
        # Other plugins of this environment take seconds to import.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("test", [MADE_AT_IMPORT, WITHOUT_VARIABLES], ids=["import", "trust_env"])
def test_the_real_service_is_refused(tmp_path: Path, test: str) -> None:
    """What would go past the mock fails, and says why and what to do."""
    done = run(tmp_path, test)
    assert done.returncode == 1, done.stdout
    assert "RealServiceAsked: a test tried to reach the real ETM" in done.stdout
    assert "--etm-mock" in done.stdout


def test_variables_are_set_before_modules_are_imported(tmp_path: Path) -> None:
    """With --etm-mock, a client that a module makes finds the mock."""
    done = run(tmp_path, MADE_AT_IMPORT, "--etm-mock")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_other_names_are_looked_up(tmp_path: Path) -> None:
    """Only the ETM's names are refused."""
    done = run(tmp_path, OTHERS)
    assert "1 passed" in done.stdout, done.stdout


def test_with_workers(tmp_path: Path) -> None:
    """Each worker of pytest-xdist has a mock of its own."""
    done = run(tmp_path, MADE_AT_IMPORT, "--etm-mock", "-n", "2")
    assert "1 passed" in done.stdout, done.stdout


def test_nothing_heavy_is_imported() -> None:
    """A run that doesn't ask for the mock doesn't wait for its server to be imported."""
    code = "import etm_mock.pytest_plugin, sys; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"starlette", "cryptography", "trustme", "hypercorn", "granian", "jinja2"}

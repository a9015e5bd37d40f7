"""No warning on any Python: where each is an error, the mock works, and says nothing of its own.

``make pythons`` installs the package, with the oldest dependencies that it declares, for each
Python that it finds; these tests then run with those, too.
"""

import re
import subprocess
import sys
from http import HTTPStatus
from itertools import takewhile
from pathlib import Path
from typing import Final

import httpx
import pytest
from etm_docs.paths import ROOT

PYTHONS: Final = [Path(sys.executable), *sorted(ROOT.glob(".cache/pythons/*/bin/python"))]

STRICT: Final = {"PYTHONWARNINGS": "error", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""What also reaches the processes that a command starts, as ``-W error`` alone doesn't."""

ASK: Final = """\
import os, urllib.request
url = "https://my.energytransitionmodel.com/oauth/userinfo"
headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
    print(answer.status)
"""

USE: Final = f"""\
def test_status(etm_mock, capsys):
    exec({ASK!r})
    assert capsys.readouterr().out == "200\\n"
"""


@pytest.fixture(params=PYTHONS, ids=lambda python: python.parts[-3])
def strict(request: pytest.FixtureRequest) -> list[str]:
    """The command of a Python for which each warning is an error."""
    return [str(request.param), "-W", "error"]


@pytest.fixture(autouse=True)
def strictness(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of :data:`STRICT`."""
    for name, value in STRICT.items():
        monkeypatch.setenv(name, value)


def test_exec(strict: list[str]) -> None:
    """``etm-mock exec`` runs a program, and both end without a word."""
    done = subprocess.run(  # noqa: S603 - the command under test
        [*strict, "-m", "etm_mock", "exec", "--", *strict, "-c", ASK],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "200\n", "")


def test_serve(strict: list[str]) -> None:
    """``etm-mock serve`` answers, and ends without a word."""
    command = [*strict, "-m", "etm_mock", "serve", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - the command under test
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            printed = "".join(takewhile(lambda line: "Demo token" not in line, process.stdout))
            url = re.search(r"http://127\.0\.0\.1:\d+", printed)
            answer = httpx.get(f"{url and url[0]}/api/v3/scenarios/9000001", trust_env=False)
        finally:
            process.terminate()
        _, errors = process.communicate(timeout=60)
    assert answer.status_code == HTTPStatus.OK
    assert (process.returncode, errors) == (0, "")


def test_pytest(strict: list[str], tmp_path: Path) -> None:
    """The fixture works in a run of pytest that makes errors of warnings."""
    (tmp_path / "test_it.py").write_text(USE)
    done = subprocess.run(  # noqa: S603 - pytest itself
        [*strict, "-m", "pytest", "-q", "-W", "error", "-p", "etm_mock.pytest_plugin"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    assert (done.stderr, "warning" in done.stdout) == ("", False)

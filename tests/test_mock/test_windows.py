"""The mock uses nothing that Windows lacks; the workflow for Windows runs it there."""

import os
import subprocess
import sys

import pytest
from etm_mock import cli, system
from etm_mock.server import RunningMock

AS_ON_WINDOWS = """\
import os, signal, socket, sys

for module, names in {
    os: ["killpg", "ctermid", "getpgrp", "getuid", "tcgetpgrp", "O_NOFOLLOW", "O_NOCTTY"],
    signal: ["SIGHUP"],
    socket: ["SO_REUSEPORT"],
}.items():
    for name in names:
        delattr(module, name)
sys.modules["fcntl"] = sys.modules["resource"] = None

from etm_mock import cli, system

system.WINDOWS = True
sys.exit(cli.main(sys.argv[1:]))
"""
"""Runs ``etm-mock`` without what Python has on other systems alone."""

CLIENT = """\
import os, urllib.request

assert "https_proxy" not in os.environ
address = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001"
print(urllib.request.urlopen(address).read().decode())
raise SystemExit(7)
"""


def test_exec_runs_a_command() -> None:
    """It reaches the mock, and its status is handed on."""
    command = [sys.executable, "-c", AS_ON_WINDOWS, "exec", "--", sys.executable, "-c", CLIENT]
    environment = {name: value for name, value in os.environ.items() if name != "https_proxy"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert '"id":9000001' in result.stdout, result.stderr
    assert (result.returncode, result.stderr) == (7, "")


def test_variables_are_printed_for_powershell(
    mock: RunningMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``etm-mock serve --tls`` prints what Windows' own shell understands."""
    monkeypatch.setattr(system, "WINDOWS", True)
    options = cli._parser().parse_args(["serve", "--tls"])
    lines = cli._welcome(mock, options).splitlines()
    assert f"  $env:HTTPS_PROXY = '{mock.proxy_url}'" in lines
    assert not [line for line in lines if "export" in line]

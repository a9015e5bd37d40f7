"""What runs the examples on Windows: it sees what was sent, whatever runs them."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from etm_docs.paths import ROOT

SHELL = f"""\
#!{sys.executable}
import os, sys, httpx
from pathlib import Path
from etm_docs.examples import powershell

example, received = map(Path, sys.argv[-2:])
[sent] = powershell.sent(example.read_text(), os.environ["ETM_API_TOKEN"])
address = "https://" + sent["host"] + sent["path"]
httpx.request("METHOD" or sent["method"], address, headers=sent["headers"], json=sent["body"])
received.write_text(httpx.get(os.environ["ETM_MOCK_URL"] + "/_mock/requests").text)
"""
"""Stands in for PowerShell: it reads the tree of the script, and sends what that says."""


@pytest.mark.parametrize(
    ("method", "status", "said"),
    [
        ("", 0, "1 of 1 examples passed"),
        ("PATCH", 1, "make-scenario-private/powershell.ps1:1: sent another request"),
    ],
)
def test_what_was_sent_is_compared(method: str, status: int, said: str, tmp_path: Path) -> None:
    """The right request passes, another method doesn't."""
    shell = tmp_path / "shell"
    shell.write_text(SHELL.replace("METHOD", method))
    shell.chmod(shell.stat().st_mode | stat.S_IXUSR)
    done = run(str(shell), "--only", "make-scenario-private")
    assert said in done.stdout, done.stderr
    assert done.returncode == status


def test_a_missing_shell_and_no_example_are_failures() -> None:
    """Whatever was not run has not passed."""
    assert (
        "command not found: no-such-shell" in run("no-such-shell", "--only", "check-token").stdout
    )
    none = run("no-such-shell", "--only", "no-such-example")
    assert (none.returncode, none.stdout[:13]) == (1, "0 of 0 exampl")


def test_the_workflow_runs_both() -> None:
    """Windows PowerShell 5.1 and PowerShell 7, on Windows."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    job = workflow["jobs"]["windows"]
    assert job["runs-on"] == "windows-latest"
    assert job["steps"][-1]["run"] == "python -m etm_docs.proofs.powershell powershell pwsh"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(  # noqa: S603 - the project's own command
        [sys.executable, "-m", "etm_docs.proofs.powershell", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

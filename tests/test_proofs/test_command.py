"""``make live`` as a person and as the workflow run it, and the issue that comes of it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from etm_docs.paths import ROOT
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens
from test_proofs.mock_state import DOCS, scenarios

WORKFLOW: Final = ROOT / ".github" / "workflows" / "drift.yml"
OPEN_ISSUE: Final = ROOT / "tests/etm_docs/proofs/live/open-issue.sh"

STUCK: Final = 60
"""Seconds after which a command counts as stuck."""


def environment(mock: RunningMock, token: str = DEMO_TOKEN) -> dict[str, str]:
    """Give the variables of a process that reaches the mock under the real addresses."""
    return {"PATH": os.environ["PATH"], **mock.environment(token)}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(  # noqa: S603 - the project's own command
        [sys.executable, "-m", "etm_docs.proofs.live", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=STUCK,
        check=False,
    )


def test_without_a_token(mock: RunningMock) -> None:
    """Without a token it says so, ends well, and asks nothing."""
    done = run(environment(mock, ""))
    assert done.stdout == (
        "Nothing was checked: ETM_API_TOKEN is not set. Put a token of your own in it.\n"
    )
    assert done.returncode == 0
    assert mock.control.requests() == []


def test_no_difference(mock: RunningMock, tmp_path: Path) -> None:
    """It prints two lines, and writes no report."""
    file = tmp_path / "report.md"
    done = run(environment(mock), "--report", str(file))
    answers, recordings = done.stdout.splitlines()
    assert answers.endswith(": 21 answers, no difference."), done.stderr
    assert recordings.endswith(" recordings, none of which no longer hold.")
    assert done.stderr == ""
    assert done.returncode == 0
    assert not file.exists()
    assert scenarios(mock) == list(DOCS)


def test_a_difference(mock: RunningMock, tmp_path: Path) -> None:
    """It prints the report and writes it to the file; neither shows the token."""
    file = tmp_path / "report.md"
    mock.control.add_fault(method="GET", path="/oauth/userinfo", status=503)
    done = run(environment(mock), "--report", str(file))
    assert done.returncode == 1
    assert "`GET /oauth/userinfo`" in done.stdout
    assert file.read_text() == done.stdout
    assert DEMO_TOKEN not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("token", "arguments", "said"),
    [
        ("alex-staging", [], "Your token is one of staging, and you check production."),
        ("alex", ["--environment", "staging"], "Your token is one of production, and you check"),
        ("alex-revoked", [], "The ETM refuses your token: it is unknown, expired or revoked."),
    ],
)
def test_a_wrong_token(token: str, arguments: list[str], said: str, mock: RunningMock) -> None:
    """It says what is wrong with the token, and doesn't show it."""
    secret = docs_tokens()[token]
    done = run(environment(mock, secret), *arguments)
    assert done.stderr.startswith(said)
    assert secret not in done.stdout + done.stderr
    assert done.returncode == 2


def test_something_else_than_a_token(mock: RunningMock) -> None:
    """What can't be a token is not sent anywhere."""
    done = run(environment(mock, "my password"))
    assert done.stderr.startswith("ETM_API_TOKEN holds no token of the ETM")
    assert "password" not in done.stderr
    assert mock.control.requests() == []


def test_an_unknown_environment(mock: RunningMock) -> None:
    """The message names the environments that there are."""
    done = run({**environment(mock), "ETM_ENVIRONMENT": "beta"})
    assert "no environment 'beta': production or staging" in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_cleans_up(number: signal.Signals, mock: RunningMock) -> None:
    """Whoever interrupts the check finds no scenario of it, though a request was on its way."""
    mock.control.add_fault(method="PUT", latency=STUCK, count=9)
    process = subprocess.Popen(
        [sys.executable, "-m", "etm_docs.proofs.live"],
        env=environment(mock),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        while len(created(mock)) < 3:
            assert process.poll() is None
        process.send_signal(number)
        _, said = process.communicate(timeout=STUCK)
    assert said == "Interrupted.\n"
    assert process.returncode == 130
    assert scenarios(mock) == list(DOCS)
    assert any(entry["method"] == "DELETE" for entry in mock.control.requests())


def created(mock: RunningMock) -> list[dict[str, Any]]:
    """List the requests that made a scenario."""
    return [
        entry
        for entry in mock.control.requests()
        if entry["method"] == "POST" and entry["status"] == 200
    ]


@pytest.fixture
def gh(tmp_path: Path) -> Path:
    """A folder with a ``gh`` that notes how it is called, and lists the issues in a file."""
    program = tmp_path / "gh"
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, pathlib, sys\n"
        "folder = pathlib.Path(__file__).parent\n"
        'with (folder / "calls").open("a") as calls:\n'
        "    print(json.dumps(sys.argv[1:]), file=calls)\n"
        'if sys.argv[1:3] == ["issue", "list"]:\n'
        '    print((folder / "open").read_text(), end="")\n'
    )
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("issues", "calls"),
    [
        ("", ["issue list", "label create", "issue create"]),
        ("17\n", ["issue list", "issue edit"]),
    ],
)
def test_there_is_one_issue(issues: str, calls: list[str], gh: Path) -> None:
    """An issue that is open already is updated; otherwise a new one is opened."""
    (gh / "open").write_text(issues)
    path = os.pathsep.join([str(gh), os.environ["PATH"]])
    subprocess.run(  # noqa: S603 - the project's own script
        [str(OPEN_ISSUE), "report.md"], env={"PATH": path}, check=True, timeout=STUCK
    )
    called = [json.loads(line) for line in (gh / "calls").read_text().splitlines()]
    assert [" ".join(call[:2]) for call in called] == calls
    assert called[-1][-2:] == ["--body-file", "report.md"]
    assert ("17" in called[-1]) == (issues != "")


def test_the_workflow_may_do_little() -> None:
    """What has the ETM's token can't write issues, and what writes them doesn't have it."""
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    assert jobs["check"]["permissions"] == {"contents": "read"}
    assert jobs["tell"]["permissions"] == {"contents": "read", "issues": "write"}
    assert "secrets." not in json.dumps(jobs["tell"])
    with_token = [step for step in jobs["check"]["steps"] if "secrets." in json.dumps(step)]
    assert [step["id"] for step in with_token] == ["secret", "ask"]


@pytest.mark.parametrize(("secret", "said"), [("", "::notice::Nothing was checked"), ("etm_x", "")])
def test_the_workflow_without_the_secret(secret: str, said: str, tmp_path: Path) -> None:
    """Its first step says that there is no secret, and ends well; then nothing else runs."""
    check = yaml.safe_load(WORKFLOW.read_text())["jobs"]["check"]
    first, *others = check["steps"]
    outputs = tmp_path / "outputs"
    outputs.touch()
    done = subprocess.run(  # noqa: S603 - the workflow's own script
        ["/bin/bash", "-euo", "pipefail", "-c", first["run"]],
        env={"ETM_API_TOKEN": secret, "GITHUB_OUTPUT": str(outputs)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(said)
    assert outputs.read_text() == ("given=true\n" if secret else "")
    needs_secret = {"steps.secret.outputs.given", "steps.ask.outputs.differs"}
    assert {step["if"] for step in others} == needs_secret

"""Runs what cron and GitHub Actions would run: the lines that a page shows for them."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from etm_docs.examples import fences, variants
from etm_docs.paths import ROOT, SNIPPETS
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock

PAGE = ROOT / "docs" / "how-to" / "scheduled-jobs.md"

REPORT = SNIPPETS / "use-one-client" / "python.py"
"""The program that stands in for the reader's ``report.py``."""

PRINTS = "2 scenarios\n2050\n"

TOKEN = "ETM_API_TOKEN"  # noqa: S105 - the variable's name


def block(language: str, word: str) -> str:
    """Give the page's only block in a language that has a word in it."""
    [found] = [
        fence.source
        for fence in fences.find(PAGE)
        if fence.language == language and word in fence.source
    ]
    return found


@pytest.fixture
def without_token(mock: RunningMock) -> dict[str, str]:
    """The environment in which a program reaches the mock, but finds no token."""
    return {name: value for name, value in mock.environment().items() if name != TOKEN}


def run(
    command: str, environment: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell whose home is the folder."""
    script = folder / "command.sh"
    script.write_text(command)
    return variants.run_shell(script, environment, folder)


def test_crontab(without_token: dict[str, str], tmp_path: Path) -> None:
    """Cron runs the program on Mondays at six, and it finds the token in the file."""
    *when, command = block("text", "report.py").split(maxsplit=5)
    assert when == ["0", "6", "*", "*", "1"]
    (tmp_path / "report").mkdir()
    shutil.copy(REPORT, tmp_path / "report" / "report.py")
    (tmp_path / "report" / ".env").write_text(f"{TOKEN}={DEMO_TOKEN}\n")
    # Cron takes sh.
    (tmp_path / "crontab").write_text(command)
    result = run('sh "$HOME/crontab"', without_token, tmp_path)
    assert (result.stdout, result.stderr) == (PRINTS, "")


def test_workflow(without_token: dict[str, str], tmp_path: Path) -> None:
    """GitHub runs the program on Mondays at six, and gives the token to its step alone."""
    workflow: dict[Any, Any] = yaml.safe_load(block("yaml", "report.py"))
    assert workflow[True] == {"schedule": [{"cron": "0 6 * * 1"}]}  # YAML 1.1 takes `on` as true
    [job] = workflow["jobs"].values()
    checkout, install, report = job["steps"]
    assert "env" not in {**workflow, **job, **checkout, **install}
    assert checkout == {"uses": "actions/checkout@v4"}
    packages = install["run"].removeprefix("python -m pip install ").split()
    assert all(importlib.util.find_spec(package) for package in packages)
    assert report["env"] == {TOKEN: "${{ secrets.ETM_API_TOKEN }}"}
    shutil.copy(REPORT, tmp_path / "report.py")
    result = run(report["run"], {**without_token, TOKEN: DEMO_TOKEN}, tmp_path)
    assert (result.stdout, result.stderr) == (PRINTS, "")

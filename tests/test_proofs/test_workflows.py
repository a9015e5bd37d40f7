"""The steps of workflows run as a runner takes them."""

import subprocess
import sys
from pathlib import Path

import pytest
from etm_docs.paths import ROOT
from etm_docs.proofs.workflows.__main__ import jobs

WORKFLOW = """\
jobs:
  passes:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        word: [one, two]
        python: ["3.11", "3.12"]
    defaults:
      run:
        working-directory: folder
    steps:
      - uses: actions/checkout@v0
      - id: first
        run: |
          test "$CI $GITHUB_ACTIONS" = "true true"
          test ! -t 0 && test ! -t 1 && test -f inside
          test "$(git rev-list --count HEAD)" = 1
          echo "said=${{ matrix.word }}" >> "$GITHUB_OUTPUT"
      - if: steps.first.outputs.said
        run: echo "$SAID ${{ github.repository }} ${{ inputs.none || 'else' }}"
        env:
          SAID: said ${{ steps.first.outputs.said }}
      - if: steps.first.outputs.nothing
        run: exit 1
  fails:
    runs-on: ubuntu-latest
    steps:
      - run: |
          false
          echo never
      - run: echo never
  elsewhere:
    runs-on: windows-latest
    steps:
      - run: exit 1
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a repository with a workflow and two commits."""
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "tried.yml").write_text(WORKFLOW)
    (tmp_path / "folder").mkdir()
    git = ["git", "-c", "user.name=Robin", "-c", "user.email=robin@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)  # noqa: S603 - the test's own
    for name in ("before", "inside"):
        (tmp_path / "folder" / name).touch()
        for command in (["add", "."], ["commit", "-qm", name]):
            subprocess.run([*git, *command], cwd=tmp_path, check=True)  # noqa: S603 - the test's own
    return tmp_path


def run(repository: Path, *names: str) -> tuple[int, str, str]:
    """Run jobs of a repository; give the exit status and what was printed."""
    command = [sys.executable, "-m", "etm_docs.proofs.workflows", f"--root={repository}", *names]
    done = subprocess.run(  # noqa: S603 - the project's own command
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_steps(repository: Path) -> None:
    """Each choice that a command names runs, in a shallow clone, with a runner's variables."""
    status, printed, _ = run(repository, "tried/passes")
    assert status == 0, printed
    assert "tried/passes (one):\n-- left out: actions/checkout@v0\n" in printed
    for word in ("one", "two"):
        assert printed.count(f"\nsaid {word} owner/name else\n") == 1
    assert printed.endswith("\neach step passed\n")


def test_a_step_that_fails(repository: Path) -> None:
    """It ends its job and is named; a job for another system is left out, and said to be."""
    status, printed, _ = run(repository)
    assert status == 1
    assert "\nnever\n" not in printed
    assert "\ntried/elsewhere: left out: windows-latest\n" in printed
    assert printed.endswith("\nfailed: tried/fails\n")


def test_a_job_that_is_not_there(repository: Path) -> None:
    """The message names those that are."""
    status, _, told = run(repository, "tried/pases")
    assert status == 2
    assert "no such job: tried/pases. There are: tried/passes, tried/fails, tried/else" in told


def test_commands_of_this_repository() -> None:
    """What its workflows make is in the Makefile."""
    makes = [
        line.strip()
        for job in jobs(ROOT)
        for step in job.content["steps"]
        for line in job.text(step.get("run", "")).splitlines()
        if line.strip().startswith("make ")
    ]
    assert len(makes) > 5
    for line in makes:
        words = [*line.split(), "--dry-run"]
        done = subprocess.run(  # noqa: S603 - the project's own Makefile
            words, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"

"""Installing the package as the pages say: from its repository, into an empty environment."""

import os
import re
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from etm_docs.examples import fences
from etm_docs.paths import ROOT, SNIPPETS
from etm_docs.site.pages import REPOSITORY

PAGE: Final = ROOT / "docs" / "how-to" / "use-the-mock.md"

TUTORIAL: Final = ROOT / "docs" / "tutorial" / "private-scenario.md"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a shell in which an environment with pip and nothing else is active.

    It sees this one's packages, for the package's dependencies: no test asks a registry.
    """
    folder = tmp_path / "venv"
    venv.create(folder, symlinks=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    return {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way to say: build with what is here
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GITHUB_ACTIONS": "true",
        "CI": "true",
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the files of this one, and one commit.

    pip asks for a clone without files' contents. Of a shallow clone, Git never ends to make one.
    """
    folder = tmp_path / "repository"
    listed = _git(ROOT, "ls-files", "--cached", "-z").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    _git(folder, "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "All")
    return folder


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own arguments
        ["git", *arguments],  # noqa: S607 - whichever comes first
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there is no Git repository here")
def test_the_steps_of_a_job(environment: dict[str, str], repository: Path, tmp_path: Path) -> None:
    """The steps for CI that the page shows install the package and run a program on the mock."""
    [block] = [
        fence.source
        for fence in fences.find(PAGE)
        if fence.language == "yaml" and "actions/checkout" in fence.source
    ]
    steps: list[dict[str, Any]] = yaml.safe_load(block)["steps"]
    (tmp_path / "report.py").write_text((SNIPPETS / "use-one-client" / "python.py").read_text())
    commands = [step["run"] for step in steps if "run" in step]
    for page in (PAGE, TUTORIAL):
        lines = [line for fence in fences.find(page) for line in fence.source.splitlines()]
        assert commands[0] in lines, f"{page.name} doesn't install it as the job does"
    said = []
    for command in (*commands, "etm-mock --version"):
        done = subprocess.run(  # noqa: S603 - what the page says
            ["/bin/bash", "-e", "-c", command.replace(REPOSITORY, f"file://{repository}")],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(done.stdout)
    assert said[-2] == "2 scenarios\n2050\n"
    assert said[-1].startswith("etm-mock ")
    (installed,) = (tmp_path / "venv" / "lib").glob("python*/site-packages/etm_mock/__init__.py")
    assert re.search('__version__ = "', installed.read_text())
    assert sys.prefix not in str(installed)

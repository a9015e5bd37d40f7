"""The site builds from a copy of the repository, however it was fetched."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from etm_docs.site import checkout

GIT = ("git", "-c", "user.name=Robin", "-c", "user.email=robin@example.org")


def run(*command: str, cwd: Path, env: dict[str, str]) -> None:
    """Run a command; fail with what it said if it fails."""
    done = subprocess.run(  # noqa: S603 - git, and the site's own builder
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n\n{done.stdout}{done.stderr}", pytrace=False)


@pytest.mark.parametrize(("depth", "dated"), [(["--depth", "1"], False), ([], True)])
def test_a_clone_builds_in_ci(depth: list[str], dated: bool, copy: Path, tmp_path: Path) -> None:
    """A shallow clone too, as CI makes one: its pages show no day, as it doesn't know them."""
    environment = {**checkout.environment(copy), "GITHUB_ACTIONS": "true"}
    for command in (["init", "--quiet"], ["add", "mkdocs.yml"], ["commit", "--quiet", "-m", "1"]):
        run(*GIT, *command, cwd=copy, env=environment)
    for command in (["add", "docs", "snippets", "tests"], ["commit", "--quiet", "-m", "2"]):
        run(*GIT, *command, cwd=copy, env=environment)
    clone = tmp_path / "clone"
    fetch = (*GIT, "clone", "--quiet", *depth, copy.as_uri(), str(clone))
    run(*fetch, cwd=tmp_path, env=environment)
    checkout.share_pyodide(clone)
    environment |= checkout.environment(clone)
    run(sys.executable, "-m", "mkdocs", "build", "--strict", cwd=clone, env=environment)
    page = BeautifulSoup((clone / "site" / "index.html").read_text(), "html.parser")
    assert bool(page.select(".git-revision-date-localized-plugin")) == dated
    assert page.select("[data-run]")

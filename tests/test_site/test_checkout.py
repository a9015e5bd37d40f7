"""The site builds from a copy of the repository, however it was fetched."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from etm_docs.site import checkout
from etm_docs.site.pages import REPOSITORY

URLS = {"REPO_URL": "", "EDIT_URL": "/edit/main/docs/"}
"""Where the repository is, and where its pages are edited: variables that ``mkdocs.yml`` reads."""

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
    """A shallow clone too, as CI makes one: its pages show no day, as it doesn't know them.

    What pages tell to install is the repository that the build is told of.
    """
    environment = {**checkout.environment(copy), "GITHUB_ACTIONS": "true"}
    environment |= {name: f"https://github.com/modellers/docs{rest}" for name, rest in URLS.items()}
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
    install = 'python -m pip install "git+https://github.com/modellers/docs"'
    for name in ("how-to/use-the-mock", "tutorial/private-scenario"):
        page = BeautifulSoup((clone / "site" / name / "index.html").read_text(), "html.parser")
        assert install in page.get_text()
        assert install in (clone / "site" / f"{name}.md").read_text()
    files = [file for kind in ("html", "md", "txt") for file in clone.glob(f"site/**/*.{kind}")]
    assert [str(file) for file in files if REPOSITORY in file.read_text()] == []

"""What contributors are given is complete: the template of a page, links, the dev container."""

import json
import re
from pathlib import Path

import pytest
import yaml
from etm_docs.examples import fences
from etm_docs.paths import ROOT, shown

GITHUB = ROOT / ".github"
TEMPLATE = GITHUB / "page-template.md"
COPIED_TO = ROOT / "docs" / "how-to"

TEXTS = [*ROOT.glob("*.md"), *GITHUB.glob("*.md")]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def test_the_template_is_a_page() -> None:
    """A copy of the template has what a page needs, and includes what is there."""
    head, _, body = TEMPLATE.read_text().removeprefix("---\n").partition("\n---\n")
    page = yaml.safe_load(head)
    assert set(page) == {"title", "description"}
    assert f"\n# {page['title']}\n" in body
    blocks = fences.find(TEMPLATE)
    assert blocks
    for block in blocks:
        assert block.included, f"{block.where}: include an example from snippets/"
        assert all(file.is_file() for file in block.included), block.where


@pytest.mark.parametrize("text", TEXTS, ids=shown)
def test_links_lead_somewhere(text: Path) -> None:
    """Each link to a file of the project finds it."""
    folder = COPIED_TO if text == TEMPLATE else text.parent
    links = LINK.findall(text.read_text())
    lost = [link for link in links if not (folder / link).exists()]
    assert not lost, f"{shown(text)}: there is no {', '.join(lost)}"


def test_texts_are_found() -> None:
    """Finding nothing to check is a failure, not a success."""
    names = {text.name for text in TEXTS}
    assert {"CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", TEMPLATE.name} <= names


def test_the_dev_container_has_what_ci_installs() -> None:
    """Whatever ``.ci/run`` installs is in the dev container too, and it sets the project up."""
    wanted = set(re.findall(r"missing\+=\(([^)]+)\)", (ROOT / ".ci" / "run").read_text()))
    container = ROOT / ".devcontainer"
    settings = json.loads((container / "devcontainer.json").read_text())
    installed = (container / settings["build"]["dockerfile"]).read_text().split()
    assert wanted
    assert {package for each in wanted for package in each.split()} <= set(installed)
    assert settings["postCreateCommand"] == "make .venv/.ready"


@pytest.mark.parametrize("form", sorted(GITHUB.glob("ISSUE_TEMPLATE/*-*.yml")), ids=shown)
def test_forms_warn_of_tokens(form: Path) -> None:
    """Each form says that a token doesn't belong in it, and tells its fields apart."""
    said = yaml.safe_load(form.read_text())
    assert "Don't put a token in here." in form.read_text()
    ids = [field["id"] for field in said["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0

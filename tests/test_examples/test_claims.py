"""Each rule that pages state has a source, and the pages state it."""

import json
import re
from pathlib import Path

import pytest
from etm_docs.examples import claims, fences
from etm_docs.examples.claims import Rule
from etm_docs.examples.fences import INCLUDE
from etm_docs.paths import ROOT

RULES = claims.rules()

RECORDINGS = ROOT / "tests" / "recordings"

TABLES = {
    "authorization-header",
    "extras",
    "lifetime",
    "list-and-create",
    "partial-scopes",
    "permission-matrix",
    "permission-summary",
    "scopes",
    "settings-page",
    "token-prefixes",
}
"""The tables of the reference pages that state rules; the others list what the run gave."""

_SOURCE = re.compile(r"\[Source\]\(sources\.md#([\w-]+)\)\{ \.source \}")


def recorded() -> set[str]:
    """Name every recorded request."""
    files = [RECORDINGS / f"{name}.jsonl" for name in ("engine", "myetm")]
    return {json.loads(line)["name"] for file in files for line in file.read_text().splitlines()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_pages_state_the_rule(rule: Rule) -> None:
    """Each page that is named has the words; a rule that no page states is superfluous."""
    assert rule.says
    for page, words in rule.says:
        file = claims.DOCS / page
        shown = fences.with_snippets(file.read_text())
        if words not in shown:
            pytest.fail(
                f"{claims.FILE.name}: {rule.name}: docs/{page} no longer says: {words}\n\n"
                "Correct the entry, or the page if it no longer states the rule.",
                pytrace=False,
            )


def test_sources_are_exact() -> None:
    """A source is a whole commit, a file and what to look for; a recording is one that is there."""
    names = recorded()
    for rule in RULES:
        assert re.fullmatch(r"[0-9a-f]{40}", rule.version.commit), rule.name
        assert Path(rule.file).suffix, rule.name
        assert rule.symbol, rule.name
        assert rule.recording is None or rule.recording in names, rule.name


def test_reference_tables_name_their_source() -> None:
    """Beside each table that states a rule stands a link to a rule that its page states."""
    known = {rule.name: {page for page, _ in rule.says} for rule in RULES}
    found = set()
    for page in (claims.DOCS / "reference").glob("*.md"):
        lines = [line for line in page.read_text().splitlines() if line]
        for number, line in enumerate(lines):
            included = INCLUDE.fullmatch(line)
            if included and Path(included["path"]).stem in TABLES:
                source = _SOURCE.fullmatch(lines[number + 1])
                assert source, f"{page.name}: {included['path']} has no link to its source"
                assert f"reference/{page.name}" in known[source[1]], source[1]
                found.add(Path(included["path"]).stem)
    assert found == TABLES

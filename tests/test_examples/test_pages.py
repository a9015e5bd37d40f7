"""Every code block of every page is included from ``snippets/``, or run, or says why not."""

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from etm_docs.examples import claims, example, fences, python, session
from etm_docs.examples.fences import PYTHON, Fence
from etm_docs.paths import ROOT, SNIPPETS, shown
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.rails.formats import reason
from etm_mock.server import RunningMock
from pytest_examples import CodeExample, EvalExample

ALL_EXAMPLES = [
    *example.folders(),
    *example.script_folders(),
    *example.command_folders(),
    *session.session_folders(),
    *example.matlab_folders(),
    *{script.parent for script in example.powershell_scripts()},
]
BLOCKS = [fence for page in fences.pages() for fence in fences.find(page)]
RUN_HERE = [block for block in BLOCKS if block.language in PYTHON and block.included is None]

CHIPS = SNIPPETS / "checked"
"""What pages show at their top: what they were checked against."""

OTHER_TABS = ('=== "HTTP"', '=== "Python"', '=== "PowerShell"', '=== "JavaScript"')
"""The tabs that follow that of curl."""

LANGUAGES = {
    ".yaml": "yaml",
    ".sh": "sh",
    ".http": "http",
    ".py": "python",
    ".R": "r",
    ".mjs": "javascript",
    ".m": "matlab",
    ".ps1": "powershell",
    ".json": "json",
    ".toml": "toml",
    ".txt": "text",
}
"""What a snippet's block is marked as, by the file's ending."""


def where(block: Fence) -> str:
    """Name a block in a test's id."""
    return block.where


@pytest.mark.parametrize("block", BLOCKS, ids=where)
def test_block_is_shown_to_run(block: Fence) -> None:
    """A block that is neither included nor run gives a reason."""
    if block.included is not None:
        for path in block.included:
            check_included(block, path)
    elif block.language not in PYTHON and not block.reason:
        pytest.fail(
            f"{block.where}: this block is neither included from snippets/ nor run.\n\n"
            f"Move it to snippets/<example>/ and include it, or write the reason on the line"
            f" before:\n<!-- not run: … -->",
            pytrace=False,
        )


def status_line(status: int) -> str:
    """Write a status as pages do."""
    return f"{status} {reason(status)}"


def check_included(block: Fence, path: Path) -> None:
    """Check that an included file belongs to an example, and is shown as what it is."""
    if path.parent not in ALL_EXAMPLES or not path.is_file():
        pytest.fail(f"{block.where}: {shown(path)} belongs to no example", pytrace=False)
    language = LANGUAGES[path.suffix]
    if block.language != language:
        pytest.fail(f"{block.where}: mark the block as {language}", pytrace=False)
    if path.name == example.RESPONSE:
        title = status_line(example.load(path.parent).status)
        if block.title != title:
            pytest.fail(
                f'{block.where}: says "{block.title}", but the example answers "{title}".\n\n'
                f'Write the block as: json title="{title}"',
                pytrace=False,
            )


@pytest.mark.parametrize("page", fences.pages(), ids=lambda page: page.name)
def test_blocks_stand_with_their_own(page: Path) -> None:
    """The tabs of a request show one example, and the answer that follows is that example's."""
    # R, which asks the same, is an example of a command.
    blocks = [block for block in fences.find(page) if block.language != "r"]
    lines = page.read_text().splitlines()
    for block, following in itertools.pairwise(blocks):
        tab = following.line > 2 and lines[following.line - 3].strip() in OTHER_TABS
        answer = following.included and following.included[0].name == example.RESPONSE
        if (tab or answer) and folder_of(following) != folder_of(block):
            pytest.fail(
                f"{following.where}: shows the example {folder_of(following)}, and the block before"
                f" it {folder_of(block)}",
                pytrace=False,
            )


def folder_of(block: Fence) -> str | None:
    """Name the example that a block shows, ``None`` if it shows none."""
    return block.included[0].parent.name if block.included else None


@pytest.mark.parametrize("block", RUN_HERE, ids=where)
def test_python_block_runs(
    block: Fence, mock: RunningMock, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python that stands in a page itself is linted, run and compared."""
    for name, value in mock.environment(DEMO_TOKEN).items():
        monkeypatch.setenv(name, value)
    code = CodeExample.create(
        block.source,
        path=block.page,
        start_line=block.line,
        start_index=block.start,
        end_index=block.end,
        prefix=block.info,
        indent=block.indent,
    )
    python.check(eval_example, code)


def test_symptoms_come_from_a_run() -> None:
    """Each message in the table of what never arrives is one that the runs below it gave."""
    page = (ROOT / "docs" / "how-to" / "handle-errors.md").read_text()
    _, _, section = page.partition("{ #the-request-never-arrives }")
    output = (SNIPPETS / "see-what-never-arrives" / example.OUTPUT).read_text()
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    messages = {text for cell in cells for text in re.findall(r"`([^`]+)`", cell)}
    not_run = {"Cannot bind parameter 'Headers'", "certificate verify failed"}
    assert {each for each in messages if each not in output} == not_run


def test_every_snippet_is_used() -> None:
    """A file of an example that no page includes is superfluous."""
    blocks = [block for page in fences.pages() for block in fences.blocks_of(page)]
    included = {path for block in blocks for path in block.included or []}
    wanted = {
        path for folder in ALL_EXAMPLES for path in folder.iterdir() if path.name != "example.toml"
    }
    unused = sorted(map(shown, wanted - included))
    assert not unused, f"no page includes: {', '.join(unused)}"


def test_pages_say_what_they_were_checked_against() -> None:
    """Each reference page has a chip, and the chips say what the page about sources says."""
    guide = ROOT / "docs" / "authentication.md"
    [own] = [line for line in guide.read_text().splitlines() if "[Checked against" in line]
    chips = {file.name: file.read_text() for file in CHIPS.iterdir()} | {guide.name: own}
    known = {(each.environment.split(",")[0], each.month) for each in claims.versions().values()}
    for name, text in chips.items():
        said = re.findall(r"(\w+)(?: of|,) (\w+ \d+)", text)
        assert said, name
        assert set(said) <= known, name
    reference = [page for page in fences.pages() if "reference" in page.parts]
    without = {page.stem for page in reference if "checked/" not in page.read_text()}
    assert without == {"glossary", "sources"}


def test_pages_and_examples_are_found() -> None:
    """Finding nothing to check is a failure, not a success."""
    assert ROOT / "docs" / "authentication.md" in fences.pages()
    assert BLOCKS
    assert SNIPPETS / "list-scenarios" in example.folders()


def test_the_steps_to_add_an_example_show_one() -> None:
    """The files that the page shows step by step are of one example, and its settings are real."""
    page = ROOT / "docs" / "contributing.md"
    shown = [path for block in fences.find(page) for path in block.included or []]
    examples = {path.parent for path in shown if path.name in example.VARIANTS.values()}
    assert len(examples) == 1, f"{page.name}: shows the files of {sorted(examples)}, not of one"
    assert "alex-revoked" in settings_after(page, "a token that has been revoked:").values()
    [made] = settings_after(page, "a scenario that was made before:")["setup"]
    assert made["call"] == "POST /_mock/scenarios"


def settings_after(page: Path, words: str) -> Mapping[str, Any]:
    """Give the settings in the first file that a page includes after some words."""
    _, found, after = page.read_text().partition(words)
    included = fences.INCLUDE.search(after)
    assert found
    assert included
    return example.settings_of((SNIPPETS / included["path"]).parent)

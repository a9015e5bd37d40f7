"""Runs every example of ``snippets/`` that is a command, and compares what it prints."""

import shutil
import sys
from pathlib import Path

import pytest
import yaml
from etm_docs.examples import example, needs, report, variants
from etm_docs.paths import ROOT

FOLDERS = example.command_folders()
HERE = [folder for folder in FOLDERS if needs.met_here(folder)]

R_IS_NEEDED = (
    "It needs R with the packages httr2 and jsonlite. On Debian and Ubuntu:"
    " apt-get install --no-install-recommends r-cran-httr2 r-cran-jsonlite"
)


@pytest.mark.parametrize("folder", HERE, ids=lambda folder: folder.name)
def test_command(folder: Path, tmp_path: Path, updating: bool) -> None:
    """The command ends well, and prints what the page prints."""
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    script, output = folder / example.COMMAND, folder / example.OUTPUT
    result = variants.run_shell(script, {"R_PROFILE_USER": str(variants.R_PROFILE)}, tmp_path)
    if result.returncode != 0:
        advice = f"\n{R_IS_NEEDED}" if "Rscript" in script.read_text() else ""
        what = f"bash ended with {result.returncode}\n\n{result.stdout}{result.stderr}{advice}"
        pytest.fail(report.failure(script, 1, what), pytrace=False)
    if not output.exists():
        return
    printed = result.stdout.rstrip("\n") + "\n"  # an answer of the API has no line break
    problem = report.compare_or_update(output, printed, "printed something else", updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)


def test_commands_are_found() -> None:
    """Finding no command is a failure, not a success."""
    assert FOLDERS


def test_ci_runs_each_command() -> None:
    """Each command is run by one of CI's versions of Python at least; nearly all by each."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    pythons = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    run_by = {
        folder.name: [python for python in pythons if needs.met_on(folder, python)]
        for folder in FOLDERS
    }
    assert {name: some for name, some in run_by.items() if some != pythons} == {
        "use-pyetm-1": ["3.11"],
        "use-pyetm-2": ["3.12", "3.13", "3.14"],
    }


def test_this_python_has_what_is_pinned() -> None:
    """What runs here is what ``requirements.txt`` says of this version of Python."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert [folder for folder in FOLDERS if needs.met_on(folder, here)] == HERE


def test_a_need_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A slip in ``needs`` names the file and the line, and shows how to write it."""
    (tmp_path / "example.toml").write_text('needs = "pyetm 2"\n')
    with pytest.raises(example.InvalidExample, match=r"example.toml:1: `needs`.*pyetm>=2"):
        needs.of(tmp_path)

"""Runs every example of ``snippets/`` that is a command, and compares what it prints."""

import shutil
from pathlib import Path

import pytest
from runner import example, report, variants
from runner.example import shown


@pytest.mark.parametrize("folder", example.command_folders(), ids=lambda folder: folder.name)
def test_command(folder: Path, tmp_path: Path, updating: bool) -> None:
    """The command ends well, and prints what the page prints."""
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    script, output = folder / example.COMMAND, folder / example.OUTPUT
    result = variants.run_shell(script, {}, tmp_path)
    if result.exit_status != 0:
        pytest.fail(
            f"{shown(script)}:1: bash ended with {result.exit_status}\n\n"
            f"{result.stdout}{result.stderr}",
            pytrace=False,
        )
    if not output.exists():
        return
    printed = result.stdout.rstrip("\n") + "\n"  # an answer of the API has no line break
    problem = report.settle(output, printed, "printed something else", updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)


def test_commands_are_found() -> None:
    """Finding no command is a failure, not a success."""
    assert example.command_folders()

"""Runs the scripts in MATLAB with GNU Octave, and compares what they print."""

import shutil
from pathlib import Path

import pytest
from etm_docs.examples import example, report, variants
from etm_mock.server import RunningMock

FOLDERS = example.matlab_folders()

OCTAVE_IS_NEEDED = (
    "GNU Octave is needed. On Debian and Ubuntu: apt-get install --no-install-recommends octave"
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_script(folder: Path, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """It ends well, prints what the page prints, and asked the mock."""
    [script], output = sorted(folder.glob("*.m")), folder / example.OUTPUT
    octave = shutil.which("octave-cli")
    if octave is None:
        pytest.fail(OCTAVE_IS_NEEDED, pytrace=False)
    start = {"OCTAVE_SITE_INITFILE": str(variants.OCTAVE_PROFILE), **mock.environment()}
    result = variants.run([octave, "--no-history", str(script)], start, tmp_path)
    if result.returncode != 0:
        what = f"Octave ended with {result.returncode}\n\n{result.stdout}{result.stderr}"
        pytest.fail(report.failure(script, 1, what), pytrace=False)
    what = "printed something else"
    problem = report.compare_or_update(output, result.stdout, what, updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)
    assert [entry["status"] for entry in mock.control.requests()] == [200]


def test_scripts_are_found() -> None:
    """Finding no script is a failure, not a success."""
    assert FOLDERS

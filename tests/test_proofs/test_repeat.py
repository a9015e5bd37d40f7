"""Repeating counts what passed, and shows how to see a failure again."""

import re
import subprocess
import sys
from pathlib import Path

from etm_docs.paths import ROOT

ABOUT_TIME_ZONES = """\
import os

def test_time_zone():
    assert os.environ.get("TZ") != "Pacific/Kiritimati", "the time zone mattered"
"""


def test_a_test_that_depends_on_its_surroundings(tmp_path: Path) -> None:
    """A run that fails is told apart from those that pass, by what differed."""
    (tmp_path / "test_it.py").write_text(ABOUT_TIME_ZONES)
    done = subprocess.run(  # noqa: S603 - the project's own command
        [
            sys.executable,
            "-m",
            "etm_docs.proofs.repeat",
            "2",
            "--processes",
            "0",
            "--tests",
            str(tmp_path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"^1 of 2: as it is: passed in \d+ s$", done.stdout, re.MULTILINE)
    assert re.search(r"^2 of 2: time zone .*: failed \(1\) in \d+ s$", done.stdout, re.MULTILINE)
    assert "the time zone mattered" in done.stdout
    assert re.search(
        r"^To see it again: env TZ=\S+ .*--randomly-seed=\d+$", done.stdout, re.MULTILINE
    )
    assert done.stdout.endswith("\n1 of 2 runs passed\n")
    assert done.returncode == 1

"""A copy of the repository is the same wherever it is made."""

import os
import subprocess

import pytest
from etm_docs.paths import ROOT

AS_RECORDED = ["tests/recordings/endpoints.csv"]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there is no Git repository here")
def test_line_ends() -> None:
    """Where Git writes other line ends by itself, no file of the repository has them."""
    git = ["git", "-C", os.fspath(ROOT)]
    files = subprocess.run([*git, "ls-files", "-z"], capture_output=True, check=True).stdout  # noqa: S603
    asked = subprocess.run(  # noqa: S603
        [*git, "check-attr", "-z", "--stdin", "text", "eol"],
        input=files,
        capture_output=True,
        check=True,
    ).stdout.decode()
    parts = asked.split("\0")[:-1]
    values = dict(zip(zip(parts[::3], parts[1::3], strict=True), parts[2::3], strict=True))
    loose = {
        file
        for (file, _), value in values.items()
        if values[file, "text"] != "unset" and values[file, "eol"] != "lf"
    }
    assert len(values) > 1000
    assert loose == set()
    kept = subprocess.run([*git, "ls-files", "--eol"], capture_output=True, text=True, check=True)  # noqa: S603
    found = [line.split("\t")[1] for line in kept.stdout.splitlines() if line.startswith("i/crlf")]
    assert found == AS_RECORDED

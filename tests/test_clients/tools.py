"""The tools that ``make clients`` installs: where they are, and running one."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from etm_docs.paths import ROOT

TOOLS: Final = ROOT / ".cache" / "clients"

OF_NPM: Final = TOOLS / "node_modules" / ".bin"


def run(
    command: Sequence[str | Path],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> str:
    """Run a tool in a folder, for ``timeout`` seconds at most; give what it prints.

    Raises :class:`AssertionError` with what it says if it fails.
    """
    before = [TOOLS / "bin", OF_NPM, Path(sys.executable).parent, os.environ["PATH"]]
    done = subprocess.run(  # noqa: S603 - a generator, a client, or a program of ours
        ["/usr/bin/env", *map(str, command)],
        cwd=folder,
        env={**os.environ, **(variables or {}), "PATH": os.pathsep.join(map(str, before))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

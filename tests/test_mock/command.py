"""Runs ``etm-mock`` in a process of its own that has everything imported already.

Python forks it from a server that has imported the command once. That takes a tenth of the time of
a fresh start, and differs in nothing else: arguments, output, exit status, signals.
"""

import multiprocessing
import os
import subprocess
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

_PATIENCE: Final = 60.0
"""Seconds after which the command counts as stuck."""

_context: Final = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["etm_mock.cli"])


def run_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command until it ends; ``folder`` is empty, and takes what it prints."""
    output, errors = folder / "output", folder / "errors"
    process: BaseProcess = _context.Process(target=_command, args=(output, errors, arguments))
    process.start()
    process.join(_PATIENCE)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"etm-mock {' '.join(arguments)}: not done after {_PATIENCE} seconds")
    return subprocess.CompletedProcess(
        arguments, process.exitcode, output.read_text(), errors.read_text()
    )


def _command(output: Path, errors: Path, arguments: tuple[str, ...]) -> None:
    for stream, file in ((1, output), (2, errors)):
        with file.open("w") as opened:
            os.dup2(opened.fileno(), stream)
    from etm_mock.cli import main  # here, where it has been imported already

    raise SystemExit(main(arguments))

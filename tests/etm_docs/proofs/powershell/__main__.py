"""Runs each example in PowerShell: ``python -m etm_docs.proofs.powershell powershell pwsh``.

The arguments are programs: ``powershell`` is Windows PowerShell 5.1, ``pwsh`` PowerShell 7. Each
example runs within ``etm-mock exec``; what the mock received is compared with ``request.http``. On
Windows it needs the rights of an administrator, to trust the mock for as long as an example takes.
Prints what went wrong, and how many passed. Exit status: 1 if one failed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from etm_docs.examples import example, report, request
from etm_docs.examples.example import Example
from etm_mock.starting_state import FILE_NAME

_RUN: Final = Path(__file__).with_name("run.ps1")

_PATIENCE: Final = 120
"""Seconds after which an example counts as stuck."""


def main() -> int:
    """Run all examples in the programs that the command line names; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m etm_docs.proofs.powershell")
    parser.add_argument("shells", nargs="+", metavar="SHELL", help="powershell, pwsh")
    parser.add_argument("--only", default="", metavar="PART", help="those with this in the name")
    arguments = parser.parse_args()
    named = (folder for folder in example.folders() if arguments.only in folder.name)
    found = [example.load(folder) for folder in named]
    scripts = [each for each in example.powershell_scripts() if arguments.only in each.parent.name]
    failed, shells = 0, arguments.shells
    for shell in shells:
        problems = [
            *(_problem(shell, each) for each in found),
            *(_problem_of_script(shell, script) for script in scripts),
        ]
        for problem in filter(None, problems):
            print(f"{shell}: {problem}", flush=True)
            failed += 1
    total = len(shells) * (len(found) + len(scripts))
    print(f"{total - failed} of {total} examples passed in {', '.join(shells)}")
    return 1 if failed or not total else 0


def _problem(shell: str, found: Example) -> str | None:
    """Run an example in a shell; say what went wrong, if anything."""
    file, setup = found.file("powershell"), found.folder / FILE_NAME
    try:
        journal = _run(shell, file, ["--setup", str(setup)] if setup.is_file() else [])
    except _DidNotEndWell as error:
        return report.failure(file, 1, str(error))
    wanted = [request.expected(each) for each in found.requests()]
    got = [request.comparable(entry) for entry in journal]
    problem = report.json_difference(file, wanted, got, "sent another request than request.http")
    if problem:
        return problem
    status = journal[-1]["status"]
    if status != found.status:
        return report.failure(file, 1, f"got status {status}, not {found.status}")
    return None


def _problem_of_script(shell: str, script: Path) -> str | None:
    """Run a script that is no variant: it must end well, and send something."""
    try:
        journal = _run(shell, script, [])
    except _DidNotEndWell as error:
        return report.failure(script, 1, str(error))
    return None if journal else report.failure(script, 1, "sent no request")


class _DidNotEndWell(Exception):  # noqa: N818 - says what happened
    """A script took too long, or ended with an error."""


def _run(shell: str, file: Path, setup: list[str]) -> list[dict[str, Any]]:
    """Run a script on a mock; give what the mock received. Raises :class:`_DidNotEndWell`."""
    command = [sys.executable, "-m", "etm_mock", "exec", *setup, "--", shell]
    command += ["-NoProfile", "-ExecutionPolicy", "Bypass", "-File", str(_RUN), str(file)]
    with tempfile.TemporaryDirectory() as folder:
        received = Path(folder) / "received.json"
        try:
            done = subprocess.run(  # noqa: S603 - running the example is what this is for
                [*command, str(received)],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _DidNotEndWell(f"not done after {_PATIENCE} seconds") from None
        if done.returncode or not received.exists():
            said = f"{done.stdout}{done.stderr}"
            raise _DidNotEndWell(f"ended with {done.returncode}\n\n{said}")
        return list(json.loads(received.read_text()))


if __name__ == "__main__":
    sys.exit(main())

"""Runs the examples again and again: ``make repeat N=50``.

Each run is whole, in another random order, on two processes, and in other surroundings: time zone,
locale, home, proxies and more. Prints how each went, and how many passed. Exit status: 1 if one
failed.
"""

import argparse
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from etm_docs.paths import ROOT
from etm_docs.proofs.repeat.surroundings import SURROUNDINGS

TAIL: Final = 60
"""How many lines of a failed run are shown."""


def main() -> int:
    """Run as often as the command line says; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m etm_docs.proofs.repeat", description=__doc__)
    parser.add_argument("times", type=int, nargs="?", default=50, help="default: %(default)s")
    parser.add_argument("--only", choices=SURROUNDINGS, metavar="SURROUNDINGS", help="in these")
    parser.add_argument("--processes", default="2", help="default: %(default)s")
    parser.add_argument("--tests", default="tests/test_examples", help="default: %(default)s")
    arguments = parser.parse_args()
    names = cycle([arguments.only] if arguments.only else SURROUNDINGS)
    run = [sys.executable, "-m", "pytest", "-c", "pyproject.toml"]
    run += [arguments.tests, "-n", arguments.processes]
    passed = 0
    for number, name in enumerate(islice(names, arguments.times), start=1):
        passed += _passes(f"{number} of {arguments.times}: {name}", name, run)
    print(f"{passed} of {arguments.times} runs passed")
    return 0 if passed == arguments.times else 1


def _passes(title: str, name: str, run: list[str]) -> bool:
    """Run the tests in some surroundings; say how it went."""
    seed = random.randrange(2**32)  # noqa: S311 - an order of tests
    command = [*run, "-q", "-p", "no:cacheprovider", f"--randomly-seed={seed}"]
    with tempfile.TemporaryDirectory() as folder:
        variables = SURROUNDINGS[name](Path(folder))
        began = time.monotonic()
        done = subprocess.run(  # noqa: S603 - the project's own tests
            command,
            env={**os.environ, "PYTHONUTF8": "1", **variables},  # as the Makefile sets it
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    took = time.monotonic() - began
    went = f"failed ({done.returncode})" if done.returncode else "passed"  # below 0: by a signal
    print(f"{title}: {went} in {took:.0f} s", flush=True)
    if done.returncode:
        lines = done.stdout.decode(errors="replace").splitlines()
        print("\n".join(lines[-TAIL:]))
        print(f"To see it again: {_shell(variables, command)}", flush=True)
    return done.returncode == 0


def _shell(variables: Mapping[str, str], command: list[str]) -> str:
    """Write what was run for a shell."""
    return shlex.join(["env", *(f"{key}={value}" for key, value in variables.items()), *command])


if __name__ == "__main__":
    sys.exit(main())

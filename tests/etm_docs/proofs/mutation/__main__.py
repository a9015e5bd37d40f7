"""Breaks the mock and the docs in turn, and says what the checks don't notice: ``make mutate``."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from itertools import chain

from etm_docs.paths import ROOT
from etm_docs.proofs.mutation import api, changes, docs, faults, permission_faults
from etm_docs.proofs.mutation.copies import Copies, list_tests, run_tests


def main() -> int:
    """Run what is asked for; give the exit status: 0 if everything was noticed."""
    options = _parser().parse_args()
    began = time.monotonic()
    survived = 0
    tests = list_tests(ROOT, docs.ALL)
    with Copies(options.workers) as copies:
        files = list(dict.fromkeys(each.partition("::")[0] for each in tests))
        for failure in chain(*copies.map(run_tests, [*files, api.OF_THE_DESCRIPTION])):
            print(f"{failure.test} fails with nothing broken:\n\n{failure.text}", file=sys.stderr)
            return 2
        _say(f"{len(tests)} tests pass with nothing broken")
        if options.only != "docs":
            survived += _break_the_api(copies, tests, options.names)
        if options.only != "api" and not options.names:
            survived += _break_the_docs(copies, tests, options.size, options.seed)
    _say(f"{time.monotonic() - began:.0f} s")
    return 1 if survived else 0


def _break_the_api(copies: Copies, tests: Sequence[str], names: Sequence[str]) -> int:
    catalogue = [*faults.load(), *permission_faults.load()]
    chosen = [each for each in catalogue if not names or any(name in each.name for name in names)]
    results = []
    for result in copies.map(partial(api.check, tests=tests), chosen):
        _say(result.line())
        results.append(result)
    survivors = [each for each in results if each.noticed is None]
    _say("", *api.by_page(results), "", *(each.line() for each in survivors))
    _say(f"docs mutation score: {len(results) - len(survivors)}/{len(results)}")
    return len(survivors)


def _break_the_docs(copies: Copies, tests: Sequence[str], size: int, seed: int) -> int:
    every = docs.changes()
    chosen = changes.sample(every, size, seed)
    _say("", f"{len(chosen)} of {len(every)} changes, drawn with --seed {seed}")
    results = []
    for result in copies.map(partial(docs.check, tests=tests), chosen):
        _say(result.line())
        results.append(result)
    survivors = [each for each in results if not each.noticed]
    _say("", *docs.by_kind(results), "", *(each.line() for each in survivors))
    _say(f"snippet mutation score: {len(results) - len(survivors)}/{len(results)}")
    return len(survivors)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etm_docs.proofs.mutation", description=__doc__)
    parser.add_argument("names", nargs="*", help="only faults whose name has one of these in it")
    parser.add_argument("--only", choices=("api", "docs"), help="break one of the two")
    parser.add_argument("--size", type=int, default=150, help="how many changes; default: 150")
    parser.add_argument("--seed", type=int, default=1, help="draws the changes; default: 1")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count(), help="copies; default: a CPU's each"
    )
    return parser


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

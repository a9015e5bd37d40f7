"""Breaks the mock and the docs in turn, and says what the checks don't notice: ``make mutate``."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NoReturn

from etm_docs.proofs.mutation import api, baseline, changes, docs, faults, permission_faults
from etm_docs.proofs.mutation.pool import Pool, started


def main() -> int:
    """Run what is asked for; give the exit status: 0 if everything was noticed."""
    options = _parser().parse_args()
    began = time.monotonic()
    survived = 0
    with started(options.workers) as pool:
        try:
            durations = baseline.durations(pool)
        except baseline.AlreadyRed as red:
            _fail(str(red))
        _say(f"{len(durations)} tests pass with nothing broken")
        if options.only != "docs":
            survived += _break_the_api(pool, durations, options.names)
        if options.only != "api" and not options.names:
            survived += _break_the_docs(pool, durations, options.size, options.seed)
    _say(f"{time.monotonic() - began:.0f} s")
    return 1 if survived else 0


def _break_the_api(pool: Pool, durations: Mapping[str, float], names: Sequence[str]) -> int:
    catalogue = [*faults.load(), *permission_faults.load()]
    chosen = [each for each in catalogue if not names or any(name in each.name for name in names)]
    results = []
    for result in api.run(pool, chosen, durations):
        _say(result.line())
        results.append(result)
    survivors = [each for each in results if each.noticed is None]
    _say("", *api.by_page(results), "", *(each.line() for each in survivors))
    _say(f"docs mutation score: {len(results) - len(survivors)}/{len(results)}")
    return len(survivors)


def _break_the_docs(pool: Pool, durations: Mapping[str, float], size: int, seed: int) -> int:
    every = docs.changes()
    chosen = changes.sample(every, size, seed)
    _say("", f"{len(chosen)} of {len(every)} changes, drawn with --seed {seed}")
    results = []
    for result in docs.run(pool, chosen, durations):
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
    parser.add_argument("--workers", type=int, default=2, help="default: 2")
    return parser


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


def _fail(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())

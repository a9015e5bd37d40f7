"""Compares what the real service answers with what is described: ``make live``.

It needs a token of your own in ``ETM_API_TOKEN``; without one it says so, and ends well. It asks
what ``steps.toml`` lists, and tries the recordings that are safe. It changes and deletes only
scenarios that it made itself.

Exit status: 0 for no difference, 1 for differences or something left behind, 2 if nothing could be
checked, 130 if it was interrupted.
"""

import argparse
import os
import sys
from pathlib import Path

import httpx
from etm_docs.openapi import document
from etm_docs.proofs.live import recorded
from etm_docs.proofs.live.check import TIMEOUT, Check
from etm_docs.proofs.live.compare import MaskedContract
from etm_docs.proofs.live.environments import ENVIRONMENTS, CannotCheck
from etm_docs.proofs.live.interrupts import raise_on_termination
from etm_docs.proofs.live.report import report
from etm_docs.proofs.live.steps import InvalidStep, load_steps


def main() -> int:
    """Check the environment that the command line names; give the exit status."""
    raise_on_termination()
    parser = _parser()
    arguments = parser.parse_args()
    if arguments.environment not in ENVIRONMENTS:
        parser.error(f"no environment {arguments.environment!r}: {' or '.join(ENVIRONMENTS)}")
    token = os.environ.get("ETM_API_TOKEN", "").strip()
    if not token:
        print("Nothing was checked: ETM_API_TOKEN is not set. Put a token of your own in it.")
        return 0
    environment = ENVIRONMENTS[arguments.environment]
    check = Check(_connect, environment, token, MaskedContract(document.load()))
    try:
        environment.check_token(token)
        check.run(load_steps(), recorded.select)
    except InvalidStep as error:
        parser.error(str(error))
    except (CannotCheck, KeyboardInterrupt) as stopped:
        said = [str(stopped) or "Interrupted.", *check.created.left_behind]
        print("\n".join(said), file=sys.stderr)
        return 2 if isinstance(stopped, CannotCheck) else 130
    text = report(check)
    print(text, end="")
    if not check.found_something:
        return 0
    if arguments.report:
        arguments.report.write_text(text)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etm_docs.proofs.live", description=__doc__)
    parser.add_argument(
        "--environment",
        metavar="|".join(ENVIRONMENTS),
        default=os.environ.get("ETM_ENVIRONMENT", "production"),
        help="what to check; default: ETM_ENVIRONMENT, or else production",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="also write the report here, if there is something to do",
    )
    return parser


def _connect() -> httpx.Client:
    return httpx.Client(http2=True, timeout=TIMEOUT)


if __name__ == "__main__":
    sys.exit(main())

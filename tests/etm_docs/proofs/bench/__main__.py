"""Compare the mock with Prism: requests a second, and the time to start.

Run ``python -m etm_docs.proofs.bench`` in the project's environment. It takes a minute or two.
"""

import argparse
import sys
from collections import defaultdict
from contextlib import ExitStack
from statistics import median

from etm_docs.proofs.bench import own_time, servers
from etm_docs.proofs.bench.load import CALLS, requests_per_second
from etm_docs.proofs.bench.servers import NotInstalled, Server


def main() -> int:
    """Measure, and print a table; give the exit status."""
    options = _parser().parse_args()
    print("The mock's own time for a request, in this process (processor time)")
    for call in CALLS:
        spent = median(own_time.milliseconds(call, 500) for _ in range(options.rounds))
        print(f"  {call.name:<20}{spent:>10.3f} ms")
    try:
        compared = [servers.mock(), servers.prism()]
    except NotInstalled as missing:
        print(f"\nbench: {missing}", file=sys.stderr)
        return 1
    print(f"\nMedians of {options.rounds} rounds, both servers in turn  mock    Prism   mock/Prism")
    _print_start(compared, options.rounds)
    _print_throughput(compared, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Compare the mock with Prism.")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--requests", type=int, default=1000, help="in a round; default: 1000")
    parser.add_argument("--connections", type=int, default=8, help="default: 8")
    return parser


def _print_start(compared: list[Server], rounds: int) -> None:
    times = defaultdict(list)
    for _ in range(rounds):
        for server in compared:
            with server.running() as (_, seconds):
                times[server.name].append(seconds)
    _print_row("start, in seconds", *(median(times[server.name]) for server in compared), digits=2)


def _print_throughput(compared: list[Server], options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        ports = {server.name: stack.enter_context(server.running())[0] for server in compared}
        for call in CALLS:
            rates = defaultdict(list)
            # The round before the first one warms both up.
            for number in range(options.rounds + 1):
                for name, port in ports.items():
                    rate = requests_per_second(
                        port, call, count=options.requests, connections=options.connections
                    )
                    if number:
                        rates[name].append(rate)
            medians = (median(rates[server.name]) for server in compared)
            _print_row(f"{call.name}, requests a second", *medians, digits=0)


def _print_row(name: str, mock: float, prism: float, *, digits: int) -> None:
    print(f"  {name:<41}{mock:>8.{digits}f} {prism:>8.{digits}f} {mock / prism:>11.2f}")


if __name__ == "__main__":
    sys.exit(main())

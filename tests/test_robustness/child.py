"""The program that :mod:`test_robustness.process` runs: a mock, until its standard input ends."""

import asyncio
import gc
import json
import logging
import sys

from etm_mock.server import running


def main() -> None:
    """Serve a mock; print where it is, in one line of JSON. Log everything on standard error.

    For each line of standard input, print how many tasks have not ended, and how many blocks of
    memory Python's objects take.
    """
    logging.basicConfig(level=logging.DEBUG)
    with running() as mock:
        where = {
            "url": mock.url,
            "proxy_url": mock.proxy_url,
            "authority": str(mock.authority),
            "curl_home": str(mock.curl_home),
        }
        # What is there by now stays: the garbage collector needn't look at it each time.
        gc.freeze()
        print(json.dumps(where), flush=True)
        for _ in sys.stdin:
            print(tasks(), sys.getallocatedblocks(), flush=True)


def tasks() -> int:
    """Count the tasks that began after the start and have not ended."""
    gc.collect()
    return sum(isinstance(each, asyncio.Task) and not each.done() for each in gc.get_objects())


if __name__ == "__main__":
    main()

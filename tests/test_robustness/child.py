"""The mock's process as :mod:`test_robustness.process` wants it: it says what it holds, and logs.

It is :mod:`etm_mock.serving` but for that. ``ROBUSTNESS_FOLDER`` has the socket on which it is
asked, and takes the log; with ``ROBUSTNESS_BROKEN``, it fails at each token. The JSON object in
``ROBUSTNESS_LIMITS`` has other values for limits of :mod:`etm_mock.serving`.
"""

import asyncio
import gc
import json
import logging
import os
import sys
from multiprocessing.connection import Listener
from pathlib import Path
from threading import Thread

from etm_mock import serving
from etm_mock.state import State


def main() -> None:
    """Serve a mock; for whoever asks, count its tasks and the blocks of memory of its objects."""
    folder = Path(os.environ["ROBUSTNESS_FOLDER"])
    log = (folder / "log").open("w")
    os.dup2(log.fileno(), sys.stderr.fileno())
    logging.basicConfig(level=logging.DEBUG)
    if "ROBUSTNESS_BROKEN" in os.environ:
        State.token_of_engine = fail  # type: ignore[method-assign,assignment]
    for name, value in json.loads(os.environ.get("ROBUSTNESS_LIMITS", "{}")).items():
        assert hasattr(serving, name)
        setattr(serving, name, value)
    Thread(target=tell, args=(Listener(str(folder / "usage")),), daemon=True).start()
    serving.main()


def fail(*_: object) -> None:
    """Fail as nobody expected."""
    raise RuntimeError("something is broken")


def tell(listener: Listener) -> None:
    """Answer one client as often as it asks."""
    connection = listener.accept()
    # What is there by now stays: the garbage collector needn't look at it each time.
    gc.freeze()
    while connection.recv():
        connection.send((tasks(), sys.getallocatedblocks()))


def tasks() -> int:
    """Count the tasks that began after the start and have not ended."""
    gc.collect()
    return sum(isinstance(each, asyncio.Task) and not each.done() for each in gc.get_objects())

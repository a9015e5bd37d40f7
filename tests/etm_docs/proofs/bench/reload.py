"""Measure how long a preview takes to show a change: of a page, and of an example on it.

Run ``python -m etm_docs.proofs.bench.reload``. It works on a copy of the docs.
"""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Final
from urllib.error import URLError

from etm_docs.site import checkout

ROUNDS: Final = 5

PREVIEWS: Final = {"make serve": "mkdocs", "make preview": "zensical"}
"""The commands, and what they start."""

PAGE: Final = "how-to/check-a-token"

FILES: Final = {
    "a page": Path("docs", f"{PAGE}.md"),
    "an example": Path("snippets", "check-token", "curl.sh"),
}

WAIT: Final = 60
"""Seconds after which a change counts as not shown."""


def main() -> int:
    """Measure, and print; give the exit status."""
    print(f"From saving a change to the page that shows it, medians of {ROUNDS} rounds")
    for command, program in PREVIEWS.items():
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            checkout.copy_sources(copy)
            for what, seconds in _measured(copy, program).items():
                print(f"  {command:<14}{what:<12}{seconds:8.2f} s", flush=True)
    return 0


def _measured(copy: Path, program: str) -> dict[str, float]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(Path(sys.executable).with_name(program)), "serve", "--dev-addr", place]
    if program == "mkdocs":
        command.append("--livereload")
    with subprocess.Popen(  # noqa: S603 - the site's own builders
        command,
        cwd=copy,
        env=checkout.environment(copy),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for("<article", place)
            return {
                what: median(_seconds(copy / file, number, place) for number in range(ROUNDS))
                for what, file in FILES.items()
            }
        finally:
            server.terminate()


def _seconds(file: Path, number: int, place: str) -> float:
    before = file.read_text()
    mark = f"change {number} of {file.suffix}"
    file.write_text(f"{before}\n# {mark}\n")
    started = time.perf_counter()
    _wait_for(mark, place)
    spent = time.perf_counter() - started
    file.write_text(before)
    while mark in _page(place):
        time.sleep(0.02)
    return spent


def _wait_for(text: str, place: str) -> None:
    started = time.perf_counter()
    while text not in _page(place):
        if time.perf_counter() - started > WAIT:
            raise TimeoutError(f"{place} didn't show {text!r} after {WAIT} s")
        time.sleep(0.02)


def _page(place: str) -> str:
    try:
        with urllib.request.urlopen(f"http://{place}/{PAGE}/") as answer:
            text: str = answer.read().decode()
            return text
    except (URLError, ConnectionError):
        return ""


if __name__ == "__main__":
    sys.exit(main())

"""Audits pages with Lighthouse, which runs in Node.js."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from etm_docs.proofs.audit import chromium

CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")

FORMS: Final = ("mobile", "desktop")

_NODE: Final = str(Path(sys.executable).with_name("node"))

_SCRIPT: Final = Path(__file__).with_suffix(".mjs")


class LighthouseFailed(Exception):  # noqa: N818 - it says what is the matter
    """Lighthouse ended before it gave an answer, or couldn't load a page."""


@dataclass(frozen=True)
class Result:
    """What one run found: scores from 0 to 100, the audits that lost points, and bytes loaded."""

    scores: dict[str, int]
    failed: tuple[str, ...]
    bytes: int | None


class Lighthouse:
    """A Lighthouse that is running."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self._process = process
        self._input: IO[str] = process.stdin
        self._output: IO[str] = process.stdout

    def audit(self, address: str, form: str, categories: tuple[str, ...] = CATEGORIES) -> Result:
        """Load a page once and judge it. Raises :class:`LighthouseFailed`."""
        self._input.write(
            json.dumps({"url": address, "form": form, "categories": categories}) + "\n"
        )
        self._input.flush()
        line = self._output.readline()
        if not line:
            raise LighthouseFailed(f"Lighthouse stopped at {address}; its messages are above")
        answer = json.loads(line)
        if answer["problem"]:
            raise LighthouseFailed(f"{address}: {answer['problem']}")
        return Result(answer["scores"], tuple(answer["failed"]), answer["bytes"])


@contextmanager
def running(packages: Path) -> Iterator[Lighthouse]:
    """Run Lighthouse from the folder in which npm installed it."""
    command = [_NODE, str(_SCRIPT), str(packages), chromium.path() or "", *chromium.ARGUMENTS]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Lighthouse(process)  # the end of the block closes its input, which ends it

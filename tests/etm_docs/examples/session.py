"""A session: steps that a reader types one after the other into the same shell.

A folder of ``snippets/`` with ``step-1.sh``, ``step-2.sh``, … is one. The answer to a step stands
in ``step-1.json``, and so on, indented as pages print it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from etm_mock.server import RunningMock

from etm_docs.examples.account_pages import NotOnThePage, browsing, create_token, sign_up
from etm_docs.examples.request import printed_json
from etm_docs.examples.variants import run_shell
from etm_docs.paths import SNIPPETS

LEVEL: Final = "Read, write, and delete public and private scenarios"
"""The level that the reader gives the token, as the form calls it."""

_MARK: Final = "--- end of step ---"


class SessionEnded(AssertionError):  # noqa: N818 - says what happened
    """A session didn't come to its end: the step that was the last one, and what it said."""

    def __init__(self, step: Path, message: str) -> None:
        super().__init__(message)
        self.step = step


def session_folders() -> list[Path]:
    """List the folders of ``snippets/`` that are sessions."""
    return sorted(path.parent for path in SNIPPETS.glob("*/step-1.sh"))


def steps(folder: Path) -> list[Path]:
    """List the scripts of a session in their order."""
    return sorted(folder.glob("step-*.sh"), key=lambda path: int(path.stem.partition("-")[2]))


def sign_up_and_create_token(mock: RunningMock) -> str:
    """Do in the account pages what a reader does there first; give the token that they show."""
    with browsing(mock.url) as browser:
        sign_up(browser)
        return create_token(browser, {LEVEL: True})


def run(folder: Path, mock: RunningMock, workplace: Path) -> Iterator[str]:
    """Run a session in one shell; give what each step prints, JSON indented.

    Raises :class:`SessionEnded` if the shell ends early.
    """
    script = workplace / "session.sh"
    script.write_text("".join(f"{step.read_text()}echo '{_MARK}'\n" for step in steps(folder)))
    try:
        token = sign_up_and_create_token(mock)
    except NotOnThePage as missing:
        raise SessionEnded(steps(folder)[0], str(missing)) from None
    result = run_shell(script, mock.environment(token), workplace)
    outputs = result.stdout.split(f"{_MARK}\n")[:-1]
    if len(outputs) != len(steps(folder)):
        said = f"the shell ended early\n\n{result.stdout}{result.stderr}"
        raise SessionEnded(steps(folder)[len(outputs)], said)
    yield from map(_printable, outputs)


def _printable(output: str) -> str:
    try:
        return printed_json(json.loads(output)) if output else ""
    except ValueError:
        return f"{output}\n"

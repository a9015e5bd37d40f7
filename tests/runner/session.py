"""A session: steps that a reader types one after the other into the same shell.

A folder of ``snippets/`` with ``step-1.sh``, ``step-2.sh``, … is one. The answer to a step stands
in ``step-1.json``, and so on, indented as pages print it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
from etm_mock.server import RunningMock

from runner.example import SNIPPETS
from runner.request import printed_json
from runner.variants import run_shell

_MARK: Final = "--- end of step ---"


def session_folders() -> list[Path]:
    """List the folders of ``snippets/`` that are sessions."""
    return sorted(path.parent for path in SNIPPETS.glob("*/step-1.sh"))


def steps(folder: Path) -> list[Path]:
    """List the scripts of a session in their order."""
    return sorted(folder.glob("step-*.sh"), key=lambda path: int(path.stem.partition("-")[2]))


def sign_up_and_create_token(mock: RunningMock) -> str:
    """Do in the account pages what a reader does there first; give the token that they show."""
    with httpx.Client(base_url=mock.url, trust_env=False, follow_redirects=True) as browser:
        page = browser.get("/identity/sign_up").text
        account = {"name": "Noor", "email": "noor@example.org", "password": "a long password"}
        page = browser.post("/identity/sign_up", data={**account, **_csrf(page)}).text
        page = browser.get("/identity/tokens/new").text
        form = {"name": "Tutorial", "permissions": "delete", **_csrf(page)}
        page = browser.post("/identity/tokens", data=form).text
    found = re.search(r'value="(etm_\w+)"', page)
    if found is None:
        raise AssertionError(f"the settings page shows no token:\n{page}")
    return found[1]


def run(folder: Path, mock: RunningMock, workplace: Path) -> Iterator[str]:
    """Run a session in one shell; give what each step prints, JSON indented.

    Raises :class:`AssertionError` if the shell ends early.
    """
    script = workplace / "session.sh"
    script.write_text("".join(f"{step.read_text()}echo '{_MARK}'\n" for step in steps(folder)))
    result = run_shell(script, mock.environment(sign_up_and_create_token(mock)), workplace)
    outputs = result.stdout.split(f"{_MARK}\n")[:-1]
    if len(outputs) != len(steps(folder)):
        raise AssertionError(f"the shell ended early:\n{result.stdout}{result.stderr}")
    for output in outputs:
        yield printed_json(json.loads(output)) if output else ""


def _csrf(page: str) -> dict[str, str]:
    found = re.search(r'name="authenticity_token" value="([^"]+)"', page)
    return {"authenticity_token": found[1]} if found else {}

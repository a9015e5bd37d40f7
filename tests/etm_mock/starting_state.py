"""The starting state of an example: which token it runs with, and what happened before it.

A file ``example.toml`` beside an example says it, where it is not the default. ``etm-mock exec
--setup`` and the tests read it alike, so that both give the answer that is printed::

    token = "alex-expired"          # a token of the docs fixture, by name; default "alex"

    [[setup]]                       # calls of the control interface, in order
    call = "POST /_mock/clock"
    body = {advance = 86400}
    times = 1                       # how often; default 1
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from etm_mock import fixtures
from etm_mock.control_client import Control, ControlError
from etm_mock.state import State

FILE_NAME: Final = "example.toml"

MOST_TIMES: Final = 1000
"""How often a call is made at most."""

_CALL: Final = re.compile(r"(GET|POST|PUT|DELETE) (/_mock/[\w/]+)")


class InvalidStartingState(ValueError):  # noqa: N818 - it is the file that is invalid
    """An ``example.toml`` that can't be used; the message names the file and what to do."""


@dataclass(frozen=True)
class StartingState:
    """A token string, and calls of the control interface as (method, path, body).

    ``file`` is where they are written down, if anywhere.
    """

    token: str = fixtures.DEMO_TOKEN
    setup: tuple[tuple[str, str, Any], ...] = ()
    file: Path | None = field(default=None, compare=False)

    @classmethod
    def beside(cls, script: Path) -> "StartingState":
        """Give the starting state of an example's file, the default where none is written down.

        Raises :class:`InvalidStartingState`.
        """
        file = script.parent / FILE_NAME
        return cls.of(read(file), file) if file.is_file() else cls()

    @classmethod
    def of(cls, values: Mapping[str, Any], file: Path) -> "StartingState":
        """Make a starting state of a file's values.

        Raises :class:`InvalidStartingState`.
        """
        name = values.get("token", "alex")
        tokens = docs_tokens()
        if not isinstance(name, str) or name not in tokens:
            raise InvalidStartingState(f"{file}: no token {name!r}; known are {', '.join(tokens)}")
        setup = []
        entries = values.get("setup", [])
        if not isinstance(entries, list):
            raise InvalidStartingState(f"{file}: write a setup below a line [[setup]]")
        for entry in entries:
            method, path, body = _call(entry, file)
            setup += [(method, path, body)] * int(entry.get("times", 1))
        return cls(tokens[name], tuple(setup), file)

    def apply(self, url: str) -> None:
        """Reset the mock at a URL to the docs fixture, and make the calls.

        Raises :class:`InvalidStartingState` if the mock refuses one.
        """
        control = Control(url)
        control.reset()
        try:
            for method, path, body in self.setup:
                control.call(method, path, body)
        except ControlError as error:
            raise InvalidStartingState(f"{self.file}: {error}") from None
        control.forget_requests()


def _call(entry: Any, file: Path) -> tuple[str, str, Any]:
    call = entry.get("call") if isinstance(entry, dict) else None
    known = _CALL.fullmatch(call) if isinstance(call, str) else None
    if known is None:
        raise InvalidStartingState(f'{file}: write a setup as call = "POST /_mock/…"')
    times = entry.get("times", 1)
    if type(times) is not int or not 0 < times <= MOST_TIMES:
        raise InvalidStartingState(f"{file}: times: from 1 to {MOST_TIMES}, not {times!r}")
    body = entry.get("body", {})
    try:
        json.dumps(body)
    except TypeError as error:
        raise InvalidStartingState(f"{file}: body of {call}: {error}") from None
    return known[1], known[2], body


def read(file: Path) -> dict[str, Any]:
    """Read a TOML file, whole.

    Raises :class:`InvalidStartingState` with the file and, where it is no TOML, the line.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidStartingState(f"{file}: {error}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidStartingState(f"{file}: line {line} is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise InvalidStartingState(f"{file}: can't be read: {error.strerror}") from None


@cache
def docs_tokens() -> dict[str, str]:
    """Give the tokens of the docs fixture: name to string."""
    state = State()
    fixtures.load(state, "docs")
    return {token.name: token.secret for token in state.tokens.values()}

"""Faults on purpose: slow, refused and dropped answers, so that error handling can be tested."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fnmatch import translate
from http import HTTPStatus
from typing import Any, Final, Literal, get_args

from starlette.types import ASGIApp, Receive, Scope, Send

from etm_mock.paths import API, is_api, is_under
from etm_mock.responses import json_response

Kind = Literal["latency", "status", "drop"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

STATUSES: Final = (429, 500, 503)
"""The statuses that a fault may answer with."""

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

MAXIMUM_LATENCY: Final = 60.0
"""The longest delay, in seconds."""


@dataclass
class Fault:
    """What goes wrong with the next ``count`` requests that match.

    ``method`` is ``None`` for any; ``path`` may hold ``*``. Of ``latency`` (seconds), ``status``
    (429, 500 or 503) and ``drop`` at least one is set, and not the last two together;
    ``retry_after`` (seconds) goes with a status.
    """

    method: str | None = None
    path: str = "*"
    count: int = 1
    latency: float = 0.0
    status: int | None = None
    retry_after: int | None = None
    drop: bool = False

    def matches(self, method: str, path: str) -> bool:
        """Say whether a request is one that goes wrong."""
        # Not `fnmatchcase`, which keeps 32,768 patterns: those of `re` are 512.
        return self.method in (None, method) and bool(re.match(translate(self.path), path))

    def as_json(self) -> dict[str, Any]:
        """Give the fault as the control interface shows it."""
        return asdict(self)


class Faults:
    """The faults that are still to come, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault behind the others."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Use up one count of the first fault that matches a request; give that fault."""
        for fault in self._waiting:
            if fault.matches(method, path):
                fault.count -= 1
                if fault.count == 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def as_json(self) -> list[dict[str, Any]]:
        """Give the faults that are still to come as JSON values."""
        return [fault.as_json() for fault in self._waiting]


class Faulty:
    """Middleware: lets API requests go wrong as the state's faults say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault, state = None, scope["app"].state.etm
        faults: Faults = state.faults
        if scope["type"] == "http" and is_api(scope["path"]):
            fault = faults.take(scope["method"], scope["path"])
        if fault and fault.latency:
            await asyncio.sleep(fault.latency)
        # What waited through a reset would change the state that the next test begins with.
        if state.faults is not faults or (fault and fault.drop):
            await _drop(send)
        elif fault and fault.status:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            body = {"errors": [HTTPStatus(fault.status).phrase]}
            await json_response(body, fault.status, headers)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _drop(send: Send) -> None:
    """Begin an answer and end it before it is whole: the server then closes the connection."""
    headers = [(b"content-length", b"1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": True})


def problem_of(fault: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the fields of a fault whose types are right, ``None`` for nothing."""
    status, method = fault.get("status"), fault.get("method")
    path, retry_after = fault.get("path", "*"), fault.get("retry_after")
    problems = {
        f"a fault needs one of {', '.join(KINDS)}": not any(fault.get(kind) for kind in KINDS),
        f"status: known are {', '.join(map(str, STATUSES))}": status not in (None, *STATUSES),
        f"latency: from 0 to {MAXIMUM_LATENCY} seconds": (
            not 0 <= fault.get("latency", 0) <= MAXIMUM_LATENCY
        ),
        "count: at least 1": fault.get("count", 1) < 1,
        f"method: unknown {method!r}; known are {', '.join(METHODS)}": (
            method not in (None, *METHODS)
        ),
        f"path: {path!r} is no path of the API, such as /api/v3/scenarios/*": (
            not _may_be_api(path)
        ),
        "retry_after: goes with a status": retry_after is not None and status is None,
        "retry_after: at least 0 seconds": retry_after is not None and retry_after < 0,
        "drop: goes without a status": bool(fault.get("drop")) and status is not None,
    }
    return next((problem for problem, is_so in problems.items() if is_so), None)


def _may_be_api(pattern: str) -> bool:
    """Say whether a path of the API may match; a path has no query."""
    beginning = pattern.partition("*")[0]
    if "?" in pattern or beginning == pattern:
        return "?" not in pattern and is_api(pattern)
    return is_under(beginning, *API) or any(f"{top}/".startswith(beginning) for top in API)

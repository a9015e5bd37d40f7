"""The recordings of the real service: reading them, and comparing answers with them.

See ``tests/recordings/README.md``.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

from etm_mock.tokens import without_prefix

FOLDER: Final = Path(__file__).parents[1] / "recordings"

NOT_COMPARED: Final = {"location", "cache-control"}

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

Case = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back: headers in lower case, and the body as text."""

    status: int
    headers: Mapping[str, str]
    body: str


@cache
def cases(file: str) -> list[Case]:
    """Read a file of recordings."""
    return [json.loads(line) for line in (FOLDER / file).read_text().splitlines()]


def is_excepted(case: Case, file: str, service: str) -> bool:
    """Say whether a recording is among the exceptions."""
    return any(
        each["file"] == file
        and each.get("service", service) == service
        and fnmatchcase(case["name"], each["name"].replace("[", "[[]"))
        for each in _exceptions()
    )


@cache
def _exceptions() -> list[dict[str, str]]:
    read: list[dict[str, str]] = tomllib.loads((FOLDER / "exceptions.toml").read_text())[
        "exception"
    ]
    return read


@cache
def recorded_world() -> dict[str, Any]:
    """Read the state that each recording of the engine starts from."""
    read: dict[str, Any] = json.loads((FOLDER / "world.json").read_text())
    return read


def with_token(text: str, token: str) -> str:
    """Put a token's string in its place; a prefix that stands before it takes that of its own."""
    bare = re.sub(r"(?i)(etm_(?:beta_)?)<TOKEN>", rf"\g<1>{without_prefix(token)}", text)
    return bare.replace("<TOKEN>", token)


def differences(
    expected: Mapping[str, Any], answer: Answer, *, bodiless: bool = False
) -> list[str]:
    """Say how an answer differs from a recorded one."""
    found = []
    if answer.status != expected["status"]:
        found.append(f"status {answer.status} instead of {expected['status']}")
    for name, value in expected["headers"].items():
        if name not in NOT_COMPARED and answer.headers.get(name) != value:
            found.append(f"{name}: {answer.headers.get(name)!r} instead of {value!r}")
    body: Any = answer.body
    if "json" in str(answer.headers.get("content-type")) and not bodiless and body:
        body = json.loads(body)
    if not found and not bodiless and not _same(expected["body"] or "", body or ""):
        found.append(f"body {answer.body[:300]} instead of {json.dumps(expected['body'])[:300]}")
    return found


def _same(recorded: Any, got: Any) -> bool:
    if recorded == "<any>":
        return True
    if recorded == "<now>":
        return isinstance(got, str) and bool(_TIME.fullmatch(got))
    if isinstance(recorded, dict) and "<markup>" in recorded:
        return isinstance(got, str) and got.startswith("<")
    if isinstance(recorded, dict) and isinstance(got, dict):
        if recorded.keys() != got.keys():
            return False
        # What a query gives is the mock's own.
        results = recorded.keys() == {"present", "future", "unit"}
        return results or all(_same(recorded[key], got[key]) for key in recorded)
    if isinstance(recorded, list) and isinstance(got, list):
        return len(recorded) == len(got) and all(map(_same, recorded, got))
    return bool(recorded == got) and isinstance(recorded, bool) == isinstance(got, bool)

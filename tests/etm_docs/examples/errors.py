"""The catalogue of errors: what is asked for each, what the mock answers, and what it means.

``errors.toml`` says what is asked, why it fails and what to do. The sections of the page about
errors are made from that and from the answers.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.starting_state import StartingState, read

from etm_docs.examples.request import bearer

FILE: Final = Path(__file__).with_suffix(".toml")

FIRST_SCENARIO: Final = 9_000_001

_GUEST: Final = "none"
_UNKNOWN_TOKEN: Final = "etm_unknown"  # noqa: S105 - none of the mock's
_LONG: Final = re.compile(r"(?P<char>.)\*(?P<count>\d+)")


class WrongStatus(ValueError):  # noqa: N818 - says what is wrong
    """An answer has another status than the catalogue says; ``case`` is the name of the entry."""

    def __init__(self, case: str, got: int, said: int) -> None:
        super().__init__(f"{FILE.name}: {case}: {got} instead of {said}")
        self.case = case


class SomethingChanged(ValueError):  # noqa: N818 - says what is wrong
    """A request was refused, and changed a scenario all the same."""


@dataclass(frozen=True)
class Case:
    """One error: a request, the status of its answer, and what it means."""

    name: str
    method: str
    path: str
    status: int
    part: str
    token: str | None
    new: Mapping[str, Any] | None
    sent: str | None
    start: StartingState
    json: Any
    text: str | None
    about: str | None
    cause: str
    fix: str

    def answer(self, client: httpx.Client) -> httpx.Response:
        """Bring the mock to the case's starting state, and send the request.

        Raises :class:`SomethingChanged`: the page says that none does.
        """
        self.start.apply(str(client.base_url))
        before = _scenarios(client)
        answer = self._sent(client)
        if _scenarios(client) != before:
            raise SomethingChanged(f"{FILE.name}: {self.name}: refused, but changes something")
        return answer

    def _sent(self, client: httpx.Client) -> httpx.Response:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        token = self.token if self.new is None else _new_token(client, self.new)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        content = self.text if self.json is None else json.dumps(_expanded(self.json))
        return client.request(self.method, self.path, content=content, headers=headers)

    def section(self, answer: httpx.Response) -> str:
        """Write the section of the page: the answer, the request, the cause, what to do."""
        title = " and ".join(map(_code, messages(answer))) or "An empty answer"
        request = " ".join(map(_code, [f"{self.method} {self.path}", *self._shown_body()]))
        challenge = answer.headers.get("WWW-Authenticate")
        lines = [
            f"### {title}{f' ({self.about})' if self.about else ''} {{ #{self.name} }}",
            "",
            f"- **Answer:** {_code(answer.text) if answer.content else 'no body'}",
            *([f"- **Header:** {_code(f'WWW-Authenticate: {challenge}')}"] if challenge else []),
            f"- **Request:** {request}{f', {self.sent}' if self.sent else ''}",
            f"- **Cause:** {self.cause}",
            f"- **What to do:** {self.fix}",
        ]
        return "".join(f"{line}\n" for line in lines)

    def _shown_body(self) -> list[str]:
        if self.json is not None:
            return [json.dumps(_expanded(self.json, at_most=8), ensure_ascii=False)]
        return [] if self.text is None else [self.text]


def load() -> list[Case]:
    """Read the catalogue."""
    return [_case(name, said) for name, said in read(FILE).items()]


def part(client: httpx.Client, name: str) -> str:
    """Write the sections of a part of the page, by asking a mock.

    Raises :class:`WrongStatus`.
    """
    sections = []
    for case in load():
        if case.part == name:
            answer = case.answer(client)
            if answer.status_code != case.status:
                raise WrongStatus(case.name, answer.status_code, case.status)
            sections.append(case.section(answer))
    return "\n".join(sections)


def parts() -> list[str]:
    """List the parts of the page, in their order."""
    return list(dict.fromkeys(case.part for case in load()))


def messages(answer: httpx.Response) -> list[str]:
    """List the error messages of an answer, whatever its form; an empty answer has none."""
    if not answer.content:
        return []
    body = answer.json()
    if "error_description" in body:
        return [body["error_description"]]
    if "error" in body:
        return [body["error"]]
    found = body.get("errors", body)
    return found if isinstance(found, list) else [each for some in found.values() for each in some]


def _case(name: str, said: Mapping[str, Any]) -> Case:
    method, _, path = said["request"].partition(" ")
    token = said.get("token", "alex")
    special = {_GUEST: None, "unknown": _UNKNOWN_TOKEN}
    start = StartingState.of({**said, "token": "alex" if token in special else token}, FILE)
    return Case(
        name=name,
        method=method,
        path=path,
        status=said["status"],
        part=said.get("part", str(said["status"])),
        token=special.get(token, start.token),
        new=json.loads(said["new"]) if "new" in said else None,
        sent=said.get("sent", "without a token" if token == _GUEST else None),
        start=start,
        json=said.get("json"),
        text=said.get("text"),
        about=said.get("about"),
        cause=said["cause"],
        fix=said["fix"],
    )


def _scenarios(client: httpx.Client) -> Any:
    """Read the first scenarios, those that are still to be made included."""
    numbers = ",".join(str(FIRST_SCENARIO + number) for number in range(10))
    return client.get(f"/api/v3/scenarios/{numbers}/batch", headers=bearer(DEMO_TOKEN)).json()


def _new_token(client: httpx.Client, wanted: Mapping[str, Any]) -> str:
    made = client.post("/_mock/tokens", json={"user_id": 123, **wanted})
    return str(made.raise_for_status().json()["token"])


def _expanded(value: Any, at_most: int | None = None) -> Any:
    """Write out texts such as ``"x*70000"``; of these, show no more than the first characters."""
    if isinstance(value, dict):
        return {key: _expanded(each, at_most) for key, each in value.items()}
    if isinstance(value, list):
        return [_expanded(each, at_most) for each in value]
    long = _LONG.fullmatch(value) if isinstance(value, str) else None
    if long is None:
        return value
    return long["char"] * int(long["count"]) if at_most is None else long["char"] * at_most + "…"


def _code(text: str) -> str:
    """Mark a text as code. None of the API's has a backtick."""
    return f"`{text}`"

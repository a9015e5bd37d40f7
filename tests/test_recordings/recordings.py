"""The recordings: replaying them against the mock's application.

See ``tests/recordings/README.md``. The application answers in this process, without a server.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from etm_docs.recordings import Answer, Case, cases, differences, recorded_world, with_token
from etm_mock import hosts, world
from etm_mock.app import create_app
from etm_mock.services import Environment
from etm_mock.state import State
from starlette.types import Message

HOSTS: Final[dict[Environment, str]] = {
    "production": hosts.ENGINE,
    "staging": hosts.STAGING_ENGINE,
}

Headers = dict[str, str | list[str] | None]


def groups(file: str) -> list[str]:
    """Name the groups of a file's recordings: what their names begin with."""
    return sorted({case["name"].partition("|")[0].partition("/")[0] for case in cases(file)})


class Replayed:
    """A mock in this process, set to the recorded world anew for each recording."""

    def __init__(self) -> None:
        self.state = State()
        self._application = create_app(self.state)

    def begin(self, extra: str | None = None) -> None:
        """Set the mock to the recorded world; ``extra`` "sixty" adds that many scenarios."""
        scenarios = recorded_world()["scenarios"]
        added = _sixty() if extra == "sixty" else []
        world.load(self.state, {**recorded_world(), "scenarios": scenarios + added})

    def token(self, given: Mapping[str, Any]) -> str:
        """Make the token of a recording, and give its string."""
        if "text" in given:
            return str(given["text"])
        emails = {each.email.partition("@")[0]: each for each in self.state.accounts.values()}
        environment: Environment = "staging" if given["state"] == "staging" else "production"
        token = self.state.add_token(
            emails[given["user"]],
            "recorded",
            tuple(given["scopes"].split()),
            environment=environment,
        )
        if given["state"] == "expired":
            token.expire(self.state.clock.now())
        return token.secret

    def send(
        self, method: str, target: str, headers: Headers, body: str = "", host: str = hosts.ENGINE
    ) -> Answer:
        """Send a request as its bytes would come from a server."""
        path, _, query = target.partition("?")
        sent: list[tuple[bytes, bytes]] = []
        for name, values in {"Host": host, **headers}.items():
            for value in values if isinstance(values, list) else [values]:
                if value is not None:
                    sent.append((name.lower().encode(), value.strip().encode()))
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": sent,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body.encode(), "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        # With no server to wait for, it comes to its end at once.
        with suppress(StopIteration):
            self._application(scope, receive, send).send(None)
        start, *parts = messages
        answered = {name.decode(): value.decode() for name, value in reversed(start["headers"])}
        text = b"".join(part.get("body", b"") for part in parts).decode("utf-8", "replace")
        return Answer(start["status"], answered, text)

    def tables(self) -> dict[tuple[str, int], Any]:
        """Give the rows of the engine's tables."""
        shown = world.as_json(self.state, self.state.engine())
        rows: dict[tuple[str, int], Any] = {}
        for scenario in shown["scenarios"]:
            users, times = scenario.pop("users"), ("created_at", "updated_at")
            row = {key: value for key, value in scenario.items() if key not in times}
            rows["scenarios", scenario["id"]] = row
            rows |= {("scenario_users", each["id"]): each for each in users}
        seen = (each for each in shown["users"] if each["seen"])
        return rows | {("users", each["id"]): each for each in seen}


def replay(mock: Replayed, case: Case, service: Environment) -> list[str]:
    """Send a recorded request to an engine; say how answer and changes differ from the recorded."""
    mock.begin(case["given"].get("extra"))
    given = case["given"].get("token")
    token = mock.token(given) if given else ""
    request, expected = case["request"], case["response"]
    if service == "staging":
        expected = case.get("staging", expected)

    def put(text: str) -> str:
        return with_token(text, token)

    headers = {"Accept": "application/json", **request["headers"]}
    target = request["path"] + (f"?{request['query']}" if request.get("query") else "")
    before = mock.tables()
    answer = mock.send(
        request["method"],
        put(target),
        _mapped(headers, put),
        put(request.get("body", "")),
        HOSTS[service],
    )
    if case["name"].startswith("pages/"):
        # Scenarios of the same second stand in no defined order: which are on a page isn't known.
        expected, answer = _counted(expected), replace(answer, body=_counted_text(answer.body))
    found = differences(expected, answer, bodiless=request["method"] == "HEAD")
    if not found and "staging" not in case:
        changed = _changes(before, mock.tables()) ^ _recorded_changes(case)
        found += [f"changes: {sorted(changed)}"] if changed else []
    return found


def _counted(answer: Mapping[str, Any]) -> dict[str, Any]:
    body = answer["body"]
    if isinstance(body, dict) and "data" in body:
        body = {**body, "data": len(body["data"])}
    return {**answer, "body": body}


def _counted_text(body: str) -> str:
    return json.dumps(_counted({"body": json.loads(body)})["body"]) if body[:1] == "{" else body


def _changes(
    before: Mapping[tuple[str, int], Any], after: Mapping[tuple[str, int], Any]
) -> set[tuple[str, str, int]]:
    found = {(table, "+", number) for table, number in after.keys() - before.keys()}
    found |= {(table, "-", number) for table, number in before.keys() - after.keys()}
    kept = before.keys() & after.keys()
    return found | {(key[0], "~", key[1]) for key in kept if before[key] != after[key]}


def _recorded_changes(case: Case) -> set[tuple[str, str, int]]:
    return {
        (key[:-1], key[-1], row if isinstance(row, int) else row["id"])
        for key, rows in case.get("changes", {}).items()
        for row in rows
        if isinstance(row, int) or row.keys() - {"id", "created_at", "updated_at"}
    }


def _mapped(headers: Mapping[str, Any], put: Callable[[str], str]) -> Headers:
    def each(value: Any) -> Any:
        if isinstance(value, list):
            return [put(one) for one in value]
        return None if value is None else put(value)

    return {name: each(value) for name, value in headers.items()}


def _sixty() -> Iterable[dict[str, Any]]:
    made = "2026-01-15T12:00:{:02}.000Z"
    return [
        {
            "id": number,
            "area_code": "nl",
            "end_year": 2040,
            "private": bool(number % 2),
            "created_at": made.format(number % 7),
            "updated_at": made.format(0),
            "users": [{"id": number - 2400, "user_id": 1, "role": "scenario_owner"}],
        }
        for number in range(3001, 3061)
    ]

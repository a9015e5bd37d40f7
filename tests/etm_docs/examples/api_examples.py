"""Requests whose answers the OpenAPI description and the page of errors show.

``api_examples.toml`` says what is asked, and what it means. The section ``examples`` at the end of
the description is written from that and from the answers, never by hand; :mod:`errors` writes the
sections of the page of errors.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import yaml
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.starting_state import StartingState, read

from etm_docs.examples.request import bearer
from etm_docs.openapi.contract import described
from etm_docs.openapi.document import Operation, servers

FILE: Final = Path(__file__).with_suffix(".toml")

SECTION: Final = "  examples:"
"""The line of the description after which everything is written by the run."""

REFERENCE: Final = "#/components/examples/"

SENT: Final = ".request"
"""What the name of an example ends with that shows what was sent."""

DEFAULT_ID: Final = "9000002"
"""The scenario that an operation is asked about when an example is about none."""

FIRST_SCENARIO: Final = 9_000_001

_MEDIA_TYPES: Final = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "text": "application/json",
}

_TOKENS: Final = {"none": None, "unknown": "etm_unknown"}
"""What is sent where an entry names none of the fixture's tokens."""

_LONG: Final = re.compile(r"(?P<char>.)\*(?P<count>\d+)")


class SomethingChanged(ValueError):  # noqa: N818 - says what is wrong
    """A request was refused, and changed a scenario all the same."""


@dataclass(frozen=True)
class Explanation:
    """What the page of errors says of an answer: see ``api_examples.toml``."""

    part: str
    anchor: str
    about: str | None
    sent: str | None
    cause: str
    fix: str


@dataclass(frozen=True)
class ApiExample:
    """One example: a request, the status of its answer, and where it is shown.

    ``summary`` is what the description says of it, ``explanation`` what the page of errors says;
    each ``None`` where it isn't shown there.
    """

    name: str
    method: str
    target: str
    status: int
    token: str | None
    new: Mapping[str, Any] | None
    start: StartingState
    kind: str | None
    body: Any
    summary: str | None
    explanation: Explanation | None

    @property
    def path(self) -> str:
        """The path without the query string."""
        return self.target.partition("?")[0]

    def for_operation(self, operation: Operation) -> "ApiExample":
        """Ask another operation the same: about the same scenario, where it is about one."""
        asked = re.search(r"scenarios/([^/?]+)", self.target)
        path = re.sub(r"\{[^}]+\}", asked[1] if asked else DEFAULT_ID, operation.path)
        _, query, rest = self.target.partition("?")
        return replace(self, method=operation.method, target=path + query + rest)

    def answer(self, client: httpx.Client) -> httpx.Response:
        """Bring a mock to the example's starting state, and send the request.

        ``client`` is as :func:`~etm_docs.examples.tables.mock_client` makes it. Raises
        :class:`SomethingChanged`: the page of errors says that no refused request changes anything.
        """
        self.start.apply(str(client.base_url))
        before = _scenarios(client) if self.status >= 400 else None
        token = self.token if self.new is None else _new_token(client, self.new)
        headers = {"Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if self.kind:
            headers["Content-Type"] = _MEDIA_TYPES[self.kind]
        url = f"{self._server()}{self.target}"
        answer = client.request(self.method, url, content=self._written(), headers=headers)
        if before is not None and _scenarios(client) != before:
            raise SomethingChanged(f"{FILE.name}: {self.name}: refused, but changes something")
        return answer

    def shown_body(self) -> str:
        """Write the body as a page shows it: of a very long text, the first characters."""
        if self.kind == "json":
            return json.dumps(_expanded(self.body, at_most=8), ensure_ascii=False)
        return self._written()

    def _written(self) -> str:
        if self.kind == "form":
            return urlencode(self.body, doseq=True)
        return json.dumps(_expanded(self.body)) if self.kind == "json" else self.body or ""

    def _server(self) -> str:
        """Give the first server of the operation, that of the API where nothing is described."""
        document, operation = described().document, described().operation(self.method, self.path)
        found = servers(document, operation) if operation else document["servers"]
        return str(found[0]["url"])


def load() -> list[ApiExample]:
    """Read the catalogue."""
    return [_example(name, said) for name, said in read(FILE).items()]


def of_the_description() -> list[ApiExample]:
    """Read those that the description shows."""
    return [each for each in load() if each.summary is not None]


def printed(example: ApiExample, response: httpx.Response) -> dict[str, dict[str, Any]]:
    """Give what the description shows of an example: its answer, and what was sent.

    An answer without a body, and a request without one, make no example.
    """
    shown = {}
    if response.content:
        shown[example.name] = {"summary": example.summary, "value": response.json()}
    if example.kind is not None:
        shown[example.name + SENT] = {"summary": example.summary, "value": example.body}
    return shown


def with_examples(text: str, shown: Mapping[str, Any]) -> str:
    """Put examples in the place of those in a description's text."""
    head, found, _ = text.partition(f"\n{SECTION}")
    if not found:
        raise ValueError(f"the description has no line {SECTION!r}")
    written = yaml.dump(
        dict(shown), Dumper=_Indented, sort_keys=False, allow_unicode=True, width=1000
    )
    lines = "".join(f"    {line}\n" for line in written.splitlines())
    return f"{head}\n{SECTION}\n{lines}"


class _Indented(yaml.SafeDumper):
    """Indents lists, and writes each value out where it stands."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _example(name: str, said: Mapping[str, Any]) -> ApiExample:
    method, _, target = said["request"].partition(" ")
    token = said.get("token", "alex")
    start = StartingState.of({**said, "token": "alex" if token in _TOKENS else token}, FILE)
    kinds = [kind for kind in _MEDIA_TYPES if kind in said]
    if len(kinds) > 1:
        raise ValueError(f"{FILE.name}: {name}: {' and '.join(kinds)} exclude each other")
    kind = kinds[0] if kinds else None
    return ApiExample(
        name=name,
        method=method,
        target=target,
        status=said.get("status", 200),
        token=_TOKENS.get(token, start.token),
        new=json.loads(said["new"]) if "new" in said else None,
        start=start,
        kind=kind,
        body=said[kind] if kind else None,
        summary=said.get("summary"),
        explanation=_explanation(name, said) if "cause" in said else None,
    )


def _explanation(name: str, said: Mapping[str, Any]) -> Explanation:
    without = "without a token" if said.get("token") == "none" else None
    return Explanation(
        part=said.get("part", str(said["status"])),
        anchor=said.get("anchor", name),
        about=said.get("about"),
        sent=said.get("sent", without),
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

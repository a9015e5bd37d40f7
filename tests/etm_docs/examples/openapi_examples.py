"""The examples of the OpenAPI description: what is asked for each, and what the mock answers.

``examples.toml`` says what is asked. The section ``examples`` at the end of the description is
written from that and from the answers, never by hand.
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
from etm_mock.server import RunningMock
from etm_mock.starting_state import StartingState, read

from etm_docs.examples.request import RawRequest
from etm_docs.examples.tables import ALEX
from etm_docs.examples.variants import send_raw
from etm_docs.openapi.contract import Contract
from etm_docs.openapi.document import Operation

FILE: Final = Path(__file__).with_suffix(".toml")

SECTION: Final = "  examples:"
"""The line of the description after which everything is written by the run."""

REFERENCE: Final = "#/components/examples/"

SENT: Final = ".request"
"""What the name of an example ends with that shows what was sent."""

DEFAULT_ID: Final = "9000002"
"""The scenario that an operation is asked about when an example is about none."""

_MEDIA_TYPES: Final = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "text": "application/json",
}


@dataclass(frozen=True)
class ApiExample:
    """One example: a request, and the status of its answer."""

    name: str
    summary: str
    method: str
    target: str
    status: int
    token: str | None
    scopes: str | None
    start: StartingState
    kind: str | None
    body: Any

    @property
    def path(self) -> str:
        """The path without the query string."""
        return self.target.partition("?")[0]

    def request(self, contract: Contract) -> RawRequest:
        """Write the request as it goes to the first server of its operation."""
        headers = [("Host", _host(contract, self)), ("Accept", "application/json")]
        if self.token:
            headers.append(("Authorization", f"Bearer {self.token}"))
        if self.kind is None:
            return RawRequest(self.method, self.target, tuple(headers), "")
        headers.append(("Content-Type", _MEDIA_TYPES[self.kind]))
        return RawRequest(self.method, self.target, tuple(headers), self._written())

    def asking(self, operation: Operation) -> "ApiExample":
        """Ask another operation the same: about the same scenario, where it is about one."""
        asked = re.search(r"/scenarios/([^/?]+)", self.target)
        path = re.sub(r"\{[^}]+\}", asked[1] if asked else DEFAULT_ID, operation.path)
        _, query, rest = self.target.partition("?")
        return replace(self, method=operation.method, target=path + query + rest)

    def answer(self, mock: RunningMock, contract: Contract) -> httpx.Response:
        """Bring the mock to the example's starting state, and send the request."""
        self.start.apply(mock.url)
        token = self.token if self.scopes is None else _new_token(mock, self.scopes)
        return send_raw(replace(self, token=token).request(contract), mock)

    def _written(self) -> str:
        if self.kind == "form":
            return urlencode(self.body, doseq=True)
        return str(self.body) if self.kind == "text" else json.dumps(self.body)


def load() -> list[ApiExample]:
    """Read what is asked for each example."""
    return [_example(name, said) for name, said in read(FILE).items()]


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
    guest = said.get("token") == "none"
    start = StartingState.of({k: v for k, v in said.items() if k != "token" or not guest}, FILE)
    kinds = [kind for kind in _MEDIA_TYPES if kind in said]
    if len(kinds) > 1:
        raise ValueError(f"{FILE.name}: {name}: {' and '.join(kinds)} exclude each other")
    kind = kinds[0] if kinds else None
    return ApiExample(
        name=name,
        summary=said["summary"],
        method=method,
        target=target,
        status=said.get("status", 200),
        token=None if guest else start.token,
        scopes=said.get("scopes"),
        start=start,
        kind=kind,
        body=said[kind] if kind else None,
    )


def _new_token(mock: RunningMock, scopes: str) -> str:
    return str(mock.control.create_token(user_id=ALEX, scopes=scopes)["token"])


def _host(contract: Contract, example: ApiExample) -> str:
    operation = contract.operation(example.method, example.path)
    if operation is None:
        raise ValueError(f"{FILE.name}: {example.name}: no such operation is documented")
    document = contract.document
    servers = document["paths"][operation.path].get("servers", document["servers"])
    return str(servers[0]["url"]).removeprefix("https://")

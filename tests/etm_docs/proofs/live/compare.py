"""Holds an answer of the real service against what is described and printed.

Values are never quoted from an answer that succeeded: the report may become a public issue.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import httpx
from etm_docs.examples.request import RawRequest
from etm_docs.openapi.contract import Answer, Contract
from etm_docs.openapi.document import FILE as DESCRIPTION
from etm_docs.openapi.document import Operation, schema_of
from etm_docs.paths import shown
from etm_docs.proofs.live.steps import Step
from jsonschema_rs import Draft202012Validator, ValidationError

_IF_CHANGED: Final = "If the API has changed on purpose:"
_UPDATE: Final = "then run `make update`, which rewrites what the pages print."

_SHAPE: Final = (
    f"{_IF_CHANGED} correct the answer in {shown(DESCRIPTION)}, let the mock answer so"
    f" (tests/etm_mock), {_UPDATE}"
)
_STATUS: Final = (
    f"{_IF_CHANGED} correct `status` in the example.toml, the operation in {shown(DESCRIPTION)},"
    f" and the mock's rule (tests/etm_mock/permissions.py has those about tokens), {_UPDATE}"
)
_MESSAGE: Final = (
    f"{_IF_CHANGED} correct the message in tests/etm_mock, and its case in"
    f" tests/etm_docs/examples/api_examples.toml, {_UPDATE}"
)
_IGNORED: Final = (
    "Find out whether the API still takes this. If it doesn't: correct the example's request and"
    f" the mock, {_UPDATE}"
)
_FAILED: Final = (
    "Run `make live` again. If it stays so, tell the maintainers of the ETM. The pages need no"
    " change."
)
_HTTP: Final = (
    "If a proxy between you and the ETM does this, ignore it. Otherwise correct the raw requests"
    " (request.http) and their runner."
)


@dataclass(frozen=True)
class Finding:
    """One difference: what is described and where, what came back, and what to do."""

    described: str
    came_back: str
    to_do: str


class MaskedContract(Contract):
    """A contract whose problems name keys and types, but no values."""

    def schema_problems(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """List how a value differs from a schema, without the indexes in lists."""
        validator = Draft202012Validator(
            schema_of(self.document, schema), validate_formats=True, mask="the value"
        )
        return [_difference(error) for error in validator.iter_errors(value)]


def findings(
    step: Step,
    sent: RawRequest,
    answer: httpx.Response,
    contract: Contract,
    scenario: int | None,
) -> list[Finding]:
    """List how an answer differs from what is expected; empty if it doesn't."""
    operation = contract.operation(sent.method, answer.request.url.path)
    if operation is None:
        raise ValueError(f"{shown(DESCRIPTION)} has no operation {sent.method} {sent.target}")
    if answer.status_code != step.status:
        return [_wrong_status(step, operation, answer)]
    return [
        *_wrong_protocol(answer),
        *_wrong_shape(operation, answer, contract),
        *_wrong_messages(step, answer, scenario),
        *_ignored(sent, answer),
    ]


def no_answer(error: httpx.TransportError) -> Finding:
    """Report that no answer came."""
    return Finding("an answer", f"none: {_reason(error)}", _FAILED)


def not_new() -> Finding:
    """Report that the answer to a creation names no new scenario."""
    return Finding(
        "the id of a new scenario",
        "no id, or one that is not above those of all your scenarios; the check leaves it alone",
        "Find out which scenario that is before you run `make live` again.",
    )


def json_of(answer: httpx.Response) -> Any:
    """Give the JSON of an answer, ``None`` if it has none."""
    try:
        return json.loads(answer.content)
    except ValueError:
        return None


def where_described(operation: Operation) -> str:
    """Name the line of the description that an operation begins on."""
    line = DESCRIPTION.read_text().partition(f"operationId: {operation.said['operationId']}\n")[0]
    return f"{shown(DESCRIPTION)}:{line.count(chr(10)) + 1}"


def _wrong_status(step: Step, operation: Operation, answer: httpx.Response) -> Finding:
    known = ", ".join(operation.said["responses"])
    messages = _messages(json_of(answer)) if answer.status_code >= 400 else ""
    return Finding(
        f"status {step.status} ({where_described(operation)} describes {known})",
        f"status {answer.status_code}{f': {messages}' if messages else ''}",
        _FAILED if answer.status_code >= 500 else _STATUS,
    )


def _wrong_protocol(answer: httpx.Response) -> Iterator[Finding]:
    if answer.http_version != "HTTP/2":
        yield Finding("HTTP/2, as request.http prints", answer.http_version, _HTTP)


def _wrong_shape(
    operation: Operation, answer: httpx.Response, contract: Contract
) -> Iterator[Finding]:
    described = f"the answer {answer.status_code} in {where_described(operation)}"
    asked = f"{answer.request.method} {answer.request.url.path}: {answer.status_code}: "
    came = Answer.of(answer)
    response = contract.response(operation, answer.status_code) or {}
    if answer.is_success and (json_of(answer) is None or not response.get("content")):
        # Such a body would be quoted.
        came = replace(came, body=f"{len(came.body)} bytes".encode() if came.body else b"")
    for problem in contract.problems(came):
        yield Finding(described, problem.removeprefix(asked), _SHAPE)


def _wrong_messages(step: Step, answer: httpx.Response, scenario: int | None) -> Iterator[Finding]:
    printed = step.printed_answer(scenario)
    if answer.status_code < 400 or not printed:
        return
    wanted, got = _messages(json.loads(printed)), _messages(json_of(answer))
    if wanted != got and step.answer:
        yield Finding(f"{wanted}, as {shown(step.answer)} prints", got or "no message", _MESSAGE)


def _ignored(sent: RawRequest, answer: httpx.Response) -> Iterator[Finding]:
    """Report the values that were sent, and that the answer doesn't show."""
    if answer.status_code >= 400 or not sent.body:
        return
    body = json_of(answer)
    root = body.get("scenario", body) if isinstance(body, dict) else {}
    for key, value in json.loads(sent.body).get("scenario", {}).items():
        if key in root and root[key] != value:
            yield Finding(f"`{key}` as it was sent: {json.dumps(value)}", "another value", _IGNORED)


def _messages(body: Any) -> str:
    """Write the error messages of an answer, in whichever form the API gives them."""
    if isinstance(body, dict) and isinstance(body.get("error_description"), str):
        body = {"errors": [body.get("error"), body["error_description"]]}
    if isinstance(body, dict) and "errors" in body:
        return f"`{json.dumps(body['errors'], ensure_ascii=False)}`"
    return ""


def _reason(error: httpx.TransportError) -> str:
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", type(error).__name__).lower()
    return f"{words} ({error})" if str(error) else words


def _difference(error: ValidationError) -> str:
    place, about = _place(error.instance_path), error.kind.as_dict()
    if error.kind.name == "required":
        return f"{place}.{about['property']} is missing"
    if error.kind.name == "additionalProperties":
        return f"{place} has what is not described: {', '.join(about['unexpected'])}"
    return f"{place}: {error.message}"


def _place(keys: list[str | int]) -> str:
    return "$" + "".join("[…]" if isinstance(key, int) else f".{key}" for key in keys)

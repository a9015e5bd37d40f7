"""The contract check reports what isn't documented: each way to break an answer is seen."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from etm_docs.examples import api_examples, tables
from etm_docs.openapi import document
from etm_docs.openapi.contract import Answer, Contract
from etm_mock.server import RunningMock

EXAMPLES = {each.name: each for each in api_examples.load()}


def with_body(change: Callable[[Any], None]) -> Callable[[Answer], Answer]:
    """Change the JSON of an answer."""

    def changed(answer: Answer) -> Answer:
        body = json.loads(answer.body)
        change(body)
        return replace(answer, body=json.dumps(body).encode())

    return changed


BROKEN: dict[str, tuple[str, Callable[[Answer], Answer], str]] = {
    "path": (
        "read-scenario",
        lambda answer: replace(answer, path="/api/v3/inputs"),
        "no such operation is documented",
    ),
    "method": (
        "read-scenario",
        lambda answer: replace(answer, method="POST"),
        "no such operation is documented",
    ),
    "status": (
        "read-scenario",
        lambda answer: replace(answer, status=201),
        "the status 201 is not documented",
    ),
    "server error": (
        "change-sliders",
        lambda answer: replace(answer, status=503),
        "the status 503 is not documented",
    ),
    "content type": (
        "read-scenario",
        lambda answer: replace(answer, headers={"content-type": "text/html"}),
        "the content type 'text/html' is not documented",
    ),
    "no content type": (
        "read-scenario",
        lambda answer: replace(answer, headers={}),
        "the content type '' is not documented",
    ),
    "no JSON": (
        "read-scenario",
        lambda answer: replace(answer, body=answer.body[:-1]),
        "the body is not JSON",
    ),
    "extra key": (
        "read-scenario",
        with_body(lambda body: body.update(owner="Alex")),
        "$: Additional properties are not allowed",
    ),
    "missing key": (
        "read-scenario",
        with_body(lambda body: body.pop("private")),
        '$: "private" is a required property',
    ),
    "wrong type": (
        "read-scenario",
        with_body(lambda body: body.update(private="false")),
        "$.private: ",
    ),
    "unexpected null": (
        "read-scenario",
        with_body(lambda body: body.update(metadata=None)),
        "$.metadata: ",
    ),
    "time without milliseconds": (
        "read-scenario",
        with_body(lambda body: body.update(created_at="2025-09-01T09:00:00Z")),
        "$.created_at: ",
    ),
    "wrong value in a list": (
        "add-scenario-users",
        with_body(lambda body: body[1].update(role="scenario_admin")),
        "$[1].role: ",
    ),
    "wrong shape of errors": (
        "change-wrong-sliders",
        with_body(lambda body: body.update(errors={"base": ["no"]})),
        "$.errors: ",
    ),
    "body where none is": (
        "delete-scenario",
        lambda answer: replace(answer, body=b"{}"),
        "a body, though none is documented",
    ),
    "missing header": (
        "check-invalid-token",
        lambda answer: replace(answer, headers={"content-type": "application/json"}),
        "the header WWW-Authenticate is missing",
    ),
    "wrong header": (
        "check-invalid-token",
        lambda answer: replace(answer, headers={**answer.headers, "www-authenticate": "Basic"}),
        "the header WWW-Authenticate: $: ",
    ),
}


def answer_of(name: str, mock: RunningMock) -> Answer:
    """Give the answer to an example."""
    with tables.mock_client(mock) as client:
        return Answer.of(EXAMPLES[name].answer(client))


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_answer(kind: str, contract: Contract, mock: RunningMock) -> None:
    """An answer that is broken on purpose is reported, and as it came it is not."""
    name, broken, problem = BROKEN[kind]
    answer = answer_of(name, mock)
    assert contract.problems(answer) == []
    found = contract.problems(broken(answer))
    assert any(problem in each for each in found), found


def test_undocumented_operation(mock: RunningMock) -> None:
    """An answer is reported when the description lacks what it holds against it."""
    answer = answer_of("read-scenario", mock)
    poorer = deepcopy(document.load())
    del poorer["paths"]["/api/v3/scenarios/{id}"]["get"]["responses"]["200"]
    assert Contract(poorer).problems(answer)

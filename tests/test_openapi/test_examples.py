"""Every example and every status of the description is what the mock answers."""

import httpx
import pytest
from etm_docs.examples import api_examples, fences, tables
from etm_docs.examples.api_examples import ApiExample
from etm_docs.examples.report import difference, failure
from etm_docs.openapi import document
from etm_docs.openapi.contract import Answer, Contract
from etm_docs.openapi.document import Operation
from etm_mock.server import RunningMock

EXAMPLES = {each.name: each for each in api_examples.of_the_description()}

STATUSES = [
    (operation, int(status))
    for operation in document.operations(document.load())
    for status in operation.said["responses"]
]


def test_examples_are_what_the_mock_answers(
    contract: Contract, mock: RunningMock, request: pytest.FixtureRequest
) -> None:
    """Each example gets its status, a documented answer, and the one that is printed."""
    wanted = set(document.references(contract.document))
    text = document.FILE.read_text()
    shown = {}
    for example in EXAMPLES.values():
        response = answer_of(example, mock)
        problems = contract.problems(Answer.of(response))
        if response.status_code != example.status:
            problems = [f"got status {response.status_code}, not {example.status}"]
        if problems:
            what = f"{example.name}: {'; '.join(problems)}\n{shown_at()}\n\n{response.text}"
            line = text.partition(f"\n    {example.name}:\n")[0].count("\n") + 2
            pytest.fail(failure(document.FILE, line, what), pytrace=False)
        for name, value in api_examples.printed(example, response).items():
            if api_examples.REFERENCE + name in wanted:
                shown[name] = value
    ran = api_examples.with_examples(text, shown)
    if request.config.getoption("update_examples"):
        document.FILE.write_text(ran)
        return
    problem = difference(document.FILE, text, ran, f"an example has changed\n{shown_at()}")
    if problem:
        pytest.fail(problem, pytrace=False)


def answer_of(example: ApiExample, mock: RunningMock) -> httpx.Response:
    """Give the answer to an example."""
    with tables.mock_client(mock) as client:
        return example.answer(client)


def shown_at() -> str:
    """Say where the page shows what the description holds."""
    files = [tables.file_of(name) for name in tables.TABLES if name.startswith("endpoints-")]
    return f"Shown at {', '.join(place for file in files for place in fences.shown_at(file))}."


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_shown_where_it_belongs(name: str, contract: Contract) -> None:
    """An example is among those of the operation and status that its request gets."""
    example = EXAMPLES[name]
    operation = contract.operation(example.method, example.path)
    assert operation is not None
    response = contract.response(operation, example.status)
    assert response is not None
    for content in response.get("content", {}).values():
        assert name in content.get("examples", [name])  # an HTML page has none


@pytest.mark.parametrize(
    ("operation", "status"), STATUSES, ids=[f"{each.label} {status}" for each, status in STATUSES]
)
def test_status_is_real(
    operation: Operation, status: int, contract: Contract, mock: RunningMock
) -> None:
    """The mock does give this status: an operation that shares an example is asked for it too."""
    response = contract.response(operation, status)
    assert response is not None
    shown = [
        name
        for content in response.get("content", {}).values()
        for name in content.get("examples", [])
    ]
    found = [EXAMPLES[name] for name in shown] or _empty_answers(contract, operation, status)
    assert found, "no example in api_examples.toml has this status"
    for example in found:
        answer = answer_of(example.for_operation(operation), mock)
        assert answer.status_code == status, f"{example.name}: {answer.text}"
        assert contract.problems(Answer.of(answer)) == [], example.name


def test_requests_shown_are_valid(contract: Contract) -> None:
    """What the description shows to be sent follows its own schema."""
    shown = 0
    for operation in document.operations(contract.document):
        body = document.resolved(contract.document, operation.said.get("requestBody", {}))
        for content in body.get("content", {}).values():
            for reference in content.get("examples", {}).values():
                name = reference["$ref"].removeprefix(api_examples.REFERENCE)
                sent = EXAMPLES[name.removesuffix(api_examples.SENT)].body
                assert contract.schema_problems(content["schema"], sent) == [], name
                shown += 1
    assert shown


def _empty_answers(contract: Contract, operation: Operation, status: int) -> list[ApiExample]:
    return [
        each
        for each in EXAMPLES.values()
        if contract.operation(each.method, each.path) == operation and each.status == status
    ]

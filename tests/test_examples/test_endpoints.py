"""The pages about endpoints leave nothing of the description out."""

import re
from typing import Any

import pytest
from etm_docs.examples import tables
from etm_docs.openapi import document
from etm_docs.openapi.document import Operation

OPERATIONS = document.operations(document.load())
SECTIONS = "".join(tables.file_of(f"endpoints-{x}").read_text() for x in tables.endpoint_pages())
ANSWERS = tables.file_of("endpoints-answers").read_text()

every_operation = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[each.label for each in OPERATIONS]
)


def section(operation: Operation) -> str:
    """Give the section of an operation: the one that has its id."""
    anchor = f"#{operation.said['operationId']} }}"
    found = [
        part for part in re.split(r"^(?=##+ )", SECTIONS, flags=re.MULTILINE) if anchor in part
    ]
    assert len(found) == 1, f"{len(found)} sections have the id {operation.said['operationId']}"
    return found[0]


def examples(operation: Operation) -> list[tuple[int, Any]]:
    """List the examples of the operation's answers: the status, and the body."""
    loaded = document.load()
    return [
        (int(status), document.resolved(loaded, example)["value"])
        for status, said in operation.said["responses"].items()
        for content in document.resolved(loaded, said).get("content", {}).values()
        for example in content.get("examples", {}).values()
    ]


@every_operation
def test_operation_is_shown(operation: Operation) -> None:
    """Its section names its request, each status, and each scope that it may need."""
    shown = section(operation)
    assert f"**{operation.method}**" in shown
    assert f"`{operation.path}`" in shown
    for status in operation.said["responses"]:
        assert re.search(rf"^\| [`\[]{status}[`\]]", shown, re.MULTILINE), status
    for needed in operation.said["security"]:
        for scope in needed.get("bearer", []):
            assert f"`{scope}`{{ .scope }}" in shown


@every_operation
def test_examples_are_shown(operation: Operation) -> None:
    """Each message of an error is in the section, and each key of an answer in a table."""
    shown = section(operation)
    for status, body in examples(operation):
        if status >= 400:
            assert all(text in shown for text in texts(body)), body
            continue
        for key in one_of(body):
            assert f"| `{key}` |" in ANSWERS, key


def one_of(body: Any) -> Any:
    """Give an object of an answer: the first of a list, or of objects by keys that are data."""
    if isinstance(body, list):
        return body[0]
    by_key = len(body) > 1 and all(isinstance(each, dict) for each in body.values())
    return next(iter(body.values())) if by_key else body


def texts(value: Any) -> list[str]:
    """List the texts in a value, however deep."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_operations_are_found() -> None:
    """Finding nothing to look for is a failure, not a success."""
    assert "listScenarios" in {each.said["operationId"] for each in OPERATIONS}

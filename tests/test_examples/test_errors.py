"""The page of errors is complete: it has each message that the real engine was recorded to give."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from etm_docs import recordings
from etm_docs.examples import errors, tables
from etm_mock.server import RunningMock

OUTSIDE: Final = {
    "Bad Request": "of a body that isn't UTF-8, which no JSON library sends",
    "Not Acceptable": "of a content type that isn't one",
    "Unprocessable Content": "of the web application's own fields",
    "must be a string": "of names of queries that are numbers",
    "gqueries": "the field of the message before",
    "param is missing or the value is empty or invalid: scale": "of scaled scenarios",
}
"""Messages that were recorded and that the page leaves out, and why."""

INVALID_PARAMETERS: Final = "Invalid "
"""What begins the messages about names and values that no library writes so: left out, too."""


def messages(value: Any) -> Iterator[str]:
    """List the texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from messages(each)


def general(message: str) -> str:
    """Write ``{}`` for what a message repeats of the request: an id, a name, a number."""
    message = re.sub(r"(?<=^No such scenario: ).*", "{}", message)
    message = re.sub(r"^(Input|Gquery) \S+", r"\1 {}", message)
    return re.sub(r"-?\d+(\.\d+)?", "{}", message)


def recorded() -> set[str]:
    """List the messages of all recorded errors in JSON."""
    found = set[str]()
    for case in recordings.cases("engine.jsonl"):
        answer = case["response"]
        body = answer["body"]
        if answer["status"] >= 400 and isinstance(body, dict) and "<markup>" not in body:
            said = [body["error"]] if "status" in body else body.get("errors", body)
            found |= {general(each) for each in messages(said)}
    return {each for each in found if not each.startswith(INVALID_PARAMETERS)}


@pytest.fixture(scope="module")
def answered(etm_mock_server: RunningMock) -> set[str]:
    """The messages of all answers of the catalogue, those in headers included."""
    found = set()
    etm_mock_server.control.reset()
    with tables.mock_client(etm_mock_server) as client:
        for case in errors.load():
            answer = case.example.answer(client)
            found |= set(errors.messages(answer))
            challenge = answer.headers.get("WWW-Authenticate", "").replace(r"\"", '"')
            _, _, description = challenge.partition('error_description="')
            found |= {challenge, description.removesuffix('"')}
    return found


def test_no_message_is_forgotten(answered: set[str]) -> None:
    """Each recorded message is in an answer of the catalogue, or known to be outside.

    A new one belongs in ``tests/etm_docs/examples/api_examples.toml``.
    """
    assert recorded() - {general(each) for each in answered} == set(OUTSIDE)


def test_sections_can_be_told_apart(mock: RunningMock) -> None:
    """No two sections of the page have the same heading."""
    with tables.mock_client(mock) as client:
        page = "".join(errors.part(client, part) for part in errors.parts())
    headings = re.findall(r"^### (.+) \{ #[\w-]+ \}$", page, re.MULTILINE)
    assert len(set(headings)) == len(errors.load())


def test_a_case_with_another_status_fails(
    mock: RunningMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer with another status than the catalogue says stops the run, and names the case."""
    case = errors.load()[0]
    wrong = replace(case, example=replace(case.example, status=418))
    monkeypatch.setattr(errors, "load", lambda: [wrong])
    said = f"{case.example.name}: {case.example.status} instead of 418"
    with tables.mock_client(mock) as client, pytest.raises(errors.WrongStatus, match=said):
        errors.part(client, case.explanation.part)

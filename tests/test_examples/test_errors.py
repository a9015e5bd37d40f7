"""The catalogue of errors is complete: no message of the mock's is forgotten."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import etm_mock
import pytest
from etm_docs.examples import errors, tables
from etm_mock.server import RunningMock

MOCK = Path(etm_mock.__file__).parent

OTHER_MODULES = {
    *("control", "control_client", "faults", "state", "journal", "access_log"),  # /_mock
    *("cli", "server", "proxy", "tls", "connection", "pytest_plugin"),  # run the mock
    *("fixtures", "starting_state", "catalogue", "hosts", "tokens", "responses"),  # hold data
    *("engine", "services", "world"),  # hold data, too
    "identity",  # the account pages
}
"""The modules and packages of the mock whose texts no client of ``/api`` or ``/oauth`` sees."""

TO_STDERR = {"ServiceError", "NOTES.warning"}
"""What is called with texts that are written to stderr alone."""

OUTSIDE = {
    "Request body is too large": "a limit of the mock's own",
    "etm-mock: this host name is not one of the ETM's": "of the mock, not of the ETM",
    "The query string is not UTF-8": "of the mock, not of the ETM",
    "Invalid {} parameters: {}": "of a form whose names contradict each other; the pages send JSON",
    "expected {} (got {}) for param `{}'": "a part of the text before",
    "Invalid {} parameters: invalid %-encoding ({})": "of a form; the pages send JSON",
    "Invalid encoding for parameter: {}": "a part of the text before",
    "{} is no number of JSON": "caught: answered as malformed JSON",
    "The real API has this endpoint, and the mock ETM has not": "of the mock, not of the ETM",
    "The mock ETM has not got this API": "of the mock, not of the ETM",
    "You are not authorized to revoke this token": "no page sends that: it takes an application",
    "The access token expired": "as the invalid one, in the header of userinfo alone",
    "The access token was revoked": "as the invalid one, in the header of userinfo alone",
    "is invalid": "of a scaled scenario, which no page makes",
    "must be filled": "of `reset`; no page sends it empty",
    "must be boolean": "of `reset`; no page sends it so",
    "must be a string": "of `gqueries`; no page sends numbers there",
    "Unprocessable Content": "of roles that come with a saved scenario; no page sends them",
    **dict.fromkeys(("Area code", "End year"), "a part of messages that no page gets"),
    **dict.fromkeys(("*/*", "text/html", "text/html; charset=utf-8"), "a content type"),
    **dict.fromkeys(("application/json", "application/xml", "{}; charset=utf-8"), "a content type"),
    **dict.fromkeys(("application/x-www-form-urlencoded", "multipart/form-data"), "a content type"),
    **dict.fromkeys(("/api/v3", "/scenarios/:scenario_id", "PUT PATCH"), "a part of a route"),
    "etm-mock: %s: the real service answers 500; it trips over %s: %s": "written to stderr",
    "Bearer (.+)": "a pattern",
    "no bearer": "a rule of the table of services",
    "etm_session": "a cookie's name",
    "nested deeper than {}": "caught: answered as malformed JSON",
    "no token": "a row of the permission table",
    "/_mock": "where the control interface begins",
}
"""Texts that the scan finds and the catalogue leaves out, and why."""


def texts(source: str) -> Iterator[str]:
    """List what may be a message: texts with a space in them, and a module's public constants.

    A hole of an f-string is written as ``{}``. Docstrings and texts of several lines are no
    messages.
    """
    tree = ast.parse(source)
    skipped = set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= set(node.values)  # part of a text, not one by itself
        elif isinstance(node, ast.Expr):
            skipped.add(node.value)  # a docstring
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in TO_STDERR:
            skipped |= {each for argument in node.args for each in ast.walk(argument)}
    named = {
        statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and not ast.unparse(statement).startswith("_")
    }
    for node in ast.walk(tree):
        text = None if node in skipped else _text(node)
        if text and "\n" not in text and (" " in text.strip(" ,") or node in named):
            yield text


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(each) or "{}" for each in node.values)
    text = node.value if isinstance(node, ast.Constant) else None
    return text.removesuffix("\n") if isinstance(text, str) else None


def all_texts() -> set[str]:
    """List the texts of the modules that answer a client of ``/api`` or ``/oauth``."""
    modules = (
        file
        for file in MOCK.rglob("*.py")
        if not OTHER_MODULES & set(file.relative_to(MOCK).with_suffix("").parts)
    )
    return {text for file in modules for text in texts(file.read_text())}


def unknown(found: set[str], answered: set[str]) -> set[str]:
    """Give the texts that are no message of the answers; ``{}`` stands for anything."""
    patterns = {text: re.compile(re.escape(text).replace(r"\{\}", ".+")) for text in found}
    return {text for text, each in patterns.items() if not any(map(each.fullmatch, answered))}


@pytest.fixture(scope="module")
def answered(etm_mock_server: RunningMock) -> set[str]:
    """The messages of all answers of the catalogue, those in headers included."""
    found = set()
    etm_mock_server.control.reset()
    with tables.asking(etm_mock_server) as asker:
        for case in errors.load():
            answer = case.answer(asker.client)
            found |= set(errors.messages(answer))
            challenge = answer.headers.get("WWW-Authenticate", "").replace(r"\"", '"')
            _, _, description = challenge.partition('error_description="')
            found |= {challenge, description.removesuffix('"')}
    return found


def test_no_message_is_forgotten(answered: set[str]) -> None:
    """Each message in the mock's source is in an answer of the catalogue, or known to be outside.

    A new one belongs in ``tests/etm_docs/examples/errors.toml``.
    """
    assert unknown(all_texts(), answered) == set(OUTSIDE)


@pytest.mark.parametrize(
    "source",
    [
        'def show(call):\n    raise errors(404, "Gone for good")',
        'def show(call):\n    raise errors(404, f"Gone: {call.asked_id}")',
        'GONE: Final = "gone"',
        'GONE = "gone"',
    ],
)
def test_a_forgotten_message_is_found(source: str, answered: set[str]) -> None:
    """A message that no case of the catalogue gets doesn't go unnoticed."""
    assert unknown(set(texts(source)), answered) == set(texts(source)) != set()


def test_sections_can_be_told_apart(mock: RunningMock) -> None:
    """No two sections of the page have the same heading."""
    with tables.asking(mock) as asker:
        page = "".join(errors.part(asker.client, part) for part in errors.parts())
    headings = re.findall(r"^### (.+) \{ #[\w-]+ \}$", page, re.MULTILINE)
    assert len(set(headings)) == len(errors.load())


def test_a_case_with_another_status_fails(
    mock: RunningMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer with another status than the catalogue says stops the run, and names the case."""
    case = errors.load()[0]
    monkeypatch.setattr(errors, "load", lambda: [replace(case, status=418)])
    with tables.asking(mock) as asker, pytest.raises(ValueError, match=f"{case.name}: 400"):
        errors.part(asker.client, case.part)

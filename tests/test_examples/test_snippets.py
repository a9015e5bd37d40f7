"""Runs every example of ``snippets/`` as it is printed, and compares all that it shows."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from etm_docs.examples import (
    bodies,
    curl,
    example,
    javascript,
    powershell,
    python,
    report,
    request,
    variants,
)
from etm_docs.examples.example import Example
from etm_docs.openapi.contract import Answer, described
from etm_docs.paths import SNIPPETS, shown
from etm_mock.server import RunningMock
from etm_mock.starting_state import FILE_NAME, InvalidStartingState
from pytest_examples import CodeExample, EvalExample

NAMES = [folder.name for folder in example.folders()]


@pytest.fixture
def loaded(request: pytest.FixtureRequest, mock: RunningMock) -> Example:
    """The example that the test is about, its starting state applied to the mock."""
    try:
        found = example.load(SNIPPETS / request.param)
    except ValueError as error:
        fail(str(error))
    try:
        if found.start.setup:  # else the mock is in that state already
            found.start.apply(mock.url)
    except InvalidStartingState as error:
        fail(report.failure(found.folder / FILE_NAME, 1, str(error)))
    return found


def all_examples(variant: str) -> Callable[[Any], Any]:
    """Run a test on every example, as ``list-scenarios[curl]``."""
    return pytest.mark.parametrize(
        "loaded", NAMES, indirect=True, ids=[f"{name}[{variant}]" for name in NAMES]
    )


@all_examples("http")
def test_raw_request(loaded: Example, mock: RunningMock, updating: bool) -> None:
    """The raw request goes out over HTTP/2 as printed; the answer is as printed and described."""
    file = loaded.file("http")
    sent = printed_requests(loaded)
    try:
        responses = [variants.send_raw(each, mock) for each in sent]
    except httpx.HTTPError as error:
        fail(report.failure(file, 1, f"{type(error).__name__}: {error}"))
    response = responses[-1]
    if response.http_version != "HTTP/2":
        fail(report.failure(file, 1, f"answered over {response.http_version}, not HTTP/2"))
    check_journal(loaded, "http", mock)
    got = printable(response.text)
    if updating:
        write_response(loaded, got)
    check_printed(loaded.response, loaded.printed_response, got, "the answer has changed")
    check_described(file, responses, mock)


@all_examples("curl")
def test_curl(loaded: Example, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """The script runs in ``bash`` as printed, sends the same request, and prints the answer."""
    file = loaded.file("curl")
    result = variants.run_shell(file, mock.environment(loaded.start.token), tmp_path)
    if result.returncode != 0:
        how = report.how_to_run("bash", file)
        what = f"bash ended with {result.returncode}\n\n{result.stderr}\n{how}"
        fail(report.failure(file, 1, what))
    check_journal(loaded, "curl", mock)
    if not updating:
        got = printable(result.stdout)
        check_printed(loaded.response, loaded.printed_response, got, "curl printed something else")


@pytest.mark.parametrize("name", NAMES)
def test_curl_style(name: str) -> None:
    """The script is written in the house style, so that any stray character shows."""
    file = SNIPPETS / name / example.VARIANTS["curl"]
    problem = curl.style_problem(file.read_text())
    if problem:
        line, what = problem
        fail(report.failure(file, line, what))


@all_examples("python")
def test_python(
    loaded: Example,
    mock: RunningMock,
    eval_example: EvalExample,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The script is linted, runs as printed, sends the same request, and prints as printed."""
    file = loaded.file("python")
    code = CodeExample.create(file.read_text(), path=file)
    for name, value in mock.environment(loaded.start.token).items():
        monkeypatch.setenv(name, value)
    python.check(eval_example, code)
    check_journal(loaded, "python", mock)
    if "#> " not in code.source:
        fail(report.failure(file, 1, "prints nothing, so nothing is checked; print the answer"))


@all_examples("powershell")
def test_powershell(loaded: Example, updating: bool) -> None:
    """The script is written from ``request.http``, is PowerShell, and sends the same request."""
    file = loaded.file("powershell")
    check_written(file, powershell.written(printed_request(loaded, own_token=False)), updating)
    try:
        sent = powershell.sent(file.read_text(), loaded.start.token)
    except powershell.NotUnderstood as error:
        fail(report.failure(file, error.line, str(error)))
    wanted = [request.expected(printed_request(loaded))]
    problem = report.json_difference(file, wanted, sent, "sends another request than request.http")
    if problem:
        fail(problem)


@all_examples("javascript")
def test_javascript(loaded: Example, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """The module is written from ``request.http``, sends it with Node.js, prints the answer."""
    file = loaded.file("javascript")
    written = javascript.written(
        printed_request(loaded, own_token=False), answered=loaded.response.exists()
    )
    check_written(file, written, updating)
    result = variants.run_node(file, mock.environment(loaded.start.token), tmp_path)
    if result.returncode != 0:
        how = report.how_to_run("node", file)
        fail(
            report.failure(
                file, 1, f"Node.js ended with {result.returncode}\n\n{result.stderr}\n{how}"
            )
        )
    check_journal(loaded, "javascript", mock)
    if loaded.response.exists():
        printed = json.loads(loaded.printed_response)
        if json.loads(result.stdout) != printed:
            fail(report.failure(file, 1, f"Node.js printed something else\n\n{result.stdout}"))


def check_written(file: Path, written: str, updating: bool) -> None:
    """Compare a generated file with what is written from the request now."""
    what = "not what is written from request.http"
    problem = report.compare_or_update(file, written, what, updating=updating)
    if problem:
        fail(problem)


def printed_request(loaded: Example, *, own_token: bool = True) -> request.RawRequest:
    """Read the example's only request; ``own_token`` puts its token in place."""
    [found] = printed_requests(loaded, own_token=own_token)
    return found


def printed_requests(loaded: Example, *, own_token: bool = True) -> list[request.RawRequest]:
    """Read the example's ``request.http``; ``own_token`` puts its token in place."""
    file = loaded.file("http")
    try:
        requests = request.parse(file.read_text())
    except request.InvalidRequest as error:
        fail(report.failure(file, error.line, str(error)))
    return [each.with_token(loaded.start.token) if own_token else each for each in requests]


def check_journal(loaded: Example, variant: str, mock: RunningMock) -> None:
    """Compare what the mock received with ``request.http``, and the status with the example's."""
    file = loaded.file(variant)
    wanted = [request.expected(each) for each in printed_requests(loaded)]
    journal = mock.control.requests()
    got = [request.comparable(entry) for entry in journal]
    problem = report.json_difference(file, wanted, got, "sent another request than request.http")
    if problem:
        fail(problem)
    if journal[-1]["status"] != loaded.status:
        status = journal[-1]["status"]
        what = (
            f"got status {status}, not {loaded.status}\n\n"
            f"Correct the request, or write `status = {status}` in"
            f" {shown(loaded.folder)}/example.toml, and in the title of the answer."
        )
        fail(report.failure(file, 1, what))


def check_described(file: Path, responses: Sequence[httpx.Response], mock: RunningMock) -> None:
    """Hold the answers, and what was sent, against the OpenAPI description."""
    found = [each for answer in responses for each in described().problems(Answer.of(answer))]
    if found:
        fail(report.failure(file, 1, "the answer is not as described\n\n" + "\n".join(found)))
    if problem := bodies.problem([file], mock.control.requests()):
        fail(problem)


def check_printed(file: Path, printed: str, got: str, what: str) -> None:
    """Compare a printed file with what the run gave."""
    problem = report.difference(file, printed, got, what)
    if problem:
        fail(problem)


def printable(text: str) -> str:
    """Indent a JSON answer as pages print it; an empty one stays empty."""
    try:
        return request.printed_json(json.loads(text)) if text else ""
    except ValueError:
        return text


def write_response(loaded: Example, text: str) -> None:
    """Write the printed answer, or take its file away where the answer is empty."""
    if text:
        loaded.response.write_text(text)
    else:
        loaded.response.unlink(missing_ok=True)


def fail(message: str) -> NoReturn:
    """Fail with nothing but the message."""
    __tracebackhide__ = True
    pytest.fail(message, pytrace=False)

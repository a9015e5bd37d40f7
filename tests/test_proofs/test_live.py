"""The check against the real service: each difference is reported, and nothing is left behind."""

import re
import signal
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx
import pytest
from etm_docs.openapi import document
from etm_docs.proofs.live import steps
from etm_docs.proofs.live.check import Check
from etm_docs.proofs.live.compare import MaskedContract
from etm_docs.proofs.live.environments import ENVIRONMENTS, CannotCheck
from etm_docs.proofs.live.recorded import Recorded
from etm_docs.proofs.live.report import report
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens
from test_proofs.altering_transport import (
    AlteringTransport,
    Difference,
    failing,
    with_content,
    with_header,
    with_json,
    with_status,
    with_version,
)
from test_proofs.mock_state import DOCS, scenarios

LIST: Final = "GET /api/v3/scenarios"
CREATE: Final = "POST /api/v3/scenarios"
READ: Final = r"GET /api/v3/scenarios/\d+"
CHANGE: Final = r"PUT /api/v3/scenarios/\d+"
DELETE: Final = r"DELETE /api/v3/scenarios/\d+"
TOKEN_INFO: Final = "GET /oauth/token/info"  # noqa: S105 - an address
USER_INFO: Final = "GET /oauth/userinfo"

NEWEST: Final = DOCS[2]
"""The newest of the scenarios that are Alex's: the one whose id comes just before a new one's."""

Connect = Callable[..., Callable[[], httpx.Client]]

DIFFERENCES: Final[dict[str, tuple[Difference, list[str]]]] = {
    "a status": (
        Difference(CHANGE, 200, with_status(202)),
        [
            "`PUT /api/v3/scenarios/{id}`",
            "**Example:** snippets/make-scenario-private\n",
            "**Printed by:** docs/contributing.md:",
            "**Described:** status 200 (docs/reference/openapi.yaml:",
            "describes 200, 400, 401, 403, 404, 422, 500)\n",
            "**Came back:** status 202\n",
            "correct `status` in the example.toml",
        ],
    ),
    "a refusal that is none": (
        Difference(READ, 404, with_status(200)),
        [
            "**Example:** snippets/read-private-scenario-of-another-user",
            "**Described:** status 404 (",
            "**Came back:** status 200\n",
        ],
    ),
    "a refusal that is new": (
        Difference(LIST, 200, with_status(429)),
        ["**Example:** snippets/list-scenarios\n", "**Came back:** status 429\n"],
    ),
    "a redirect": (
        Difference(READ, 200, with_status(301)),
        ["**Came back:** status 301\n"],
    ),
    "a failure of the service": (
        Difference(LIST, 403, with_status(503)),
        [
            "snippets/list-without-token, snippets/send-token-with-another-scheme",
            "**Came back:** status 503",
            "tell the maintainers of the ETM",
        ],
    ),
    "a missing key": (
        Difference(TOKEN_INFO, 200, with_json(lambda body: body.pop("expires_in"))),
        [
            "`GET /oauth/token/info`",
            "**Example:** snippets/check-token\n",
            "docs/how-to/check-a-token.md:",
            "**Described:** the answer 200 in docs/reference/openapi.yaml:",
            "**Came back:** $.expires_in is missing\n",
            "run `make update`",
        ],
    ),
    "a new key": (
        Difference(CREATE, 200, with_json(lambda body: body.update(owner="Alex"))),
        [
            "snippets/create-private-scenario, snippets/copy-unowned-scenario",
            "**Came back:** $ has what is not described: owner\n",
        ],
    ),
    "a type": (
        Difference(READ, 200, with_json(lambda body: body.update(end_year="2050"))),
        ['$.end_year: the value is not of type "integer"\n'],
    ),
    "a type in a list": (
        Difference(LIST, 200, with_json(lambda body: [s.pop("url") for s in body["data"]])),
        ["1 difference.\n", "$.data[…].url is missing\n"],
    ),
    "a missing header": (
        Difference(TOKEN_INFO, 401, with_header("WWW-Authenticate", None)),
        ["snippets/check-revoked-token\n", "the header WWW-Authenticate is missing\n"],
    ),
    "another header": (
        Difference(TOKEN_INFO, 401, with_header("WWW-Authenticate", "Basic")),
        ["the header WWW-Authenticate: $: the value does not match"],
    ),
    "another content type": (
        Difference(READ, 200, with_header("Content-Type", "text/plain")),
        ["the content type 'text/plain' is not documented\n"],
    ),
    "an error text": (
        Difference(CHANGE, 403, with_json(lambda body: body.update(errors=["Hands off"]))),
        [
            '**Described:** `["Scenario does not belong to you"]`, as'
            " snippets/change-scenario-of-another-user/response.json prints\n",
            '**Came back:** `["Hands off"]`\n',
            "tests/etm_docs/examples/api_examples.toml",
        ],
    ),
    "an error text about a field": (
        Difference(CREATE, 422, with_json(lambda body: body.update(errors={"private": ["no"]}))),
        ['**Came back:** `{"private": ["no"]}`\n'],
    ),
    "an error text of /oauth": (
        Difference(TOKEN_INFO, 401, with_json(lambda body: body.update(error_description="No"))),
        ['**Came back:** `["invalid_token", "No"]`\n'],
    ),
    "no error text": (
        Difference(LIST, 401, with_json(lambda body: body.clear())),
        ["**Came back:** no message\n", "$.errors is missing\n"],
    ),
    "a value that is ignored": (
        Difference(CHANGE, 200, with_json(lambda body: body["scenario"].update(private=False))),
        ["**Described:** `private` as it was sent: true\n", "**Came back:** another value\n"],
    ),
    "no JSON": (
        Difference(READ, 200, with_content(b"Down for maintenance")),
        ["the body is not JSON: b'20 bytes'\n"],
    ),
    "an empty list": (
        Difference(READ + "/users", 200, with_content(b"[]")),
        ["Checked production on", ": 21 answers, no difference.\n"],
    ),
    "a body where none is described": (
        Difference(DELETE, 200, with_content(b"{}")),
        [
            "**Example:** snippets/delete-with-write-token\n",
            "a body, though none is documented: b'2 bytes'\n",
        ],
    ),
    "no answer in time": (
        Difference(LIST, 403, failing(httpx.ReadTimeout)),
        ["**Described:** an answer\n", "**Came back:** none: read timeout (injected)\n"],
    ),
    "a lost connection": (
        Difference(LIST, 403, failing(httpx.RemoteProtocolError)),
        ["**Came back:** none: remote protocol error (injected)\n"],
    ),
    "another version of HTTP": (
        Difference(LIST, 200, with_version("HTTP/1.1")),
        ["**Described:** HTTP/2, as request.http prints\n", "**Came back:** HTTP/1.1\n"],
    ),
}
"""What differs, and words of the report."""


@pytest.fixture
def connect(mock: RunningMock) -> Connect:
    """Open clients that reach the mock under the real addresses, maybe with a difference."""

    def client(difference: Difference | None) -> httpx.Client:
        service = httpx.HTTPTransport(
            http2=True,
            proxy=httpx.Proxy(mock.proxy_url),
            verify=ssl.create_default_context(cafile=str(mock.authority)),
        )
        transport = AlteringTransport(service, difference) if difference else service
        return httpx.Client(transport=transport, trust_env=False)

    return lambda difference=None: lambda: client(difference)


def check(
    connect: Callable[[], httpx.Client],
    token: str = DEMO_TOKEN,
    environment: str = "production",
    select: Callable[..., list[Recorded]] = lambda *_: [],
) -> Check:
    """Take all steps, and try the recordings that are selected, none by default."""
    made = Check(connect, ENVIRONMENTS[environment], token, MaskedContract(document.load()))
    made.run(steps.load_steps(), select)
    return made


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_reported(name: str, connect: Connect, mock: RunningMock) -> None:
    """The report says what differs, where it is described and printed, and what to do."""
    difference, words = DIFFERENCES[name]
    text = report(check(connect(difference)))
    missing = [each for each in words if each not in text]
    assert not missing, text
    assert scenarios(mock) == list(DOCS)


@pytest.mark.parametrize(
    ("environment", "token"), [("production", "alex"), ("staging", "alex-staging")]
)
def test_no_difference(environment: str, token: str, connect: Connect, mock: RunningMock) -> None:
    """The mock as it is differs in nothing, and every step is taken."""
    done = check(connect(), docs_tokens()[token], environment)
    assert done.differences == []
    assert done.left_out == []
    assert done.checked == len(steps.load_steps())
    assert done.created.left_behind == []
    assert "no difference" in report(done)
    assert scenarios(mock) == list(DOCS)
    asked = {entry["host"] for entry in mock.control.requests() if entry["host"] != "127.0.0.1"}
    assert asked == {ENVIRONMENTS[environment].engine, ENVIRONMENTS[environment].accounts}


def test_only_its_own_scenarios_are_touched(connect: Connect, mock: RunningMock) -> None:
    """Whatever isn't reading is about a scenario that the check has made."""
    check(connect())
    writing = [entry for entry in mock.control.requests() if entry["method"] != "GET"]
    about = {number for entry in writing for number in re.findall(r"\d{5,}", entry["path"])}
    assert about == {"9000006", "9000007", "9000008"}
    assert {entry["path"] for entry in writing} == {
        "/api/v3/scenarios",
        *(f"/api/v3/scenarios/{number}" for number in about),
    }


def test_a_delete_that_does_not_delete(connect: Connect, mock: RunningMock) -> None:
    """The scenario that is still there is a difference, and the owner is told to delete it."""
    text = report(check(connect(Difference(DELETE, 200, lambda answer: answer, kept=True))))
    assert "**Described:** status 404 (" in text
    assert "**Came back:** status 200\n" in text
    assert "## Left behind\n" in text
    for number in set(scenarios(mock)) - set(DOCS):
        assert (
            f"- https://engine.energytransitionmodel.com/api/v3/scenarios/{number} is still there."
            " Delete it yourself.\n"
        ) in text
    assert len(scenarios(mock)) == len(DOCS) + 3


def interrupted(answer: httpx.Response) -> httpx.Response:
    """Interrupt the check in the moment in which an answer comes."""
    signal.raise_signal(signal.SIGINT)
    return answer


@pytest.mark.parametrize("asked", [CREATE, READ, DELETE])
def test_an_interruption_cleans_up(asked: str, connect: Connect, mock: RunningMock) -> None:
    """Whenever the check is interrupted, it deletes what it made, and then ends."""
    with pytest.raises(KeyboardInterrupt):
        check(connect(Difference(asked, 200, interrupted)))
    assert scenarios(mock) == list(DOCS)
    assert any(entry["method"] == "DELETE" for entry in mock.control.requests())


def test_a_new_scenario_without_an_answer(connect: Connect) -> None:
    """A scenario whose id got lost can't be deleted; its owner is told when it was made."""
    text = report(check(connect(Difference(CREATE, 200, failing(httpx.ReadTimeout)))))
    assert "none: read timeout" in text
    assert re.search(r"A scenario may have been made at \d\d:\d\d UTC", text)
    assert "read-unowned-scenario" in text.partition("## Left out")[2]


@pytest.mark.parametrize("number", [DOCS[1], NEWEST, "9000006", None, True])
def test_a_scenario_that_may_not_be_new_is_left_alone(
    number: object, connect: Connect, mock: RunningMock
) -> None:
    """If a creation names a scenario that was there before, the check doesn't touch that one."""
    done = check(connect(Difference(CREATE, 200, with_json(lambda body: body.update(id=number)))))
    assert "the check leaves it alone" in report(done)
    assert set(DOCS) <= set(scenarios(mock))
    methods = {entry["method"] for entry in mock.control.requests() if entry["path"] != LIST[4:]}
    assert methods == {"GET"}


@pytest.mark.parametrize("level", ["public", "read", "write"])
def test_a_token_of_a_low_level(level: str, connect: Connect, mock: RunningMock) -> None:
    """A token that couldn't delete what it makes makes nothing; the report says what it lacks."""
    done = check(connect(), docs_tokens()[f"alex-{level}"])
    assert done.differences == []
    assert done.checked == 8
    left_out = report(done).partition("## Left out\n")[2]
    assert re.search(r"create-scenario: your token lacks .*scenarios:delete", left_out)
    assert "make-scenario-private, " in left_out
    assert scenarios(mock) == list(DOCS)


@pytest.mark.parametrize("name", ["alex-revoked", "alex-expired", "alex-staging"])
def test_a_token_that_is_refused(name: str, connect: Connect, mock: RunningMock) -> None:
    """A token that no longer works is no difference: nothing can be checked."""
    with pytest.raises(CannotCheck, match="unknown, expired or revoked"):
        check(connect(), docs_tokens()[name])
    assert len(mock.control.requests()) == 1


def test_a_service_that_is_out_of_reach(connect: Connect) -> None:
    """If the first request gets no answer, the check ends, and says so."""
    with pytest.raises(CannotCheck, match=r"No answer from https://my\."):
        check(connect(Difference(TOKEN_INFO, 200, failing(httpx.ConnectError))))


def test_the_report_names_nobody(connect: Connect, mock: RunningMock) -> None:
    """Whatever comes back, neither the token nor its owner is in the report."""
    account = {"user_id": 123, "name": "CI", "email_scope": True, "profile_scope": True}
    token = mock.control.create_token(**account, permissions="delete")["token"]
    secrets = f"{token} Alex de Vries alex@example.org".encode()
    done = check(connect(Difference(LIST, 403, with_content(secrets))), token)
    assert "the body is not JSON: b'… … …'" in report(done)


def test_values_are_not_quoted(connect: Connect) -> None:
    """A value of a wrong type or form is named by its place alone."""
    changed = with_json(lambda body: body.update(name=["Alex"], email="no address", sub=123456))
    text = report(check(connect(Difference(USER_INFO, 200, changed))))
    assert {"$.name: ", "$.email: ", "$.sub: "} <= set(re.findall(r"\$\.\w+: ", text))
    assert not re.search("Alex|no address|123456", text)


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ('example = "no-such-example"', "no-such-example: name a folder of snippets/"),
        ('exmaple = "check-token"', r"a step: unknown \['exmaple'\]; known are"),
        ('example = "check-token"\ntoken = "stolen"', "check-token: token 'stolen'; known are"),
        ('example = "set-default-privacy"', "set-default-privacy: not safe"),
        ('example = "switch-the-host"', "switch-the-host: name a folder"),
    ],
)
def test_a_step_that_cannot_be_taken(step: str, problem: str, tmp_path: Path) -> None:
    """The message names the file and the example."""
    file = tmp_path / "steps.toml"
    file.write_text(f"[[step]]\n{step}\n")
    with pytest.raises(steps.InvalidStep, match=f"steps.toml: {problem}"):
        steps.load_steps(file)

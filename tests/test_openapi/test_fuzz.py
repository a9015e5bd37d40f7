"""Random requests get documented answers only, whoever sends them.

``make test`` asks the most with the token that may do most, and less as the others;
``make thorough`` asks everything as everyone.
"""

from copy import deepcopy

import pytest
from etm_docs.openapi import document, fuzz
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens

SENDERS = {
    "no token": None,
    "read-only token": "alex-read",
    "full token": "alex",
    "admin": "charlie",
}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach the mock directly, also where the machine has a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.mark.parametrize("sender", SENDERS)
def test_random_requests(sender: str, mock: RunningMock, thorough: bool) -> None:
    """No undocumented status, header or body; and every operation is asked."""
    token = SENDERS[sender]
    effort = fuzz.USUAL if sender == "full token" else fuzz.QUICK
    described = document.load()
    run = fuzz.run(
        mock,
        docs_tokens()[token] if token else None,
        described,
        fuzz.THOROUGH if thorough else effort,
    )
    if run.failures:
        pytest.fail("\n\n".join(run.failures[:5]), pytrace=False)
    labels = {each.label for each in document.operations(described)}
    assert run.called() == labels
    if sender == "full token":
        assert run.succeeded() == labels


def test_wrong_description_is_seen(mock: RunningMock) -> None:
    """Random requests find the status and the key that a wrong description lacks."""
    wrong = deepcopy(document.load())
    wrong["paths"] = {"/api/v3/user": wrong["paths"]["/api/v3/user"]}
    del wrong["paths"]["/api/v3/user"]["put"]["responses"]["400"]
    wrong["components"]["schemas"]["Account"]["required"].append("email")
    run = fuzz.run(mock, docs_tokens()["alex"], wrong, fuzz.USUAL)
    assert {failure.partition(":")[0] for failure in run.failures} == {
        "status_code_conformance",
        "response_schema_conformance",
    }

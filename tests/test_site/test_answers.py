"""“Which answer will I get?” says of every choice what the mock answers."""

import json
import re
from typing import Any

import httpx
import pytest
from etm_docs.examples import tables
from etm_docs.examples.request import bearer
from etm_docs.site import answers
from etm_docs.site.answers import ACTIONS, KINDS, SENDERS, Action, Kind, Sender
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens


@pytest.mark.parametrize("name", ACTIONS)
def test_the_mock_answers_so(name: str, mock: RunningMock) -> None:
    """Status and body of an action, with each token, on each kind of scenario."""
    found, action = [], ACTIONS[name]
    with tables.mock_client(mock) as client:
        for kind in KINDS.values():
            for sender in SENDERS.values():
                mock.control.reset()
                given, said = (
                    asked(client, sender, kind, action),
                    answers.answer(sender, kind, action),
                )
                body = given.json() if given.status_code >= 400 else None
                if (given.status_code, body) != (said.status, said.body):
                    found.append(f"{sender.label}, {kind.label}: {given.status_code} {given.text}")
    assert not found, "\n".join(found)


def asked(client: httpx.Client, sender: Sender, kind: Kind, action: Action) -> httpx.Response:
    """Do an action on the scenario of a kind, as the page's example does it."""
    if kind.made:
        made = client.post("/_mock/scenarios", json=kind.made).raise_for_status()
        assert made.json()["id"] == kind.id
    headers = bearer(docs_tokens()[sender.name]) if sender.name else {}
    body = json.loads(json.dumps(action.body).replace('"{id}"', str(kind.id)))
    path = action.path.format(id=kind.id)
    return client.request(action.method, path, json=body, headers=headers)


def test_a_list_says_which_scenarios_it_has(mock: RunningMock) -> None:
    """Private ones are in the list of those levels of which the page says so."""
    with tables.mock_client(mock) as client:
        for sender in SENDERS.values():
            given = asked(client, sender, KINDS["missing"], ACTIONS["list"])
            if given.status_code == 200:
                private = any(each["private"] for each in given.json()["data"])
                said = answers.answer(sender, KINDS["missing"], ACTIONS["list"]).given
                assert private == ("private" in said), sender.label


def test_the_script_gets_the_same() -> None:
    """What the page's script reads has each answer in its place."""
    data = answers.data_of()
    for action_name, action in ACTIONS.items():
        for sender_name, sender in SENDERS.items():
            numbers = data["grid"][action_name][sender_name]
            for number, kind in zip(numbers, KINDS.values(), strict=True):
                said = answers.answer(sender, kind, action)
                shown: dict[str, Any] = data["answers"][number]
                assert (shown["status"], shown["why"]) == (said.phrase, said.why)


def test_every_answer_has_a_reason() -> None:
    """A reason is one sentence or more, each with a full stop."""
    for each in answers.data_of()["answers"]:
        assert re.fullmatch(r"(?:[A-Z][^.]*\.(?: |$))+", each["why"]), each

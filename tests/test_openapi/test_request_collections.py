"""The collections for Postman and Bruno: all operations, each answered as is described.

``make clients`` runs them by the programs themselves: ``test_clients/test_collections.py``.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
from etm_docs.examples import tables
from etm_docs.openapi import document, request_collections
from etm_docs.openapi.contract import Answer, Contract
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock

DESCRIPTION: Final = document.load()


@dataclass(frozen=True)
class Sent:
    """What a collection sends: ``headers`` without those that its program adds."""

    folder: str
    name: str
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: Any


def filled_in(text: str, values: dict[str, str], name: str = r"\{\{(\w+)\}\}") -> str:
    """Put values in the place of the names in a text; fails for a name without a value."""
    return re.sub(name, lambda found: values[found[1]], text)


def of_postman() -> Iterator[Sent]:
    """Read what Postman sends."""
    collection = json.loads(json.dumps(request_collections.postman(DESCRIPTION)))
    variables = {each["key"]: each["value"] for each in collection["variable"]}
    (token,) = collection["auth"]["bearer"]
    variables["token"] = DEMO_TOKEN
    bearer = ("Authorization", f"Bearer {filled_in(token['value'], variables)}")
    for folder in collection["item"]:
        for item in folder["item"]:
            request = item["request"]
            parts = {each["key"]: each["value"] for each in request["url"]["variable"]}
            url = "/".join([*request["url"]["host"], *request["url"]["path"]])
            query = "&".join(f"{each['key']}={each['value']}" for each in request["url"]["query"])
            assert request["url"]["raw"] == (f"{url}?{query}" if query else url)
            yield Sent(
                folder["name"],
                item["name"],
                request["method"],
                address(request["url"]["raw"], variables, parts),
                (bearer, *((each["key"], each["value"]) for each in request["header"])),
                json.loads(request["body"]["raw"]) if "body" in request else None,
            )


def of_bruno() -> Iterator[Sent]:
    """Read what Bruno sends."""
    archive = zipfile.ZipFile(io.BytesIO(request_collections.bruno(DESCRIPTION)))
    files = {name: blocks(archive.read(name).decode()) for name in archive.namelist()[1:]}
    collection = files.pop("ETM API/collection.bru")
    variables = pairs(files.pop("ETM API/environments/ETM.bru")["vars"])
    token = pairs(collection["auth:bearer"])["token"]
    bearer = ("Authorization", f"Bearer {filled_in(token, {'token': DEMO_TOKEN})}")
    for name, found in files.items():
        method = next((each for each in found if each.upper() in METHODS), None)
        if method is None:
            assert name.endswith("/folder.bru")
            continue
        body = found.get("body:json")
        request = pairs(found[method])
        assert request["auth"] == "inherit"
        assert request["body"] == ("json" if body else "none")
        headers = [*pairs(collection["headers"]).items()]
        if body:
            headers.append(("Content-Type", "application/json"))
        yield Sent(
            name.split("/")[1],
            pairs(found["meta"])["name"],
            method.upper(),
            address(request["url"], variables, pairs(found.get("params:path", ""))),
            (bearer, *headers),
            json.loads(body) if body else None,
        )


METHODS: Final = tuple(method.upper() for method in document.METHODS)


def address(url: str, variables: dict[str, str], parts: dict[str, str]) -> str:
    """Write out an address: its variables, and the parts of its path that have names."""
    return filled_in(filled_in(url, variables), parts, r"(?<=/):(\w+)")


def blocks(text: str) -> dict[str, str]:
    """Read the blocks of a file of Bruno's: a name, and lines that are indented."""
    return dict(re.findall(r"^(\S+) \{\n(.*?)\n\}$", text, re.MULTILINE | re.DOTALL))


def pairs(lines: str) -> dict[str, str]:
    """Read the lines of a block as names and values."""
    return dict(re.findall(r"^  (\S+): (.*)$", lines, re.MULTILINE))


def test_postman_has_each_operation_and_each_is_answered(
    contract: Contract, mock: RunningMock
) -> None:
    """One after the other, the requests get the first status of their operations."""
    asked, wrong = [], []
    with tables.mock_client(mock) as client:
        for sent in of_postman():
            content = None if sent.body is None else json.dumps(sent.body)
            answer = client.request(
                sent.method, sent.url, headers=list(sent.headers), content=content
            )
            path = httpx.URL(sent.url).path
            operation = contract.operation(sent.method, path)
            assert operation is not None, sent
            asked.append(operation.label)
            if answer.status_code != min(map(int, operation.said["responses"])):
                wrong.append(f"{sent.name}: {answer.status_code} {answer.text}")
            wrong += contract.problems(Answer.of(answer))
    assert wrong == []
    assert sorted(asked) == sorted(each.label for each in document.operations(DESCRIPTION))


def test_bodies_are_examples() -> None:
    """Where an operation takes a body, its request sends an example of the description."""
    examples = [each["value"] for each in DESCRIPTION["components"]["examples"].values()]
    bodies = {sent.name: sent.body for sent in of_postman() if sent.body is not None}
    takes = [each for each in document.operations(DESCRIPTION) if "requestBody" in each.said]
    assert sorted(bodies) == sorted(each.said["summary"] for each in takes)
    assert [name for name, body in bodies.items() if body not in examples] == []


def test_bruno_sends_the_same() -> None:
    """Both collections have the same requests, in the same order."""
    sent = list(of_postman())
    assert sent
    assert list(of_bruno()) == sent


def test_they_hold_no_token() -> None:
    """The token is a variable, which has no value."""
    archive = zipfile.ZipFile(io.BytesIO(request_collections.bruno(DESCRIPTION)))
    texts = [archive.read(name).decode() for name in archive.namelist()]
    texts.append(json.dumps(request_collections.postman(DESCRIPTION)))
    for text in texts:
        assert not re.search(r"etm_(?!mock)\w{10}", text)
    assert not any("token" in variable["key"] for variable in
                   request_collections.postman(DESCRIPTION)["variable"])  # fmt: skip


def test_the_same_description_makes_the_same_files() -> None:
    """A build of the site that changes nothing leaves the downloads as they were."""
    assert dict(request_collections.files(DESCRIPTION)) == dict(
        request_collections.files(DESCRIPTION)
    )

"""What the site's own examples and tables are answered is documented."""

import httpx
import pytest
from etm_docs.examples import bodies, example, request, tables, variants
from etm_docs.openapi.contract import Answer, Contract
from etm_mock.server import RunningMock

NAMES = [folder.name for folder in example.folders()]

ADDRESS_THAT_IS_NOT_THERE = "/api/v3/scenario/9000002"
"""What the page of errors asks for to show the answer; no description can name it."""

WITHOUT_API = {
    "checked-versions",
    "rules",
    "abbreviations",
    "endpoints",
    "endpoints-answers",
    "endpoints-summary",
    "lifetime",
}
"""The tables that are made of the description, or of the account pages alone."""


@pytest.mark.parametrize("name", NAMES)
def test_example(name: str, contract: Contract, mock: RunningMock) -> None:
    """Each request of an example is documented, each key of its body, and so is its answer.

    The other variants send the same: ``tests/test_examples/test_snippets.py`` sees to that.
    """
    loaded = example.load(example.SNIPPETS / name)
    loaded.start.apply(mock.url)
    file = loaded.file("http")
    for raw in request.parse(file.read_text()):
        response = variants.send_raw(raw.with_token(loaded.start.token), mock)
        assert contract.problems(Answer.of(response)) == []
    if problem := bodies.problem([file], mock.control.requests()):
        pytest.fail(problem, pytrace=False)


@pytest.mark.parametrize("name", tables.TABLES)
def test_table(name: str, contract: Contract, mock: RunningMock) -> None:
    """Each answer that a table is made from is documented."""
    answered, found = 0, list[str]()

    def hold_against_contract(response: httpx.Response) -> None:
        nonlocal answered
        response.read()
        path = response.request.url.path
        if path.startswith(("/api/", "/oauth/")) and path != ADDRESS_THAT_IS_NOT_THERE:
            answered += 1
            found.extend(contract.problems(Answer.of(response)))

    with tables.asking(mock) as asker:
        asker.client.event_hooks = {"response": [hold_against_contract]}
        tables.TABLES[name](asker)
    assert found == []
    assert (answered == 0) == (name in WITHOUT_API)

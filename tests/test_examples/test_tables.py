"""Tables that pages include say what the mock answers."""

import httpx
import pytest
from etm_docs.examples import fences, report, tables
from etm_docs.openapi.contract import Answer, described
from etm_docs.paths import ROOT
from etm_mock.server import RunningMock

ADDRESS_THAT_IS_NOT_THERE = "/api/v3/scenario/9000002"
"""What the page of errors asks for to show the answer; no description can name it."""

WITHOUT_API = {
    *("abbreviations", "lifetime", "checked-versions", "rules", "not-mocked"),
    *(name for name in tables.TABLES if name.startswith("endpoints-")),
}
"""The tables that are made of pages, of the description, or of the account pages alone."""


@pytest.mark.parametrize("name", tables.TABLES)
def test_table(name: str, mock: RunningMock, updating: bool) -> None:
    """Each cell is what the mock answers now, and each answer is as described.

    ``make update`` rewrites the table.
    """
    file, answers = tables.file_of(name), list[Answer]()

    def note(response: httpx.Response) -> None:
        response.read()
        path = response.request.url.path
        if path.startswith(("/api/", "/oauth/")) and path != ADDRESS_THAT_IS_NOT_THERE:
            answers.append(Answer.of(response))

    try:
        with tables.mock_client(mock) as client:
            client.event_hooks = {"response": [note]}
            got = tables.TABLES[name](client)
    except Exception as error:
        pytest.fail(report.failure(file, 1, f"{type(error).__name__}: {error}"), pytrace=False)
    problem = report.compare_or_update(file, got, "the mock answers otherwise", updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)
    undescribed = [each for answer in answers for each in described().problems(answer)]
    assert undescribed == []
    assert (answers == []) == (name in WITHOUT_API)


def test_every_table_is_used() -> None:
    """A table that no page includes, or that nothing makes, is superfluous."""
    including = (*fences.pages(), ROOT / "mkdocs.yml")  # the settings add one to every page
    text = "".join(page.read_text() for page in including)
    assert {path.stem for path in tables.FOLDER.iterdir()} == set(tables.TABLES)
    unused = [name for name in tables.TABLES if f"tables/{name}.md" not in text]
    assert not unused, f"no page includes the tables {unused}"

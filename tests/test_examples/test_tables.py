"""Tables that pages include say what the mock answers."""

import pytest
from etm_docs.examples import fences, report, tables
from etm_docs.paths import ROOT
from etm_mock.server import RunningMock


@pytest.mark.parametrize("name", tables.TABLES)
def test_table(name: str, mock: RunningMock, updating: bool) -> None:
    """Each cell is what the mock answers now; ``make update`` rewrites the table."""
    file = tables.file_of(name)
    try:
        with tables.asking(mock) as asker:
            got = tables.TABLES[name](asker)
    except Exception as error:
        pytest.fail(report.failure(file, 1, f"{type(error).__name__}: {error}"), pytrace=False)
    problem = report.settle(file, got, "the mock answers otherwise", updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)


def test_every_table_is_used() -> None:
    """A table that no page includes, or that nothing makes, is superfluous."""
    including = (*fences.pages(), ROOT / "mkdocs.yml")  # the settings add one to every page
    text = "".join(page.read_text() for page in including)
    assert {path.stem for path in tables.FOLDER.iterdir()} == set(tables.TABLES)
    unused = [name for name in tables.TABLES if f"tables/{name}.md" not in text]
    assert not unused, f"no page includes the tables {unused}"

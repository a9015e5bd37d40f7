"""What programs say behind a proxy that breaks TLS open is what the page says."""

from pathlib import Path

import pytest
from etm_docs.examples import company_networks, fences, report
from etm_mock.server import RunningMock


@pytest.mark.parametrize("name", company_networks.TABLES)
def test_table(name: str, mock: RunningMock, tmp_path: Path, updating: bool) -> None:
    """Each message came of a run; with the certificate, each program got its answer."""
    file = company_networks.FOLDER / f"{name}.md"
    try:
        got = company_networks.TABLES[name](mock, tmp_path)
    except company_networks.NotAsExpected as error:
        pytest.fail(report.failure(file, 1, str(error)), pytrace=False)
    problem = report.compare_or_update(file, got, "a program says otherwise", updating=updating)
    if problem:
        pytest.fail(problem, pytrace=False)


def test_every_table_is_used() -> None:
    """A table that no page includes, or that nothing makes, is superfluous."""
    files = sorted(company_networks.FOLDER.iterdir())
    assert [file.stem for file in files] == sorted(company_networks.TABLES)
    assert all(fences.shown_at(file) for file in files)

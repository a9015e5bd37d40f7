"""A pytest plugin: the fixture ``etm_mock``, for tests of programs that call the ETM."""

from collections.abc import Iterator

import pytest

from etm_mock.server import RunningMock, running


@pytest.fixture(scope="session")
def etm_mock_server() -> Iterator[RunningMock]:
    """One mock for all tests of a process, in whatever state the last test left it."""
    with running() as mock:
        yield mock


@pytest.fixture
def etm_mock(etm_mock_server: RunningMock, monkeypatch: pytest.MonkeyPatch) -> RunningMock:
    """A mock in the ``docs`` fixture, reached under the ETM's real addresses during the test.

    It sets the proxy and certificate variables of the environment, and ``ETM_API_TOKEN``.
    """
    etm_mock_server.control.reset()
    for name, value in etm_mock_server.environment().items():
        monkeypatch.setenv(name, value)
    return etm_mock_server

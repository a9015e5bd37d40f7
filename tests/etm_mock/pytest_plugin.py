"""A pytest plugin: the fixture ``etm_mock``, for tests of programs that call the ETM.

The mock's server is imported when a test asks for it, so that all other runs stay as quick.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from etm_mock.server import RunningMock

_STARTED = pytest.StashKey["RunningMock"]()
"""The mock that ``--etm-mock`` started before the test modules were imported."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--etm-mock``."""
    parser.getgroup("etm-mock").addoption(
        "--etm-mock",
        action="store_true",
        help="start the mock ETM, and set its variables, before test modules are imported",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the mock early, if asked to: clients that modules make then find it, too."""
    if not config.getoption("--etm-mock"):
        return
    stack = ExitStack()
    mock = stack.enter_context(_served())
    before = {name: os.environ.get(name) for name in mock.environment()}
    os.environ.update(mock.environment())
    stack.callback(_restore, before)
    config.stash[_STARTED] = mock
    config.add_cleanup(stack.close)


@pytest.fixture(scope="session")
def etm_mock_server(pytestconfig: pytest.Config) -> Iterator[RunningMock]:
    """One mock for all tests of a process, in whatever state the last test left it.

    From here on, a test that would reach the real ETM fails with
    :class:`etm_mock.real_service.RealServiceAsked`.
    """
    if started := pytestconfig.stash.get(_STARTED, None):
        yield started
        return
    with _served() as mock:
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


@contextmanager
def _served() -> Iterator[RunningMock]:
    from etm_mock import real_service
    from etm_mock.server import running

    with running() as mock, real_service.refused():
        yield mock


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

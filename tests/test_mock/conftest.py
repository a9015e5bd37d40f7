"""What the mock's own tests share: a client of the API, and the control interface.

The application answers in the tests' own process. What is about the wire asks the fixture ``mock``,
which is served.
"""

from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest
from etm_mock import fixtures
from etm_mock.server import RunningMock
from etm_mock.state import State
from test_mock.client import OWN, Api, Browser, Control, InProcess


@pytest.fixture(scope="session")
def in_process() -> InProcess:
    """One application for all tests of a process, in whatever state the last test left it."""
    return InProcess(State())


@pytest.fixture
def transport(in_process: InProcess) -> InProcess:
    """The way to the application, in the docs fixture."""
    fixtures.load(in_process.state, "docs")
    return in_process


@pytest.fixture
def client(transport: InProcess) -> httpx.Client:
    """A plain client of the mock's own address."""
    return httpx.Client(transport=transport, base_url=OWN, trust_env=False)


@pytest.fixture(scope="session")
def wire(etm_mock_server: RunningMock) -> Iterator[httpx.Client]:
    """One client of the served mock for all tests of a process: a new one costs 20 ms."""
    with httpx.Client(base_url=etm_mock_server.url, trust_env=False) as client:
        yield client


@pytest.fixture
def served_client(wire: httpx.Client, mock: RunningMock) -> httpx.Client:  # noqa: ARG001 - resets
    """A client of a mock that is served, in the docs fixture."""
    wire.cookies.clear()
    return wire


@pytest.fixture
def api(client: httpx.Client) -> Api:
    """A client of the API."""
    return Api(client)


@pytest.fixture
def control(client: httpx.Client) -> Control:
    """The control interface."""
    return Control(client)


@pytest.fixture
def browse(transport: InProcess) -> Callable[..., Browser]:
    """Open browsers on the account pages of a host."""
    return partial(Browser, transport)

"""What the mock's own tests share: a client of the API, and the control interface."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from etm_mock.server import RunningMock
from mock.client import ACCOUNTS, Api, Browser, Control


@pytest.fixture(scope="session")
def session_client(etm_mock_server: RunningMock) -> Iterator[httpx.Client]:
    """One plain client of the mock's own address for all tests of a process."""
    with httpx.Client(base_url=etm_mock_server.url, trust_env=False) as client:
        yield client


@pytest.fixture
def client(session_client: httpx.Client) -> httpx.Client:
    """A plain client of the mock's own address; the mock has been reset."""
    session_client.post("/_mock/reset").raise_for_status()
    session_client.cookies.clear()
    return session_client


@pytest.fixture
def api(client: httpx.Client) -> Api:
    """A client of the API."""
    return Api(client)


@pytest.fixture
def control(client: httpx.Client) -> Control:
    """The control interface."""
    return Control(client)


@pytest.fixture
def browse(client: httpx.Client) -> Iterator[Callable[..., Browser]]:
    """Open browsers on the account pages of a host, and close them after the test."""
    opened: list[Browser] = []

    def open_browser(host: str = ACCOUNTS) -> Browser:
        opened.append(Browser(str(client.base_url), host))
        return opened[-1]

    yield open_browser
    for browser in opened:
        browser.client.close()

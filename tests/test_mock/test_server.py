"""A mock that is run from Python, and what it answers to whom."""

import http.client
import socket
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil  # type: ignore[import-untyped]
import pytest
from etm_mock import folders, server, tls
from etm_mock.server import MockFailed, Order, RunningMock, running


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "127.0.0.2"],  # noqa: S104
)
def test_addresses(address: str) -> None:
    """Wherever a mock listens, this machine reaches it at its URL, control interface included."""
    with running(address=address) as mock:
        assert mock.control.requests() == []
        answer = httpx.get(f"{mock.url}/api/v3/scenarios/9000001", trust_env=False)
        assert answer.status_code == 200


def test_no_address() -> None:
    """What is no IP address is refused."""
    with pytest.raises(ValueError, match="nowhere"), running(address="nowhere"):
        pass


def test_taken_port() -> None:
    """Two mocks can't have one port."""
    with running() as mock:
        port = urlsplit(mock.url).port
        assert port
        with pytest.raises(OSError, match="in use"), running(port=port):
            pass


def test_failure_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mock that can't be served raises, and nobody waits for it."""
    monkeypatch.setattr(server, "PROGRAM", "etm_mock.tokens")  # it has no ``main``
    with pytest.raises(MockFailed, match="didn't start: exit status 1"), running():
        pass


def test_failure_of_a_server(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where one of its servers can't have its port, none serves."""
    files = tls.issue(tmp_path)
    certificate = str(files.chain), str(files.key)
    with (
        server._reserved("127.0.0.1", 0) as https_port,
        socket.create_server(("127.0.0.1", 0)) as taken,
        ExitStack() as stack,
    ):
        listeners = [("127.0.0.1", taken.getsockname()[1])]
        folder, lock = stack.enter_context(folders.temporary())
        order = Order(
            listeners, https_port, str(folder), *certificate, "docs", exposed=False, log=False
        )
        with pytest.raises(MockFailed, match="didn't start"), server._served(order, lock):
            pass
    assert "Address already in use" in capfd.readouterr().err


def test_death() -> None:
    """A mock whose process dies in the middle raises at the end."""
    with pytest.raises(MockFailed, match="ended by itself"):
        kill_a_mock()


def kill_a_mock() -> None:
    """Run a mock, and kill its process."""
    others = psutil.Process().children()
    with running():
        (process,) = [each for each in psutil.Process().children() if each not in others]
        process.kill()
        process.wait()


def test_failure_of_the_block() -> None:
    """What the block raises is raised, and the mock ends all the same."""
    others = psutil.Process().children()
    with pytest.raises(KeyError), running():
        raise KeyError
    assert psutil.Process().children() == others


@pytest.mark.parametrize(("source", "status"), [("127.0.0.1", 200), ("127.0.0.2", 404)])
def test_control_is_for_this_machine(source: str, status: int, mock: RunningMock) -> None:
    """A client whose address is another doesn't get it, whatever host it names."""
    address = urlsplit(mock.url)
    assert address.hostname
    with closing(
        http.client.HTTPConnection(address.hostname, address.port, source_address=(source, 0))
    ) as connection:
        connection.request("GET", "/_mock/requests", headers={"Host": "localhost"})
        assert connection.getresponse().status == status

"""Faults on purpose (``/_mock/faults``): refused, slow and dropped answers."""

import ssl
from typing import Any

import httpx
import pytest
from etm_mock.control_client import ControlError
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock

PUBLIC = "/api/v3/scenarios/9000001"


def statuses(mock: RunningMock, count: int, method: str = "GET", path: str = PUBLIC) -> list[int]:
    """Send a request several times; give the statuses of the answers."""
    with httpx.Client(base_url=mock.url, trust_env=False) as client:
        return [client.request(method, path).status_code for _ in range(count)]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_status(status: int, mock: RunningMock) -> None:
    """The next ``count`` requests are refused with the status, and then no more."""
    mock.control.add_fault(status=status, count=2)
    assert statuses(mock, 3) == [status, status, 200]
    assert [each["status"] for each in mock.control.requests()] == [status, status, 200]


def test_retry_after(mock: RunningMock) -> None:
    """``retry_after`` is the header ``Retry-After``, in seconds."""
    mock.control.add_fault(status=429, retry_after=7)
    answer = httpx.get(mock.url + PUBLIC, trust_env=False)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ({"method": "PUT"}, [200, 200]),
        ({"method": "GET"}, [503, 200]),
        ({"path": "/api/v3/scenarios/9000002"}, [200, 200]),
        ({"path": "/api/v3/scenarios/*"}, [503, 200]),
        ({"path": PUBLIC, "method": "GET"}, [503, 200]),
    ],
)
def test_only_what_matches(fault: dict[str, Any], wanted: list[int], mock: RunningMock) -> None:
    """A fault waits for the requests that its method and path match."""
    mock.control.add_fault(status=503, **fault)
    assert statuses(mock, 2) == wanted


@pytest.mark.parametrize("http2", [False, True], ids=["HTTP/1.1", "HTTP/2"])
def test_drop(http2: bool, mock: RunningMock) -> None:
    """``drop`` ends the connection before the answer is whole; the next request is answered."""
    mock.control.add_fault(drop=True)
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    with httpx.Client(
        http2=http2, proxy=mock.proxy_url, verify=trusted, trust_env=False, timeout=30
    ) as client:
        address = f"https://engine.energytransitionmodel.com{PUBLIC}"
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(address)
        assert client.get(address).status_code == 200
    # It can't be told from the answer's status, which was sent.
    assert [entry["status"] for entry in mock.control.requests()] == [None, 200]


def test_latency(mock: RunningMock) -> None:
    """A client that waits less than the latency gives up; one that waits gets the answer."""
    mock.control.add_fault(latency=0.5, count=2)
    with httpx.Client(base_url=mock.url, trust_env=False) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get(PUBLIC, timeout=0.05)
        assert client.get(PUBLIC, timeout=30).status_code == 200


def test_reset_ends_what_waits(mock: RunningMock) -> None:
    """A request that waits while the mock is reset changes nothing, and isn't listed."""
    path, change = "/api/v3/scenarios/9000002", {"scenario": {"private": True}}
    headers = {"Authorization": f"Bearer {DEMO_TOKEN}"}
    with httpx.Client(base_url=mock.url, headers=headers, trust_env=False, timeout=30) as client:
        mock.control.add_fault(latency=0.3)
        with pytest.raises(httpx.ReadTimeout):
            client.put(path, json=change, timeout=0.1)
        mock.control.reset()
        # It waits as long, and began later: the server ends it after the other.
        mock.control.add_fault(latency=0.3)
        assert client.get(path).json()["private"] is False
        assert [each["method"] for each in mock.control.requests()] == ["GET"]
        assert client.put(path, json=change).json()["scenario"]["private"] is True


def test_listed_and_cleared(mock: RunningMock) -> None:
    """The faults that are still to come can be listed and taken away; a reset does so too."""
    mock.control.add_fault(status=500, count=3)
    assert statuses(mock, 1) == [500]
    listed = mock.control.call("GET", "/_mock/faults")
    assert [(each["status"], each["count"]) for each in listed] == [(500, 2)]
    mock.control.call("DELETE", "/_mock/faults")
    assert statuses(mock, 1) == [200]
    mock.control.add_fault(status=500)
    mock.control.reset()
    assert statuses(mock, 1) == [200]


def test_control_is_not_affected(mock: RunningMock) -> None:
    """Neither the control interface nor the account pages go wrong."""
    mock.control.add_fault(status=500, count=10)
    assert mock.control.requests() == []
    assert httpx.get(f"{mock.url}/identity/sign_in", trust_env=False).status_code == 200


@pytest.mark.parametrize(
    "path", ["*", "/*", "/ap*", "/api/*", "/api/v3/*/users", "/oauth/userinfo", "*scenarios*"]
)
def test_paths(path: str, mock: RunningMock) -> None:
    """What a path of the API may match is taken."""
    mock.control.add_fault(path=path, status=500)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({}, "needs one of latency, status, drop"),
        ({"status": 404}, "known are 429, 500, 503"),
        ({"status": 500, "count": 0}, "at least 1"),
        ({"latency": 3600}, "from 0 to 60"),
        ({"drop": "yes"}, "not of the right type"),
        ({"stutter": True}, "unknown"),
        ({"status": 500, "method": "get"}, "unknown 'get'; known are GET"),
        ({"status": 500, "path": "/identity/tokens"}, "no path of the API"),
        ({"status": 500, "path": "/apis/*"}, "no path of the API"),
        ({"status": 500, "path": ""}, "no path of the API"),
        ({"status": 500, "path": "api/v3/*"}, "no path of the API"),
        ({"status": 500, "path": "/api/v3/scenarios?limit=1"}, "no path of the API"),
        ({"status": 500, "path": "https://engine.example/api/*"}, "no path of the API"),
        ({"status": 429, "retry_after": -1}, "at least 0"),
        ({"latency": 1, "retry_after": 1}, "goes with a status"),
        ({"drop": True, "status": 500}, "goes without a status"),
    ],
)
def test_mistakes_are_refused(fault: dict[str, Any], message: str, mock: RunningMock) -> None:
    """A fault that means nothing is refused, and the message says why."""
    with pytest.raises(ControlError, match=message):
        mock.control.add_fault(**fault)
    assert mock.control.call("GET", "/_mock/faults") == []

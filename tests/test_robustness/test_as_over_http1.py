"""What a client sends gets the same answer over HTTP/2 as over HTTP/1.1."""

from typing import Final

import h2.config
import h2.connection
import h2.events
import pytest
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from test_robustness.process import ServedMock
from test_robustness.raw import ENGINE, connect, secure

PATH: Final = "/api/v3/scenarios/9000003"
"""A private scenario of Alex's: what it answers depends on the token."""

VALUES: Final = {
    "as usual": f"Bearer {DEMO_TOKEN}".encode(),
    "white space around it": f" \tBearer {DEMO_TOKEN}\t ".encode(),
    "nothing": b"",
    "only white space": b"  ",
    "no token": b"Bearer",
    "white space for a token": b"Bearer  ",
    "a token that is not ASCII": b"Bearer \xff",
}


def status_over_http1(mock: RunningMock, value: bytes) -> int:
    """Ask with a value of ``Authorization``; give the status."""
    with connect(mock.url) as connection:
        head = f"GET {PATH} HTTP/1.1\r\nHost: {ENGINE}\r\nAuthorization: ".encode()
        connection.sendall(head + value + b"\r\n\r\n")
        version, status, phrase = connection.recv(64 * 1024).split(b"\r\n")[0].split(b" ", 2)
        assert version == b"HTTP/1.1"
        assert phrase
        return int(status)


def statuses_over_http2(mock: RunningMock, *values: bytes) -> list[int]:
    """Ask with each value of ``Authorization``, all on one connection; give the statuses."""
    statuses = []
    client = h2.connection.H2Connection(
        h2.config.H2Configuration(
            header_encoding=None, validate_outbound_headers=False, normalize_outbound_headers=False
        )
    )
    with secure(mock) as connection:
        client.initiate_connection()
        for value in values:
            stream = client.get_next_available_stream_id()
            headers = {":method": "GET", ":scheme": "https", ":authority": ENGINE, ":path": PATH}
            sent = [(name.encode(), text.encode()) for name, text in headers.items()]
            client.send_headers(stream, [*sent, (b"authorization", value)], end_stream=True)
            connection.sendall(client.data_to_send())
            ended = False
            while not ended:
                data = connection.recv(64 * 1024)
                assert data, "the connection is gone"
                for event in client.receive_data(data):
                    if isinstance(event, h2.events.ResponseReceived):
                        statuses.append(int(dict(event.headers)[b":status"]))
                    ended = ended or isinstance(event, h2.events.StreamEnded)
    return statuses


def test_values_of_a_header(served: ServedMock) -> None:
    """White space around a header's value, or no value, harms neither the answer nor the others."""
    over_http1 = [status_over_http1(served.mock, value) for value in VALUES.values()]
    assert len(set(over_http1)) > 1
    assert statuses_over_http2(served.mock, *VALUES.values()) == over_http1
    assert served.complaints() == []


def test_line_break_in_a_header(served: ServedMock) -> None:
    """Over HTTP/1.1 it is refused; over HTTP/2 the connection ends; nothing is logged."""
    assert status_over_http1(served.mock, b"Bearer a\nb") == 400
    with pytest.raises(AssertionError, match="the connection is gone"):
        statuses_over_http2(served.mock, b"Bearer a\nb")
    assert statuses_over_http2(served.mock, VALUES["as usual"]) == [200]
    assert served.complaints() == []


def test_two_headers_of_a_name(mock: RunningMock) -> None:
    """Both are in the journal."""
    with connect(mock.url) as connection:
        connection.sendall(
            f"GET {PATH} HTTP/1.1\r\nHost: {ENGINE}\r\nAuthorization: Bearer a\r\n"
            "Accept: */*\r\nauthorization: Bearer b\r\n\r\n".encode()
        )
        connection.recv(64 * 1024)
    (entry,) = mock.control.requests()
    found = [value for name, value in entry["headers"] if name == "authorization"]
    assert found == ["Bearer a", "Bearer b"]


def test_host_names_ignore_case(mock: RunningMock) -> None:
    """In the header, and where the proxy is asked for a host."""
    with connect(mock.proxy_url) as connection:
        connection.sendall(f"CONNECT {ENGINE.upper()}:443 HTTP/1.1\r\n\r\n".encode())
        assert connection.recv(64 * 1024).startswith(b"HTTP/1.1 200 ")
    with connect(mock.url) as connection:
        request = f"GET /api/v3/scenarios/9000001 HTTP/1.1\r\nHost: {ENGINE.upper()}\r\n\r\n"
        connection.sendall(request.encode())
        assert connection.recv(64 * 1024).startswith(b"HTTP/1.1 200 ")

"""Raw connections to the mock: bytes out, bytes in, and no client that would forbid nonsense."""

import socket
import ssl
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from etm_mock.server import RunningMock
from test_robustness.process import PATIENCE

ENGINE: Final = "engine.energytransitionmodel.com"

CONNECT: Final = f"CONNECT {ENGINE}:443 HTTP/1.1\r\nHost: {ENGINE}:443\r\n\r\n".encode()


def connect(url: str) -> socket.socket:
    """Open a connection to the host and port of a URL."""
    address = urlsplit(url)
    assert address.hostname
    assert address.port
    connection = socket.create_connection((address.hostname, address.port), timeout=PATIENCE)
    # Each piece leaves at once, instead of waiting until the one before has been confirmed.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def tunnel(mock: RunningMock) -> socket.socket:
    """Open a connection through the proxy to the mock's TLS port, without TLS as yet."""
    connection = connect(mock.proxy_url)
    connection.sendall(CONNECT)
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += connection.recv(1)
    assert b" 200 " in answer, answer
    return connection


def secure(mock: RunningMock, protocols: Sequence[str] = ("h2",)) -> ssl.SSLSocket:
    """Open a TLS connection through the proxy, offering application protocols."""
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    trusted.set_alpn_protocols(list(protocols))
    return trusted.wrap_socket(tunnel(mock), server_hostname=ENGINE)


def read_to_end(connection: socket.socket) -> bytes:
    """Read until the other side closes, however rudely it does so."""
    read = bytearray()
    try:
        while chunk := connection.recv(64 * 1024):
            read += chunk
    except (ConnectionError, ssl.SSLError):
        pass
    return bytes(read)

"""A proxy that breaks TLS open, as those of companies do: it stands before the mock's own.

It signs what it reads with an authority of its own: who doesn't trust that gets no answer.
"""

import asyncio
import base64
import contextlib
import ssl
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import trustme
from etm_mock.hosts import CERTIFICATE_NAMES
from etm_mock.proxy import IDLE_LIMIT, join
from etm_mock.server import LOOPBACK, RunningMock

USER, PASSWORD = "kim", "example"
"""What a proxy that wants a password takes."""

_READY: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"

_REFUSED: Final = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\n"
    b'Proxy-Authenticate: Basic realm="Example Company"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


@dataclass(frozen=True)
class CompanyProxy:
    """A proxy that is running: its address, and the file of the authority to trust."""

    url: str
    authority: Path


@contextlib.contextmanager
def running(
    mock: RunningMock, folder: Path, *, sends_root: bool = True, locked: bool = False
) -> Iterator[CompanyProxy]:
    """Serve such a proxy until the block ends; ``folder`` is empty, and takes its files.

    ``sends_root`` is whether it sends the authority's own certificate with its own, as most do. If
    it is ``locked``, it answers 407 to whoever doesn't send the user and the password.
    """
    authority = trustme.CA(organization_name="Example Company")
    certificate = authority.issue_cert(*CERTIFICATE_NAMES)
    file, own = folder / "company-ca.pem", folder / "proxy.pem"
    authority.cert_pem.write_to_path(file)
    certificate.private_key_and_cert_chain_pem.write_to_path(own)
    if sends_root:
        authority.cert_pem.write_to_path(own, append=True)
    to_client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    to_client.load_cert_chain(own)
    to_mock = ssl.create_default_context(cafile=str(mock.authority))
    accept = _Accept(to_client, to_mock, urlsplit(mock.proxy_url).port or 0, locked)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = _on(loop, asyncio.start_server(accept, LOOPBACK, 0))
    try:
        yield CompanyProxy(f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}", file)
    finally:
        _on(loop, _ended(server))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass(frozen=True)
class _Accept:
    """Serves one client."""

    to_client: ssl.SSLContext
    to_mock: ssl.SSLContext
    port: int
    locked: bool

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError):  # the client ends it where it doesn't trust
            await self._serve(reader, writer)
            writer.close()
            await writer.wait_closed()
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if self.locked and f"basic {_credentials()}" not in head.decode().lower():
            writer.write(_REFUSED)
            return
        writer.write(_READY)
        await writer.drain()
        await writer.start_tls(self.to_client)
        target = head.split()[1]
        mock = await asyncio.open_connection(LOOPBACK, self.port)
        mock[1].write(b"CONNECT %b HTTP/1.1\r\nHost: %b\r\n\r\n" % (target, target))
        await mock[0].readuntil(b"\r\n\r\n")
        await mock[1].start_tls(self.to_mock, server_hostname=target.partition(b":")[0].decode())
        try:
            await join((reader, writer), mock, IDLE_LIMIT)
        finally:
            mock[1].transport.abort()


def _credentials() -> str:
    return base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode().lower()


def _on(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop).result()


async def _ended(server: asyncio.Server) -> None:
    """End a server and what it serves."""
    server.close()
    clients = asyncio.all_tasks() - {asyncio.current_task()}
    for each in clients:
        each.cancel()
    await asyncio.gather(*clients, return_exceptions=True)

"""Runs the mock in a process of its own, on loopback unless it is told otherwise."""

import contextlib
import ipaddress
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from etm_mock import client_settings, fixtures, folders, system, tls
from etm_mock.control_client import Control
from etm_mock.hosts import is_loopback

LOOPBACK: Final = "127.0.0.1"
"""Where the mock listens, unless it is asked to serve plain HTTP elsewhere."""

GRACE: Final = 0.2
"""Seconds that a request in flight has left when the mock ends."""

CURL_SETTINGS: Final = "suppress-connect-headers\n"
"""Keeps the proxy's own answer out of ``curl -i``."""

PROGRAM: Final = "etm_mock.serving"
"""The module whose ``main`` serves the mock."""

_PATIENCE: Final = 30.0
"""Seconds after which the mock's process counts as hung at its end."""


class MockFailed(RuntimeError):  # noqa: N818 - the mock has
    """The mock's process ended by itself; what it wrote on standard error says why."""


@dataclass(frozen=True)
class RunningMock:
    """A mock that is being served.

    ``url`` is where this machine reaches it over plain HTTP, control interface included.
    ``proxy_url`` is the proxy that leads the service's host names to it, ``authority`` the file of
    the authority to trust, and ``curl_home`` a folder with settings for curl and other clients.
    """

    url: str
    proxy_url: str
    authority: Path
    curl_home: Path

    @property
    def control(self) -> Control:
        """The mock's control interface."""
        return Control(self.url)

    def environment(self, token: str = fixtures.DEMO_TOKEN) -> dict[str, str]:
        """Give the variables with which a program reaches the mock under the real host names."""
        proxy = urlsplit(self.proxy_url)
        assert proxy.hostname
        assert proxy.port
        direct = ",".join(dict.fromkeys(["127.0.0.1", "localhost", "::1", proxy.hostname]))
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), self.proxy_url)
        proxies["NO_PROXY"] = direct
        if not system.WINDOWS:  # where a name is the same in any case, and PowerShell takes it once
            proxies |= {name.lower(): value for name, value in proxies.items()}
        return {
            **proxies,
            **client_settings.variables(self.curl_home, self.authority, proxy.hostname, proxy.port),
            "NODE_USE_ENV_PROXY": "1",
            "CURL_HOME": str(self.curl_home),
            "ETM_API_TOKEN": token,
            "ETM_MOCK_URL": self.url,
        }


@dataclass(frozen=True)
class Order:
    """What is to be served.

    ``listeners`` are the addresses and ports of plain HTTP, ``https_port`` that of TLS, on
    loopback, with the certificate in the files ``chain`` and ``key``, and ``proxy`` the address and
    port of the proxy. ``folder`` is removed at the end. ``exposed``, ``names`` and ``control`` are
    what :class:`etm_mock.host_check.HostCheck` wants to know. ``log`` is for a line a request on
    standard error.
    """

    listeners: Sequence[tuple[str, int]]
    https_port: int
    folder: str
    chain: str
    key: str
    fixture: fixtures.FixtureName
    exposed: bool
    log: bool
    proxy: tuple[str, int] = (LOOPBACK, 0)
    names: Sequence[str] = ()
    control: bool = False

    def as_json(self) -> str:
        """Write it for :func:`etm_mock.serving.main`."""
        return json.dumps(asdict(self))


@contextlib.contextmanager
def running(
    *,
    port: int = 0,
    fixture: fixtures.FixtureName = "docs",
    address: str = LOOPBACK,
    log: bool = False,
    proxy_port: int | None = None,
    names: Sequence[str] = (),
    control: bool = False,
) -> Iterator[RunningMock]:
    """Serve a mock from a process of its own until the block ends.

    ``port`` is that of plain HTTP, 0 for any free one, and ``address`` the IP address where it
    listens: loopback in any case. ``log`` is for a line a request on standard error. The rest is
    for an address that other machines reach. With ``proxy_port``, the proxy listens there too, else
    on loopback alone; ``names`` are the host names under which they ask, and with ``control`` they
    may call the control interface. Raises :class:`ValueError` if the address is none,
    :class:`OSError` if it or the port can't be used, and :class:`MockFailed` if the mock can't be
    served, or was not to the end.
    """
    with contextlib.ExitStack() as stack:
        folder, locks = stack.enter_context(folders.temporary())
        address = LOOPBACK if address == "localhost" else address
        addresses = [address]
        if not (is_loopback(address) or ipaddress.ip_address(address).is_unspecified):
            addresses.append(LOOPBACK)
        listeners = list[tuple[str, int]]()
        for each in addresses:
            port = stack.enter_context(_reserved(each, port))
            listeners.append((each, port))
        https_port = stack.enter_context(_reserved(LOOPBACK, 0))
        proxy = (LOOPBACK, 0)
        if proxy_port is not None:
            proxy = (address, stack.enter_context(_reserved(address, proxy_port)))
        certificates = tls.issue(folder)
        _write_curl_settings(folder, certificates.authority)
        client_settings.write(folder, certificates.authority)
        order = Order(
            listeners,
            https_port,
            _in_utf8(folder),
            _in_utf8(certificates.chain),
            _in_utf8(certificates.key),
            fixture,
            exposed=not is_loopback(address),
            log=log,
            proxy=proxy,
            names=names,
            control=control,
        )
        port_of_proxy = stack.enter_context(_served(order, locks))
        own = "[::1]" if address in ("::1", "::") else LOOPBACK
        of_proxy = own if ipaddress.ip_address(proxy[0]).is_unspecified else _in_url(proxy[0])
        yield RunningMock(
            url=f"http://{own}:{port}",
            proxy_url=f"http://{of_proxy}:{port_of_proxy}",
            authority=certificates.authority,
            curl_home=folder,
        )


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@contextlib.contextmanager
def _reserved(address: str, port: int) -> Iterator[int]:
    """Keep a port, 0 for any free one, for the mock's process; give it.

    Granian takes no socket that is open. It shares its port with this one, which never listens,
    and which nobody else may share. On Windows, where Granian shares nothing, the port is free
    again until Granian has it.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind((address, port))
        if hasattr(socket, "SO_REUSEPORT"):
            kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        found = kept.getsockname()[1]
        if system.WINDOWS:
            kept.close()
        yield found


@contextlib.contextmanager
def _served(order: Order, locks: Sequence[int]) -> Iterator[int]:
    """Serve an order in a process of its own, which keeps its folder; give the proxy's port."""
    # It finds its modules where this process does, whatever folder it begins in.
    modules = [_in_utf8(each) for each in sys.path]
    program = f"import sys; sys.path[:] = {modules!a}; from {PROGRAM} import main; main()"
    with subprocess.Popen(  # noqa: S603 - a program of ours
        [sys.executable, "-X", "utf8", "-c", program, order.as_json()],
        # Else glibc takes what asyncio reads into, 256 KiB, from a heap that grows by its holes.
        env={"MALLOC_MMAP_THRESHOLD_": "131072", **os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        pass_fds=locks,
        # Ctrl+C is for this process, which ends the other; the flag is there on Windows.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            port = process.stdout.readline()
            if not port:
                raise MockFailed(f"the mock didn't start: exit status {process.wait(_PATIENCE)}")
            yield int(port)
            if process.poll() is not None:
                raise MockFailed(f"the mock ended by itself: exit status {process.returncode}")
            process.stdin.close()
            process.wait(GRACE + _PATIENCE)
        finally:
            process.kill()


def _in_utf8(path: str | Path) -> str:
    """Give a path as the mock's process reads it, in UTF-8: Granian knows no other encoding."""
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def _write_curl_settings(folder: Path, authority: Path) -> None:
    """Keep the proxy's own answer out of ``curl -i``, and curl on the loopback interface."""
    settings = f'{CURL_SETTINGS}interface = "host!{LOOPBACK}"\n'
    if system.WINDOWS:  # its curl reads no CURL_CA_BUNDLE, and asks who has revoked a certificate
        settings += f'cacert = "{authority.as_posix()}"\nssl-no-revoke\n'
    (folder / ".curlrc").write_text(settings)

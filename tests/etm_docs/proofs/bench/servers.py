"""The two servers that are compared: how each is started, on loopback and without a log."""

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etm_docs.proofs.bench.load import CALLS

ROOT: Final = Path(__file__).parents[4]
CONTRACT: Final = ROOT / "docs" / "reference" / "openapi.yaml"
PRISM: Final = ROOT / ".cache" / "prism"
INSTALL_PRISM: Final = f"npm install --prefix {PRISM.relative_to(ROOT)} @stoplight/prism-cli"

_POLL: Final = 0.002
_PATIENCE: Final = 60.0


class NotInstalled(Exception):  # noqa: N818 - it is Prism that isn't
    """Prism can't be started; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A server's name, and its command for a port."""

    name: str
    command: Sequence[str]

    @contextmanager
    def running(self) -> Iterator[tuple[int, float]]:
        """Run it; give its port, and the seconds until its first right answer."""
        port = _free_port()
        command = [word.replace("PORT", str(port)) for word in self.command]
        began = time.perf_counter()
        with subprocess.Popen(  # noqa: S603 - a command of ours
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                while not _answers(port):
                    if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                        raise RuntimeError(f"{self.name} doesn't start: {' '.join(command)}")
                    time.sleep(_POLL)
                yield port, time.perf_counter() - began
            finally:
                process.terminate()


def mock() -> Server:
    """Give the mock ETM, as ``etm-mock serve`` runs it."""
    return Server("mock", [sys.executable, "-m", "etm_mock.cli", "serve", "--port", "PORT"])


def prism() -> Server:
    """Give Prism, which serves the contract's examples.

    Raises :class:`NotInstalled`.
    """
    node, script = shutil.which("node"), PRISM / "node_modules" / "@stoplight" / "prism-cli"
    if node is None or shutil.which("npm") is None:
        raise NotInstalled("Node.js and npm are needed to compare with Prism: install them first.")
    if not script.is_dir():
        raise NotInstalled(f"Prism is not installed. Run this in {ROOT}:\n  {INSTALL_PRISM}")
    if not CONTRACT.is_file():
        raise NotInstalled(f"Prism needs {CONTRACT}, which is missing.")
    options = ["--host", "127.0.0.1", "--port", "PORT", "--verboseLevel", "silent"]
    return Server(
        "Prism", [node, str(script / "dist" / "index.js"), "mock", *options, str(CONTRACT)]
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", CALLS[0].path)
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()

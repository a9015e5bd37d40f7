"""Measure how many requests a second the mock answers, beside Prism: ``make bench`` runs it.

Prism serves the examples of the same description. autocannon sends the requests.
"""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from etm_docs.paths import ROOT
from etm_mock.fixtures import DEMO_TOKEN

ROUNDS: Final = 5
SECONDS: Final = 3
CONNECTIONS: Final = 10

NODE: Final = str(Path(sys.executable).with_name("node"))
PACKAGES: Final = ROOT / ".cache" / "bench" / "node_modules"
CONTRACT: Final = ROOT / "docs" / "reference" / "openapi.yaml"

SERVERS: Final[dict[str, Sequence[str]]] = {
    "mock": [sys.executable, "-m", "etm_mock", "serve", "--port"],
    "Prism": [
        *(NODE, str(PACKAGES / "@stoplight" / "prism-cli" / "dist" / "index.js")),
        *("mock", "--verboseLevel", "silent", str(CONTRACT), "--port"),
    ],
}
"""The commands that start them; the port follows."""

CHANGE: Final = {"scenario": {"user_values": {"buildings_insulation_level": 60}}}

CALLS: Final[dict[str, tuple[str, str, Any]]] = {
    "read a scenario": ("GET", "/api/v3/scenarios/9000002", None),
    "list scenarios": ("GET", "/api/v3/scenarios", None),
    "change a scenario": ("PUT", "/api/v3/scenarios/9000002", CHANGE),
    "check a token": ("GET", "/oauth/token/info", None),
}
"""Typical requests: method, path and body; each answer has to be 200."""

_PATIENCE: Final = 60.0


def main() -> int:
    """Measure, and print a table; give the exit status."""
    if not PACKAGES.is_dir():
        print("bench: Prism and autocannon are missing: run `make bench`", file=sys.stderr)
        return 1
    print(f"Requests a second, medians of {ROUNDS} rounds     mock    Prism   mock/Prism")
    with ExitStack() as stack:
        ports = {name: stack.enter_context(_running(name)) for name in SERVERS}
        for call in CALLS:
            rates = defaultdict[str, list[float]](list)
            for _ in range(ROUNDS + 1):  # the first warms both up
                for name, port in ports.items():
                    rates[name].append(_requests_per_second(port, call))
            mock, prism = (median(rates[name][1:]) for name in SERVERS)
            print(f"  {call:<37}{mock:>8.0f} {prism:>8.0f} {mock / prism:>12.2f}", flush=True)
    return 0


def _requests_per_second(port: int, call: str) -> float:
    method, path, body = CALLS[call]
    headers = [f"Authorization=Bearer {DEMO_TOKEN}", "Accept=application/json"]
    sent = []
    if body:
        headers.append("Content-Type=application/json")
        sent = ["--body", json.dumps(body)]
    done = subprocess.run(  # noqa: S603 - the tool that `make bench` installs
        [
            *(NODE, str(PACKAGES / "autocannon" / "autocannon.js"), "--json", "--no-progress"),
            *("--connections", str(CONNECTIONS), "--duration", str(SECONDS), "--method", method),
            *(word for header in headers for word in ("--headers", header)),
            *(*sent, f"http://127.0.0.1:{port}{path}"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    if found["non2xx"] or found["errors"] or not found["2xx"]:
        raise RuntimeError(f"{call}: {found['non2xx']} refused, {found['errors']} failed")
    return float(found["requests"]["average"])


@contextmanager
def _running(name: str) -> Iterator[int]:
    """Run a server within the block; give its port when it answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    with subprocess.Popen(  # noqa: S603 - commands of ours
        [*SERVERS[name], str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(name, port, process)
            yield port
        finally:
            process.terminate()


def _wait_for(name: str, port: int, process: "subprocess.Popen[bytes]") -> None:
    began = time.monotonic()
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            connection.request("GET", "/api/v3/scenarios")
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
        if process.poll() is not None or time.monotonic() - began > _PATIENCE:
            raise RuntimeError(f"{name} doesn't start: {' '.join(SERVERS[name])} {port}")


if __name__ == "__main__":
    sys.exit(main())

"""Runs what is no Python: scripts with ``bash``, and raw requests over HTTP/2."""

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx
from etm_mock.server import RunningMock

from etm_docs.examples.request import RawRequest

TIMEOUT: Final = 30
"""Seconds after which a variant counts as stuck."""

R_PROFILE: Final = Path(__file__).with_name("rprofile.R")
"""What R reads before a script: see there."""


OCTAVE_PROFILE: Final = Path(__file__).with_name("octaverc.m")
"""What GNU Octave reads before a script: see there."""


def run_shell(
    script: Path, environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a script with ``bash`` as it is, in an empty folder, with little but ``environment``."""
    return run([shutil.which("bash") or "bash", str(script)], environment, folder)


def run_node(
    module: Path, environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a module with the Node.js of this project, in the same way."""
    return run(["node", str(module)], environment, folder)


def run(
    command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command in an empty folder, with little but ``environment``."""
    # The commands of this project come first, as in a shell where its environment is active.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # Where modules are sought, as `make mutate` runs the commands of a copy of this project.
    modules = {key: os.environ[key] for key in ("PYTHONPATH",) if key in os.environ}
    return subprocess.run(  # noqa: S603 - running the example is what this is for
        command,
        env={"PATH": path, "HOME": str(folder), **modules, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


def send_raw(request: RawRequest, mock: RunningMock) -> httpx.Response:
    """Send a raw request over HTTP/2, with the headers that are printed and no others."""
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    with httpx.Client(
        http2=True, http1=False, proxy=mock.proxy_url, verify=trusted, trust_env=False
    ) as client:
        raw = httpx.Request(
            request.method,
            request.url,
            headers=list(request.headers),
            content=request.body.encode() or None,
        )
        return client.send(raw)

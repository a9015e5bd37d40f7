"""A folder with what clients on other machines need: those of other containers, say."""

import dataclasses
import os
import shlex
import shutil
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from etm_mock import client_settings
from etm_mock.server import CURL_SETTINGS, RunningMock

ENVIRONMENT: Final = "env.sh"
"""The file that a shell reads: the variables that lead the service's host names to the mock."""


def write(folder: Path, mock: RunningMock, name: str) -> None:
    """Write the authority, the clients' settings and :data:`ENVIRONMENT`, which comes last.

    ``name`` is the mock's host name for the clients, for whom the folder has the same path. They
    may all read the files: there is no key. Raises :class:`OSError` if the folder can't be written.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ENVIRONMENT
    file.unlink(missing_ok=True)  # of the mock before, whose authority goes now
    authority = folder / "ca.pem"
    shutil.copyfile(mock.authority, authority)
    client_settings.write(folder, authority)
    (folder / ".curlrc").write_text(CURL_SETTINGS)
    there = dataclasses.replace(
        mock,
        url=_named(mock.url, name),
        proxy_url=_named(mock.proxy_url, name),
        authority=authority,
        curl_home=folder,
    )
    variables = there.environment().items()
    new = folder / f"{ENVIRONMENT}.new"
    new.write_bytes(
        b"".join(os.fsencode(f"export {key}={shlex.quote(value)}\n") for key, value in variables)
    )
    new.replace(file)


def _named(url: str, name: str) -> str:
    return f"http://{name}:{urlsplit(url).port}"

"""What programs say behind a company's proxy: each asks through one, and its message is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etm_mock.server import RunningMock

from etm_docs.examples import company_proxy, variants
from etm_docs.examples.markdown import table
from etm_docs.paths import SNIPPETS

FOLDER: Final = SNIPPETS / "company-networks"

_URL: Final = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001"

_CHECK_FAILED: Final = r"certificate verify failed: [\w\- ]+\w"


_CURL_CHECK_FAILED: Final = r"SSL certificate .+"

# The page tells that newer ones begin otherwise: what it prints is the same with each curl.
_NEWER_CURL: Final = re.compile(r"OpenSSL verify result: (.+) \(\d+\)")


class NotAsExpected(AssertionError):  # noqa: N818 - says what happened
    """A program said something else than a message of its kind, or got no answer."""


@dataclass(frozen=True)
class Program:
    """A program that asks through a proxy.

    ``variable`` names the file of the authority to trust. ``certificate`` and ``password`` are
    patterns of the message when the proxy's certificate is not trusted, and when it answers 407.
    """

    command: Sequence[str]
    variable: str
    certificate: str
    password: str


def _python(code: str) -> list[str]:
    return ["python", "-c", code]


PROGRAMS: Final[Mapping[str, Program]] = {
    "curl": Program(
        ["curl", "-sS", _URL],
        "CURL_CA_BUNDLE",
        _CURL_CHECK_FAILED,
        r"CONNECT tunnel failed, .+",
    ),
    "Python with httpx": Program(
        _python(f"import httpx; print(httpx.get('{_URL}').text)"),
        "SSL_CERT_FILE",
        _CHECK_FAILED,
        r"(?<=httpx.ProxyError: ).+",
    ),
    "Python with requests": Program(
        _python(f"import requests; print(requests.get('{_URL}').text)"),
        "REQUESTS_CA_BUNDLE",
        _CHECK_FAILED,
        r"Tunnel connection failed: [\w ]+",
    ),
    "Node.js": Program(
        ["node", "-e", f"fetch('{_URL}').then((answer) => answer.text()).then(console.log)"],
        "NODE_EXTRA_CA_CERTS",
        r"(?<=cause\]: Error: )[\w\- ]+",
        r"Proxy response .+",
    ),
    "R with httr2": Program(
        ["Rscript", "-e", f"library(httr2); cat(resp_body_string(req_perform(request('{_URL}'))))"],
        "CURL_CA_BUNDLE",
        _CURL_CHECK_FAILED,
        r"CONNECT tunnel failed, .+",
    ),
}
"""The programs of the tables, by what the tables call them."""


def certificate_table(mock: RunningMock, folder: Path) -> str:
    """Make the tables of what each program says if it doesn't trust the proxy, and what helps.

    Raises :class:`NotAsExpected`.
    """
    said: dict[str, list[str]] = {name: [] for name in PROGRAMS}
    for sends_root in (True, False):
        own = folder / str(sends_root)
        own.mkdir()
        with company_proxy.running(mock, own, sends_root=sends_root) as proxy:
            for name, program in PROGRAMS.items():
                said[name].append(_message(name, program.certificate, proxy.url, own))
                _check_answer(name, proxy.url, proxy.authority, own)
    alike: dict[str, list[str]] = {}
    for name in PROGRAMS:
        words = " or ".join(f"`{each}`" for each in dict.fromkeys(said[name]))
        alike.setdefault(words, []).append(name)
    messages = [[", ".join(names), words] for words, names in alike.items()]
    variables = [[name, f"`{each.variable}`"] for name, each in PROGRAMS.items()]
    return "\n".join(
        [
            table(["Program", "Message"], messages),
            "Then name the file in the variable that your program reads:\n",
            table(["Program", "Variable"], variables),
        ]
    )


def password_table(mock: RunningMock, folder: Path) -> str:
    """Make the table of what each program says if the proxy wants a password.

    Raises :class:`NotAsExpected`.
    """
    rows = []
    with company_proxy.running(mock, folder, locked=True) as proxy:
        with_password = proxy.url.replace("//", f"//{company_proxy.USER}:{company_proxy.PASSWORD}@")
        for name, program in PROGRAMS.items():
            rows.append([name, f"`{_message(name, program.password, proxy.url, folder)}`"])
            _check_answer(name, with_password, proxy.authority, folder)
    return table(["Program", "Message"], rows)


TABLES: Final = {"certificate": certificate_table, "password": password_table}
"""The tables by the names of their files, without the ending."""


def _message(name: str, pattern: str, proxy: str, folder: Path) -> str:
    """Let a program ask without the certificate; give the part of what it says."""
    said = variants.run(PROGRAMS[name].command, _environment(proxy), folder)
    found = re.search(pattern, said.stderr)
    if said.returncode == 0 or not found:
        raise NotAsExpected(f"{name}: not {pattern!r}:\n\n{said.stdout}{said.stderr}")
    return _NEWER_CURL.sub(r"problem: \1", found[0])


def _check_answer(name: str, proxy: str, authority: Path, folder: Path) -> None:
    """Let a program ask with the certificate."""
    program = PROGRAMS[name]
    environment = {**_environment(proxy), program.variable: str(authority)}
    environment["R_PROFILE_USER"] = str(variants.R_PROFILE)
    said = variants.run(program.command, environment, folder)
    if '"id":9000001' not in said.stdout:
        raise NotAsExpected(f"{name}: no answer with {program.variable}:\n\n{said.stderr}")


def _environment(proxy: str) -> dict[str, str]:
    return {"HTTPS_PROXY": proxy, "NODE_USE_ENV_PROXY": "1"}

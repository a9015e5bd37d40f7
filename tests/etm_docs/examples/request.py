"""Requests: what ``request.http`` prints, what was sent, and whether they are the same.

The format of ``request.http`` is that of a raw HTTP request, and several are parted by ``###``.
``$ETM_API_TOKEN`` stands for the token, as in the shell.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

TOKEN_VARIABLE: Final = "$ETM_API_TOKEN"  # noqa: S105 - a name

# Headers that say nothing about the API: each client has its own.
_CLIENT_HEADERS: Final = {
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "content-length",
    "expect",
    "host",
    "sec-fetch-mode",
    "user-agent",
}

_HEADER_LINES: Final = {
    "Host": r"[a-z0-9.-]+",
    "Accept": r"application/json",
    "Authorization": r"\S+( \S+)?",
    "Content-Type": r"application/json",
}

SEPARATOR: Final = "###"


class InvalidRequest(ValueError):  # noqa: N818 - it is the request that is invalid
    """A ``request.http`` that can't be read. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class RawRequest:
    """One request of a ``request.http``, as written: the token's variable is not yet replaced."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def url(self) -> str:
        """The absolute address that the request goes to."""
        return f"https://{dict(self.headers)['Host']}{self.target}"

    def with_token(self, token: str) -> "RawRequest":
        """Put a token in the place of its variable."""
        headers = tuple(
            (name, value.replace(TOKEN_VARIABLE, token)) for name, value in self.headers
        )
        return RawRequest(self.method, self.target, headers, self.body)


def parse(text: str) -> list[RawRequest]:
    """Read the requests of a ``request.http``.

    Raises :class:`InvalidRequest` for anything but: a request line of HTTP/2, known headers in
    the order Host, Accept, Authorization, Content-Type, and after a blank line a JSON body.
    """
    requests, first = [], 1
    for part in re.split(rf"^{SEPARATOR}\n", text, flags=re.MULTILINE):
        requests.append(_parse_one(part, first))
        first += part.count("\n") + 1
    return requests


def _parse_one(text: str, first: int) -> RawRequest:
    if not text.endswith("\n") or text.endswith("\n\n"):
        raise InvalidRequest(first + text.count("\n"), "end the request with one line break")
    head, blank, body = text[:-1].partition("\n\n")
    request_line, *lines = head.split("\n")
    match = re.fullmatch(r"([A-Z]+) (/\S*) HTTP/2", request_line)
    if not match:
        raise InvalidRequest(first, "write the request line as: GET /path HTTP/2")
    headers = []
    names = list(_HEADER_LINES)
    for number, line in enumerate(lines, start=first + 1):
        name, _, value = line.partition(": ")
        if name not in names:
            raise InvalidRequest(number, f"expected one of the headers {', '.join(names)} here")
        if not re.fullmatch(_HEADER_LINES[name], value):
            raise InvalidRequest(number, f"write {name} as: {_HEADER_LINES[name]}")
        names = names[names.index(name) + 1 :]
        headers.append((name, value))
    present = dict(headers)
    if "Host" not in present or "Accept" not in present:
        raise InvalidRequest(first + 1, "the headers Host and Accept are missing")
    if blank:
        _check_body(body, first + head.count("\n") + 2)
    if bool(blank) != ("Content-Type" in present):
        raise InvalidRequest(first, "a body needs Content-Type, and Content-Type a body")
    return RawRequest(match[1], match[2], tuple(headers), body)


def _check_body(body: str, line: int) -> None:
    try:
        formatted = printed_json(json.loads(body))
    except ValueError as error:
        raise InvalidRequest(line, f"the body is not JSON: {error}") from None
    if body not in (formatted.rstrip("\n"), json.dumps(json.loads(body), ensure_ascii=False)):
        raise InvalidRequest(line, f"write the body on one line, or indented so:\n{formatted}")


def bearer(token: str) -> dict[str, str]:
    """Give the header that sends a token."""
    return {"Authorization": f"Bearer {token}"}


def printed_json(value: Any) -> str:
    """Write JSON as pages print it: indented by two spaces, the keys in the answer's order."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def comparable(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Give what must be the same in all variants of one journal entry."""
    headers = {
        # JSON is in UTF-8 in any case; PowerShell 5.1 must be told so.
        name: value.removesuffix("; charset=utf-8")
        for name, value in entry["headers"]
        if name.lower() not in _CLIENT_HEADERS
    }
    return {
        "method": entry["method"],
        "host": entry["host"],
        "path": entry["path"],
        "query": entry["query"],
        "headers": dict(sorted(headers.items())),
        "body": json.loads(entry["body"]) if entry["body"] else None,
    }


def expected(request: RawRequest) -> dict[str, Any]:
    """Give what a printed request must look like in the journal, in the same form."""
    path, _, query = request.target.partition("?")
    return comparable(
        {
            "method": request.method,
            "host": dict(request.headers)["Host"],
            "path": path,
            "query": query,
            "headers": [(name.lower(), value) for name, value in request.headers],
            "body": request.body,
        }
    )

"""Reads a raw HTTP request, as the pages print it, and writes an answer in the same form."""

import re
from collections.abc import Iterator
from typing import Final

import httpx

from etm_docs.in_page.shell import NotUnderstood

TOKEN_VARIABLE: Final = "$ETM_API_TOKEN"  # noqa: S105 - a name

_PART: Final = re.compile(r"^###\n", re.M)
_REQUEST_LINE: Final = re.compile(r"([A-Z]+) (/\S*) HTTP/2")


def requests(text: str, token: str) -> Iterator[httpx.Request]:
    """Give the requests of a text, ``token`` in the place of its variable.

    Raises :class:`~in_page.shell.NotUnderstood`.
    """
    for part in _PART.split(text):
        head, _, body = part.strip("\n").partition("\n\n")
        first, *lines = head.split("\n")
        line = _REQUEST_LINE.fullmatch(first)
        if line is None:
            raise NotUnderstood(f"{first!r}: write the first line as: GET /path HTTP/2")
        headers = [_header(each.replace(TOKEN_VARIABLE, token)) for each in lines]
        host = next((value for name, value in headers if name.lower() == "host"), None)
        if host is None:
            raise NotUnderstood("the header Host is missing: it says where the request goes")
        yield httpx.Request(line[1], f"https://{host}{line[2]}", headers=headers, content=body)


def written(response: httpx.Response, body: str) -> str:
    """Write an answer: the status line, the headers, a blank line, and a text of its body."""
    lines = [f"HTTP/2 {response.status_code}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    return "\n".join([*lines, "", body])


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise NotUnderstood(f"{line!r}: write a header as: Name: value")
    return name, value.strip()

"""A service that differs from what is described: the mock, with answers changed on their way."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

Change = Callable[[httpx.Response], httpx.Response]


@dataclass(frozen=True)
class Difference:
    """How some answers differ.

    ``asked`` is a pattern of the requests, as ``GET /path``; ``status`` that of the answers that
    change. With ``kept`` the service isn't asked: an empty answer with that status takes the place
    of its own.
    """

    asked: str
    status: int
    change: Change
    kept: bool = False


class AlteringTransport(httpx.BaseTransport):
    """Passes requests on to a service, and changes its answers."""

    def __init__(self, service: httpx.BaseTransport, difference: Difference) -> None:
        self._service = service
        self._difference = difference

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        wanted = self._difference
        meant = re.fullmatch(wanted.asked, f"{request.method} {request.url.path}")
        if meant and wanted.kept:
            return wanted.change(httpx.Response(wanted.status))
        answer = self._service.handle_request(request)
        answer.read()
        return wanted.change(answer) if meant and answer.status_code == wanted.status else answer

    def close(self) -> None:
        """Close the connections to the service."""
        self._service.close()


def with_status(status: int) -> Change:
    """Answer with another status."""
    return lambda answer: _answer(answer, status_code=status)


def with_content(content: bytes) -> Change:
    """Answer with another body."""
    return lambda answer: _answer(answer, content=content)


def with_json(change: Callable[[Any], object]) -> Change:
    """Change the JSON of an answer in place."""

    def changed(answer: httpx.Response) -> httpx.Response:
        body = answer.json()
        change(body)
        return _answer(answer, content=json.dumps(body).encode())

    return changed


def with_header(name: str, value: str | None) -> Change:
    """Answer with another value of a header, or without it."""

    def changed(answer: httpx.Response) -> httpx.Response:
        headers = httpx.Headers(answer.headers)
        headers.pop(name, None)
        return _answer(answer, headers=headers if value is None else {**headers, name: value})

    return changed


def with_version(version: str) -> Change:
    """Answer over another version of HTTP."""
    return lambda answer: _answer(answer, extensions={"http_version": version.encode()})


def failing(error: type[httpx.TransportError]) -> Change:
    """Give no answer."""

    def changed(_: httpx.Response) -> httpx.Response:
        raise error("injected")

    return changed


def _answer(answer: httpx.Response, **parts: Any) -> httpx.Response:
    headers = httpx.Headers(parts.pop("headers", answer.headers))
    headers.pop("content-length", None)
    kept = {
        "status_code": answer.status_code,
        "content": answer.content,
        "extensions": answer.extensions,
    }
    return httpx.Response(**{**kept, "headers": headers, **parts})

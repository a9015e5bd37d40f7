"""Says whether the OpenAPI description documents an answer."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from etm_docs.openapi import document
from etm_docs.openapi.document import Operation, operations, resolved, schema_of
from jsonschema_rs import Draft202012Validator


@dataclass(frozen=True)
class Answer:
    """An answer, and what was asked: ``path`` has no query string."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, response: httpx.Response) -> "Answer":
        """Take over what httpx received."""
        asked = response.request
        return cls(
            asked.method, asked.url.path, response.status_code, response.headers, response.content
        )


class Contract:
    """An OpenAPI description that answers are held against."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._validators: dict[int, tuple[Mapping[str, Any], Draft202012Validator]] = {}
        # The most exact path first: the fewest names in braces.
        ordered = sorted(operations(document), key=lambda each: each.path.count("{"))
        self._operations = [(_pattern(each.path), each) for each in ordered]

    def operation(self, method: str, path: str) -> Operation | None:
        """Find the operation that a request asks for, ``None`` if there is none."""
        matching = (each for pattern, each in self._operations if pattern.fullmatch(path))
        return next((each for each in matching if each.method == method), None)

    def response(self, operation: Operation, status: int) -> Mapping[str, Any] | None:
        """Find what an operation says about a status, ``None`` if it says nothing."""
        said = operation.said["responses"].get(str(status))
        return None if said is None else resolved(self.document, said)

    def problems(self, answer: Answer) -> list[str]:
        """List how an answer differs from what is documented; empty if it doesn't."""
        asked = f"{answer.method} {answer.path}"
        operation = self.operation(answer.method, answer.path)
        if operation is None:
            return [f"{asked}: no such operation is documented"]
        response = self.response(operation, answer.status)
        if response is None:
            return [f"{asked}: the status {answer.status} is not documented"]
        found = [*self._wrong_headers(response, answer), *self._wrong_body(response, answer)]
        return [f"{asked}: {answer.status}: {problem}" for problem in found]

    def schema_problems(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """List how a value differs from a schema of the description."""
        return [
            f"{_json_path(error.instance_path)}: {error.message}"
            for error in self._validator(schema).iter_errors(value)
        ]

    def _validator(self, schema: Mapping[str, Any]) -> Draft202012Validator:
        # By identity, so the schema is kept as well.
        if id(schema) not in self._validators:
            whole = schema_of(self.document, schema)
            validator = Draft202012Validator(whole, validate_formats=True)
            self._validators[id(schema)] = schema, validator
        return self._validators[id(schema)][1]

    def _wrong_headers(self, response: Mapping[str, Any], answer: Answer) -> Iterator[str]:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        for name, said in response.get("headers", {}).items():
            header = resolved(self.document, said)
            value = headers.get(name.lower())
            if value is not None:
                for problem in self.schema_problems(header["schema"], value):
                    yield f"the header {name}: {problem}"
            elif header.get("required"):
                yield f"the header {name} is missing"

    def _wrong_body(self, response: Mapping[str, Any], answer: Answer) -> Iterator[str]:
        documented = response.get("content", {})
        if not documented:
            if answer.body:
                yield f"a body, though none is documented: {answer.body[:200]!r}"
            return
        headers = {name.lower(): value for name, value in answer.headers.items()}
        content_type = headers.get("content-type", "")
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type not in documented:
            yield f"the content type {content_type!r} is not documented"
            return
        try:
            value = json.loads(answer.body)
        except ValueError:
            yield f"the body is not JSON: {answer.body[:200]!r}"
            return
        yield from self.schema_problems(documented[media_type]["schema"], value)


@cache
def described() -> Contract:
    """Give the site's description, to hold answers against."""
    return Contract(document.load())


def _json_path(keys: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", path)
    return re.compile("".join("[^/]+" if part[:1] == "{" else re.escape(part) for part in parts))

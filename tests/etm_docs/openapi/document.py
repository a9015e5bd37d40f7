"""The OpenAPI description of the API: the file, what it holds, and its references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml
from etm_docs.paths import ROOT

FILE: Final = ROOT / "docs" / "reference" / "openapi.yaml"

METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


@dataclass(frozen=True)
class Operation:
    """One operation: its method in capitals, its path with names in braces, and what it says."""

    method: str
    path: str
    said: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The operation as a failure names it."""
        return f"{self.method} {self.path}"


def load() -> dict[str, Any]:
    """Read the description as it is now. It is shared: copy it before you change it."""
    return _parsed(FILE.read_text())


@cache
def _parsed(text: str) -> dict[str, Any]:
    # The loader in C, which PyYAML's wheels have, takes a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a safe one
    return document


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """List the operations, in the order of the file."""
    return [
        Operation(method.upper(), path, said)
        for path, item in document["paths"].items()
        for method, said in item.items()
        if method in METHODS
    ]


def servers(document: Mapping[str, Any], operation: Operation) -> list[Mapping[str, Any]]:
    """List the servers that have an operation: those of its path, else of the description."""
    found: list[Mapping[str, Any]] = document["paths"][operation.path].get("servers")
    return found or document["servers"]


def parameters(document: Mapping[str, Any], operation: Operation) -> list[Mapping[str, Any]]:
    """List the parameters of an operation: those of its path, then its own."""
    parts = (document["paths"][operation.path], operation.said)
    return [resolved(document, each) for part in parts for each in part.get("parameters", ())]


def resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow the reference that a part of the document is, if it is one."""
    reference = part.get("$ref")
    if reference is None:
        return part
    found: Any = document
    for key in str(reference).removeprefix("#/").split("/"):
        found = found[key]
    return resolved(document, found)


def schema_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Make a schema that stands alone: its references find the components inside of it."""
    return {**schema, "components": document["components"]}


def references(part: Any) -> Iterator[str]:
    """Give every reference in a part of the document."""
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)

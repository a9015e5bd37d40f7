"""What examples send: each key is one that the API knows, as the description says.

The API ignores a key that it doesn't know, so a misspelt one would go unnoticed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from etm_docs.examples.report import failure
from etm_docs.openapi.contract import described
from etm_docs.openapi.document import resolved


def unknown_keys(journal: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the keys in the bodies of requests that the description doesn't have.

    ``journal`` is what the mock received, as ``GET /_mock/requests`` gives it.
    """
    contract = described()
    found: list[str] = []
    for entry in journal:
        operation = contract.operation(entry["method"], entry["path"])
        if operation is not None and entry["body"]:
            body = resolved(contract.document, operation.said.get("requestBody", {}))
            schema = body.get("content", {}).get("application/json", {}).get("schema", {})
            found += _unknown(contract.document, schema, _sent(entry), "")
    return list(dict.fromkeys(found))


def problem(files: Sequence[Path], journal: Sequence[Mapping[str, Any]]) -> str | None:
    """Report the first key that an example sends and the API doesn't know, ``None`` for none.

    ``files`` are those of the example in which the key may stand.
    """
    for key in unknown_keys(journal):
        places = [
            (file, number)
            for file in files
            for number, line in enumerate(file.read_text().splitlines(), start=1)
            if key.rpartition(".")[2] in line
        ]
        file, line = (*places, (files[0], 1))[0]
        return failure(file, line, f"sends `{key}`, and the API ignores a key that it doesn't know")
    return None


def _sent(entry: Mapping[str, Any]) -> Any:
    """Read a body: of a form, the outermost keys alone."""
    media_type = dict(entry["headers"]).get("content-type", "")
    if not media_type:
        return None  # the API doesn't read it
    if media_type.startswith("application/json"):
        try:
            return json.loads(entry["body"])
        except ValueError:
            return None  # the answer says so
    names = [name for name, _ in parse_qsl(entry["body"])] or [entry["body"]]
    return {name.partition("[")[0]: None for name in names}


def _unknown(
    whole: Mapping[str, Any], schema: Mapping[str, Any], sent: Any, at: str
) -> Iterator[str]:
    said = resolved(whole, schema)
    if isinstance(sent, list):
        for each in sent:
            yield from _unknown(whole, said.get("items", {}), each, at)
    elif isinstance(sent, dict) and (known := _properties(whole, said)):
        for key, value in sent.items():
            if key in known:
                yield from _unknown(whole, known[key], value, f"{at}{key}.")
            else:
                yield f"{at}{key}"


def _properties(whole: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give the keys of an object, those of the schemas that it is made of included."""
    said = resolved(whole, schema)
    inherited = [_properties(whole, part) for part in said.get("allOf", [])]
    return {
        **{key: value for part in inherited for key, value in part.items()},
        **said.get("properties", {}),
    }

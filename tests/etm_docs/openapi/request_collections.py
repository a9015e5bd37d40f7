"""The description as collections of requests, for Postman and for Bruno.

Each operation is one request, with the first of its examples as the body. Their order is that in
which all of them succeed, one after the other, on a fresh mock: what others need is deleted last.

The formats are described at https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/ and
https://docs.usebruno.com/bru-lang/language.
"""

import io
import json
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from etm_docs.openapi.document import Operation, operations, parameters, resolved, servers

POSTMAN: Final = "etm-api.postman_collection.json"
BRUNO: Final = "etm-api.bruno.zip"
"""The names of the files that readers download."""

NAME: Final = "ETM API"
ENVIRONMENT: Final = "ETM"
"""What the collections, and the environment in Bruno's, are called."""

_HEADERS: Final = {"Accept": "application/json"}

_JSON: Final = "application/json"

_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""When the files of the archive were changed: the same content makes the same archive."""


@dataclass(frozen=True)
class Request:
    """One request of a collection.

    ``server`` is the name of a variable, ``path`` has names in braces, which ``parameters`` has
    values for, and ``status`` is that of the answer. ``body`` is ``None`` where nothing is sent.
    """

    folder: str
    operation: str
    name: str
    about: str
    method: str
    server: str
    path: str
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    status: int

    @property
    def target(self) -> str:
        """The address as both programs write it: a name in a path begins with a colon."""
        path = "/".join(
            f":{part[1:-1]}" if part.startswith("{") else part for part in self.path.split("/")
        )
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{{{{{self.server}}}}}{path}" + (f"?{query}" if query else "")

    @property
    def json(self) -> str | None:
        """The body as text, ``None`` where nothing is sent."""
        return None if self.body is None else json.dumps(self.body, indent=2, ensure_ascii=False)


def requests(document: Mapping[str, Any]) -> list[Request]:
    """List the requests of a description, in the order in which they succeed."""
    tags = [tag["name"] for tag in document["tags"]]
    found = [_request(document, each) for each in operations(document)]
    # Scenarios are the first tag: they are deleted when nothing else needs them.
    return sorted(found, key=lambda each: (-tags.index(each.folder), each.method == "DELETE"))


def postman(document: Mapping[str, Any]) -> dict[str, Any]:
    """Make a collection for Postman, in its format 2.1.

    It has no variable for the token: whoever shares the collection would share the token.
    """
    return {
        "info": {
            "name": NAME,
            "description": document["info"]["description"],
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "auth": {
            "type": "bearer",
            "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}],
        },
        "variable": _named(_servers(document)),
        "item": [
            {"name": folder, "item": [_for_postman(each) for each in group]}
            for folder, group in groupby(requests(document), lambda each: each.folder)
        ],
    }


def bruno(document: Mapping[str, Any]) -> bytes:
    """Make a collection for Bruno: an archive with its folder."""
    files = {
        "bruno.json": json.dumps({"version": "1", "name": NAME, "type": "collection"}, indent=2),
        "collection.bru": _bru(
            ("headers", _pairs(_HEADERS)),
            ("auth", "mode: bearer"),
            ("auth:bearer", "token: {{token}}"),
            ("docs", document["info"]["description"]),
        ),
        f"environments/{ENVIRONMENT}.bru": _bru(("vars", _pairs(_servers(document))))
        + "\nvars:secret [\n  token\n]\n",
    }
    folders = groupby(requests(document), lambda each: each.folder)
    for place, (folder, group) in enumerate(folders, start=1):
        files[f"{folder}/folder.bru"] = _bru(("meta", _pairs({"name": folder, "seq": place})))
        for number, each in enumerate(group, start=1):
            files[f"{folder}/{each.operation}.bru"] = _for_bruno(each, number)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{NAME}/{name}", _DAY), text.encode())
    return written.getvalue()


def _servers(document: Mapping[str, Any]) -> dict[str, str]:
    """Give the variables for the servers: that of the API, and the other one."""
    own = document["servers"][0]["url"]
    (other,) = {servers(document, each)[0]["url"] for each in operations(document)} - {own}
    return {"host": own, "accounts": other}


def _request(document: Mapping[str, Any], operation: Operation) -> Request:
    said = operation.said
    names = {url: name for name, url in _servers(document).items()}
    sent = parameters(document, operation)
    return Request(
        folder=said["tags"][0],
        operation=said["operationId"],
        name=said["summary"],
        about=said["description"],
        method=operation.method,
        server=names[servers(document, operation)[0]["url"]],
        path=operation.path,
        parameters={each["name"]: _value(each) for each in sent if each["in"] == "path"},
        query={each["name"]: _value(each) for each in sent if each["in"] == "query"},
        body=_body(document, operation),
        status=min(map(int, said["responses"])),
    )


def _value(parameter: Mapping[str, Any]) -> str:
    value = parameter["example"] if "example" in parameter else parameter["schema"]["default"]
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _body(document: Mapping[str, Any], operation: Operation) -> Any:
    body = resolved(document, operation.said.get("requestBody", {}))
    if not body:
        return None
    first = next(iter(body["content"][_JSON]["examples"].values()))
    return resolved(document, first)["value"]


def _for_postman(request: Request) -> dict[str, Any]:
    headers = _HEADERS if request.body is None else {**_HEADERS, "Content-Type": _JSON}
    address, _, _ = request.target.partition("?")
    host, *path = address.split("/")
    sent: dict[str, Any] = {
        "method": request.method,
        "header": _named(headers),
        "url": {
            "raw": request.target,
            "host": [host],
            "path": path,
            "query": _named(request.query),
            "variable": _named(request.parameters),
        },
        "description": request.about,
    }
    if request.body is not None:
        language = {"raw": {"language": "json"}}
        sent["body"] = {"mode": "raw", "raw": request.json, "options": language}
    return {"name": request.name, "request": sent}


def _named(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def _for_bruno(request: Request, number: int) -> str:
    body = "none" if request.body is None else "json"
    sent = {"url": request.target, "body": body, "auth": "inherit"}
    return _bru(
        ("meta", _pairs({"name": request.name, "type": "http", "seq": number})),
        (request.method.lower(), _pairs(sent)),
        ("params:query", _pairs(request.query)),
        ("params:path", _pairs(request.parameters)),
        ("body:json", request.json or ""),
        ("docs", request.about),
    )


def _pairs(values: Mapping[str, Any]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in values.items())


def _bru(*blocks: tuple[str, str]) -> str:
    """Write blocks, each a name and its lines, but for those without lines."""
    return "\n".join(_block(name, lines) for name, lines in blocks if lines)


def _block(name: str, lines: str) -> str:
    return f"{name} {{\n{textwrap.indent(lines.rstrip(), '  ')}\n}}\n"


def files(document: Mapping[str, Any]) -> Iterable[tuple[str, bytes]]:
    """Give the files that readers download: their names, and what they hold."""
    text = json.dumps(postman(document), indent=2, ensure_ascii=False) + "\n"
    yield POSTMAN, text.encode()
    yield BRUNO, bruno(document)

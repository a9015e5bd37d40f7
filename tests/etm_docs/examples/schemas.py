"""The schemas of the OpenAPI description in plain words: tables of what an object holds."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from etm_docs.examples import markdown
from etm_docs.examples.markdown import code
from etm_docs.openapi.document import operations, references, resolved

_TYPES: Final = {
    "integer": "integer",
    "number": "number",
    "string": "string",
    "object": "object",
}
"""What JSON's types are called."""

_FORMATS: Final = {"date-time": "time", "email": "e-mail address", "uri": "web address"}
"""What a string of a format is called."""

_LARGEST_STORED: Final = 2**31 - 1
"""A maximum that is no rule, but what the ETM can store."""

ABOUT: Final = "Type, and what it is"
"""The head of the column that says what a value is; two columns fit on a phone."""

ANSWERS: Final = "answers.md"
"""The page that has a section for each object, beside those of the operations."""

_SCHEMAS: Final = "#/components/schemas/"

_NOT_SEARCHED: Final = dict.fromkeys(
    ("Input", "SavedScenario", "SavedScenarioList", "TokenInfo"), " data-search-exclude"
)
"""Objects that guides of their own explain: each visit loads the index of the search."""


class Schemas:
    """Writes the schemas of a description."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._sections = self._in_answers()

    def sections(self) -> str:
        """Write a section for each object that answers hold, in the order of the description."""
        schemas = self._document["components"]["schemas"]
        return "\n".join(
            f"## {_title(name)} {{ #{name}{_NOT_SEARCHED.get(name, '')} }}\n\n"
            f"{said['description'].strip()}\n\n"
            f"{self.tables(said, 'Key', sent=False)}"
            for name, said in schemas.items()
            if name in self._sections
        )

    def tables(self, schema: Mapping[str, Any], head: str, *, sent: bool) -> str:
        """Write what an object holds as a table, and what the objects in it hold as more tables.

        ``head`` stands over the names. ``sent`` says whether the reader sends the object: then the
        tables also tell the range of numbers, and what is required.
        """
        said = self._whole(schema)
        rows, inner = [], []
        for name, part in said["properties"].items():
            rows.append(self.row(name, part, sent=sent, required=name in said["required"]))
            if held := self._without_section(part):
                place = "In each of" if "items" in self._whole(part) else "In"
                inner.append(self.tables(held, f"{place} {code(name)}", sent=sent))
        return "\n".join([markdown.table([head, ABOUT], rows), *inner])

    def row(
        self, name: str, schema: Mapping[str, Any], *, sent: bool, required: bool = False
    ) -> list[str]:
        """Write the row of a value: its name, its type, and what it is."""
        said = self._whole(schema)
        kind = self.kind(schema)
        if sent:
            kind += _range(said)
        if "default" in said:
            kind += f", default {_json(said['default'])}"
        about = said.get("description") or self._whole(said.get("items", {})).get("description")
        if not about and self._without_section(schema):
            about = "A table below says what it holds."
        named = f"{code(name)}<br>**required**{{ .required }}" if sent and required else code(name)
        return [named, f"*{kind}*<br>{about}" if about else f"*{kind}*"]

    def kind(self, schema: Mapping[str, Any], *, many: bool = False) -> str:
        """Say in words of what type a value is, or of what type ``many`` of them are."""
        plural = "s" if many else ""
        name = _name(schema)
        if name in self._sections:
            return f"[{_title(name).lower()}{plural}]({ANSWERS}#{name})"
        said = self._whole(schema)
        if "anyOf" in said and "type" not in said:
            return _either([self.kind(each, many=many) for each in said["anyOf"]])
        if values := said.get("enum", [said["const"]] if "const" in said else []):
            return _either([_json(value) for value in values])
        types = said["type"] if isinstance(said["type"], list) else [said["type"]]
        words = []
        for each in types:
            if each == "null":
                words.append(code("null"))
            elif each == "boolean":
                words.append(f"{code('true')} or {code('false')}")
            elif each == "array":
                words.append(f"array{plural} of {self.kind(said['items'], many=True)}")
            elif isinstance(said.get("additionalProperties"), Mapping):
                held = self.kind(said["additionalProperties"], many=True)
                words.append(f"object{plural} of {held}")
            else:
                words.append(_FORMATS.get(said.get("format", ""), _TYPES[each]) + plural)
        return _either(words)

    def _whole(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Merge a schema with those that it is made of; what it says itself goes before theirs."""
        found: dict[str, Any] = {"properties": {}, "required": []}
        parts = [
            *schema.get("allOf", []),
            *([resolved(self._document, schema)] * ("$ref" in schema)),
        ]
        for part in [*map(self._whole, parts), schema]:
            found = {
                **found,
                **part,
                "properties": {**found["properties"], **part.get("properties", {})},
                "required": [*found["required"], *part.get("required", [])],
            }
        return found

    def _without_section(self, schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Give the object that a value is, or lists, if it has keys and no section of its own."""
        if _name(schema) in self._sections:
            return None
        said = self._whole(schema)
        if "items" in said:
            return self._without_section(said["items"])
        return said if said["properties"] else None

    def _in_answers(self) -> set[str]:
        """Name the objects with keys that successful answers hold, however deep."""
        found: set[str] = set()
        left = [
            reference
            for operation in operations(self._document)
            for status, response in operation.said["responses"].items()
            if status.startswith("2")
            for content in resolved(self._document, response).get("content", {}).values()
            for reference in references(content["schema"])
        ]
        while left:
            reference = left.pop()
            if reference not in found:
                found.add(reference)
                left.extend(references(resolved(self._document, {"$ref": reference})))
        return {
            _name({"$ref": each}) for each in found if self._whole({"$ref": each})["properties"]
        }


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).removeprefix(_SCHEMAS)


def _title(name: str) -> str:
    """Write a schema's name as words: ``QueryResult`` as ``Query result``."""
    return re.sub(r"(?<=[a-z])[A-Z]", lambda found: f" {found[0].lower()}", name)


def _either(words: Sequence[str]) -> str:
    """Join alternatives: ``a, b or c``."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _json(value: Any) -> str:
    return code(json.dumps(value))


def _range(said: Mapping[str, Any]) -> str:
    """Tell the range of a number."""
    least, most = said.get("minimum"), said.get("maximum", _LARGEST_STORED)
    if least is None:
        return ""
    return f" from {least}" + (f" to {most}" if most < _LARGEST_STORED else "")

"""The pages about endpoints: the OpenAPI description as Markdown, on a page or two for each tag.

They are made from the description, and from the folders of ``snippets/`` that show each operation.
The examples in the description come from a run already: see :mod:`etm_docs.examples.api_examples`.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from etm_docs.examples import errors, markdown, request
from etm_docs.examples.example import RESPONSE, VARIANTS, settings_of
from etm_docs.examples.markdown import code
from etm_docs.examples.request import printed_json
from etm_docs.examples.schemas import ABOUT, Schemas
from etm_docs.openapi.contract import Contract
from etm_docs.openapi.document import Operation, operations, parameters, resolved, servers
from etm_docs.paths import SNIPPETS

_JSON: Final = "application/json"

_SENT: Final = ".request"
"""What the name of an example ends with that shows what was sent."""

_PLACES: Final = {"path": "In the path", "query": "In the query"}
"""Where a parameter stands, as the head of a table says it."""

_LEVELS: Final = {f"scenarios:{level}": level for level in ("read", "write", "delete")}
"""The permission levels by the scope that each adds, as the page about permissions calls them."""

_SHOWN: Final = {
    "listScenarios": "list-scenarios",
    "createScenario": "create-scenario",
    "readScenario": "read-a-scenario",
    "changeScenario": "make-scenario-private",
    "deleteScenario": "delete-a-scenario",
    "readSeveralScenarios": "read-two-scenarios",
    "listInputs": "read-sliders",
    "interpolateScenario": "interpolate-a-scenario",
    "listSavedScenarios": "list-saved-scenarios",
    "saveScenario": "save-a-scenario",
    "readSavedScenario": "read-a-saved-scenario",
    "listScenarioUsers": "see-who-has-access",
    "addScenarioUsers": "share-scenario",
    "changeScenarioUsers": "change-a-role",
    "removeScenarioUsers": "stop-sharing",
    "changeYourAccount": "set-default-privacy",
    "checkToken": "check-token",
    "readUserInfo": "see-whose-token-it-is",
}
"""The folder of ``snippets/`` that stands beside an operation."""

_TABS: Final = {
    "curl": ("curl", "sh"),
    "http": ("HTTP", "http"),
    "python": ("Python", "python"),
    "powershell": ("PowerShell", "powershell"),
    "javascript": ("JavaScript", "javascript"),
}
"""The variants of such an example: the label of the tab, and the language."""

_SHORT: Final = 12
"""How many lines an answer may have that an example shows after what was sent."""

_ERROR_SECTIONS: Final = {
    "400": "400-bad-request",
    "401": "401-unauthorized",
    "403": "403-forbidden",
    "404": "404-not-found",
    "422-create": "422-when-you-create-a-scenario",
    "422-change": "422-when-you-change-a-scenario",
    "422-users": "who-has-access",
    "422-account": "422-when-you-change-your-account",
    "500": "500-internal-server-error",
}
"""Where the page about errors has each part. A strict build fails for an anchor that is missing."""


@dataclass(frozen=True)
class Entry:
    """An operation, and its twins: those that differ from it in the method alone."""

    operations: tuple[Operation, ...]

    @property
    def path(self) -> str:
        """The path, with names in braces."""
        return self.operations[0].path

    @property
    def said(self) -> Mapping[str, Any]:
        """What the description says of the operation."""
        return self.operations[0].said

    @property
    def anchor(self) -> str:
        """The id of the section's heading."""
        return str(self.said["operationId"])

    @property
    def page(self) -> str:
        """The name of the page that has the section."""
        return page_of(self.operations[0])


class Reference:
    """Writes the parts of the page from a description."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._schemas = Schemas(document)
        self._contract = Contract(document)
        alike: dict[str, list[Operation]] = {}
        for operation in operations(document):
            alike.setdefault(_takes_and_gives(operation), []).append(operation)
        self._entries = [Entry(tuple(each)) for each in alike.values()]

    def summary(self) -> str:
        """Write the table of all operations: the request, and which token it needs."""
        rows = []
        for entry in self._entries:
            methods = " or ".join(_method(each) for each in entry.operations)
            # The id: all sections stood on this page until November 2026.
            to, ids = f"{entry.page}.md#{entry.anchor}", f"{{ #{entry.anchor} }}"
            link = f"[{entry.said['summary']}]({to}){ids}"
            rows.append([f"{link}<br>{methods} {code(entry.path)}", _least_token(entry)])
        return markdown.table(["Endpoint", "Token"], rows)

    def operations(self, page: str) -> str:
        """Write a section for each operation of a page, after a list of them."""
        entries = [each for each in self._entries if each.page == page]
        listed = "\n".join(f"- [{each.said['summary']}](#{each.anchor})" for each in entries)
        return "\n".join([f"{listed}\n", *map(self._section, entries)])

    def answers(self) -> str:
        """Write a section for each object that answers hold."""
        return self._schemas.sections()

    def _section(self, entry: Entry) -> str:
        about = [
            *self._address(entry),
            entry.said["description"],
            f"**Token:** {_tokens(entry)}",
            *self._parameters(entry),
            *self._body(entry),
            self._answers(entry),
        ]
        shown = [*_panel(_folder(entry)), *self._examples(entry)]
        return "\n\n".join(
            [
                f"## {entry.said['summary']} {{ #{entry.anchor} }}",
                '<div class="operation" markdown>',
                *_column(about),
                *_column(shown),
                "</div>\n",
            ]
        )

    def _address(self, entry: Entry) -> Iterator[str]:
        """Write the methods and the address, and where else the operation is."""
        found = servers(self._document, entry.operations[0])
        first, *others = found
        host = f"{code(first['url'])}{{ .host }}"
        yield f"{_methods_with_ids(entry)} {code(entry.path)}<br>at {host}"
        if others and found != self._document["servers"]:
            yield "\n".join(f"- {code(each['url'])}: {each['description']}" for each in others)

    def _parameters(self, entry: Entry) -> Iterator[str]:
        """Write a table of the parameters in each place."""
        said = parameters(self._document, entry.operations[0])
        for place, head in _PLACES.items():
            rows = [
                self._schemas.row(
                    each["name"],
                    {**each["schema"], "description": each["description"]},
                    sent=True,
                    required=each.get("required", False),
                )
                for each in said
                if each["in"] == place
            ]
            if rows:
                yield markdown.table([head, ABOUT], rows)

    def _body(self, entry: Entry) -> Iterator[str]:
        """Write what the body holds. A form holds the same: the page says once how to write it."""
        if body := self._request_body(entry):
            yield f"**Body:** {body['description']}"
            yield self._schemas.tables(body["content"][_JSON]["schema"], "In the body", sent=True)

    def _answers(self, entry: Entry) -> str:
        """Write the table of the answers: each status, when it comes, and with what."""
        rows = []
        for status, response in self._responses(entry):
            number, about = code(str(status)), [response["description"]]
            content = response.get("content", {}).get(_JSON)
            if status < HTTPStatus.BAD_REQUEST:
                number += "{ .status .ok }"
                if content:
                    about.append(f"You get: {self._schemas.kind(content['schema'])}")
            else:
                section = self._error_section(entry, status)
                number = f"[{status}](../errors.md#{section}){{ .status .error }}"
                about += self._error_bodies(content)
            for name, said in response.get("headers", {}).items():
                header = resolved(self._document, said)
                about.append(f"Header {code(name)}: {header['description']}")
            rows.append([number, "<br>".join(map(str.strip, about))])
        return markdown.table(["Status", "When, and what you get"], rows)

    def _error_bodies(self, content: Mapping[str, Any] | None) -> list[str]:
        """Write the bodies of an error; each with what it shows, if there are several."""
        examples = self._examples_of(content)
        bodies = [code(_compact(each["value"])) for each in examples.values()]
        if len(bodies) < 2:
            return bodies
        return [
            f"{e['summary']}: {body}" for e, body in zip(examples.values(), bodies, strict=True)
        ]

    def _error_section(self, entry: Entry, status: int) -> str:
        """Find the section about an error: that of the operation, else of its path, else of any."""
        cases = [case for case in errors.load() if case.example.status == status]
        asked = [
            (
                self._contract.operation(each.example.method, each.example.path),
                each.explanation.part,
            )
            for each in cases
        ]
        own = [part for operation, part in asked if operation in entry.operations]
        near = [part for operation, part in asked if operation and operation.path == entry.path]
        return _ERROR_SECTIONS[[*own, *near, *(case.explanation.part for case in cases)][0]]

    def _examples(self, entry: Entry) -> Iterator[str]:
        """Write the description's examples without an error, closed at first.

        After what was sent, a long answer is left out: the panel and a table show what it holds.
        So is an example that sends what the panel shows.
        """
        [panel] = request.parse((_folder(entry) / VARIANTS["http"]).read_text())
        sent = {
            name.removesuffix(_SENT): (kind, example["value"])
            for kind, content in self._request_body(entry).get("content", {}).items()
            for name, example in self._examples_of(content).items()
        }
        for status, response in self._responses(entry):
            if status >= HTTPStatus.BAD_REQUEST:
                continue
            title = f"{status} {HTTPStatus(status).phrase}"
            for name, example in self._examples_of(response.get("content", {}).get(_JSON)).items():
                if name in sent and panel.body and sent[name] == (_JSON, json.loads(panel.body)):
                    continue
                blocks = [_sent_block(*sent[name])] if name in sent else []
                answer = printed_json(example["value"])
                if not blocks or answer.count("\n") <= _SHORT:
                    blocks.append(_block("json", title, answer))
                inside = textwrap.indent("\n".join(blocks), "    ")
                yield f'??? example "Example: {_lower_first(example["summary"])}"\n\n{inside}'

    def _request_body(self, entry: Entry) -> Mapping[str, Any]:
        """Give what the description says of the body, nothing if there is none."""
        return resolved(self._document, entry.said.get("requestBody", {}))

    def _responses(self, entry: Entry) -> list[tuple[int, Mapping[str, Any]]]:
        return [
            (int(status), resolved(self._document, response))
            for status, response in entry.said["responses"].items()
        ]

    def _examples_of(self, content: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
        """Give the examples of a body, by name."""
        shown = (content or {}).get("examples", {})
        return {name: resolved(self._document, each) for name, each in shown.items()}


def page_of(operation: Operation) -> str:
    """Name the page of an operation: with the tag ``Scenario users``, it is ``scenario-users``.

    What changes a scenario has a page of its own: with the rest, a phone takes long to show it.
    """
    page = str(operation.said["tags"][0]).lower().replace(" ", "-")
    return "scenario-changes" if page == "scenarios" and operation.method != "GET" else page


def _folder(entry: Entry) -> Path:
    """Give the folder of the example beside an operation.

    Raises ``ValueError`` if none is named.
    """
    if entry.anchor not in _SHOWN:
        raise ValueError(f"{Path(__file__).name}: name the example of {entry.anchor} in _SHOWN")
    return SNIPPETS / _SHOWN[entry.anchor]


def _panel(folder: Path) -> Iterator[str]:
    """Write the tabs of an example's files, and its answer."""
    for variant, (label, language) in _TABS.items():
        block = _included(language, folder / VARIANTS[variant])
        yield f'=== "{label}"\n\n{textwrap.indent(block, "    ")}'
    status = settings_of(folder).get("status", HTTPStatus.OK)
    response = folder / RESPONSE
    if response.is_file():
        title = f' title="{status} {HTTPStatus(status).phrase}"'
        yield _included(f"json{title}", response)


def _included(info: str, file: Path) -> str:
    path = file.relative_to(SNIPPETS).as_posix()
    return f'```{info}\n--8<-- "{path}"\n```'


def _column(blocks: list[str]) -> Iterator[str]:
    yield "<div markdown>"
    yield from map(str.strip, blocks)
    yield "</div>"


def _takes_and_gives(operation: Operation) -> str:
    """Write what an operation takes and gives, to be compared: twins have the same."""
    said = operation.said
    parts = [said.get(key) for key in ("security", "parameters", "requestBody", "responses")]
    return json.dumps([operation.path, parts])


def _method(operation: Operation, anchor: str = "") -> str:
    """Write a method as a badge, with an id if there is one."""
    classes = f".method .{operation.method.lower()}"
    return f"**{operation.method}**{{ {classes}{f' #{anchor}' if anchor else ''} }}"


def _methods_with_ids(entry: Entry) -> str:
    """Write the methods; the heading has the id of the first."""
    first, *twins = entry.operations
    return " or ".join([_method(first), *(_method(e, e.said["operationId"]) for e in twins)])


def _tokens(entry: Entry) -> str:
    """Write which tokens will do: a chip for each scope that is needed."""
    found = []
    for needed in entry.said["security"]:
        scopes = needed.get("bearer")
        if scopes is None:
            found.append("none")
        elif not scopes:
            found.append("any")
        else:
            found.append(f"one with {' '.join(map(_scope, scopes))}")
    return ", or ".join(found)


def _least_token(entry: Entry) -> str:
    """Name the least token that will do, and the least that does everything."""
    found = [_level(needed) for needed in entry.said["security"]]
    return " or ".join(dict.fromkeys([found[0], found[-1]]))


def _level(needed: Mapping[str, list[str]]) -> str:
    """Name the level that a requirement comes to: the highest, as each has the scopes before it."""
    if "bearer" not in needed:
        return "none"
    return next((_LEVELS[each] for each in reversed(needed["bearer"]) if each in _LEVELS), "any")


def _scope(name: str) -> str:
    return f"{code(name)}{{ .scope }}"


def _sent_block(kind: str, value: Any) -> str:
    """Write what was sent: JSON, or a form with a field to a line."""
    if kind == _JSON:
        return _block("json", "You send", printed_json(value))
    fields = [
        f"{name}={each}\n"
        for name, values in value.items()
        for each in (values if isinstance(values, list) else [values])
    ]
    return _block("text", "You send a form", "".join(fields))


def _block(language: str, title: str, text: str) -> str:
    return f'```{language} title="{title}"\n{text}```\n'


def _compact(value: Any) -> str:
    """Write JSON as the API sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]

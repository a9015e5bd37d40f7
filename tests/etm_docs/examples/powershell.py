"""The PowerShell form of a request: written from ``request.http``, and read back from its tree.

It is valid for Windows PowerShell 5.1 and PowerShell 7.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

from etm_docs.examples.request import TOKEN_VARIABLE, RawRequest, comparable

ENVIRONMENT_VARIABLE: Final = f"$env:{TOKEN_VARIABLE[1:]}"

CONTENT_TYPE: Final = "application/json; charset=utf-8"
"""What a body is sent as: without the charset, 5.1 writes text in Latin-1."""

_parser: Final = Parser(Language(tree_sitter_powershell.language()))


class NotUnderstood(ValueError):  # noqa: N818 - says what happened
    """A script with a mistake, or with what no script here needs. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def written(request: RawRequest) -> str:
    """Write a request as a script."""
    headers = dict(request.headers)
    lines = [] if request.method == "GET" else [f"Method = {_quoted(request.method)}"]
    lines.append(f"Uri = {_quoted(request.url)}")
    if "Authorization" in headers:
        lines.append(f"Headers = @{{ Authorization = {_quoted(headers['Authorization'])} }}")
    if request.body:
        lines.append(f"ContentType = {_quoted(CONTENT_TYPE)}")
        lines.append("Body = '{}'".format(request.body.replace("'", "''")))
    inside = "".join(f"  {line}\n" for line in lines)
    return f"$request = @{{\n{inside}}}\nInvoke-RestMethod @request\n"


def _quoted(text: str) -> str:
    """Write a text in double quotes, within which the token's variable gets its value."""
    parts = (re.sub(r'([`"$])', r"`\1", part) for part in text.split(TOKEN_VARIABLE))
    return f'"{ENVIRONMENT_VARIABLE.join(parts)}"'


def check(script: str) -> None:
    """Raise :class:`NotUnderstood` for what is no PowerShell."""
    _tree(script)


def _tree(script: str) -> Node:
    root = _parser.parse(script.encode()).root_node
    if root.has_error:
        raise NotUnderstood(_first_error(root), "this is no PowerShell")
    return root


def sent(script: str, token: str) -> list[dict[str, Any]]:
    """Say what a script sends, in the form of :func:`etm_docs.examples.request.comparable`.

    Raises :class:`NotUnderstood` for what is no PowerShell, and for anything but tables of texts
    that are given to ``Invoke-RestMethod``.
    """
    root = _tree(script)
    variables: dict[str, Any] = {}
    requests = []
    for statement in _statements(root):
        node = _only(statement)
        if node.type == "assignment_expression":
            name, value = _text(node.named_children[0]), node.named_children[-1]
            variables[name.removeprefix("$")] = _value(value, token)
        elif node.type == "command" and node.named_children[0].text == b"Invoke-RestMethod":
            [argument] = node.named_children[1:]
            name = _text(argument).strip()
            if not name.startswith("@"):
                raise NotUnderstood(_line(node), "give Invoke-RestMethod one table, as @request")
            requests.append(_request(variables[name[1:]], _line(node)))
        else:
            raise NotUnderstood(_line(node), f"a {node.type} is none of what examples need")
    return requests


def _request(parameters: Mapping[str, Any], line: int) -> dict[str, Any]:
    """Say what ``Invoke-RestMethod`` sends with some parameters."""
    left = dict(parameters)
    address = urlsplit(left.pop("Uri"))
    method, body = left.pop("Method", "GET").upper(), left.pop("Body", "")
    headers = dict(left.pop("Headers", {}))
    if "ContentType" in left:
        headers["Content-Type"] = left.pop("ContentType")
    if left:
        raise NotUnderstood(line, f"unknown parameters: {', '.join(left)}")
    return comparable(
        {
            "method": method,
            "host": address.netloc,
            "path": address.path,
            "query": address.query,
            "headers": [(name.lower(), value) for name, value in headers.items()],
            "body": body,
        }
    )


def _statements(root: Node) -> Iterator[Node]:
    for each in root.named_children:
        if each.type == "statement_list":
            yield from each.named_children
        elif each.type != "comment":
            raise NotUnderstood(_line(each), f"a {each.type} is none of what examples need")


def _only(node: Node) -> Node:
    """Give what is inside of nodes that hold one other and nothing else."""
    while node.type not in _WHOLE and len(node.named_children) == 1:
        node = node.named_children[0]
    return node


_WHOLE: Final = {"hash_literal_expression", "string_literal", "command", "assignment_expression"}


def _value(node: Node, token: str) -> Any:
    """Give the value of a text or of a table."""
    node = _only(node)
    if node.type == "hash_literal_expression":
        entries = [each for body in node.named_children for each in body.named_children]
        return {
            _text(each.named_children[0]): _value(each.named_children[-1], token)
            for each in entries
        }
    if node.type != "string_literal":
        raise NotUnderstood(_line(node), f"a {node.type} is none of what examples need")
    text = _text(node)
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return re.sub(
        r"`(.)|(\$[\w:]+)", lambda found: found[1] or _variable(found[2], node, token), text[1:-1]
    )


def _variable(name: str, node: Node, token: str) -> str:
    if name != ENVIRONMENT_VARIABLE:
        raise NotUnderstood(
            _line(node), f"{name} has no value; only {ENVIRONMENT_VARIABLE} has one"
        )
    return token


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _line(node: Node) -> int:
    return int(node.start_point.row) + 1


def _first_error(node: Node) -> int:
    """Give the line of the first mistake below a node that has one."""
    for child in node.children:
        if child.is_error or child.is_missing:
            return _line(child)
        if child.has_error:
            return _first_error(child)
    return _line(node)

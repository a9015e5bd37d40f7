"""A request's parameters: those of its query string, of a form, of JSON, and what is permitted.

Source: Rails' ``ActionDispatch::ParamBuilder``, ``QueryParser`` and ``Http::Parameters``, and
``ActionController``'s ``ParamsWrapper`` and ``StrongParameters``.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from etm_mock.rails.formats import FORM, JSON, MULTIPART, content_type

Params = dict[str, Any]

MAXIMUM_DEPTH: Final = 100
"""How deep parameters may be nested, in a form as in JSON."""

UNREADABLE_JSON: Final = "Error occurred while parsing request parameters"

_RUBY_CLASSES: Final[dict[type, str]] = {
    str: "String",
    list: "Array",
    dict: "ActiveSupport::HashWithIndifferentAccess",
}
"""What Rails calls the kinds of parameters of a form, in its messages."""

_BAD_PERCENT: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
_JSON_COMMENT: Final = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


class BadParameters(Exception):  # noqa: N818 - the answer names them so
    """Parameters that can't be read; the message is Rails'."""


class MissingParameter(BadParameters):
    """A parameter that is needed is missing or empty."""

    def __init__(self, name: str) -> None:
        super().__init__(f"param is missing or the value is empty or invalid: {name}")


def query_params(query: bytes) -> Params:
    """Read a query string. Raises :class:`BadParameters`."""
    return _nested("query", _pairs("query", query))


def body_params(body: bytes, header: str | None) -> Params:
    """Read a body, as its content type ``header`` declares it; any other type has no parameters.

    JSON that is no object becomes ``{"_json": …}``. Raises :class:`BadParameters`, and
    :class:`~etm_mock.rails.formats.InvalidMimeType`.
    """
    declared = content_type(header)
    if not body:
        return {}
    if declared == JSON:
        sent = _without_null_entries(_parsed(body))
        return sent if isinstance(sent, dict) else {"_json": sent}
    if declared == FORM:
        return _nested("request", _pairs("request", body))
    if declared == MULTIPART:
        return _nested("request", _multipart(body, header or ""))
    return {}


def wrapped(params: Params, sent: Params, root: str, columns: Collection[str]) -> Params:
    """Wrap a JSON body's own parameters, ``sent``, in ``root`` if ``params`` has no such key.

    Only those named as ``columns`` of the table count.
    """
    if root in params:
        return params
    return {**params, root: {key: value for key, value in sent.items() if key in columns}}


def permitted(
    sent: Mapping[str, Any], *, values: Collection[str] = (), groups: Collection[str] = ()
) -> Params:
    """Keep the known parameters, in the order known: ``values`` that are single, and ``groups``.

    All others are ignored, and so are those that are of the other kind.
    """
    single = {
        key: sent[key] for key in values if key in sent and not isinstance(sent[key], list | dict)
    }
    return single | {key: sent[key] for key in groups if isinstance(sent.get(key), dict)}


def permitted_list(value: Any) -> list[Any] | None:
    """Give a list of single values, ``None`` for anything else."""
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return value
    return None


def permitted_rows(value: Any, columns: Collection[str]) -> list[Params] | None:
    """Give the known columns of a list's mappings, ``None`` for anything that is no list."""
    if not isinstance(value, list):
        return None
    return [permitted(each, values=columns) for each in value if isinstance(each, dict)]


def _pairs(part: str, form: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    for field in re.split(rb"& *", form):
        if field:
            name, equals, value = field.partition(b"=")
            yield _decoded(part, name), _decoded(part, value) if equals else None


def _decoded(part: str, text: bytes) -> bytes:
    shown = text.decode("utf-8", "replace")
    if _BAD_PERCENT.search(shown):
        raise BadParameters(f"Invalid {part} parameters: invalid %-encoding ({shown})")
    return unquote_to_bytes(text.replace(b"+", b" "))


def _multipart(body: bytes, header: str) -> Iterator[tuple[bytes, bytes | None]]:
    message = message_from_bytes(
        b"Content-Type: " + header.encode("latin-1", "replace") + b"\r\n\r\n" + body, policy=HTTP
    )
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str) and part.get_filename() is None:
            content = part.get_payload(decode=True)
            yield name.encode(), content if isinstance(content, bytes) else b""


def _nested(part: str, pairs: Iterable[tuple[bytes, bytes | None]]) -> Params:
    """Nest form fields by their names: ``a[b]=1`` is ``{"a": {"b": "1"}}``, ``a[]=1`` a list."""
    params: Params = {}
    for name, value in pairs:
        try:
            text = None if value is None else value.decode()
            _store(params, name.decode(), text, 0)
        except UnicodeDecodeError as error:
            shown = bytes(error.object).decode("utf-8", "replace")
            problem = f"Invalid encoding for parameter: {shown}"
            raise BadParameters(f"Invalid {part} parameters: {problem}") from None
        except TypeError as error:
            raise BadParameters(f"Invalid {part} parameters: {error}") from None
    return params


def _store(params: Params, name: str, value: str | None, depth: int) -> Any:
    """Put a value where its name says; give the group that it was put into.

    Raises :class:`TypeError` where something of another kind is, or too deep.
    """
    if depth >= MAXIMUM_DEPTH:
        raise TypeError("ActionDispatch::ParamsTooDeepError")
    key, after = _split(name, depth)
    if not key:
        return params
    if after == "":
        if key == "[]" and depth:
            return [] if value is None else [value]
        params[key] = value
    elif after == "[":
        params[name] = value
    elif after == "[]":
        entries = _group(params, key, list)
        if value is not None:
            entries.append(value)
    elif after.startswith("[]"):
        inner = re.fullmatch(r"\[\]\[([^\[\]]+)\]", after)
        child = inner[1] if inner else after[2:]
        entries = _group(params, key, list)
        last = entries[-1] if entries else None
        if isinstance(last, dict) and not _has(last, child):
            _store(last, child, value, depth + 1)
        else:
            entries.append(_store({}, child, value, depth + 1))
    else:
        params[key] = _store(_group(params, key, dict), after, value, depth + 1)
    return params


def _split(name: str, depth: int) -> tuple[str, str]:
    """Split a field's name into the key of this level and the rest."""
    if depth == 0:
        start = name.find("[", 1)
        return (name, "") if start < 0 else (name[:start], name[start:])
    if name.startswith("[]"):
        return "[]", name[2:]
    end = name.find("]", 1)
    if name.startswith("[") and end > 0:
        return name[1:end], name[end + 1 :]
    return name, ""


def _group(params: Params, key: str, kind: type) -> Any:
    if params.get(key) is None:
        params[key] = kind()
    found = params[key]
    if not isinstance(found, kind):
        expected = "Array" if kind is list else "Hash"
        got = _RUBY_CLASSES[type(found)]
        raise TypeError(f"expected {expected} (got {got}) for param `{key}'")
    return found


def _has(group: Params, name: str) -> bool:
    if "[]" in name:
        return False
    inside: Any = group
    for part in re.split(r"[\[\]]+", name):
        if part:
            if not isinstance(inside, dict) or part not in inside:
                return False
            inside = inside[part]
    return True


def _parsed(body: bytes) -> Any:
    """Read JSON as Ruby does: comments are passed over."""
    try:
        text = _JSON_COMMENT.sub(lambda found: found[1] or " ", body.decode())
        sent = json.loads(text, parse_constant=_no_number)
        if _deeper_than(MAXIMUM_DEPTH, sent):
            raise ValueError(f"nested deeper than {MAXIMUM_DEPTH}")
        # Half a surrogate pair is no text: it couldn't be written into an answer.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadParameters(UNREADABLE_JSON) from None
    return sent


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _deeper_than(limit: int, value: Any) -> bool:
    level = _groups([value])
    for _ in range(limit):
        if not level:
            return False
        level = _groups(child for group in level for child in _children(group))
    return bool(level)


def _groups(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def _children(group: dict[str, Any] | list[Any]) -> Collection[Any]:
    return group.values() if isinstance(group, dict) else group


def _without_null_entries(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_null_entries(each) for each in value if each is not None]
    if isinstance(value, dict):
        return {key: _without_null_entries(each) for key, each in value.items()}
    return value

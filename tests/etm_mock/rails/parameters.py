"""A request's parameters: those of its query string, of a form, of JSON, and what is permitted.

Source: Rails' ``ActionDispatch::ParamBuilder``, ``QueryParser`` and ``Http::Parameters``, and
``ActionController``'s ``ParamsWrapper`` and ``StrongParameters``; for forms ``Rack::QueryParser``.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from etm_mock.rails import multipart
from etm_mock.rails.failures import ServiceError
from etm_mock.rails.formats import FORM, JSON, MULTIPART, content_type

Params = dict[str, Any]

MAXIMUM_DEPTH: Final = 100
"""How deep JSON, and the parameters of a query string, may be nested."""

FIELD_LIMIT: Final = 4096
"""How many fields a form may have."""


@dataclass(frozen=True)
class _Reader:
    """Who nests the fields of a form: how deep, and what stands in its messages."""

    depth: int
    too_deep: str
    mapping: str


_RAILS: Final = _Reader(
    MAXIMUM_DEPTH, "ActionDispatch::ParamsTooDeepError", "ActiveSupport::HashWithIndifferentAccess"
)
_RACK: Final = _Reader(32, "Rack::QueryParser::QueryLimitError", "Rack::QueryParser::Params")
"""Reads the form of a body first; what it reads is then read by Rails again."""

_SECOND_HALF: Final = re.compile("[\udc00-\udfff]")
_BAD_PERCENT: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
_JSON_COMMENT: Final = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


FORMS: Final = (FORM, MULTIPART, "multipart/related", "multipart/mixed")
"""The types of bodies that Rack reads."""


class BadParameters(Exception):  # noqa: N818 - the answer names them so
    """Parameters that can't be read; the message is Rails'."""


class UnreadableJson(BadParameters):
    """A body that is declared as JSON and isn't."""

    def __init__(self) -> None:
        super().__init__("Error occurred while parsing request parameters")


class MissingParameter(BadParameters):
    """A parameter that is needed is missing or empty."""

    def __init__(self, name: str) -> None:
        super().__init__(f"param is missing or the value is empty or invalid: {name}")


def query_params(query: bytes) -> Params:
    """Read a query string. Raises :class:`BadParameters`."""
    return _nested("query", _pairs("query", query))


def body_params(body: bytes, header: str | None, *, posted: bool = False) -> Params:
    """Read a body, as its content type ``header`` declares it; any other type has no parameters.

    Without a content type, a body that is ``posted`` is a form. JSON that is no object becomes
    ``{"_json": …}``. Raises :class:`BadParameters`, and
    :class:`~etm_mock.rails.formats.InvalidMimeType`.
    """
    declared = content_type(header)
    if not body:
        return {}
    if declared == JSON:
        sent = _without_null_entries(_parsed(body))
        return sent if isinstance(sent, dict) else {"_json": sent}
    if declared in FORMS or (declared is None and posted):
        return _form(body, header or "")
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


def _form(body: bytes, header: str) -> Params:
    between = multipart.boundary(header)
    pairs: list[tuple[bytes, bytes | None]]
    try:
        if between is None:
            pairs = list(_pairs("request", body.removesuffix(b"\0")))
        else:
            pairs = list(multipart.fields(body, between))
    except multipart.Incomplete:
        raise BadParameters(
            "Invalid request parameters: Rack::Multipart::EmptyContentError"
        ) from None
    if between is None and len(pairs) > FIELD_LIMIT:
        problem = f"total number of query parameters ({len(pairs)}) exceeds limit ({FIELD_LIMIT})"
        raise BadParameters(f"Invalid request parameters: {problem}")
    read_by_rack: Params = {}
    for name, value in pairs:
        try:
            text = None if value is None else value.decode("utf-8", "replace")
            _store(_RACK, read_by_rack, name.decode("utf-8", "replace"), text, 0)
        except TypeError as error:
            raise BadParameters(f"Invalid request parameters: {error}") from None
    return _nested("request", pairs)


def _nested(part: str, pairs: Iterable[tuple[bytes, bytes | None]]) -> Params:
    """Nest form fields by their names: ``a[b]=1`` is ``{"a": {"b": "1"}}``, ``a[]=1`` a list."""
    params: Params = {}
    for name, value in pairs:
        try:
            key = name.decode()
        except UnicodeDecodeError:
            raise ServiceError("a name that is not UTF-8", "send UTF-8") from None
        try:
            text = None if value is None else value.decode()
            _store(_RAILS, params, key, text, 0)
        except UnicodeDecodeError as error:
            shown = bytes(error.object).decode("utf-8", "replace")
            problem = f"Invalid encoding for parameter: {shown}"
            raise BadParameters(f"Invalid {part} parameters: {problem}") from None
        except TypeError as error:
            raise BadParameters(f"Invalid {part} parameters: {error}") from None
    return params


def _store(reader: _Reader, params: Params, name: str, value: str | None, depth: int) -> Any:
    """Put a value where its name says; give the group that it was put into.

    Raises :class:`TypeError` where something of another kind is, or too deep.
    """
    if depth >= reader.depth:
        raise TypeError(reader.too_deep)
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
        entries = _group(reader, params, key, list)
        if value is not None:
            entries.append(value)
    elif after.startswith("[]"):
        inner = re.fullmatch(r"\[\]\[([^\[\]]+)\]", after)
        child = inner[1] if inner else after[2:]
        entries = _group(reader, params, key, list)
        last = entries[-1] if entries else None
        if isinstance(last, dict) and not _has(last, child):
            _store(reader, last, child, value, depth + 1)
        else:
            entries.append(_store(reader, {}, child, value, depth + 1))
    else:
        params[key] = _store(reader, _group(reader, params, key, dict), after, value, depth + 1)
    return params


def _split(name: str, depth: int) -> tuple[str, str]:
    """Split a field's name into the key of this level and the rest."""
    if depth == 0:
        start = name.find("[", 1)
        return (name, "") if start == -1 else (name[:start], name[start:])
    if name.startswith("[]"):
        return "[]", name.removeprefix("[]")
    if name.startswith("[") and "]" in name:
        key, _, after = name.removeprefix("[").partition("]")
        return key, after
    return name, ""


def _group(reader: _Reader, params: Params, key: str, kind: type) -> Any:
    if params.get(key) is None:
        params[key] = kind()
    found = params[key]
    if not isinstance(found, kind):
        expected = "Array" if kind is list else "Hash"
        got = "String" if isinstance(found, str) else "Array"
        got = reader.mapping if isinstance(found, dict) else got
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
            raise ValueError
        if re.search("[\ud800-\udbff]", json.dumps(sent, ensure_ascii=False)):
            raise ValueError  # the first half of a pair of surrogates, without the second
    except (ValueError, RecursionError):
        raise UnreadableJson from None
    _check_encoding(sent)
    return sent


def _check_encoding(value: Any) -> None:
    """Refuse the second half of a pair of surrogates, which Ruby reads: it is no text."""
    if isinstance(value, dict):
        if any(_SECOND_HALF.search(key) for key in value):
            raise ServiceError("a name that is not UTF-8", "send UTF-8")
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            _check_encoding(each)
    elif isinstance(value, str) and _SECOND_HALF.search(value):
        shown = _SECOND_HALF.sub("\ufffd" * 3, value)
        raise BadParameters(f"Invalid request parameters: Invalid encoding for parameter: {shown}")


def _no_number(text: str) -> float:
    raise ValueError(text)


def _deeper_than(limit: int, value: Any) -> bool:
    level = _groups([value])
    for _ in range(limit):
        if not level:
            return False
        level = _groups(child for group in level for child in _children(group))
    return bool(level)


def _groups(values: Iterable[Any]) -> list[Any]:
    # An empty one is read without a look at how deep it is.
    return [value for value in values if value and isinstance(value, dict | list)]


def _children(group: dict[str, Any] | list[Any]) -> Collection[Any]:
    return group.values() if isinstance(group, dict) else group


def _without_null_entries(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_null_entries(each) for each in value if each is not None]
    if isinstance(value, dict):
        return {key: _without_null_entries(each) for key, each in value.items()}
    return value

"""A request's parameters, read as Rails reads them: query string, form or JSON, and casts."""

import json
import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from etm_mock.errors import ApiError, errors

Params = dict[str, Any]

MAXIMUM_DEPTH: Final = 100
"""How deep parameters may be nested, in a form as in JSON: as deep as Ruby's JSON reads them."""

_RUBY_CLASSES: Final[dict[type, str]] = {
    str: "String",
    list: "Array",
    dict: "ActiveSupport::HashWithIndifferentAccess",
}
"""What Rails calls the kinds of parameters of a form, in its messages."""

_FALSE: Final = {0, "0", "f", "F", "false", "FALSE", "off", "OFF"}


async def read_params(request: Request, *, root: str | None = None) -> Params:
    """Give a request's parameters: those of the body, and before them those of the query string.

    A JSON body without its ``root`` key is wrapped in it, as ``{"end_year": 2033}`` counts as
    ``{"scenario": {"end_year": 2033}}``. A form is not.

    Raises :class:`~etm_mock.errors.ApiError` 400 for malformed JSON, and for parameters that are
    nested deeper than :data:`MAXIMUM_DEPTH`.
    """
    query = _nested("query", request.scope["query_string"].decode())
    params: Params = {}
    body = await request.body()
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/json" and body.strip():
        sent = _parsed(body)
        params = dict(sent) if isinstance(sent, dict) else {"_json": sent}
        if root and root not in params | query and isinstance(sent, dict):
            params[root] = sent
    elif media_type == "application/x-www-form-urlencoded":
        params = _nested("request", body.decode("utf-8", "replace"))
    return params | query


def _parsed(body: bytes) -> Any:
    try:
        sent = json.loads(body, parse_float=_finite, parse_constant=_finite)
        if _deeper_than(MAXIMUM_DEPTH, sent):
            raise ValueError(f"nested deeper than {MAXIMUM_DEPTH}")
        # Half a surrogate pair is no text: it couldn't be written into an answer.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise errors(400, "Error occurred while parsing request parameters") from None
    return sent


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a number that JSON can hold")
    return value


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


def _nested(part: str, form: str) -> Params:
    """Nest form fields by their names: ``a[b]=1`` is ``{"a": {"b": "1"}}``, ``a[]=1`` a list.

    A field of a list's entries, ``a[][b]``, belongs to the last entry unless that has it already.
    ``part`` is what Rails calls the form: ``query`` or ``request``.

    Raises :class:`~etm_mock.errors.ApiError` 400 for names that contradict each other, or that are
    nested deeper than :data:`MAXIMUM_DEPTH`.
    """
    params: Params = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        first, *rest = name.replace("]", "").split("[")
        if len(rest) > MAXIMUM_DEPTH:
            raise errors(400, "Parameters are nested too deep")
        try:
            _put(params, first, rest, value)
        except TypeError as error:
            raise errors(400, f"Invalid {part} parameters: {error}") from None
    return params


def _put(into: Params, key: str, rest: list[str], value: str) -> None:
    """Put a value in its place. Raises :class:`TypeError` where something of another kind is."""
    if not rest:
        into[key] = value
    elif rest[0] == "":
        entries = into.setdefault(key, [])
        if not isinstance(entries, list):
            raise _contradiction("Array", entries, key)
        if len(rest) == 1:
            entries.append(value)
        else:
            if not entries or not isinstance(entries[-1], dict) or rest[1] in entries[-1]:
                entries.append({})
            _put(entries[-1], rest[1], rest[2:], value)
    else:
        below = into.setdefault(key, {})
        if not isinstance(below, dict):
            raise _contradiction("Hash", below, key)
        _put(below, rest[0], rest[1:], value)


def _contradiction(expected: str, got: Any, key: str) -> TypeError:
    return TypeError(f"expected {expected} (got {_RUBY_CLASSES[type(got)]}) for param `{key}'")


def mapping(params: Mapping[str, Any], key: str) -> Params:
    """Give a nested group of parameters, empty when it is missing or is no group."""
    value = params.get(key)
    return value if isinstance(value, dict) else {}


def permitted(
    sent: Mapping[str, Any], *, values: Collection[str], groups: Collection[str] = ()
) -> Params:
    """Keep the known parameters: single ``values``, and ``groups`` that are nested.

    All others are ignored, and so are those that are of the other kind.
    """
    return {
        key: value
        for key, value in sent.items()
        if (key in values and not isinstance(value, list | dict))
        or (key in groups and isinstance(value, dict))
    }


def missing(key: str) -> ApiError:
    """Make the answer to a request without a parameter that it needs."""
    return errors(400, f"param is missing or the value is empty or invalid: {key}")


def boolean(value: Any) -> bool | None:
    """Cast to true or false, ``None`` for an empty value; strings such as ``"false"`` count."""
    if value is None or value == "":
        return None
    return isinstance(value, list | dict) or value not in _FALSE  # False equals 0


def text(value: Any) -> str | None:
    """Cast a single value to a text, ``None`` for none."""
    if isinstance(value, bool):
        return "t" if value else "f"  # as the real service stores it
    return None if value is None else str(value)


def number(value: Any) -> float | None:
    """Cast a number or a string that holds one, ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        cast = float(value)
    except (ValueError, OverflowError):
        return None
    return cast if math.isfinite(cast) else None


def integer(value: Any, default: int) -> int:
    """Cast as Ruby's ``to_i``: the leading digits, 0 where there are none.

    ``default`` stands in for a value that is missing or blank.
    """
    digits = "" if value is None else str(value).strip()
    if not digits:
        return default
    sign = digits[0] if digits[0] in "+-" else ""
    digits = digits[len(sign) :]
    count = next((i for i, char in enumerate(digits) if char not in "0123456789"), len(digits))
    return int(f"{sign}{digits[:count]}") if 0 < count < 4000 else 0

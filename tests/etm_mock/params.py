"""A request's parameters, read as Rails reads them: query string, form or JSON, and casts."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from etm_mock.errors import errors

Params = dict[str, Any]

_FALSE: Final = {0, "0", "f", "F", "false", "FALSE", "off", "OFF"}


async def read_params(request: Request, *, root: str | None = None) -> Params:
    """Give a request's parameters: those of the query string, then those of the body.

    A JSON body without its ``root`` key is wrapped in it, as ``{"end_year": 2033}`` counts as
    ``{"scenario": {"end_year": 2033}}``. A form is not.

    Raises :class:`~etm_mock.errors.ApiError` 400 for malformed JSON.
    """
    params = nested(parse_qsl(request.url.query, keep_blank_values=True))
    body = await request.body()
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/json" and body.strip():
        params |= _json_params(body, root)
    elif media_type == "application/x-www-form-urlencoded":
        text = body.decode("utf-8", "replace")
        params |= nested(parse_qsl(text, keep_blank_values=True))
    return params


def _json_params(body: bytes, root: str | None) -> Params:
    try:
        sent = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise errors(400, "Error occurred while parsing request parameters") from None
    params: Params = sent if isinstance(sent, dict) else {"_json": sent}
    if root and root not in params:
        params = {**params, root: dict(params)}
    return params


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def nested(pairs: Iterable[tuple[str, str]]) -> Params:
    """Nest form fields by their names: ``a[b]=1`` is ``{"a": {"b": "1"}}``, ``a[]=1`` a list.

    A field of a list's entries, ``a[][b]``, belongs to the last entry unless that has it already.
    """
    params: Params = {}
    for name, value in pairs:
        first, *rest = name.replace("]", "").split("[")
        _put(params, first, rest, value)
    return params


def _put(into: Params, key: str, rest: list[str], value: str) -> None:
    if not rest:
        into[key] = value
    elif rest[0] == "":
        entries = into.setdefault(key, [])
        if not isinstance(entries, list):
            raise errors(400, f"expected Array (got {type(entries).__name__}) for param `{key}'")
        if len(rest) == 1:
            entries.append(value)
        else:
            if not entries or not isinstance(entries[-1], dict) or rest[1] in entries[-1]:
                entries.append({})
            _put(entries[-1], rest[1], rest[2:], value)
    else:
        below = into.setdefault(key, {})
        if not isinstance(below, dict):
            raise errors(400, f"expected Hash (got {type(below).__name__}) for param `{key}'")
        _put(below, rest[0], rest[1:], value)


def mapping(params: Mapping[str, Any], key: str) -> Params:
    """Give a nested group of parameters, empty when it is missing or is no group."""
    value = params.get(key)
    return value if isinstance(value, dict) else {}


def boolean(value: Any) -> bool | None:
    """Cast to true or false, ``None`` for an empty value; strings such as ``"false"`` count."""
    if value is None or value == "":
        return None
    return isinstance(value, list | dict) or value not in _FALSE  # False equals 0


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
    """Cast as Ruby's ``to_i``: the leading digits, 0 where there are none."""
    if value is None:
        return default
    text = str(value).strip()
    sign = text[:1] if text[:1] in "+-" else ""
    digits = text[len(sign) :]
    count = next((i for i, char in enumerate(digits) if char not in "0123456789"), len(digits))
    return int(f"{sign}{digits[:count]}") if 0 < count < 4000 else 0

"""How Ruby and ActiveModel read a value as a number, a truth value or a text.

Parameters are what JSON and forms give: texts, numbers, booleans, ``None``, lists and mappings.
"""

import math
import re
import unicodedata
from typing import Any, Final

from etm_mock.rails.failures import ServiceError

INTEGER_LIMIT: Final = 2**31
"""Columns of the database hold whole numbers below this."""

TEXT_LIMIT: Final = 255
"""The longest text that a column of the database holds, in characters."""

_LEADING_INTEGER: Final = re.compile(r"\s*([+-]?\d+(?:_\d+)*)", re.ASCII)
_LEADING_FLOAT: Final = re.compile(
    r"\s*([+-]?(?:\d+(?:_\d+)*)?(?:\.\d+(?:_\d+)*|(?<=\d))(?:[eE][+-]?\d+(?:_\d+)*)?)",
    re.ASCII,
)
_WHOLE_FLOAT: Final = re.compile(
    r"\s*[+-]?(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?\s*",
    re.ASCII,
)
_HEXADECIMAL: Final = re.compile(r"\s*([+-]?)0[xX]([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)\s*", re.ASCII)

# Ruby's ``[[:space:]]``. Python's ``strip`` takes four control characters too.
_BLANK: Final = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*")

_FALSE_TEXTS: Final = {"0", "f", "F", "false", "FALSE", "off", "OFF"}


def is_blank(value: Any) -> bool:
    """Say whether Rails counts a value as blank: null, false, white space, an empty group."""
    if isinstance(value, str):
        return _BLANK.fullmatch(value) is not None
    return value is None or value is False or value == [] or value == {}


def is_falsy(value: Any) -> bool:
    """Say whether Ruby counts a value as false: null and false alone."""
    return value is None or value is False


def is_set(value: Any) -> bool:
    """Say whether the service counts a flag of its own as set, among them the text ``"1"``."""
    return value is True or value in ("true", "1")


def to_i(value: Any) -> int:
    """Give Ruby's ``to_i`` of a text or number: leading digits count, 0 where there are none.

    Raises :class:`~etm_mock.rails.failures.ServiceError` for what has no ``to_i``.
    """
    if isinstance(value, str):
        found = _LEADING_INTEGER.match(value)
        # Python reads no more digits; the number is beyond all bounds in any case.
        return int(found[1].replace("_", "")[:4000]) if found else 0
    infinite = isinstance(value, float) and not math.isfinite(value)
    if infinite or isinstance(value, bool | list | dict):
        raise ServiceError("a value that can't be read as a whole number", "send a number")
    return int(value)


def to_f(value: Any) -> float:
    """Give Ruby's ``to_f`` of a text, number or null: 0.0 where there is no number.

    Raises :class:`~etm_mock.rails.failures.ServiceError` for what has no ``to_f``.
    """
    if value is None:
        return 0.0
    if isinstance(value, bool | list | dict):
        raise ServiceError("a value that can't be read as a number", "send numbers")
    if isinstance(value, str):
        found = _LEADING_FLOAT.match(value)
        return _float(found[1].replace("_", "")) if found else 0.0
    return _float(value)


def whole_float(value: Any) -> float | None:
    """Give Ruby's ``Float()`` of a value, ``None`` for a text that is no number.

    Raises :class:`~etm_mock.rails.failures.ServiceError` for null, true, false, lists and
    mappings.
    """
    if value is None or isinstance(value, bool | list | dict):
        raise ServiceError("a value that is neither a number nor a text", "send numbers")
    if not isinstance(value, str):
        return _float(value)
    if _WHOLE_FLOAT.fullmatch(value):
        return _float(value.strip().replace("_", ""))
    found = _HEXADECIMAL.fullmatch(value)
    return _float(int(found[1] + found[2].replace("_", ""), 16)) if found else None


def _float(value: str | float) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number too large for a float
        return -math.inf if str(value).startswith("-") else math.inf


def integer(value: Any) -> int | None:
    """Cast as ActiveModel casts to a whole number, ``None`` for an empty value."""
    if isinstance(value, bool):
        return int(value)
    if value is None or (isinstance(value, str) and is_blank(value)):
        return None
    if isinstance(value, list | dict) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return to_i(value)


def row_id(value: Any) -> int | None:
    """Cast the id of a row as the database is asked for it, ``None`` for one that can't exist."""
    cast = integer(value)
    return cast if cast is not None and -INTEGER_LIMIT <= cast < INTEGER_LIMIT else None


def boolean(value: Any) -> bool | None:
    """Cast as ActiveModel casts to a truth value, ``None`` for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value not in _FALSE_TEXTS
    return not (value is False or (type(value) is int and value == 0))


def text(value: Any) -> str | None:
    """Cast a single value to a text, ``None`` for none."""
    if isinstance(value, bool):
        return "1" if value else "0"  # as Rails casts for MySQL, the real service's database
    return None if value is None else to_s(value)


def to_s(value: Any) -> str:
    """Give Ruby's ``to_s`` of a single value: ``1.0e-07`` for a small number, ``""`` for null."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        if not math.isfinite(value):
            return "Infinity" if value > 0 else "-Infinity"
        return re.sub(r"^(-?\d)e", r"\1.0e", repr(value))
    return str(value)


def inspected(value: Any) -> str:
    """Write a value of JSON as Ruby shows it: ``{"a"=>nil}``."""
    if isinstance(value, dict):
        pairs = (f"{inspected(key)}=>{inspected(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inspected, value)) + "]"
    if isinstance(value, str):
        escaped = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], "\\" + found[0]), value)
        return '"' + "".join(map(_shown, escaped)) + '"'
    return "nil" if value is None else to_s(value)


_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"} | {
    "\v": "\\v",
    "\b": "\\b",
    "\a": "\\a",
    "\x1b": "\\e",
}
_ESCAPED: Final = re.compile(r'["\\\n\r\t\f\v\x07\x08\x1b]|#(?=[{$@])')


def _shown(character: str) -> str:
    number = ord(character)
    if unicodedata.category(character) not in ("Cc", "Cn", "Zl", "Zp"):
        return character
    return f"\\u{number:04X}" if number < 2**16 else f"\\u{{{number:X}}}"


def column_text(value: Any) -> str | None:
    """Cast to a text that a column holds.

    Raises :class:`~etm_mock.rails.failures.ServiceError` for one that is too long.
    """
    cast = text(value)
    if cast is not None and len(cast) > TEXT_LIMIT:
        raise ServiceError(
            f"a text of more than {TEXT_LIMIT} characters", f"send at most {TEXT_LIMIT}"
        )
    return cast

"""The settings of an example: its ``example.toml``, held against ``example.schema.json``.

Editors use the same schema (see ``.taplo.toml``), so a slip shows while you type.
"""

import json
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, ValidationError

SCHEMA: Final = Path(__file__).with_name("example.schema.json")

_schema: Final[dict[str, Any]] = json.loads(SCHEMA.read_text())
_validator: Final = Draft202012Validator(_schema)


def problem(values: Mapping[str, Any], text: str) -> tuple[int, str] | None:
    """Find the first thing that is wrong with a file: its line, and what to do.

    ``values`` is what the file's ``text`` holds.
    """
    error = next(iter(_validator.iter_errors(values)), None)
    if error is None:
        return None
    key, what = _explained(error)
    return _line(text, key), what


def _explained(error: ValidationError) -> tuple[str, str]:
    """Give the key that an error is about, and what to do."""
    said = _schema
    for step in error.schema_path[:-1]:
        said = said[str(step)]
    name, about = error.kind.name, error.kind.as_dict()
    if name == "additionalProperties":
        unknown = str(about["unexpected"][0])
        return unknown, f"no key `{unknown}` is known. {_choice(unknown, said['properties'])}"
    key = next((str(each) for each in reversed(error.instance_path) if isinstance(each, str)), "")
    if name == "enum":
        return key, f"`{key}` can't be {error.instance!r}. {_choice(error.instance, said['enum'])}"
    return key, f"`{key}`: {error.message}. {said.get('description', '')}".rstrip()


def _choice(written: object, known: Iterable[str]) -> str:
    meant = get_close_matches(str(written), known, n=1)
    advice = f"Did you mean `{meant[0]}`? " if meant else ""
    return f"{advice}Known are {', '.join(f'`{each}`' for each in known)}."


def _line(text: str, key: str) -> int:
    """Find the line on which a key is written: a table ``[[key]]``, or ``key = …``."""
    written = re.compile(rf"(.*[{{,])?[\s\[]*{re.escape(key)}[\s\]]*(=|$|#)")
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if written.match(line)), 1)

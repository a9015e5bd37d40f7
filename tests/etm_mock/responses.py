"""JSON answers, written as the real service writes them."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def json_response(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Make an answer with a compact JSON body in UTF-8."""
    try:
        text = _encode(body)
    except ValueError:
        text = _encode(_finite(body))
    return Response(text, status, headers, media_type="application/json; charset=utf-8")


def _finite(value: Any) -> Any:
    """Put ``"null"`` for a number that JSON can't hold: the engine's ``Float#as_json``."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return "null" if isinstance(value, float) and not math.isfinite(value) else value

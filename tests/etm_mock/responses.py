"""JSON answers, written as the real service writes them."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_response(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Make an answer with a compact JSON body in UTF-8."""
    return Response(_encode(body), status, headers, media_type="application/json; charset=utf-8")

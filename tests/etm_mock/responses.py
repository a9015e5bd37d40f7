"""JSON answers, written as the real service writes them."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response


def json_response(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Make an answer with a compact JSON body in UTF-8."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, headers, media_type="application/json; charset=utf-8")

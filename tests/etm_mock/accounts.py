"""What the account host (MyETM) does before its own pages look at a request."""

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from etm_mock.api.app import NOTES
from etm_mock.paths import CONTROL
from etm_mock.rails.routing import normalised
from etm_mock.responses import json_response


class Accounts:
    """Middleware: preflights, plain HTTP, slashes at the end, and the API that the mock has not.

    Source: Rails' ``force_ssl`` and rack-cors in quintel/my-etm d190fcc; ``myetm.jsonl``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = normalised(scope["path"])
        answer = None if path.startswith(CONTROL) else _answer(scope, path)
        await (answer or self._app)({**scope, "path": path}, receive, send)


def _answer(scope: Scope, path: str) -> Response | None:
    headers = Headers(scope=scope)
    if headers.get("x-forwarded-proto") == "http":
        answer = RedirectResponse(f"https://{headers.get('host', '')}{path}", 301)
        answer.headers["Content-Type"] = "text/html; charset=utf-8"
        return answer
    if path.startswith("/api"):
        NOTES.warning("etm-mock: /api on the account host: the mock has not got this API")
        return json_response({"errors": ["The mock ETM has not got this API"]}, 501)
    preflight = "origin" in headers and "access-control-request-method" in headers
    # No header allows anything: a browser refuses the request by itself.
    return Response() if scope["method"] == "OPTIONS" and preflight else None

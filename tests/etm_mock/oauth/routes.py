"""What a token is worth, on the account host: ``/oauth/token/info`` and its neighbours.

This host knows each token, and refuses a revoked one at once. Source: Doorkeeper and
doorkeeper-openid_connect as quintel/my-etm d190fcc uses them; ``myetm.jsonl`` of the recordings.
"""

import re
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from etm_mock.host_check import host_name
from etm_mock.hosts import environment_of
from etm_mock.rails.casts import is_blank
from etm_mock.rails.failures import FrameworkError
from etm_mock.rails.parameters import BadParameters, body_params, query_params
from etm_mock.responses import json_response
from etm_mock.state import state_of
from etm_mock.tokens import Token

INVALID: Final = "The access token is invalid"
REVOKED: Final = "The access token was revoked"
EXPIRED: Final = "The access token expired"

_BEARER: Final = re.compile(r"Bearer ", re.IGNORECASE)


async def token_info(request: Request) -> Response:
    """``GET /oauth/token/info``: the token's user, scopes, remaining seconds and creation."""
    token, now = await _token(request), state_of(request).clock.now()
    if token is None or not token.is_active(now):
        body = {
            "error": "invalid_token",
            "error_description": INVALID,
            "state": "unauthorized",
        }
        return json_response(body, 401, _challenge(INVALID))
    left = None if token.expires_at is None else int((token.expires_at - now).total_seconds())
    return json_response(
        {
            "resource_owner_id": token.user_id,
            "scope": list(token.scopes),
            "expires_in": left,
            "application": {"uid": None},
            "created_at": int(token.created_at.timestamp()),
        }
    )


async def user_info(request: Request) -> Response:
    """``GET /oauth/userinfo``: the token's user, as far as its scopes tell."""
    token, state = await _token(request), state_of(request)
    if token is None or not token.is_active(state.clock.now()):
        why = INVALID if token is None else REVOKED if token.is_revoked else EXPIRED
        return _empty(401, _challenge(why))
    if "openid" not in token.scopes:
        return _empty(403, {"Cache-Control": "no-store"})
    account = state.accounts[token.user_id]
    answer: dict[str, Any] = {"sub": str(account.id)}
    if "email" in token.scopes:
        answer["email"] = account.email
    if "profile" in token.scopes:
        answer["name"] = account.name
    if "roles" in token.scopes:
        answer["roles"] = ["user", "admin"] if account.admin else ["user"]
    return json_response(answer)


async def revoke(_: Request) -> Response:
    """``POST /oauth/revoke``: refused; it takes the credentials of an OAuth application."""
    body = {
        "error": "unauthorized_client",
        "error_description": "You are not authorized to revoke this token",
    }
    return json_response(body, 403)


async def _token(request: Request) -> Token | None:
    """Find the token that a request carries, valid or not, by its full string."""
    header = ", ".join(request.headers.getlist("authorization"))
    found = _BEARER.match(header)
    secret: Any = header[found.end() :] if found else None
    if not secret:
        posted, kind = request.method == "POST", request.headers.get("content-type")
        try:
            sent = body_params(await request.body(), kind, posted=posted)
            params = sent | query_params(request.scope["query_string"])
        except BadParameters:
            raise FrameworkError(400) from None
        given = (params.get(name) for name in ("access_token", "bearer_token"))
        secret = next((value for value in given if not is_blank(value)), None)
    if not isinstance(secret, str):
        return None
    environment = environment_of(host_name(request.scope))
    return state_of(request).token_of_accounts(secret, environment)


def _challenge(description: str) -> dict[str, str]:
    challenge = (
        f'Bearer realm="Doorkeeper", error="invalid_token", error_description="{description}"'
    )
    return {"WWW-Authenticate": challenge, "Cache-Control": "no-store"}


def _empty(status: int, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers={**headers, "Content-Type": "text/html"})


def _with_suffix(path: str, answer: Any, methods: list[str]) -> list[Route]:
    return [Route(each, answer, methods=methods) for each in (path, path + ".{suffix}")]


routes = [
    *_with_suffix("/oauth/token/info", token_info, ["GET"]),
    *_with_suffix("/oauth/userinfo", user_info, ["GET", "POST"]),
    *_with_suffix("/oauth/revoke", revoke, ["POST"]),
]

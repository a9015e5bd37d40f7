"""What a token is worth: ``/oauth/token/info`` and ``/oauth/userinfo``."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from etm_mock.api.caller import Caller, caller_with, state_of
from etm_mock.responses import json_response
from etm_mock.tokens import bearer_secret


async def token_info(request: Request) -> Response:
    """``GET /oauth/token/info``: the token's user, scopes, remaining seconds and creation."""
    caller = _caller(request)
    if caller is None or caller.token is None:
        body = {"error": "invalid_token", "error_description": "The access token is invalid"}
        return json_response(body, 401, _challenge("invalid_token", "The access token is invalid"))
    token, now = caller.token, state_of(request).clock.now()
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
    caller = _caller(request)
    if caller is None or caller.token is None or caller.user is None:
        return Response(
            status_code=401, headers=_challenge("invalid_token", "The access token is invalid")
        )
    if "openid" not in caller.token.scopes:
        description = 'Access to this resource requires scope "openid".'
        return Response(status_code=403, headers=_challenge("invalid_scope", description))
    answer: dict[str, Any] = {"sub": str(caller.user.id)}
    if "email" in caller.token.scopes:
        answer["email"] = caller.user.email
    if "profile" in caller.token.scopes:
        answer["name"] = caller.user.name
    return json_response(answer)


def _caller(request: Request) -> Caller | None:
    secret = bearer_secret(request.headers.get("authorization"), any_case=True)
    return None if secret is None else caller_with(request, secret)


def _challenge(error: str, description: str) -> dict[str, str]:
    quoted = description.replace('"', r"\"")
    challenge = f'Bearer realm="Doorkeeper", error="{error}", error_description="{quoted}"'
    return {"WWW-Authenticate": challenge}


routes = [
    Route("/oauth/token/info", token_info, methods=["GET"]),
    Route("/oauth/userinfo", user_info, methods=["GET", "POST"]),
]

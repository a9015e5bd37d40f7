"""Browser sessions on the account pages: a cookie that only names one, and its CSRF token."""

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from etm_mock.rails.parameters import body_params
from etm_mock.state import Account, Session, state_of

COOKIE: Final = "_etm_mock_session"
"""How the names of cookies begin."""

MAXIMUM: Final = 1000
"""How many sessions are kept; those of nobody go first, and then those not used for longest."""


class InvalidCsrfToken(Exception):  # noqa: N818 - named as the page says it
    """A form was sent without the CSRF token of the session that it belongs to."""


def session_of(request: Request) -> Session:
    """Give the browser's session, a new one if it has none yet."""
    found: Session | None = getattr(request.state, "session", None)
    if found is None:
        key, sessions = request.cookies.get(cookie_name(request), ""), state_of(request).sessions
        if found := sessions.pop(key, None):
            sessions[key] = found  # behind those that were used before
        request.state.session = found = found or _start(request)
    return found


def cookie_name(request: Request) -> str:
    """Name the cookie of a mock: two on one host differ in the port, which cookies don't know."""
    port = request.url.port
    return f"{COOKIE}_{port}" if port else COOKIE


def user_of(request: Request) -> Account | None:
    """Give the signed-in user, ``None`` if there is none."""
    return state_of(request).accounts.get(session_of(request).user_id or 0)


def sign_in(request: Request, user: Account, notice: str) -> None:
    """Start a new session for a user, so that one planted beforehand is worth nothing."""
    sign_out(request)
    _start(request, user.id).notice = notice


def sign_out(request: Request) -> None:
    """End the browser's session."""
    state_of(request).sessions.pop(request.cookies.get(cookie_name(request), ""), None)
    request.state.session = None


async def read_form(request: Request) -> dict[str, str]:
    """Read a form that was sent from one of the session's own pages.

    Raises :class:`InvalidCsrfToken` otherwise.
    """
    params = body_params(await request.body(), request.headers.get("content-type"))
    sent = {key: value for key, value in params.items() if isinstance(value, str)}
    expected = session_of(request).csrf_token
    if not secrets.compare_digest(sent.get("authenticity_token", "").encode(), expected.encode()):
        raise InvalidCsrfToken
    return sent


def _start(request: Request, user_id: int | None = None) -> Session:
    sessions, new = state_of(request).sessions, secrets.token_urlsafe(32)
    while len(sessions) >= MAXIMUM:
        of_nobody = (key for key, each in sessions.items() if each.user_id is None)
        del sessions[next(of_nobody, None) or next(iter(sessions))]
    sessions[new] = Session(csrf_token=secrets.token_urlsafe(32), user_id=user_id)
    request.state.session, request.state.new_session = sessions[new], new
    return sessions[new]


def with_cookie(request: Request, response: Response) -> Response:
    """Let the browser remember a session that began with this request."""
    key = getattr(request.state, "new_session", None)
    if key:
        secure = request.url.scheme == "https"
        response.set_cookie(cookie_name(request), key, httponly=True, samesite="lax", secure=secure)
    response.headers["Cache-Control"] = "no-store"
    return response

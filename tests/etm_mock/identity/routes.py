"""The account pages: sign up, sign in, and the settings page of personal access tokens.

Plain forms that work without a script. Source: MyETM's ``/identity`` pages.
"""

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from etm_mock import __version__
from etm_mock.host_check import host_name
from etm_mock.hosts import environment_of, is_service
from etm_mock.identity import sessions
from etm_mock.permissions import SCOPES_OF_LEVEL
from etm_mock.state import state_of
from etm_mock.tokens import DEFAULT_EXPIRY_DAYS, EXPIRY_DAYS, PREFIXES, Token

SHOWN_CHARACTERS: Final = 5
"""How much of a token's string the settings page shows after the prefix, once it is hidden."""

MINIMUM_PASSWORD: Final = 8

LEVEL_LABELS: Final = {
    "public": "Read public scenarios only",
    "read": "Read public and private scenarios",
    "write": "Read and write public and private scenarios",
    "delete": "Read, write, and delete public and private scenarios",
}

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_templates: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("etm_mock.identity"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)

Handler = Callable[[Request], Awaitable[Response]]


def _page(handler: Handler) -> Handler:
    """Give a page its session: the cookie, and the answer to a form that is not its own."""

    @wraps(handler)
    async def page(request: Request) -> Response:
        try:
            response = await handler(request)
        except sessions.InvalidCsrfToken:
            response = _render(request, "invalid-form.html", 422)
        return sessions.with_cookie(request, response)

    return page


def _signed_in(handler: Handler) -> Handler:
    """Let a page be seen by a signed-in user alone; lead everyone else to sign in."""

    @_page
    @wraps(handler)
    async def page(request: Request) -> Response:
        if sessions.user_of(request) is None:
            sessions.session_of(request).notice = "You need to sign in before continuing."
            return _to("/identity/sign_in")
        return await handler(request)

    return page


@_page
async def sign_up(request: Request) -> Response:
    """``GET /identity/sign_up``: the form of a new account. ``POST``: create it, and sign in."""
    if request.method != "POST":
        return _render(request, "sign-up.html", sent={}, problems=[])
    sent, state = await sessions.read_form(request), state_of(request)
    environment = environment_of(request.url.hostname)
    name, email = sent.get("name", "").strip(), sent.get("email", "").strip()
    problems = []
    if not name:
        problems.append("Name can't be blank")
    if not _EMAIL.fullmatch(email):
        problems.append("Email is invalid")
    elif state.account_by_email(email, environment):
        problems.append("Email has already been taken")
    if len(sent.get("password", "")) < MINIMUM_PASSWORD:
        problems.append(f"Password is too short (minimum is {MINIMUM_PASSWORD} characters)")
    if sent.get("password_confirmation", sent.get("password")) != sent.get("password"):
        problems.append("Password confirmation doesn't match Password")
    if problems:
        return _render(request, "sign-up.html", 422, sent=sent, problems=problems)
    user = state.add_account(name, email, sent["password"], environment=environment)
    sessions.sign_in(request, user, "Welcome! You have signed up successfully.")
    return _to("/identity/tokens")


@_page
async def sign_in(request: Request) -> Response:
    """``GET /identity/sign_in``: the form. ``POST``: sign in with e-mail and password."""
    if request.method != "POST":
        return _render(request, "sign-in.html", sent={}, problems=[])
    sent = await sessions.read_form(request)
    environment = environment_of(request.url.hostname)
    user = state_of(request).account_by_email(sent.get("email", ""), environment)
    if user is None or user.password != sent.get("password"):
        problems = ["Invalid Email or password."]
        return _render(request, "sign-in.html", 422, sent=sent, problems=problems)
    sessions.sign_in(request, user, "Signed in successfully.")
    return _to("/identity/tokens")


@_page
async def sign_out(request: Request) -> Response:
    """``POST /identity/sign_out``."""
    await sessions.read_form(request)
    sessions.sign_out(request)
    return _to("/identity/sign_in")


@_signed_in
async def tokens(request: Request) -> Response:
    """``GET /identity/tokens``: the user's tokens that are neither revoked nor expired.

    One made within the last minute comes first and shows its full string; the others follow by
    name. ``POST``: create one.
    """
    if request.method == "POST":
        return await _create_token(request)
    return _render(request, "tokens.html", tokens=_listed(request))


@_signed_in
async def new_token(request: Request) -> Response:
    """``GET /identity/tokens/new``: the form of a new token."""
    return _render(request, "new-token.html", **_form(sent={}, problems=[]))


@_signed_in
async def revoke_token(request: Request) -> Response:
    """``POST /identity/tokens/{id}`` with ``_method=delete``: revoke one of the user's tokens."""
    await sessions.read_form(request)
    state, user = state_of(request), sessions.user_of(request)
    token = state.tokens.get(request.path_params["id"])
    if token is None or user is None or token.user_id != user.id or not _is_here(request, token):
        return HTMLResponse("Not found", 404)
    token.revoked_at = token.revoked_at or state.clock.now()
    sessions.session_of(
        request
    ).notice = "Token revoked. The token can no longer be used to access the API."
    return _to("/identity/tokens")


async def start(request: Request) -> Response:
    """``GET /`` under the mock's own address: where a person is, and where to go from here."""
    if is_service(host_name(request.scope)):
        raise HTTPException(404)
    page = _templates.get_template("start.html").render(version=__version__, user=None, notice=None)
    return HTMLResponse(page, 200, {"Content-Security-Policy": _POLICY})


async def _create_token(request: Request) -> Response:
    sent, user = await sessions.read_form(request), sessions.user_of(request)
    assert user is not None
    name, level = sent.get("name", "").strip(), sent.get("permissions", "public")
    days = sent.get("expires_in", str(DEFAULT_EXPIRY_DAYS))
    problems = []
    if not name:
        problems.append("Name can't be blank")
    if level not in SCOPES_OF_LEVEL:
        problems.append("Permissions is not included in the list")
    if days not in map(str, EXPIRY_DAYS):
        problems.append("Expiration is not included in the list")
    if problems:
        form = _form(sent=sent, problems=problems)
        return _render(request, "new-token.html", 422, **form)
    extras = [scope for scope in ("email", "profile") if sent.get(f"{scope}_scope") == "1"]
    state_of(request).add_token(
        user,
        name,
        (*SCOPES_OF_LEVEL[level], *extras),
        expires_in_days=int(days),
    )
    return _to("/identity/tokens")


def _listed(request: Request) -> list[dict[str, Any]]:
    state, user = state_of(request), sessions.user_of(request)
    now = state.clock.now()
    active = [
        each
        for each in state.tokens.values()
        if user and each.user_id == user.id and _is_here(request, each) and each.is_active(now)
    ]
    active.sort(key=lambda each: (not each.shown_in_full(now), each.name.lower(), each.id))
    return [
        {
            "id": token.id,
            "name": token.name,
            "full": token.secret if token.shown_in_full(now) else None,
            "beginning": _beginning(token),
            "expires_at": token.expires_at,
            "last_used_at": token.last_used_at,
            "permissions": _permissions(token),
        }
        for token in active
    ]


def _is_here(request: Request, token: Token) -> bool:
    """Say whether a token belongs to the environment of the host that was asked."""
    return token.environment == environment_of(request.url.hostname)


def _beginning(token: Token) -> str:
    """Give what is still shown of a token's string when it is hidden."""
    shown = len(PREFIXES[token.environment]) + SHOWN_CHARACTERS
    return f"{token.secret[:shown]}..."


def _permissions(token: Token) -> str:
    """Name a token's level, and its scopes where they are none of the levels'."""
    extras = [scope for scope in ("email", "profile") if scope in token.scopes]
    rest = tuple(scope for scope in token.scopes if scope not in extras)
    level = next((name for name, scopes in SCOPES_OF_LEVEL.items() if scopes == rest), None)
    return ", ".join([LEVEL_LABELS[level] if level else " ".join(rest), *extras])


def _form(*, sent: dict[str, str], problems: list[str]) -> dict[str, Any]:
    return {
        "sent": sent,
        "problems": problems,
        "levels": LEVEL_LABELS,
        "expiries": EXPIRY_DAYS,
        "default_expiry": DEFAULT_EXPIRY_DAYS,
    }


def _render(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    session = sessions.session_of(request)
    notice, session.notice = session.notice, None
    page = _templates.get_template(template).render(
        csrf_token=session.csrf_token, user=sessions.user_of(request), notice=notice, **values
    )
    return HTMLResponse(
        page, status, {"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
    )


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


def _asset(name: str, media_type: str) -> Handler:
    async def asset(_: Request) -> Response:
        return Response(_templates.get_template(name).render(), media_type=media_type)

    return asset


routes = [
    Route("/", start),
    Route("/identity/sign_up", sign_up, methods=["GET", "POST"]),
    Route("/identity/sign_in", sign_in, methods=["GET", "POST"]),
    Route("/identity/sign_out", sign_out, methods=["POST"]),
    Route("/identity/tokens", tokens, methods=["GET", "POST"]),
    Route("/identity/tokens/new", new_token, methods=["GET"]),
    Route("/identity/tokens/{id:int}", revoke_token, methods=["POST"]),
    Route("/identity/style.css", _asset("style.css", "text/css")),
    Route("/identity/copy.js", _asset("copy.js", "text/javascript")),
]

"""The mock's own interface, ``/_mock``: it sets up a test and says what was asked.

It is no part of the ETM API, and answers only under the names of this machine.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from etm_mock import hosts, world
from etm_mock.api.scenario_json import scenario_json, timestamp
from etm_mock.engine import Engine, KnownUser
from etm_mock.errors import errors
from etm_mock.faults import Fault, problem_of
from etm_mock.fixtures import FIXTURE_NAMES, load
from etm_mock.permissions import SCOPES_OF_LEVEL, Role
from etm_mock.rails.casts import whole_float
from etm_mock.rails.failures import ServiceError
from etm_mock.rails.formats import JSON
from etm_mock.rails.parameters import body_params
from etm_mock.responses import json_response
from etm_mock.services import Environment
from etm_mock.state import Account, State, state_of
from etm_mock.tokens import DEFAULT_EXPIRY_DAYS, TOKEN_STATES

_USER: Final = {
    "name": str,
    "email": str,
    "password": str,
    "admin": bool,
    "private_scenarios": bool,
    "environment": str,
}
_TOKEN: Final = {
    "user_id": int,
    "name": str,
    "permissions": str,
    "email_scope": bool,
    "profile_scope": bool,
    "expires_in": (int, float, type(None)),
    "scopes": str,
    "environment": str,
    "state": str,
}
_SCENARIO: Final = {
    "environment": str,
    "release": (str, type(None)),
    "owner_id": (int, type(None)),
    "roles": list,
    "area_code": str,
    "end_year": int,
    "private": bool,
    "keep_compatible": bool,
    "source": (str, type(None)),
    "metadata": dict,
    "user_values": dict,
    "template": (int, type(None)),
}

_FAULT: Final = {
    "method": (str, type(None)),
    "path": str,
    "count": int,
    "latency": (int, float),
    "status": (int, type(None)),
    "retry_after": (int, type(None)),
    "drop": bool,
}


async def reset(request: Request) -> Response:
    """``POST /_mock/reset`` with ``fixture``: the whole state back to it. Answers 204."""
    sent = await _body(request, {"fixture": str})
    name = sent.get("fixture", "docs")
    load(state_of(request), _one_of("fixture", name, FIXTURE_NAMES))
    return Response(status_code=204)


async def set_state(request: Request) -> Response:
    """``POST /_mock/state``: the whole state anew, of a world as in the recordings. Answers 204."""
    sent = await _json(request)
    _environment(sent)
    try:
        world.load(state_of(request), sent)
    except world.InvalidWorld as error:
        raise errors(422, str(error)) from None
    return Response(status_code=204)


async def get_state(request: Request) -> Response:
    """``GET /_mock/state``: what an engine remembers.

    ``?environment=`` and ``?release=`` say which; production's if they don't.
    """
    state = state_of(request)
    return json_response(world.as_json(state, _engine(state, dict(request.query_params))))


async def create_user(request: Request) -> Response:
    """``POST /_mock/users``: an account. Answers 201 with its fields, the password left out.

    No engine knows of it until a token of its own reaches it.
    """
    sent = await _body(request, _USER, required=("name", "email"))
    state, environment = state_of(request), _environment(sent)
    if state.account_by_email(sent["email"], environment):
        raise errors(422, f"email: {sent['email']} has an account already")
    account = state.add_account(**{**sent, "environment": environment})
    return json_response(
        {
            "id": account.id,
            "name": account.name,
            "email": account.email,
            "admin": account.admin,
            "private_scenarios": account.private_scenarios,
            "environment": account.environment,
        },
        201,
    )


async def create_token(request: Request) -> Response:
    """``POST /_mock/tokens``: a token. Answers 201 with its full string."""
    sent = await _body(request, _TOKEN, required=("user_id",))
    if "scopes" in sent:
        scopes = tuple(sent["scopes"].split())
    else:
        level = _one_of("permissions", sent.get("permissions", "public"), tuple(SCOPES_OF_LEVEL))
        extras = [name for name in ("email", "profile") if sent.get(f"{name}_scope")]
        scopes = (*SCOPES_OF_LEVEL[level], *extras)
    account = _account(request, sent["user_id"])
    environment = _environment(sent) if "environment" in sent else account.environment
    condition = _one_of("state", sent.get("state", "valid"), TOKEN_STATES)
    state = state_of(request)
    try:
        token = state.add_token(
            account,
            sent.get("name", "Token"),
            scopes,
            expires_in_days=sent.get("expires_in", DEFAULT_EXPIRY_DAYS),
            environment=environment,
        )
    except OverflowError:
        raise errors(422, "expires_in: too far away") from None
    if condition == "expired":
        token.expire(state.clock.now())
    elif condition == "revoked":
        token.revoked_at = state.clock.now()
    return json_response(
        {
            "id": token.id,
            "token": token.secret,
            "user_id": token.user_id,
            "name": token.name,
            "scopes": " ".join(token.scopes),
            "environment": token.environment,
            "created_at": timestamp(token.created_at),
            "expires_at": token.expires_at and timestamp(token.expires_at),
        },
        201,
    )


async def revoke_token(request: Request) -> Response:
    """``DELETE /_mock/tokens/{id}``: revoke a token. Answers 204."""
    state = state_of(request)
    token = state.tokens.get(request.path_params["id"])
    if token is None:
        raise errors(404, "No such token")
    token.revoked_at = token.revoked_at or state.clock.now()
    return Response(status_code=204)


async def create_scenario(request: Request) -> Response:
    """``POST /_mock/scenarios``: a scenario in any state.

    An entry of ``roles`` names a user by ``user_id``, whom the engine knows then, or by a
    ``user_email`` that nobody may have yet. ``environment`` and ``release`` say on which engine.
    """
    sent = await _body(request, _SCENARIO)
    state, roles = state_of(request), list[tuple[KnownUser | str, Role]]()
    engine = _engine(state, sent)
    sent.pop("environment", None), sent.pop("release", None)
    owner_id, listed = sent.pop("owner_id", None), sent.pop("roles", [])
    if owner_id is not None:
        owner = state.seen_by(engine, _account(request, owner_id))
        roles.append((owner, Role.scenario_owner))
    roles += [_role(request, engine, entry) for entry in listed]
    emails = {(whom if isinstance(whom, str) else whom.email).lower() for whom, _ in roles}
    if len(emails) < len(roles):
        raise errors(422, "roles: a user has one role on a scenario")
    _one_of("area_code", sent.setdefault("area_code", "nl"), tuple(engine.catalogue.start_years))
    sent.setdefault("end_year", 2050)
    for key, value in sent.get("user_values", {}).items():
        _one_of("user_values", key, tuple(engine.catalogue.sliders))
        sent["user_values"][key] = _number(key, value)
    scenario = engine.add_scenario(state.clock.now(), **sent)
    for whom, role in roles:
        if isinstance(whom, str):
            engine.add_scenario_user(scenario, role, email=whom)
        else:
            engine.add_scenario_user(scenario, role, user=whom)
    url = request.url.replace(path=f"/api/v3/scenarios/{scenario.id}", query="")
    return json_response(scenario_json(engine, scenario, str(url)), 201)


async def move_clock(request: Request) -> Response:
    """``POST /_mock/clock`` with ``advance`` (seconds): move the mock's time."""
    sent = await _body(request, {"advance": (int, float)}, required=("advance",))
    clock = state_of(request).clock
    try:
        clock.advance(sent["advance"])
    except OverflowError:
        raise errors(422, "advance: too far") from None
    return json_response({"now": timestamp(clock.now())})


async def create_fault(request: Request) -> Response:
    """``POST /_mock/faults``: let the next API requests that match go wrong.

    See :class:`etm_mock.faults.Fault` for the fields. Answers 201 with the fault.
    """
    sent = await _body(request, _FAULT)
    if problem := problem_of(sent):
        raise errors(422, problem)
    fault = Fault(**sent)
    state_of(request).faults.add(fault)
    return json_response(fault.as_json(), 201)


async def list_faults(request: Request) -> Response:
    """``GET /_mock/faults``: those that are still to come."""
    return json_response(state_of(request).faults.as_json())


async def clear_faults(request: Request) -> Response:
    """``DELETE /_mock/faults``: let nothing go wrong any more. Answers 204."""
    state_of(request).faults.clear()
    return Response(status_code=204)


async def requests(request: Request) -> Response:
    """``GET /_mock/requests``: the journal, oldest first."""
    return json_response(state_of(request).journal.as_json())


async def forget_requests(request: Request) -> Response:
    """``DELETE /_mock/requests``: empty the journal. Answers 204."""
    state_of(request).journal.clear()
    return Response(status_code=204)


async def _json(request: Request) -> dict[str, Any]:
    """Read a JSON object, whatever content type is declared: curl's ``-d`` declares a form."""
    return body_params(await request.body(), JSON)


async def _body(
    request: Request, fields: dict[str, Any], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read a JSON object with known fields of known types, else answer 422 and say which."""
    sent = await _json(request)
    for name, value in sent.items():
        if name not in fields:
            raise errors(422, f"{name}: unknown; known are {', '.join(fields)}")
        wanted = fields[name]
        number_wanted = wanted is int or (isinstance(wanted, tuple) and int in wanted)
        if not isinstance(value, wanted) or (number_wanted and isinstance(value, bool)):
            raise errors(422, f"{name}: not of the right type")
    for name in required:
        if name not in sent:
            raise errors(422, f"{name}: missing")
    return sent


def _one_of(field: str, value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise errors(422, f"{field}: unknown {value!r}; known are {', '.join(known)}")
    return value


def _environment(sent: Mapping[str, Any]) -> Environment:
    known = get_args(Environment)
    environment: Environment = _one_of("environment", sent.get("environment", "production"), known)
    return environment


def _engine(state: State, sent: Mapping[str, Any]) -> Engine:
    """Find the engine that ``environment`` and ``release`` name; production's if they don't."""
    release = sent.get("release")
    if release is not None and not hosts.release_of(f"{release}.{hosts.ENGINE}"):
        raise errors(422, f"release: {release!r} is no tag such as 2025-01")
    return state.engine(_environment(sent), release)


def _number(key: str, value: Any) -> float:
    try:
        number = whole_float(value)
    except ServiceError:
        number = None
    if number is None:
        raise errors(422, f"user_values: {key}: not a number")
    return number


def _role(request: Request, engine: Engine, entry: Any) -> tuple[KnownUser | str, Role]:
    """Read an entry of ``roles``: an account, or an e-mail address, and its role."""
    role = entry.get("role") if isinstance(entry, dict) else None
    if not isinstance(role, str) or role not in Role.__members__:
        names = ", ".join(Role.__members__)
        raise errors(422, f'roles: an entry needs "user_id" or "user_email", and "role" ({names})')
    email = entry.get("user_email")
    if not isinstance(email, str) or not email:
        account = _account(request, entry.get("user_id"))
        return state_of(request).seen_by(engine, account), Role[role]
    return engine.user_by_email(email) or email, Role[role]


def _account(request: Request, user_id: Any) -> Account:
    account = state_of(request).accounts.get(user_id) if isinstance(user_id, int) else None
    if account is None:
        raise errors(422, f"user_id: no user {user_id!r}")
    return account


routes = [
    Route("/_mock/reset", reset, methods=["POST"]),
    Route("/_mock/state", set_state, methods=["POST"]),
    Route("/_mock/state", get_state, methods=["GET"]),
    Route("/_mock/users", create_user, methods=["POST"]),
    Route("/_mock/tokens", create_token, methods=["POST"]),
    Route("/_mock/tokens/{id:int}", revoke_token, methods=["DELETE"]),
    Route("/_mock/scenarios", create_scenario, methods=["POST"]),
    Route("/_mock/clock", move_clock, methods=["POST"]),
    Route("/_mock/faults", create_fault, methods=["POST"]),
    Route("/_mock/faults", list_faults, methods=["GET"]),
    Route("/_mock/faults", clear_faults, methods=["DELETE"]),
    Route("/_mock/requests", requests, methods=["GET"]),
    Route("/_mock/requests", forget_requests, methods=["DELETE"]),
]

"""Who is asking: the token of a request, its user, and what they may do."""

from dataclasses import dataclass

from starlette.requests import Request

from etm_mock.errors import refused
from etm_mock.host_check import host_name
from etm_mock.hosts import environment_of
from etm_mock.permissions import INVALID_TOKEN, Access, refusal
from etm_mock.state import Scenario, State, User
from etm_mock.tokens import Token, bearer_secret


def state_of(request: Request) -> State:
    """Give the state of the mock that answers the request."""
    state: State = request.app.state.etm
    return state


@dataclass(frozen=True)
class Caller:
    """The sender of a request. Without a token there is neither a user nor a token."""

    access: Access
    user: User | None = None
    token: Token | None = None

    def allowed(self, scenario: Scenario) -> frozenset[str]:
        """Give the letters of the permission table for a scenario."""
        return self.access.to_scenario(
            private=scenario.private,
            has_users=bool(scenario.users),
            role=scenario.role_of(self.user),
        )

    def require(self, letter: str, scenario: Scenario) -> None:
        """Do nothing if the permission table allows ``letter`` for the scenario.

        Raises :class:`~etm_mock.errors.ApiError` 403 or 404 otherwise.
        """
        if letter not in self.allowed(scenario):
            raise refused(refusal(private=scenario.private))


def caller_of(request: Request) -> Caller:
    """Find out who sent an API request.

    Raises :class:`~etm_mock.errors.ApiError` 401 for a token that is not valid, also where the
    request would have been answered without one.
    """
    secret = bearer_secret(request.headers.get("authorization"))
    if secret is None:
        return Caller(Access(None))
    caller = caller_with(request, secret)
    if caller is None:
        raise refused(INVALID_TOKEN)
    return caller


def caller_with(request: Request, secret: str) -> Caller | None:
    """Find the user of a token string, ``None`` if it is not valid on the request's host."""
    state = state_of(request)
    token = state.active_token(secret, environment_of(host_name(request.scope)))
    if token is None:
        return None
    token.last_used_at = state.clock.now()
    user = state.users[token.user_id]
    return Caller(Access(token.scopes, admin=user.admin), user, token)

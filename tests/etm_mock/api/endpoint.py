"""What every endpoint under ``/api/v3`` does before its own work, in the engine's order.

First the parameters are read (400 if they are malformed), then the token (401 if it is not valid).
Source: the engine's base controller, whose parameters are parsed before its callbacks run.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from etm_mock.api.caller import Caller, caller_of, state_of
from etm_mock.params import Params, read_params
from etm_mock.state import Scenario, State


@dataclass(frozen=True)
class Call:
    """One request to the API: its parameters, who sent it, and the state it is about."""

    request: Request
    params: Params
    caller: Caller
    state: State

    @property
    def asked_id(self) -> str:
        """The ``{id}`` of the path, as it was written."""
        asked: str = self.request.path_params["id"]
        return asked

    def scenario(self, asked: str) -> Scenario | None:
        """Find a scenario by its id as it was written, ``None`` if there is no such scenario."""
        known = asked.isascii() and asked.isdecimal() and len(asked) < 20
        return self.state.scenarios.get(int(asked)) if known else None

    def url(self, path: str) -> str:
        """Give the absolute address of a path on the host that was asked."""
        return f"{self.request.scope['scheme']}://{self.request.headers['host']}{path}"


Endpoint = Callable[[Call], Response]
Handler = Callable[[Request], Awaitable[Response]]


def endpoint(answer: Endpoint, *, root: str | None = None) -> Handler:
    """Make a handler of an endpoint; ``root`` is the key in which a JSON body may be wrapped."""

    @wraps(answer)
    async def handler(request: Request) -> Response:
        params = await read_params(request, root=root)
        return answer(Call(request, params, caller_of(request), state_of(request)))

    return handler

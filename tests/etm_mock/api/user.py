"""The token's user: ``/api/v3/user``. Source: the engine's ``Api::V3::UsersController``."""

from typing import Final

from starlette.responses import Response

from etm_mock.api.call import Call, Wrapper
from etm_mock.api.scenario_json import timestamp
from etm_mock.errors import ApiError
from etm_mock.rails import casts
from etm_mock.rails.failures import ServiceError
from etm_mock.rails.parameters import MissingParameter, permitted
from etm_mock.responses import json_response

WRAPPER: Final = Wrapper(
    "user",
    (
        "id",
        "name",
        "private_scenarios",
        "admin",
        "created_at",
        "updated_at",
        "include_in_qi_db",
        "user_email",
    ),
)
"""The columns of the engine's table ``users`` (``db/schema.rb``)."""


def update(call: Call) -> Response:
    """``PUT`` or ``PATCH /api/v3/user``: the user's name and default privacy, on this engine."""
    user = call.caller.user
    sent = call.params.get("user")
    if casts.is_blank(sent):
        raise MissingParameter("user")
    if not isinstance(sent, dict):
        raise ServiceError('"user" is no object', 'send "user" as an object')
    if user is None:
        raise ServiceError("a request without a token", "send a token")
    sent = permitted(sent, values=("name", "private_scenarios"))
    name, private = casts.text(sent.get("name", user.name)), user.private_scenarios
    if casts.is_blank(name):
        raise ApiError(422, {"name": ["can't be blank"]})
    if "private_scenarios" in sent:
        private = casts.boolean(sent["private_scenarios"])
    if (name, private) != (user.name, user.private_scenarios):
        user.name, user.private_scenarios = casts.column_text(name) or "", private
        user.updated_at = call.state.clock.now()
    return json_response(
        {
            "id": user.id,
            "name": user.name,
            "private_scenarios": user.private_scenarios,
            "admin": user.admin,
            "created_at": timestamp(user.created_at),
            "updated_at": timestamp(user.updated_at),
            "include_in_qi_db": False,
            "user_email": user.email,
        }
    )

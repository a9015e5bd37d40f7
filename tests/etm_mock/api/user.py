"""The token's user: ``/api/v3/user``."""

from starlette.responses import Response
from starlette.routing import Route

from etm_mock.api.endpoint import Call, endpoint
from etm_mock.errors import ApiError, refused
from etm_mock.params import boolean, mapping, missing, permitted, text
from etm_mock.permissions import INVALID_TOKEN
from etm_mock.responses import json_response


def update(call: Call) -> Response:
    """``PUT`` or ``PATCH /api/v3/user``: the user's name and default privacy."""
    user = call.caller.user
    if user is None:
        raise refused(INVALID_TOKEN)
    sent = mapping(call.params, "user")
    if not sent:
        raise missing("user")
    sent = permitted(sent, values=("name", "private_scenarios"))
    name = text(sent.get("name", user.name)) or ""
    if not name.strip():
        raise ApiError(422, {"name": ["can't be blank"]})
    user.name = name
    private = boolean(sent.get("private_scenarios"))
    if private is not None:
        user.private_scenarios = private
    return json_response(
        {"id": user.id, "name": user.name, "private_scenarios": user.private_scenarios}
    )


routes = [Route("/api/v3/user", endpoint(update, root="user"), methods=["PUT", "PATCH"])]

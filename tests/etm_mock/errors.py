"""Answers that refuse a request, raised from wherever the reason is found."""

from typing import Any

from starlette.responses import Response

from etm_mock.permissions import Refusal
from etm_mock.rails.failures import FrameworkError
from etm_mock.rails.formats import Asked, framework_answer
from etm_mock.rails.parameters import BadParameters
from etm_mock.responses import json_response


class ApiError(Exception):
    """An error answer of the API: an HTTP status and a JSON body."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def errors(status: int, *messages: Any) -> ApiError:
    """Make the usual error answer, ``{"errors": ["message", …]}``."""
    return ApiError(status, {"errors": list(messages)})


def refused(refusal: Refusal) -> ApiError:
    """Make the answer to a request that the permissions refuse."""
    return errors(refusal.status, refusal.message)


def answer_to(error: ApiError | BadParameters | FrameworkError, asked: Asked) -> Response:
    """Write the answer that an error stands for, one of the framework in the form ``asked`` for."""
    if isinstance(error, ApiError):
        return json_response(error.body, error.status)
    if isinstance(error, BadParameters):
        return json_response({"errors": [str(error)]}, 400)
    return framework_answer(error.status, asked)

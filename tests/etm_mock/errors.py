"""Answers that refuse a request, raised from wherever the reason is found."""

from typing import Any

from etm_mock.permissions import Refusal


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

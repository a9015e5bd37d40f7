"""Answers that the framework gives in place of the service: 404, 500 and their kind.

They look otherwise than the service's own errors, and are written by
:mod:`etm_mock.rails.formats`.
"""


class FrameworkError(Exception):
    """A request that the framework answers by itself, with ``status``."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ServiceError(FrameworkError):
    """What the real service trips over (500): what it is, and what to send instead.

    Neither text may hold anything of a header, a token or a body.
    """

    def __init__(self, trips_over: str, instead: str) -> None:
        super().__init__(500)
        self.trips_over = trips_over
        self.instead = instead

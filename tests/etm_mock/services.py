"""The three kinds of service that a client may ask, and what differs between them.

Source: quintel/etengine 96368e667 (production), f30bd1c (staging) and the tag ``stable.2025.01``:
``app/controllers/api/v3/base_controller.rb``, ``app/models/user.rb``,
``config/initializers/cors.rb``; the field ``staging`` of the recordings.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

Environment = Literal["production", "staging"]


@dataclass(frozen=True)
class Service:
    """The rules of one kind of service.

    ``environment`` says whose tokens it accepts. ``access_token`` says when that parameter is read
    as a token: never, if there is no ``Authorization`` header, or if that is no ``Bearer``.
    ``session_cookie`` says whether the web application's cookie is one. ``without_expiry`` is the
    status that a token without expiry gets. ``admin_by_token`` says whether an administrator is one
    as soon as the token says so, rather than if they were when first seen. ``credentials`` says
    whether the model's own sites may send cookies.
    """

    environment: Environment
    access_token: Literal["never", "no header", "no bearer"]
    session_cookie: bool
    without_expiry: Literal[401, 500]
    admin_by_token: bool
    credentials: bool


# fmt: off
#                        environment   access_token  session_  without_  admin_by_  credentials
#                                                    cookie    expiry    token
PRODUCTION: Final = Service("production", "no header",  False,    500,      False,     False)
STAGING: Final    = Service("staging",    "no bearer",  True,     401,      True,      True)
STABLE: Final     = Service("production", "never",      False,    500,      False,     False)
# fmt: on

RELEASES: Final = {"2025-01": datetime(2025, 2, 1, tzinfo=UTC)}
"""The stable releases by tag, and when each appeared.

A token is good for those that were there when it was made.
"""

"""Who may do what: the one table that decides, and the refusals that follow from it.

Source: ``app/models/api/token_ability.rb`` and ``guest_ability.rb`` of quintel/etengine 96368e667,
and ``endpoints.csv`` of the recordings. Nothing else in the mock compares scopes or roles.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

SCOPES_OF_LEVEL: Final = {
    "public": ("openid", "public"),
    "read": ("openid", "public", "scenarios:read"),
    "write": ("openid", "public", "scenarios:read", "scenarios:write"),
    "delete": ("openid", "public", "scenarios:read", "scenarios:write", "scenarios:delete"),
}
"""The permission levels of the form that creates a token, and the scopes that each gives."""


class Role(IntEnum):
    """A user's role on a scenario, with the number that the API gives it."""

    scenario_viewer = 1
    scenario_collaborator = 2
    scenario_owner = 3


# What a request may do with a scenario, by the token it carries and by whose the scenario is:
#
#     R  read it        U  update it        C  copy it
#     D  delete it      M  see and manage its users
#     I  interpolate it to another year
#
# A scenario is "unowned" when it has no users at all. It is "another's" when it has users and the
# token's user is not among them. The other columns say which role the token's user has on it.
ACCESS: Final = """
         | unowned | another's        | viewer           | collaborator     | owner            | unowned |
         | public  | public | private | public | private | public | private | public | private | private |
no token | RUCI    | RCI    | -       | -      | -       | -      | -       | -      | -       | -       |
public   | R       | R      | -       | R      | -       | R      | -       | R      | -       | -       |
read     | R       | R      | -       | R      | R       | R      | R       | R      | R       | -       |
write    | RUCI    | RCI    | -       | RCI    | RC      | RUCI   | RUCI    | RUCI   | RUCI    | -       |
delete   | RUCI    | RCI    | -       | RCI    | RC      | RUCI   | RUCI    | RUCDMI | RUCDMI  | -       |
"""  # noqa: E501 - a table

# What an administrator's token may do with every scenario, whosever it is. One that may not read
# private scenarios is as anybody's.
ADMIN_ACCESS: Final = """
read     | R     |
write    | RUCI   |
delete   | RUCDMI |
"""

# What a request may do where no scenario exists yet.
#
#     L  list the user's own public scenarios     P  list the private ones too
#     N  create a new scenario
ACCESS_WITHOUT_SCENARIO: Final = """
no token | N   |
public   | L   |
read     | LP  |
write    | LPN |
delete   | LPN |
"""


@dataclass(frozen=True)
class Refusal:
    """The answer to a request that is not allowed: a status and the error text of its body."""

    status: int
    message: str


NOT_YOURS: Final = Refusal(403, "Scenario does not belong to you")
"""Not allowed, and the scenario is public."""

HIDDEN: Final = Refusal(404, "Not found")
"""Not allowed, and the scenario is private: that it exists is not revealed.

Creating with a token that may not create gets the same answer.
"""

NOT_AUTHENTICATED: Final = Refusal(403, "You must be authenticated to access this resource")
"""Listing without a token."""

INVALID_TOKEN: Final = Refusal(401, "Invalid or expired token")
"""A token that is unknown, malformed, expired, or of another environment."""


def _rows(table: str) -> dict[str, list[frozenset[str]]]:
    """Read a table's rows: the name before the first bar, then a set of letters a column."""
    rows: dict[str, list[frozenset[str]]] = {}
    for line in table.strip("\n").splitlines():
        name, *cells = (cell.strip() for cell in line.strip().rstrip("|").split("|"))
        if name:
            rows[name] = [frozenset(cell.replace("-", "")) for cell in cells]
    return rows


_ACCESS: Final = _rows(ACCESS)
_ADMIN_ACCESS: Final = _rows(ADMIN_ACCESS)
_WITHOUT_SCENARIO: Final = _rows(ACCESS_WITHOUT_SCENARIO)

_UNOWNED_COLUMNS: Final = {False: 0, True: 9}

_OWNED_COLUMNS: Final[dict[Role | None, int]] = {
    None: 1,
    Role.scenario_viewer: 3,
    Role.scenario_collaborator: 5,
    Role.scenario_owner: 7,
}


@dataclass(frozen=True)
class Access:
    """What one request may do.

    ``scopes`` are those of its token, or ``None`` without a token. ``admin`` says whether the
    token's user is an administrator.
    """

    scopes: Collection[str] | None
    admin: bool = False

    @property
    def level(self) -> str:
        """The table's row: a level counts only if the scopes of those before it are there too."""
        if self.scopes is None:
            return "no token"
        level = "public"
        for name in ("read", "write", "delete"):
            if f"scenarios:{name}" not in self.scopes:
                break
            level = name
        return level

    def to_scenario(self, *, private: bool, has_users: bool, role: Role | None) -> frozenset[str]:
        """Give the letters of the table's cell for one scenario.

        ``role`` is the role of the token's user on it, ``None`` for none.
        """
        if self.admin and self.level in _ADMIN_ACCESS:
            return _ADMIN_ACCESS[self.level][0]
        column = _OWNED_COLUMNS[role] + private if has_users else _UNOWNED_COLUMNS[private]
        return _ACCESS[self.level][column]

    @property
    def without_scenario(self) -> frozenset[str]:
        """Give the letters of the second table's cell."""
        return _WITHOUT_SCENARIO[self.level][0]


def refusal(*, private: bool) -> Refusal:
    """Give the answer for a scenario that exists but may not be used so."""
    return HIDDEN if private else NOT_YOURS

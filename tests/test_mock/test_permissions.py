"""Who may do what with a scenario: every sender, every role, every operation.

The rules are written out here once more, sentence by sentence, so that they check the mock's table
instead of repeating it.
"""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from test_mock.client import NOT_FOUND, NOT_YOURS, SCENARIOS, Api, Control

GUEST = "guest"
LEVELS = [GUEST, "public", "read", "write", "delete"]
ROLES = ["scenario_viewer", "scenario_collaborator", "scenario_owner"]
SCOPES = {
    "public": "openid public",
    "read": "openid public scenarios:read",
    "write": "openid public scenarios:read scenarios:write",
    "delete": "openid public scenarios:read scenarios:write scenarios:delete",
}

USERS = f"{SCENARIOS}/{{id}}/users"
NEW_USER = {"user_email": "new@example.com", "role": "scenario_viewer"}
OTHER_USER = {"user_email": "colleague@example.com", "role": "scenario_collaborator"}
OPERATIONS: dict[str, tuple[str, str, Any]] = {
    "read": ("GET", f"{SCENARIOS}/{{id}}", None),
    "read by asking for nothing": ("PUT", f"{SCENARIOS}/{{id}}", {}),
    "update": ("PUT", f"{SCENARIOS}/{{id}}", {"scenario": {"source": "changed"}}),
    "reset": ("PUT", f"{SCENARIOS}/{{id}}", {"reset": True}),
    "copy": ("POST", SCENARIOS, {"scenario": {"scenario_id": "{id}"}}),
    "delete": ("DELETE", f"{SCENARIOS}/{{id}}", None),
    "list users": ("GET", USERS, None),
    "add users": ("POST", USERS, {"scenario_users": [NEW_USER]}),
    "change users": ("PUT", USERS, {"scenario_users": [OTHER_USER]}),
    "remove users": ("DELETE", USERS, {"scenario_users": [OTHER_USER]}),
}


@dataclass(frozen=True)
class Case:
    """Whose a scenario is, from the sender's side: ``role`` is None where they have none."""

    owned: bool
    private: bool
    role: str | None = None

    def __str__(self) -> str:
        whose = (self.role or "another's") if self.owned else "unowned"
        return f"{whose}-{'private' if self.private else 'public'}"


CASES = [
    Case(owned=False, private=False),
    *(
        Case(owned=True, private=private, role=role)
        for role in [None, *ROLES]
        for private in (False, True)
    ),
]


def may_read(level: str, case: Case) -> bool:
    """Everyone reads what is public; ``scenarios:read`` adds private ones with any role."""
    return not case.private or (level in LEVELS[2:] and case.role is not None)


def may_update(level: str, case: Case) -> bool:
    """Guests update unowned ones; ``scenarios:write`` adds those with at least collaborator."""
    if not case.owned:
        return level in (GUEST, "write", "delete")
    return level in LEVELS[3:] and case.role in ROLES[1:]


def may_copy(level: str, case: Case) -> bool:
    """Guests copy what is public; ``scenarios:write`` copies all that may be read."""
    return level in (GUEST, "write", "delete") and may_read(level, case)


def may_manage(level: str, case: Case) -> bool:
    """``scenarios:delete`` deletes what the user owns, and manages its users."""
    return level == "delete" and case.role == "scenario_owner"


def is_allowed(operation: str, level: str, case: Case) -> bool:
    """Say whether an operation of :data:`OPERATIONS` is allowed."""
    if operation.startswith("read"):
        return may_read(level, case)
    if operation in ("update", "reset"):
        return may_update(level, case)
    return (may_copy if operation == "copy" else may_manage)(level, case)


def refusal(operation: str, level: str, case: Case) -> tuple[int, Any]:
    """Give the status and body with which an operation is refused."""
    if operation == "copy":
        if level in ("public", "read"):
            return 404, NOT_FOUND  # may not create anything
        return 422, {"errors": {"scenario_id": ["does not exist"]}}
    return (404, NOT_FOUND) if case.private else (403, NOT_YOURS)


def make(control: Control, case: Case, user: int) -> int:
    """Make a scenario of a case; a colleague is collaborator on all that have users."""
    if not case.owned:
        return control.scenario()
    roles: list[dict[str, Any]] = [OTHER_USER]
    if case.role:
        roles.append({"user_id": user, "role": case.role})
    return control.scenario(owner_id=control.user(), private=case.private, roles=roles)


def attempt(api: Api, operation: str, scenario: int, token: str | None) -> httpx.Response:
    """Do an operation to a scenario."""
    method, path, body = OPERATIONS[operation]
    if operation == "copy":
        body = {"scenario": {"scenario_id": scenario}}
    return api.ask(method, path.format(id=scenario), token=token, json=body)


def check(answer: httpx.Response, operation: str, level: str, case: Case) -> None:
    """Compare an answer with the rules."""
    if is_allowed(operation, level, case):
        wanted = 201 if operation == "add users" else 200
        assert answer.status_code == wanted, (operation, answer.text)
    else:
        got = (answer.status_code, answer.json())
        assert got == refusal(operation, level, case), operation


@pytest.mark.parametrize(
    ("level", "case"),
    [
        pytest.param(level, case, id=f"{level}-{case}")
        for level in LEVELS
        for case in CASES
        if level != GUEST or case.role is None  # a guest has no role
    ],
)
def test_every_level_and_role(api: Api, control: Control, level: str, case: Case) -> None:
    """Each level adds to the one before, and each role to the one below."""
    user = control.user()
    token = None if level == GUEST else control.token(user, scopes=SCOPES[level])
    for operation in OPERATIONS:
        answer = attempt(api, operation, make(control, case, user), token)
        check(answer, operation, level, case)


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize(
    ("scopes", "counts_as"),
    [
        ("openid public scenarios:write scenarios:delete", "public"),
        ("openid public scenarios:read scenarios:delete", "read"),
        ("openid public scenarios:delete", "public"),
        ("openid public email profile", "public"),
        ("openid", "public"),
        ("scenarios:delete scenarios:write scenarios:read", "delete"),
        ("scenarios:reads scenarios", "public"),
    ],
)
def test_level_counts_only_with_those_before_it(
    api: Api, control: Control, scopes: str, counts_as: str, case: Case
) -> None:
    """A token with ``scenarios:delete`` but not ``scenarios:write`` deletes nothing, and so on."""
    user = control.user()
    token = control.token(user, scopes=scopes)
    for operation in OPERATIONS:
        answer = attempt(api, operation, make(control, case, user), token)
        check(answer, operation, counts_as, case)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("level", LEVELS)
def test_refused_operation_changes_nothing(
    api: Api, control: Control, level: str, operation: str
) -> None:
    """What is refused leaves the scenario, its users and the owner's list as they were."""
    case = Case(owned=True, private=True)
    user, owner = control.user(), control.user()
    scenario = control.scenario(
        owner_id=owner,
        private=True,
        user_values={"buildings_insulation_level": 5},
        roles=[{"user_email": "colleague@example.com", "role": "scenario_viewer"}],
    )
    owners = control.token(owner)

    def everything() -> list[Any]:
        paths = (SCENARIOS, f"{SCENARIOS}/{scenario}", USERS.format(id=scenario))
        return [api.ask("GET", path, token=owners).json() for path in paths]

    before = everything()
    token = None if level == GUEST else control.token(user, scopes=SCOPES[level])
    check(attempt(api, operation, scenario, token), operation, level, case)
    assert everything() == before


@pytest.mark.parametrize("level", [GUEST, "write", "delete"])
@pytest.mark.parametrize("role", ROLES)
def test_pending_user_counts_as_user(api: Api, control: Control, level: str, role: str) -> None:
    """An e-mail address without an account owns the scenario: others can't change it."""
    token = None if level == GUEST else control.token(control.user())
    scenario = control.scenario(roles=[{"user_email": "pending@example.com", "role": role}])
    answer = attempt(api, "update", scenario, token)
    assert (answer.status_code, answer.json()) == (403, NOT_YOURS)


def test_pending_user_joins_the_account(api: Api, control: Control) -> None:
    """A pending role belongs to the account as soon as one appears, whatever the case."""
    roles = [{"user_email": "Late@Example.com", "role": "scenario_owner"}]
    scenario = control.scenario(private=True, roles=roles)
    token = control.token(control.user(email="late@example.com"))
    assert api.show(scenario, token)["private"] is True
    assert attempt(api, "delete", scenario, token).status_code == 200


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("level", LEVELS[1:])
def test_admin(api: Api, control: Control, level: str, private: bool) -> None:
    """Admins read and update every scenario, and manage its users, as their scopes allow."""
    admin = control.user(admin=True)
    token = control.token(admin, scopes=SCOPES[level])
    for operation in OPERATIONS:
        scenario = make(control, Case(owned=True, private=private), admin)
        answer = attempt(api, operation, scenario, token)
        if operation == "delete" and level == "delete":
            # It is looked for among the scenarios on which the admin has a role.
            no_such = {"errors": [f"No such scenario: {scenario}"]}
            assert (answer.status_code, answer.json()) == (404, no_such)
        else:
            as_owner = Case(owned=True, private=private, role="scenario_owner")
            check(answer, operation, level, as_owner)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("private", [False, True])
def test_admin_deletes_where_they_have_a_role(
    api: Api, control: Control, role: str, private: bool
) -> None:
    """An admin with any role on a scenario deletes it."""
    admin = control.user(admin=True)
    scenario = make(control, Case(owned=True, private=private, role=role), admin)
    token = control.token(admin)
    assert attempt(api, "delete", scenario, token).status_code == 200
    assert attempt(api, "read", scenario, token).status_code == 404


def test_admin_and_unowned_scenario(api: Api, control: Control) -> None:
    """An admin updates an unowned scenario, but does not find it for deleting."""
    scenario, token = control.scenario(), control.token(control.user(admin=True))
    assert attempt(api, "update", scenario, token).status_code == 200
    answer = attempt(api, "delete", scenario, token)
    assert answer.json() == {"errors": [f"No such scenario: {scenario}"]}


@pytest.mark.parametrize(
    ("level", "status", "listed"),
    [
        (GUEST, 403, []),
        ("public", 200, ["public"]),
        ("read", 200, ["private", "public"]),
        ("write", 200, ["private", "public"]),
        ("delete", 200, ["private", "public"]),
    ],
)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("admin", [False, True])
def test_listing(
    api: Api, control: Control, level: str, status: int, listed: list[str], role: str, admin: bool
) -> None:
    """The list has the user's scenarios with any role; private ones need ``scenarios:read``."""
    user = control.user(admin=admin)
    roles = [{"user_id": user, "role": role}]
    owner = control.user()
    own = {
        "public": control.scenario(owner_id=owner, roles=roles),
        "private": control.scenario(owner_id=owner, roles=roles, private=True),
    }
    control.scenario(owner_id=owner)
    control.scenario()
    token = None if level == GUEST else control.token(user, scopes=SCOPES[level])
    answer = api.ask("GET", SCENARIOS, token=token)
    assert answer.status_code == status
    if status == 200:
        assert [each["id"] for each in answer.json()["data"]] == [own[name] for name in listed]
    else:
        message = "You must be authenticated to access this resource"
        assert answer.json() == {"errors": [message]}


@pytest.mark.parametrize(
    ("level", "status"),
    [(GUEST, 200), ("public", 404), ("read", 404), ("write", 200), ("delete", 200)],
)
@pytest.mark.parametrize("admin", [False, True])
def test_creating(api: Api, control: Control, level: str, status: int, admin: bool) -> None:
    """A guest may create, and a token from ``scenarios:write`` on; another one gets a 404."""
    user = control.user(admin=admin)
    token = None if level == GUEST else control.token(user, scopes=SCOPES[level])
    answer = api.ask("POST", SCENARIOS, token=token)
    assert answer.status_code == status
    if status == 404:
        assert answer.json() == NOT_FOUND


@pytest.mark.parametrize("asked", ["999999", "abc", "0", "-1", "9" * 30, "%D9%A3"])
@pytest.mark.parametrize("level", [GUEST, "public", "delete"])
def test_no_such_scenario(api: Api, control: Control, asked: str, level: str) -> None:
    """A scenario that doesn't exist is a 404 that repeats what was asked for."""
    token = None if level == GUEST else control.token(control.user(), scopes=SCOPES[level])
    shown = "٣" if asked == "%D9%A3" else asked
    for operation in (each for each in OPERATIONS if each != "copy"):
        method, path, body = OPERATIONS[operation]
        answer = api.ask(method, path.format(id=asked), token=token, json=body)
        message = "Scenario not found" if "users" in operation else f"No such scenario: {shown}"
        got = (answer.status_code, answer.json())
        assert got == (404, {"errors": [message]}), operation

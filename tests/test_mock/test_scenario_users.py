"""A scenario's users: ``/api/v3/scenarios/{id}/users``."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from test_mock.client import FAILURE, NO_PATH, NOT_FOUND, NOT_YOURS, SCENARIOS, Api, Control

OWNER = "owner@example.com"
VIEWER = "viewer@example.com"
PENDING = "pending@example.com"


@dataclass(frozen=True)
class Shared:
    """A scenario with an owner, a viewer, and a pending collaborator."""

    api: Api
    id: int
    token: str
    owner: int
    viewer: int

    def ask(self, method: str, *entries: Any) -> httpx.Response:
        """Send entries as the owner."""
        return self.send(method, {"scenario_users": list(entries)})

    def send(self, method: str, body: Any) -> httpx.Response:
        """Send a body as the owner."""
        path = f"{SCENARIOS}/{self.id}/users"
        return self.api.ask(method, path, token=self.token, json=body)

    def rows(self) -> list[dict[str, Any]]:
        """List the users as the owner sees them."""
        answer = self.api.ask("GET", f"{SCENARIOS}/{self.id}/users", token=self.token)
        assert answer.status_code == 200
        listed: list[dict[str, Any]] = answer.json()
        return listed

    def row(self, whom: str) -> dict[str, Any]:
        """Give the row of the owner, the viewer or the pending user."""
        return dict(zip((OWNER, VIEWER, PENDING), self.rows(), strict=True))[whom]

    def roles(self) -> dict[Any, str]:
        """Give the role of each user, by id or by e-mail address."""
        return {each["user_id"] or each["user_email"]: each["role"] for each in self.rows()}


@pytest.fixture
def shared(api: Api, control: Control) -> Shared:
    """A scenario with an owner, a viewer, and a pending collaborator."""
    owner, viewer = control.user(email=OWNER), control.user(email=VIEWER)
    scenario = control.scenario(
        owner_id=owner,
        roles=[
            {"user_id": viewer, "role": "scenario_viewer"},
            {"user_email": PENDING, "role": "scenario_collaborator"},
        ],
    )
    return Shared(api, scenario, control.token(owner), owner, viewer)


def identify(shared: Shared, by: str, whom: str) -> dict[str, Any]:
    """Name a user of the scenario in one of the three ways."""
    row = shared.row(whom)
    return {by: whom if by == "user_email" else row[by]}


class TestList:
    """``GET``."""

    def test_rows(self, shared: Shared) -> None:
        """Every user has a row; the e-mail address shows only until the user is known."""
        rows = shared.rows()
        ids = [each.pop("id") for each in rows]
        assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
        assert rows == [
            {
                "scenario_id": shared.id,
                "user_id": user_id,
                "user_email": user_email,
                "role_id": role_id,
                "role": role,
            }
            for user_id, user_email, role_id, role in (
                (shared.owner, None, 3, "scenario_owner"),
                (shared.viewer, None, 1, "scenario_viewer"),
                (None, PENDING, 2, "scenario_collaborator"),
            )
        ]


class TestAdd:
    """``POST``."""

    @pytest.mark.parametrize(
        ("role", "role_id"),
        [("scenario_viewer", 1), ("scenario_collaborator", 2), ("scenario_owner", 3)],
    )
    def test_address_without_account(self, shared: Shared, role: str, role_id: int) -> None:
        """An unknown address waits as such; the answer is a 201 with the new rows."""
        answer = shared.ask("POST", {"user_email": "New@Example.org", "role": role})
        assert answer.status_code == 201
        (row,) = answer.json()
        assert row["user_id"] is None
        assert (row["user_email"], row["role"]) == ("New@Example.org", role)
        assert (row["role_id"], row["scenario_id"]) == (role_id, shared.id)
        assert shared.rows()[-1] == row

    @pytest.mark.parametrize("email", ["known@example.org", "KNOWN@example.ORG"])
    def test_address_of_an_account(self, shared: Shared, control: Control, email: str) -> None:
        """The address of a user that the engine has seen is theirs at once, whatever its case."""
        user = control.user(email="known@example.org")
        control.scenario(owner_id=user)
        answer = shared.ask("POST", {"user_email": email, "role": "scenario_viewer"})
        assert answer.status_code == 201
        (row,) = answer.json()
        assert (row["user_id"], row["user_email"]) == (user, None)

    def test_new_user_may_read(self, shared: Shared, control: Control, api: Api) -> None:
        """A viewer that was added reads the private scenario, and no longer once removed."""
        user = control.user(email="new@example.org")
        token = control.token(user, "read")
        body = {"scenario": {"private": True}}
        api.ask("PUT", f"{SCENARIOS}/{shared.id}", token=shared.token, json=body)
        entry = {"user_email": "new@example.org", "role": "scenario_viewer"}
        statuses = []
        for method in ("POST", "DELETE"):
            shared.ask(method, entry)
            statuses.append(api.ask("GET", f"{SCENARIOS}/{shared.id}", token=token).status_code)
        assert statuses == [200, 404]

    @pytest.mark.parametrize(
        ("entry", "key", "messages"),
        [
            ({"user_email": OWNER, "role": "scenario_viewer"}, OWNER, ["duplicate"]),
            ({"user_email": VIEWER.upper(), "role": "scenario_owner"}, VIEWER, ["duplicate"]),
            ({"user_email": PENDING, "role": "scenario_owner"}, PENDING, ["duplicate"]),
            ({"user_email": "a@example.org"}, "a@example.org", ["Role unknown"]),
            ({"user_email": "a@example.org", "role": "owner"}, "a@example.org", ["Role unknown"]),
            ({"user_email": "a@example.org", "role": None}, "a@example.org", ["Role unknown"]),
            (
                {"user_email": "nobody", "role": "scenario_viewer"},
                "nobody",
                ["User email is invalid"],
            ),
            (
                {"user_email": "a b@example.org", "role": "scenario_viewer"},
                "a b@example.org",
                ["User email is invalid"],
            ),
            (
                {"user_email": "a@example.org\n", "role": "scenario_viewer"},
                "a@example.org\n",
                ["User email is invalid"],
            ),
            (
                {"user_email": "nobody"},
                "nobody",
                ["User email is invalid", "Role unknown"],
            ),
            (
                {"role": "scenario_viewer"},
                "",
                ["Either user_id or user_email should be present."],
            ),
            (
                {"user_email": "", "role": "scenario_viewer"},
                "",
                ["Either user_id or user_email should be present."],
            ),
            (
                {},
                "",
                ["Either user_id or user_email should be present.", "Role unknown"],
            ),
        ],
    )
    def test_failing_entry(
        self, shared: Shared, entry: dict[str, Any], key: str, messages: list[str]
    ) -> None:
        """An entry that fails is reported under its address; the others are kept."""
        before = shared.rows()
        good = {"user_email": "good@example.org", "role": "scenario_viewer"}
        answer = shared.ask("POST", entry, good)
        assert answer.status_code == 422
        assert list(answer.json()) == ["success", "errors"]
        assert answer.json()["errors"] == {key: messages}
        (row,) = answer.json()["success"]
        assert row["user_email"] == "good@example.org"
        assert shared.rows() == [*before, row]

    @pytest.mark.parametrize("by", ["id", "user_id"])
    def test_only_by_address(self, shared: Shared, control: Control, by: str) -> None:
        """A new user can't be added by an id."""
        entry = {by: control.user(), "role": "scenario_viewer"}
        answer = shared.ask("POST", entry)
        assert answer.status_code == 422
        message = "Either user_id or user_email should be present."
        assert answer.json() == {"success": [], "errors": {"": [message]}}

    def test_same_address_twice(self, shared: Shared) -> None:
        """Within one request as well, the second is a duplicate."""
        entry = {"user_email": "new@example.org", "role": "scenario_viewer"}
        answer = shared.ask("POST", entry, {**entry, "user_email": "NEW@example.org"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == {"NEW@example.org": ["duplicate"]}
        assert [each["user_email"] for each in answer.json()["success"]] == ["new@example.org"]

    @pytest.mark.parametrize(
        ("email", "valid"),
        [
            ("a@b", True),
            ("first.last+tag@sub.example.org", True),
            *((f"{each}@{each}.{each * 2}-{each * 2}", True) for each in "0189AaZz"),
            *((f"{each}@example.org", True) for each in ".!#$%&'*+/=?^_`{|}~-"),
            *((f"a@{'b' * length}.org", length <= 63) for length in (62, 63, 64)),
            *((f"a@c{mark}b.org", mark == "-") for mark in "-/:@[`{"),
            *((f"c{mark}b@example.org", False) for mark in '"(),:;<>[]'),
            ("a@example.", False),
            ("a@-example.org", False),
            ("a@exam_ple.org", False),
            ("@example.org", False),
            ("a@", False),
            ("a@@example.org", False),
            ("é@example.org", False),
        ],
    )
    def test_address(self, shared: Shared, email: str, valid: bool) -> None:
        """What counts as an e-mail address is what a browser's form accepts."""
        answer = shared.ask("POST", {"user_email": email, "role": "scenario_viewer"})
        assert answer.status_code == (201 if valid else 422)

    def test_number_of_a_refused_row(self, shared: Shared) -> None:
        """The database counts it: the next row gets the number after it."""
        last = max(each["id"] for each in shared.rows())
        entries = ({"user_email": each, "role": "scenario_viewer"} for each in (PENDING, "b@c.de"))
        [made] = shared.ask("POST", *entries).json()["success"]
        assert made["id"] == last + 2


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
class TestLookUp:
    """E-mail addresses are compared in the database, by ``utf8mb4_unicode_ci``."""

    @pytest.mark.parametrize(
        "address",
        [
            VIEWER.upper(),
            f"{VIEWER}  ",
            "viéwer@example.com",
            "view\0er@example.com",
            PENDING.title(),
            "pending@exämple.com ",
            f"{VIEWER}\u00a0",
            "\uff56iewer@example\uff0ecom",
            "view\u200ber@example.com",
        ],
    )
    def test_same(self, shared: Shared, method: str, address: str) -> None:
        """Case, accents, control characters and spaces at the end don't count."""
        answer = shared.ask(method, {"user_email": address, "role": "scenario_owner"})
        assert answer.status_code == 200

    @pytest.mark.parametrize("address", [f" {VIEWER}", f"{VIEWER}\n", "view\u00ader@example.com"])
    def test_other(self, shared: Shared, method: str, address: str) -> None:
        """Everything else does."""
        answer = shared.ask(method, {"user_email": address, "role": "scenario_owner"})
        assert answer.json()["errors"] == {address: ["Scenario user not found"]}


class TestChange:
    """``PUT``."""

    @pytest.mark.parametrize("by", ["id", "user_id", "user_email"])
    @pytest.mark.parametrize("cast", [lambda value: value, str])
    def test_known_user(self, shared: Shared, by: str, cast: Any) -> None:
        """A user is found by the row's id, the user's id or the address; ids may be strings."""
        entry = {key: cast(value) for key, value in identify(shared, by, VIEWER).items()}
        row = shared.row(VIEWER)
        answer = shared.ask("PUT", {**entry, "role": "scenario_collaborator"})
        assert answer.status_code == 200
        changed = {**row, "role": "scenario_collaborator", "role_id": 2}
        assert answer.json() == [changed]
        assert shared.row(VIEWER) == changed

    @pytest.mark.parametrize("by", ["id", "user_email"])
    def test_pending_user(self, shared: Shared, by: str) -> None:
        """A pending user is found by the row's id or the address."""
        entry = {**identify(shared, by, PENDING), "role": "scenario_owner"}
        assert shared.ask("PUT", entry).status_code == 200
        assert shared.roles()[PENDING] == "scenario_owner"

    def test_precedence(self, shared: Shared) -> None:
        """The row's id decides before the user's id, and that before the address."""
        entry = {
            "id": shared.row(PENDING)["id"],
            "user_id": shared.viewer,
            "user_email": OWNER,
            "role": "scenario_viewer",
        }
        assert shared.ask("PUT", entry).json()[0]["user_email"] == PENDING
        entry = {"user_id": shared.viewer, "user_email": OWNER, "role": "scenario_collaborator"}
        assert shared.ask("PUT", entry).json()[0]["user_id"] == shared.viewer

    @pytest.mark.parametrize("by", ["id", "user_id", "user_email"])
    @pytest.mark.parametrize("role", [None, "", "owner", "2"])
    def test_unknown_role(self, shared: Shared, by: str, role: Any) -> None:
        """A role that doesn't exist, or is missing, is reported under the address."""
        entry = {**identify(shared, by, VIEWER), "role": role}
        answer = shared.ask("PUT", entry)
        assert answer.status_code == 422
        assert answer.json() == {"success": [], "errors": {VIEWER: ["Role unknown"]}}
        assert shared.roles()[shared.viewer] == "scenario_viewer"

    def test_several(self, shared: Shared) -> None:
        """Each entry is handled on its own."""
        answer = shared.ask(
            "PUT",
            {"user_email": PENDING, "role": "scenario_viewer"},
            {"user_email": OWNER, "role": "scenario_viewer"},
            {"user_id": shared.viewer, "role": "scenario_owner"},
            {"user_email": "nobody@example.org", "role": "scenario_owner"},
        )
        assert answer.status_code == 422
        assert answer.json()["errors"] == {
            OWNER: ["Last owner cannot be altered"],
            "nobody@example.org": ["Scenario user not found"],
        }
        assert [each["role"] for each in answer.json()["success"]] == [
            "scenario_viewer",
            "scenario_owner",
        ]
        assert shared.roles() == {
            shared.owner: "scenario_owner",
            shared.viewer: "scenario_owner",
            PENDING: "scenario_viewer",
        }


class TestRemove:
    """``DELETE``."""

    @pytest.mark.parametrize("by", ["id", "user_id", "user_email"])
    def test_known_user(self, shared: Shared, by: str) -> None:
        """A user is found in three ways; the answer has the rows that were removed."""
        row = shared.row(VIEWER)
        answer = shared.ask("DELETE", identify(shared, by, VIEWER))
        assert (answer.status_code, answer.json()) == (200, [row])
        assert set(shared.roles()) == {shared.owner, PENDING}

    @pytest.mark.parametrize("by", ["id", "user_email"])
    def test_pending_user(self, shared: Shared, by: str) -> None:
        """A pending user is found by the row's id or the address."""
        assert shared.ask("DELETE", identify(shared, by, PENDING)).status_code == 200
        assert set(shared.roles()) == {shared.owner, shared.viewer}

    def test_same_user_twice(self, shared: Shared) -> None:
        """The second time the user isn't there any more."""
        answer = shared.ask("DELETE", {"user_email": VIEWER}, {"user_email": VIEWER})
        assert answer.status_code == 422
        assert [each["user_id"] for each in answer.json()["success"]] == [shared.viewer]
        assert answer.json()["errors"] == {VIEWER: ["Scenario user not found"]}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
class TestBoth:
    """What changing and removing have in common."""

    @pytest.mark.parametrize(
        ("entry", "key"),
        [
            ({"user_id": 999}, "999"),
            ({"user_id": "999"}, "999"),
            ({"user_id": 999, "user_email": OWNER}, "999"),
            ({"user_email": "nobody@example.org"}, "nobody@example.org"),
            ({}, ""),
            ({"user_email": "", "user_id": None, "id": ""}, ""),
            ({"user_email": False}, "false"),
            ({"user_id": True, "user_email": OWNER}, "true"),
            ({"user_id": 1e-7}, "1.0e-07"),
        ],
    )
    def test_not_found(self, shared: Shared, method: str, entry: dict[str, Any], key: str) -> None:
        """A user who is not on the scenario is reported under what was asked."""
        before = shared.rows()
        answer = shared.ask(method, {**entry, "role": "scenario_viewer"})
        assert answer.status_code == 422
        assert answer.json() == {"success": [], "errors": {key: ["Scenario user not found"]}}
        assert shared.rows() == before

    def test_account_without_role(self, shared: Shared, control: Control, method: str) -> None:
        """An account that has no role on the scenario is not found either."""
        user = control.user(email="other@example.org")
        for entry, key in (
            ({"user_id": user}, str(user)),
            ({"user_email": "other@example.org"}, "other@example.org"),
        ):
            answer = shared.ask(method, {**entry, "role": "scenario_viewer"})
            assert answer.json()["errors"] == {key: ["Scenario user not found"]}

    @pytest.mark.parametrize("asked", [999_999, "abc", -1, 1.5])
    def test_unknown_row(self, shared: Shared, method: str, asked: Any) -> None:
        """An unknown row is a plain 404; what came before it is kept."""
        first = {"user_email": VIEWER, "role": "scenario_collaborator"}
        answer = shared.ask(method, first, {"id": asked, "role": "scenario_viewer"})
        assert (answer.status_code, answer.json()) == (404, NO_PATH)
        kept = "scenario_collaborator" if method == "PUT" else None
        assert shared.roles().get(shared.viewer) == kept

    def test_row_of_another_scenario(
        self, shared: Shared, control: Control, api: Api, method: str
    ) -> None:
        """A row's id counts on its own scenario only."""
        other = control.scenario(owner_id=shared.owner)
        path = f"{SCENARIOS}/{other}/users"
        (row,) = api.ask("GET", path, token=shared.token).json()
        answer = shared.ask(method, {"id": row["id"], "role": "scenario_viewer"})
        assert answer.status_code == 404
        assert api.ask("GET", path, token=shared.token).json() == [row]

    @pytest.mark.parametrize("by", ["id", "user_id", "user_email"])
    def test_last_owner(self, shared: Shared, method: str, by: str) -> None:
        """The last owner stays, and it is reported under the address."""
        entry = {**identify(shared, by, OWNER), "role": "scenario_collaborator"}
        answer = shared.ask(method, entry)
        assert answer.status_code == 422
        message = "Last owner cannot be altered"
        assert answer.json() == {"success": [], "errors": {OWNER: [message]}}
        assert shared.roles()[shared.owner] == "scenario_owner"

    def test_another_owner_may_be_pending(self, shared: Shared, api: Api, method: str) -> None:
        """A pending owner is an owner: the other one may go, and then manages nothing more."""
        shared.ask("PUT", {"user_email": PENDING, "role": "scenario_owner"})
        answer = shared.ask(method, {"user_email": OWNER, "role": "scenario_viewer"})
        assert answer.status_code == 200
        again = api.ask("GET", f"{SCENARIOS}/{shared.id}/users", token=shared.token)
        assert (again.status_code, again.json()) == (403, NOT_YOURS)


class TestOwnerStays:
    """``PUT`` with the role that a user has already."""

    def test_last_owner_keeps_the_role(self, shared: Shared) -> None:
        """Giving the last owner the same role alters nothing."""
        entry = {"user_email": OWNER, "role": "scenario_owner"}
        assert shared.ask("PUT", entry).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
class TestBody:
    """What all three have in common."""

    @pytest.mark.parametrize(
        "body",
        [{}, {"scenario_users": None}, {"scenario_users": "x"}, {"scenario_users": {"a": 1}}, []],
    )
    def test_missing(
        self, shared: Shared, caplog: pytest.LogCaptureFixture, method: str, body: Any
    ) -> None:
        """The real service trips over a request without a list of users; a line says so."""
        answer = shared.send(method, body)
        assert (answer.status_code, answer.json()) == (500, FAILURE)
        [note] = caplog.messages
        assert note.startswith(f"etm-mock: {method} /api/v3/scenarios/:scenario_id/users: ")
        assert note.endswith('send {"scenario_users": [{…}, …]}')

    @pytest.mark.parametrize("role", [1, True, 1.5])
    def test_role_that_is_no_text(self, shared: Shared, method: str, role: Any) -> None:
        """It trips over such a role, after what came before it was kept."""
        first = {"user_email": PENDING if method != "POST" else "new@example.org"}
        whom = VIEWER if method != "POST" else "other@example.org"
        good = {**first, "role": "scenario_viewer"}
        answer = shared.ask(method, good, {"user_email": whom, "role": role})
        assert (answer.status_code, answer.json()) == (500, FAILURE)
        shown = shared.roles()
        assert shown[shared.viewer] == "scenario_viewer"
        assert shown.get(first["user_email"]) == (None if method == "DELETE" else "scenario_viewer")

    def test_empty(self, shared: Shared, method: str) -> None:
        """An empty list changes nothing and succeeds."""
        before = shared.rows()
        answer = shared.ask(method)
        assert answer.status_code == (201 if method == "POST" else 200)
        assert answer.json() == []
        assert shared.rows() == before

    def test_entries_that_are_no_groups(self, shared: Shared, method: str) -> None:
        """What is no entry is ignored."""
        answer = shared.ask(method, None, 5, "x", ["y"])
        assert (answer.is_success, answer.json()) == (True, [])


def test_an_empty_id_names_whom_was_not_found(shared: Shared) -> None:
    """In Ruby an empty text is true."""
    answer = shared.ask("DELETE", {"id": "", "user_email": "nobody@example.org"})
    assert answer.json()["errors"] == {"": ["Scenario user not found"]}


def test_a_number_of_whom_to_remove_is_ignored(shared: Shared) -> None:
    """``DELETE …/users/{id}`` removes whom the body names."""
    sent = {"scenario_users": [{"user_id": shared.viewer}]}
    path = f"{SCENARIOS}/{shared.id}/users/1"
    assert shared.api.ask("DELETE", path, token=shared.token, json=sent).status_code == 200
    assert shared.viewer not in shared.roles()


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("ending", ["/1", "/none"])
def test_a_number_in_the_address_is_ignored(shared: Shared, method: str, ending: str) -> None:
    """``PUT`` and ``PATCH …/users/{id}`` change what the body names, as ``PUT …/users`` does."""
    change = {"user_id": shared.viewer, "role": "scenario_collaborator"}
    path = f"{SCENARIOS}/{shared.id}/users{ending}"
    answer = shared.api.ask(method, path, token=shared.token, json={"scenario_users": [change]})
    assert answer.status_code == 200
    assert shared.roles()[shared.viewer] == "scenario_collaborator"


@pytest.mark.parametrize(
    ("private", "status", "body"), [(False, 403, NOT_YOURS), (True, 404, NOT_FOUND)]
)
@pytest.mark.parametrize("admin", [False, True])
def test_destroy_all_is_refused(
    api: Api, control: Control, private: bool, status: int, body: Any, admin: bool
) -> None:
    """``DELETE …/users/destroy_all`` is refused to everyone, the owner and admins included."""
    owner = control.user(admin=admin)
    scenario = control.scenario(owner_id=owner, private=private)
    path = f"{SCENARIOS}/{scenario}/users/destroy_all"
    for token in (None, control.token(owner)):
        answer = api.ask("DELETE", path, token=token)
        assert (answer.status_code, answer.json()) == (status, body)
    missing = api.ask("DELETE", f"{SCENARIOS}/999999/users/destroy_all")
    assert (missing.status_code, missing.json()) == (404, {"errors": ["Scenario not found"]})


def test_joins_at_the_first_request(shared: Shared, control: Control, api: Api) -> None:
    """When the engine sees the user first, the row has their id and no longer the address."""
    before = shared.row(PENDING)
    user = control.user(email=PENDING)
    assert shared.row(PENDING) == before
    assert api.ask("GET", SCENARIOS, token=control.token(user)).status_code == 200
    assert shared.rows()[-1] == {**before, "user_id": user, "user_email": None}
    assert shared.ask("DELETE", {"user_email": PENDING}).status_code == 200

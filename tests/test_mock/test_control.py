"""The mock's own interface, ``/_mock``, and the host names under which the mock answers at all."""

import json
from datetime import datetime
from typing import Any, Final

import httpx
import pytest
from etm_docs.recordings import FOLDER
from etm_mock.journal import CAPACITY, MAXIMUM_BYTES, Entry, Journal
from test_mock.client import (
    ACCOUNTS,
    ENGINE,
    OWN,
    SCENARIOS,
    STABLE,
    STAGING,
    STAGING_ACCOUNTS,
    Api,
    Control,
)

CALLS = [
    ("POST", "reset"),
    ("POST", "state"),
    ("GET", "state"),
    ("POST", "users"),
    ("POST", "tokens"),
    ("DELETE", "tokens/501"),
    ("POST", "scenarios"),
    ("POST", "clock"),
    ("GET", "requests"),
    ("DELETE", "requests"),
]


def refused(client: httpx.Client, path: str, body: Any) -> str:
    """Make a call that has to be refused; give the reason."""
    answer = client.post(f"/_mock/{path}", json=body)
    assert answer.status_code == 422, answer.text
    (reason,) = answer.json()["errors"]
    assert isinstance(reason, str)
    return reason


class TestReset:
    """``POST /_mock/reset``."""

    @pytest.mark.parametrize("body", [{}, {"fixture": "docs"}, None])
    def test_docs(self, api: Api, control: Control, client: httpx.Client, body: Any) -> None:
        """The whole state goes back to ``docs``: ids, tokens, the clock and the journal."""

        def everything() -> Any:
            made = control.create_token(user_id=123)
            listed = api.ask("GET", SCENARIOS, token=made["token"]).json()
            clock = control.advance_clock(0)
            journal = control.requests()
            return made, listed, clock, journal, control.scenario()

        before = everything()
        control.advance_clock(3600)
        api.ask("DELETE", f"{SCENARIOS}/9000002", token=before[0]["token"])
        answer = client.post("/_mock/reset", json=body)
        assert (answer.status_code, answer.content) == (204, b"")
        assert everything() == before
        assert before[1]["data"]

    def test_empty(self, api: Api, control: Control) -> None:
        """``empty`` has nothing, its ids begin at 1, and its clock runs."""
        control.reset("empty")
        assert control.requests() == []
        user = control.user()
        assert (user, control.scenario(owner_id=user)) == (1, 1)
        listed = api.ask("GET", f"{SCENARIOS}/1/users", token=control.token(user))
        assert [each["id"] for each in listed.json()] == [1]
        assert api.ask("GET", f"{SCENARIOS}/9000001").status_code == 404
        moments = [control.advance_clock(0) for _ in range(2)]
        while moments[1] == moments[0]:
            moments[1] = control.advance_clock(0)
        assert moments[0] < moments[1]

    def test_unknown_fixture(self, client: httpx.Client, control: Control) -> None:
        """An unknown fixture is refused, and nothing is reset."""
        user = control.user()
        reason = refused(client, "reset", {"fixture": "nothing"})
        assert reason == "fixture: unknown 'nothing'; known are docs, empty"
        assert control.user() == user + 1


class TestUsers:
    """``POST /_mock/users``."""

    def test_made(self, control: Control) -> None:
        """The answer has all fields but the password."""
        sent = {"name": "Ann", "email": "ann@example.org"}
        made = control.create_user(**sent, admin=True, password="secret-1")  # noqa: S106 - made up
        assert isinstance(made.pop("id"), int)
        rest = {"admin": True, "private_scenarios": False, "environment": "production"}
        assert made == {**sent, **rest}

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ({"name": "Ann"}, "email: missing"),
            ({"email": "a@example.org"}, "name: missing"),
            ({"name": 5, "email": "a@example.org"}, "name: not of the right type"),
            ({"name": "A", "email": "a@example.org", "admin": 1}, "admin: not of the right type"),
            ({"name": "A", "email": "ALEX@example.org"}, "email: ALEX@example.org has an account"),
            ({"age": 5}, "age: unknown; known are name, email"),
            ([1], "_json: unknown"),
        ],
    )
    def test_refused(self, client: httpx.Client, body: Any, reason: str) -> None:
        """What is wrong is said by field."""
        assert refused(client, "users", body).startswith(reason)


class TestTokens:
    """``POST /_mock/tokens`` and ``DELETE /_mock/tokens/{id}``."""

    @pytest.mark.parametrize(
        ("sent", "scopes"),
        [
            ({}, "openid public"),
            ({"permissions": "public"}, "openid public"),
            ({"permissions": "read"}, "openid public scenarios:read"),
            ({"permissions": "write"}, "openid public scenarios:read scenarios:write"),
            (
                {"permissions": "delete"},
                "openid public scenarios:read scenarios:write scenarios:delete",
            ),
            ({"email_scope": True}, "openid public email"),
            ({"profile_scope": True}, "openid public profile"),
            ({"email_scope": True, "profile_scope": True}, "openid public email profile"),
            ({"email_scope": False}, "openid public"),
            ({"scopes": "public  foo", "permissions": "delete"}, "public foo"),
            ({"scopes": ""}, ""),
        ],
    )
    def test_scopes(self, control: Control, sent: dict[str, Any], scopes: str) -> None:
        """Each level has its scopes; ``scopes`` stands in for it."""
        made = control.create_token(user_id=control.user(), **sent)
        assert made["scopes"] == scopes

    def test_made(self, control: Control) -> None:
        """The answer has the full string and what belongs to it."""
        user = control.user()
        made = control.create_token(user_id=user, name="CI", expires_in=7)
        assert made.pop("token").startswith("etm_")
        assert isinstance(made.pop("id"), int)
        assert made == {
            "user_id": user,
            "name": "CI",
            "scopes": "openid public",
            "environment": "production",
            "created_at": "2025-09-01T09:00:00.000Z",
            "expires_at": "2025-09-08T09:00:00.000Z",
        }

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ({}, "user_id: missing"),
            ({"user_id": 99}, "user_id: no user 99"),
            ({"user_id": "123"}, "user_id: not of the right type"),
            ({"user_id": True}, "user_id: not of the right type"),
            (
                {"user_id": 123, "permissions": "all"},
                "permissions: unknown 'all'; known are public",
            ),
            ({"user_id": 123, "environment": "test"}, "environment: unknown 'test'"),
            ({"user_id": 123, "expires_in": "7"}, "expires_in: not of the right type"),
            ({"user_id": 123, "expires_in": 1e300}, "expires_in: too far away"),
            ({"user_id": 123, "expires_in": -(10**9)}, "expires_in: too far away"),
            ({"user_id": 123, "scopes": ["public"]}, "scopes: not of the right type"),
        ],
    )
    def test_refused(self, client: httpx.Client, body: Any, reason: str) -> None:
        """What is wrong is said by field."""
        assert refused(client, "tokens", body).startswith(reason)

    def test_revoke(self, control: Control, client: httpx.Client) -> None:
        """Revoking answers 204, a second time too; an unknown id is a 404."""
        made = control.create_token(user_id=control.user())
        path = f"/_mock/tokens/{made['id']}"
        assert [client.delete(path).status_code for _ in range(2)] == [204, 204]
        assert client.delete("/_mock/tokens/999999").status_code == 404


class TestScenarios:
    """``POST /_mock/scenarios``."""

    def test_defaults(self, api: Api, control: Control) -> None:
        """Without anything it is an unowned, public scenario."""
        made = control.create_scenario()
        assert {key: made[key] for key in ("area_code", "end_year", "private", "source")} == {
            "area_code": "nl",
            "end_year": 2050,
            "private": False,
            "source": None,
        }
        body = {"scenario": {"source": "x"}}
        assert api.ask("PUT", f"{SCENARIOS}/{made['id']}", json=body).status_code == 200

    def test_roles(self, api: Api, control: Control) -> None:
        """Roles name an account by id, a user whom the engine knows by address, or any address."""
        owner, viewer = control.user(), control.user()
        known = control.user(email="known@example.org")
        api.ask("GET", SCENARIOS, token=control.token(known))
        scenario = control.scenario(
            owner_id=owner,
            private=True,
            roles=[
                {"user_id": viewer, "role": "scenario_viewer"},
                {"user_email": "KNOWN@example.org", "role": "scenario_collaborator"},
                {"user_email": "Pending@example.org", "role": "scenario_owner"},
            ],
        )
        path = f"{SCENARIOS}/{scenario}/users"
        rows = api.ask("GET", path, token=control.token(owner)).json()
        assert [(row["user_id"], row["user_email"], row["role_id"]) for row in rows] == [
            (owner, None, 3),
            (viewer, None, 1),
            (known, None, 2),
            (None, "Pending@example.org", 3),
        ]

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ({"environment": "test"}, "environment: unknown 'test'; known are production"),
            ({"release": "2025"}, "release: '2025' is no tag such as 2025-01"),
            ({"owner_id": 99}, "user_id: no user 99"),
            ({"owner_id": "123"}, "owner_id: not of the right type"),
            ({"roles": {}}, "roles: not of the right type"),
            ({"roles": [5]}, 'roles: an entry needs "user_id" or "user_email", and "role"'),
            ({"roles": [{"user_id": 123}]}, 'roles: an entry needs "user_id"'),
            ({"roles": [{"user_id": 123, "role": ["x"]}]}, 'roles: an entry needs "user_id"'),
            ({"roles": [{"role": "scenario_viewer"}]}, "user_id: no user None"),
            ({"roles": [{"user_email": 5, "role": "scenario_viewer"}]}, "user_id: no user None"),
            (
                {"owner_id": 123, "roles": [{"user_id": 123, "role": "scenario_viewer"}]},
                "roles: a user has one role on a scenario",
            ),
            (
                {
                    "roles": [
                        {"user_email": email, "role": "scenario_viewer"}
                        for email in ("new@example.org", "NEW@example.org")
                    ]
                },
                "roles: a user has one role on a scenario",
            ),
            ({"area_code": "xx"}, "area_code: unknown 'xx'; known are nl"),
            ({"end_year": "2040"}, "end_year: not of the right type"),
            ({"user_values": {"foo": 1}}, "user_values: unknown 'foo'"),
            (
                {"user_values": {"buildings_insulation_level": "much"}},
                "user_values: buildings_insulation_level: not a number",
            ),
            ({"metadata": []}, "metadata: not of the right type"),
            ({"title": "x"}, "title: unknown"),
        ],
    )
    def test_refused(self, client: httpx.Client, body: Any, reason: str) -> None:
        """What is wrong is said by field, and nothing is made."""
        before = client.post("/_mock/scenarios", json={}).json()["id"]
        assert refused(client, "scenarios", body).startswith(reason)
        assert client.post("/_mock/scenarios", json={}).json()["id"] == before + 1


class TestState:
    """``POST`` and ``GET /_mock/state``."""

    WORLD: Final = json.loads((FOLDER / "world.json").read_text())

    def test_given_as_set(self, control: Control) -> None:
        """What is set is given again, with every field."""
        control.set_state(self.WORLD)
        given = control.state()
        assert given["scenarios"] == self.WORLD["scenarios"]
        assert (given["next"], given["areas"]) == (self.WORLD["next"], self.WORLD["areas"])
        assert given["gqueries"] == self.WORLD["gqueries"]
        defaults = {"admin": False, "private_scenarios": False, "seen": True}
        assert given["users"] == [{**defaults, **each} for each in self.WORLD["users"]]
        control.set_state(given)
        assert control.state() == given

    def test_an_area_that_is_gone(self, control: Control, api: Api) -> None:
        """A scenario of an area that the engine no longer knows can't be changed."""
        one, *_ = self.WORLD["scenarios"]
        control.set_state({**self.WORLD, "scenarios": [{**one, "area_code": "gone"}]})
        change = {"scenario": {"keep_compatible": True}}
        answer = api.ask("PUT", f"/api/v3/scenarios/{one['id']}", json=change)
        assert answer.json() == {"errors": ["Scenario: Area code is unknown or not supported"]}

    def test_users_get_known(self, api: Api, control: Control) -> None:
        """An engine knows a user from their first request on, and roles become theirs then."""
        rows = [{"id": 1, "user_email": "ZED@example.com", "role": "scenario_owner"}]
        scenario = {**self.WORLD["scenarios"][0], "private": True, "users": rows}
        control.set_state({**self.WORLD, "scenarios": [scenario]})
        token = control.token(99)
        # A missing scenario is answered before anybody is looked at.
        api.ask("GET", f"{SCENARIOS}/5", token=token)
        assert [each["seen"] for each in control.state()["users"] if each["id"] == 99] == [False]
        assert api.ask("GET", f"{SCENARIOS}/1001", token=token).status_code == 200
        assert [each["seen"] for each in control.state()["users"] if each["id"] == 99] == [True]
        [row] = control.state()["scenarios"][0]["users"]
        assert (row["user_id"], row["user_email"]) == (99, None)

    def test_environments(self, control: Control) -> None:
        """Of the fixtures, each environment's engine has a state of its own."""
        made = control.scenario(environment="staging")
        assert made in [each["id"] for each in control.state("staging")["scenarios"]]
        assert made not in [each["id"] for each in control.state()["scenarios"]]

    @pytest.mark.parametrize("state", ["valid", "expired", "revoked"])
    def test_token_states(self, api: Api, control: Control, state: str) -> None:
        """A token can be made expired or revoked."""
        token = control.token(control.user(), state=state)
        statuses = [
            api.ask("GET", path, token=token).status_code for path in (SCENARIOS, "/oauth/userinfo")
        ]
        assert (
            statuses == {"valid": [200, 200], "expired": [401, 401], "revoked": [200, 401]}[state]
        )

    @pytest.mark.parametrize(
        ("world", "reason"),
        [
            ({"users": [{"id": 1}]}, "no state: KeyError: 'name'"),
            ({"users": 5}, "no state: TypeError"),
            ({"scenarios": [{"id": "x"}]}, "no state: ValueError"),
            ({"areas": []}, "no state: AttributeError"),
            ({"environment": "test"}, "environment: unknown 'test'"),
        ],
    )
    def test_refused(self, client: httpx.Client, control: Control, world: Any, reason: str) -> None:
        """What is no state is refused, and the state stays."""
        before = control.state()
        assert refused(client, "state", world).startswith(reason)
        assert control.state() == before


class TestClock:
    """``POST /_mock/clock``."""

    def test_advance(self, control: Control) -> None:
        """The clock of ``docs`` stands still but for being moved, either way."""
        asked = [0, 0, 90.5, -0.5, -60]
        assert [control.advance_clock(each) for each in asked] == [
            "2025-09-01T09:00:00.000Z",
            "2025-09-01T09:00:00.000Z",
            "2025-09-01T09:01:30.500Z",
            "2025-09-01T09:01:30.000Z",
            "2025-09-01T09:00:30.000Z",
        ]

    def test_shows_in_scenarios(self, api: Api, control: Control) -> None:
        """What is made carries the mock's time."""
        control.advance_clock(1.25)
        assert api.ask("POST", SCENARIOS).json()["created_at"] == "2025-09-01T09:00:01.250Z"

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ({}, "advance: missing"),
            ({"advance": "60"}, "advance: not of the right type"),
            ({"advance": True}, "advance: not of the right type"),
            ({"advance": 1e300}, "advance: too far"),
            ({"advance": 10**12}, "advance: too far"),
            ({"advance": -(10**400)}, "advance: too far"),
        ],
    )
    def test_refused(self, client: httpx.Client, control: Control, body: Any, reason: str) -> None:
        """What is wrong is said, and the clock stays where it is."""
        assert refused(client, "clock", body) == reason
        now = control.advance_clock(0)
        assert now == "2025-09-01T09:00:00.000Z"


class TestRequests:
    """``GET`` and ``DELETE /_mock/requests``."""

    def test_journal(self, api: Api, control: Control) -> None:
        """Every API request is there, oldest first, as it was sent, with its status."""
        token = control.token(control.user())
        api.ask("GET", f"{SCENARIOS}?page=2&limit=%31", token=token)
        api.ask("POST", SCENARIOS, host=STAGING, json={"é": 1})
        api.ask("PUT", f"{SCENARIOS}/0", content=b"\xff", headers={"X-Test": "a"})
        api.ask("GET", "/oauth/userinfo", token=token, host=ACCOUNTS)
        api.ask("GET", "/api/v3/nothing")
        api.ask("GET", "/identity/sign_in")
        entries = control.requests()
        keys = ["method", "host", "path", "query", "body", "status"]
        assert [[entry[key] for key in keys] for entry in entries] == [
            ["GET", ENGINE, SCENARIOS, "page=2&limit=%31", "", 200],
            ["POST", STAGING, SCENARIOS, "", '{"é":1}', 200],
            ["PUT", ENGINE, f"{SCENARIOS}/0", "", "\N{REPLACEMENT CHARACTER}", 404],
            ["GET", ACCOUNTS, "/oauth/userinfo", "", "", 200],
            ["GET", ENGINE, "/api/v3/nothing", "", "", 404],
        ]
        assert ["authorization", f"Bearer {token}"] in entries[0]["headers"]
        assert ["x-test", "a"] in entries[2]["headers"]

    def test_forget(self, api: Api, control: Control) -> None:
        """Forgetting empties the journal and nothing else."""
        made = api.ask("POST", SCENARIOS).json()["id"]
        assert len(control.requests()) == 1
        control.forget_requests()
        assert control.requests() == []
        assert api.show(made)["id"] == made


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "reset"), ("PUT", "users"), ("GET", "nothing"), ("GET", "")]
)
def test_unknown_call(client: httpx.Client, method: str, path: str) -> None:
    """What there is no call for is a 404."""
    assert client.request(method, f"/_mock/{path}").status_code == 404


@pytest.mark.parametrize("body", ["{", '{"fixture": "\\ud800"}', "[" * 5000])
def test_malformed_call(client: httpx.Client, body: str) -> None:
    """Malformed JSON is a 400 here too."""
    headers = {"Content-Type": "application/json"}
    assert client.post("/_mock/reset", content=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "host", [ENGINE, STABLE, STAGING, ACCOUNTS, STAGING_ACCOUNTS, f"{ENGINE}:443", ENGINE.upper()]
)
def test_never_under_a_real_name(api: Api, control: Control, host: str) -> None:
    """Under the service's names there is no such interface, and it does nothing there."""
    for method, path in CALLS:
        user = control.user()
        answer = api.ask(method, f"/_mock/{path}", host=host, json={"name": "x", "email": "x@x"})
        assert answer.status_code == 404, (method, path)
        assert control.user() == user + 1, (method, path)


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "evil.example",
        f"{ENGINE}.evil.example",
        f"evil{ENGINE}",
        f"evil.{ENGINE}",
        f"2025-1.{ENGINE}",
        f"2025-01.beta.{ENGINE}",
        f"2025-01.{ACCOUNTS}",
        f"{ENGINE}.",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.2",
        "0.0.0.0",  # noqa: S104 - sent, not bound
        "",
        "[",
        "[::2]",
        "::1",
        "a b",
        "evil_host",
        f"{ENGINE}/x",
        f"{ENGINE}@127.0.0.1",
        "127.0.0.1/x",
        "localhost:abc",
        "localhost:99999",
    ],
)
def test_unknown_host(served_client: httpx.Client, host: str) -> None:
    """A host that is neither the service's nor this machine's is refused everything."""
    for path in (SCENARIOS, "/_mock/requests", "/identity/sign_in", "/oauth/userinfo", "/"):
        answer = Api(served_client).ask("GET", path, host=host)
        assert answer.status_code == 421, path
        assert "host name" in answer.text


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_json_needs_no_content_type(
    content_type: str | None, client: httpx.Client, control: Control
) -> None:
    """JSON is read whatever is declared: ``curl -d`` says that it is a form."""
    headers = {"Content-Type": content_type} if content_type else {}
    content = '{"status": 503, "count": 7}'
    assert client.post("/_mock/faults", content=content, headers=headers).status_code == 201
    assert control.call("GET", "/_mock/faults")[0]["count"] == 7


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example.com"}, 403),
        ({"Origin": "http://localhost:5173"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": OWN}, 204),
        ({"Sec-Fetch-Site": "none"}, 204),
    ],
)
def test_pages_of_other_sites_are_refused(
    headers: dict[str, str], status: int, client: httpx.Client, control: Control
) -> None:
    """A form of another site, which a browser sends without asking, changes nothing."""
    control.add_fault(status=503)
    answer = client.post("/_mock/reset", content='{"fixture": "empty"}', headers=headers)
    assert answer.status_code == status
    assert bool(control.call("GET", "/_mock/faults")) == (status == 403)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "localhost:3000", "LOCALHOST"])
def test_own_names(api: Api, control: Control, host: str) -> None:
    """Under the names of this machine the mock serves everything."""
    token = control.token(control.user())
    statuses = [
        api.ask("GET", path, host=host, token=token).status_code
        for path in (SCENARIOS, "/_mock/requests", "/identity/sign_in", "/oauth/userinfo")
    ]
    assert statuses == [200, 200, 200, 200]


@pytest.mark.parametrize("host", [ACCOUNTS, STAGING_ACCOUNTS])
def test_accounts_have_no_api(api: Api, host: str, caplog: pytest.LogCaptureFixture) -> None:
    """The account pages' host has an API of its own, which the mock has not."""
    answer = api.ask("GET", SCENARIOS, host=host)
    text = "The mock ETM has not got this API"
    assert (answer.status_code, answer.json()) == (501, {"errors": [text]})
    assert caplog.messages == ["etm-mock: /api on the account host: the mock has not got this API"]


def test_accounts_are_asked_over_tls(api: Api, control: Control) -> None:
    """What a proxy says it was asked for without TLS leads to the same page with it.

    Slashes that are too many don't matter.
    """
    path = "/oauth//userinfo/"
    token = control.token(control.user())
    assert api.ask("GET", path, host=ACCOUNTS, token=token).status_code == 200
    answer = api.ask("GET", path, host=ACCOUNTS, headers={"X-Forwarded-Proto": "http"})
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{ACCOUNTS}/oauth/userinfo"


@pytest.mark.parametrize(
    ("host", "status"),
    [(ENGINE, 404), (STABLE, 404), (STAGING, 404), (ACCOUNTS, 200), (STAGING_ACCOUNTS, 200)],
)
def test_account_pages_on_their_own_host(api: Api, host: str, status: int) -> None:
    """The account pages answer on the account host alone."""
    assert api.ask("GET", "/identity/sign_up", host=host).status_code == status


@pytest.mark.parametrize("host", [ENGINE, ACCOUNTS, "localhost"])
@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("text/html", "text/html"), ("application/json", "application/json"), ("*/*", "text/html")],
)
def test_unknown_page(api: Api, host: str, accept: str, content_type: str) -> None:
    """Outside ``/api`` an unknown page is the framework's 404, too."""
    answer = api.ask("GET", "/identity/nothing", host=host, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == f"{content_type}; charset=utf-8"


def test_journal_forgets_the_oldest() -> None:
    """It keeps so many requests, and no more."""
    journal = Journal()
    for number in range(CAPACITY + 1):
        journal.record(Entry("GET", "localhost", f"/{number}", "", (), b"", 200, "1.1"))
    kept = journal.as_json()
    assert (len(kept), kept[0]["path"]) == (CAPACITY, "/1")


def test_journal_keeps_so_many_bytes() -> None:
    """Large requests push out the oldest; one that is too large by itself is alone."""

    def sizes(journal: Journal) -> list[int]:
        return [len(each["body"]) for each in journal.as_json()]

    def record(size: int) -> None:
        journal.record(Entry("POST", "localhost", "/", "", (), b"x" * size, 200, "1.1"))

    journal, third = Journal(), MAXIMUM_BYTES // 3
    for size in (third - 3, third - 2, third - 1, third - 1):
        record(size)
    assert sizes(journal) == [third - 2, third - 1, third - 1]
    record(MAXIMUM_BYTES + 1)
    assert sizes(journal) == [MAXIMUM_BYTES + 1]
    record(1)
    assert sizes(journal) == [1]
    journal.clear()
    for _ in range(3):
        record(third - 2)
    assert len(sizes(journal)) == 3


@pytest.mark.parametrize(
    ("path", "api"),
    [
        ("/api", True),
        ("/api/", True),
        ("/api/v3/scenarios", True),
        ("/oauth", True),
        ("/oauth/userinfo", True),
        ("/apis", False),
        ("/oauths/userinfo", False),
        ("/identity/sign_in", False),
    ],
)
def test_what_the_api_is(path: str, api: bool, client: httpx.Client, control: Control) -> None:
    """The journal and the faults agree on it."""
    control.add_fault(status=503)
    assert (client.get(path).status_code == 503) == api
    assert [entry["path"] for entry in control.requests()] == [path] * api


@pytest.mark.parametrize(
    ("years", "status"), [(-25, 200), (-26, 422), (6975, 200), (6976, 422)], ids=str
)
def test_how_far_the_clock_goes(years: int, status: int, client: httpx.Client) -> None:
    """From 2025, where it stands, to the years 2000 and 9000, and not beyond."""
    now = datetime.fromisoformat("2025-09-01T09:00:00Z")
    seconds = (now.replace(year=now.year + years) - now).total_seconds()
    assert client.post("/_mock/clock", json={"advance": seconds}).status_code == status


@pytest.mark.parametrize(("days", "made"), [(7, "08-24"), (None, "08-01")])
def test_when_an_expired_token_expired(control: Control, days: int | None, made: str) -> None:
    """A token that is made as expired has been so for a day, and lasted as long as it says.

    One that would never expire lasted as long as one without a length of its own.
    """
    token = control.create_token(user_id=control.user(), state="expired", expires_in=days)
    assert (token["created_at"], token["expires_at"]) == (
        f"2025-{made}T09:00:00.000Z",
        "2025-08-31T09:00:00.000Z",
    )

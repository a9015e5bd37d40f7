"""The account pages: signing up, signing in, and the settings page of tokens."""

import re
import ssl
from collections.abc import Callable

import httpx
import pytest
from etm_mock import __version__
from etm_mock.identity import sessions
from etm_mock.server import RunningMock
from test_mock.client import (
    ACCOUNTS,
    ENGINE,
    SCENARIOS,
    STAGING,
    STAGING_ACCOUNTS,
    Api,
    Browser,
    Control,
    InProcess,
)

Browse = Callable[..., Browser]
SIGN_IN, SIGN_UP, TOKENS = "/identity/sign_in", "/identity/sign_up", "/identity/tokens"
FULL = re.compile(r'class="secret"[^>]* value="([^"]+)"')
BRIEFLY = "The full token will only be shown briefly!"
SCRIPT = '<script>alert("x")</script>'


@pytest.fixture
def user(control: Control) -> int:
    """An account without tokens: ann@example.org, password: password."""
    return control.user(name="Ann", email="ann@example.org")


@pytest.fixture
def browser(browse: Browse, user: int) -> Browser:  # noqa: ARG001 - it has to exist
    """A browser in which that account is signed in."""
    opened = browse()
    assert opened.sign_in("ann@example.org").status_code == 303
    return opened


def names(page: str) -> list[str]:
    """Give the names of the tokens on the settings page, in order."""
    return re.findall(r"<h2[^>]*>(.*?)</h2>", page)


def token_ids(page: str) -> list[int]:
    """Give the ids of the tokens on the settings page, in order."""
    return [int(each) for each in re.findall(r'action="/identity/tokens/(\d+)"', page)]


def full_token(browser: Browser) -> str:
    """Give the one token that the settings page shows in full."""
    (found,) = FULL.findall(browser.see(TOKENS))
    return str(found)


class TestSigningUp:
    """``/identity/sign_up``."""

    def test_signs_in(self, browse: Browse, control: Control, api: Api) -> None:
        """A new account is signed in at once, and takes the roles that wait for its address."""
        roles = [{"user_email": "New@example.org", "role": "scenario_owner"}]
        scenario = control.scenario(private=True, roles=roles)
        browser = browse()
        fields = {"name": "New", "email": "new@example.org", "password": "long enough"}
        answer = browser.send(SIGN_UP, SIGN_UP, **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, TOKENS)
        browser.create_token("first", permissions="read")
        assert api.show(scenario, full_token(browser))["private"] is True

    @pytest.mark.parametrize(
        ("changed", "problem"),
        [
            ({"name": " "}, "Name can&#39;t be blank"),
            ({"email": "nobody"}, "Email is invalid"),
            ({"email": ""}, "Email is invalid"),
            ({"email": "ANN@example.org"}, "Email has already been taken"),
            ({"password": "tiny-12"}, "Password is too short"),
        ],
    )
    @pytest.mark.usefixtures("user")
    def test_problems(self, browse: Browse, changed: dict[str, str], problem: str) -> None:
        """What is wrong is said on the form, and no account is made."""
        browser = browse()
        fields = {"name": "New", "email": "new@example.org", "password": "long enough", **changed}
        answer = browser.send(SIGN_UP, SIGN_UP, **fields)
        assert answer.status_code == 422
        assert problem in answer.text
        assert fields["password"] not in answer.text
        assert browser.sign_in(fields["email"], fields["password"]).status_code == 422


class TestSigningIn:
    """``/identity/sign_in`` and ``/identity/sign_out``."""

    @pytest.mark.parametrize("environment", ["production", "staging"])
    def test_in_each_environment(self, browse: Browse, control: Control, environment: str) -> None:
        """Signing in takes an address and a password; staging has accounts of its own."""
        control.user(email="ann@example.org", environment=environment)
        hosts = {"production": ACCOUNTS, "staging": STAGING_ACCOUNTS}
        browser = browse(hosts.pop(environment))
        [other] = hosts.values()
        assert browse(other).sign_in("ann@example.org").status_code == 422
        answer = browser.sign_in("ann@example.org")
        assert (answer.status_code, answer.headers["location"]) == (303, TOKENS)
        assert "ann@example.org" in browser.see(TOKENS)

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("ann@example.org", "wrong"),
            ("ann@example.org", ""),
            ("nobody@example.org", "password"),
            ("", ""),
        ],
    )
    @pytest.mark.usefixtures("user")
    def test_refused(self, browse: Browse, email: str, password: str) -> None:
        """A wrong password and an unknown address get the same answer."""
        browser = browse()
        answer = browser.sign_in(email, password)
        assert answer.status_code == 422
        assert re.findall("<li>(.*?)</li>", answer.text) == ["Invalid Email or password."]
        assert browser.client.get(TOKENS).status_code == 303

    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", TOKENS), ("GET", f"{TOKENS}/new"), ("POST", TOKENS), ("POST", f"{TOKENS}/501")],
    )
    def test_pages_that_need_it(self, browse: Browse, method: str, path: str) -> None:
        """Without a session the settings page leads to signing in."""
        browser = browse()
        answer = browser.client.request(method, path)
        assert (answer.status_code, answer.headers["location"]) == (303, SIGN_IN)
        assert "You need to sign in" in browser.see(SIGN_IN)

    def test_sign_out(self, browser: Browser) -> None:
        """Signing out ends the session, also for someone who kept the cookie."""
        kept = dict(browser.client.cookies)
        answer = browser.send(TOKENS, "/identity/sign_out")
        assert (answer.status_code, answer.headers["location"]) == (303, SIGN_IN)
        assert browser.client.get(TOKENS).status_code == 303
        browser.client.cookies.clear()
        browser.client.cookies.update(kept)
        assert browser.client.get(TOKENS).status_code == 303

    @pytest.mark.usefixtures("user")
    def test_new_session(self, browse: Browse) -> None:
        """Signing in starts another session: one that was planted beforehand is worth nothing."""
        browser = browse()
        browser.see(SIGN_IN)
        planted = dict(browser.client.cookies)
        browser.sign_in("ann@example.org")
        assert dict(browser.client.cookies) != planted
        other = browse()
        other.client.cookies.update(planted)
        assert other.client.get(TOKENS).status_code == 303

    def test_a_token_is_no_session(self, browse: Browse, control: Control, user: int) -> None:
        """An access token does not open the settings page."""
        headers = {"Authorization": f"Bearer {control.token(user)}"}
        assert browse().client.get(TOKENS, headers=headers).status_code == 303


class TestCookies:
    """The session's cookie."""

    def test_flags(self, browse: Browse) -> None:
        """No script reads it, and other sites' forms don't carry it."""
        cookie = browse().client.get(SIGN_IN).headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
        assert "Domain" not in cookie

    def test_secure_over_tls(self, mock: RunningMock) -> None:
        """Over TLS it is for TLS alone."""
        trust = ssl.create_default_context(cafile=str(mock.authority))
        with httpx.Client(proxy=mock.proxy_url, verify=trust, trust_env=False) as client:
            answer = client.get(f"https://{ACCOUNTS}{SIGN_IN}")
        assert "Secure" in answer.headers["set-cookie"]

    @pytest.mark.parametrize("path", [SIGN_IN, SIGN_UP, TOKENS, f"{TOKENS}/new"])
    def test_pages_are_not_kept(self, browser: Browser, path: str) -> None:
        """No page is stored, framed, or tells other sites where it was left."""
        headers = browser.client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"


class TestCreating:
    """``POST /identity/tokens``."""

    @pytest.mark.parametrize(
        ("fields", "scopes"),
        [
            ({}, ["openid", "public"]),
            ({"permissions": "public"}, ["openid", "public"]),
            ({"permissions": "read"}, ["openid", "public", "scenarios:read"]),
            (
                {"permissions": "write"},
                ["openid", "public", "scenarios:read", "scenarios:write"],
            ),
            (
                {"permissions": "delete", "email_scope": "1", "profile_scope": "1"},
                [
                    *("openid", "public", "scenarios:read", "scenarios:write"),
                    *("scenarios:delete", "email", "profile"),
                ],
            ),
            ({"email_scope": "1"}, ["openid", "public", "email"]),
            ({"profile_scope": "1"}, ["openid", "public", "profile"]),
            ({"email_scope": "0"}, ["openid", "public"]),
        ],
    )
    def test_scopes(
        self, browser: Browser, api: Api, user: int, fields: dict[str, str], scopes: list[str]
    ) -> None:
        """The level gives the scopes, and each extra adds its own; it lasts 30 days."""
        answer = browser.create_token("new", **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, TOKENS)
        info = api.ask("GET", "/oauth/token/info", token=full_token(browser)).json()
        assert (info["scope"], info["resource_owner_id"]) == (scopes, user)
        assert info["expires_in"] == 30 * 24 * 60 * 60

    @pytest.mark.parametrize("days", ["7", "30", "60", "90", "365"])
    def test_expiry(self, browser: Browser, api: Api, days: str) -> None:
        """The form offers five expiries, up to a year."""
        browser.create_token("new", expires_in=days)
        info = api.ask("GET", "/oauth/token/info", token=full_token(browser)).json()
        assert info["expires_in"] == int(days) * 24 * 60 * 60

    def test_form(self, browser: Browser) -> None:
        """The form has what the API facts list, with the least of it chosen."""
        page = browser.see(f"{TOKENS}/new")
        assert re.findall(r'<option value="(\d+)"', page) == ["7", "30", "60", "90", "365"]
        assert re.findall(r'<option value="(\d+)" selected', page) == ["30"]
        levels = r'name="permissions" value="(\w+)"'
        assert re.findall(levels, page) == ["public", "read", "write", "delete"]
        assert re.findall(f"{levels} checked", page) == ["public"]
        assert "Read public scenarios only" in page
        extras = r'type="checkbox" name="(\w+)"'
        assert re.findall(extras, page) == ["email_scope", "profile_scope"]

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({"name": ""}, "Name can&#39;t be blank"),
            ({"name": "  "}, "Name can&#39;t be blank"),
            ({"name": "x", "permissions": "all"}, "Permissions is not included in the list"),
            ({"name": "x", "expires_in": "366"}, "Expiration is not included in the list"),
            ({"name": "x", "expires_in": ""}, "Expiration is not included in the list"),
        ],
    )
    def test_problems(self, browser: Browser, fields: dict[str, str], problem: str) -> None:
        """What is wrong is said on the form, and no token is made."""
        answer = browser.create_token(**fields)
        assert answer.status_code == 422
        assert problem in answer.text
        assert names(browser.see(TOKENS)) == []

    def test_same_name_again(self, browser: Browser) -> None:
        """There is no limit, and names need not differ."""
        for _ in range(12):
            assert browser.create_token("same").status_code == 303
        page = browser.see(TOKENS)
        assert names(page) == ["same"] * 12
        assert len(set(FULL.findall(page))) == 12


class TestList:
    """``GET /identity/tokens``."""

    def test_full_token_for_a_minute(self, browser: Browser, control: Control) -> None:
        """A new token comes first and in full within a minute; then only its beginning shows."""
        browser.create_token("a")
        control.advance_clock(60)
        browser.create_token("z")
        control.advance_clock(59.999)
        page = browser.see(TOKENS)
        (secret,) = FULL.findall(page)
        assert names(page) == ["z", "a"]
        assert BRIEFLY in page
        assert "Copy token to clipboard" in page
        control.advance_clock(0.001)
        page = browser.see(TOKENS)
        assert names(page) == ["a", "z"]
        assert FULL.findall(page) == []
        assert secret not in page
        assert BRIEFLY not in page
        (beginning,) = (
            each[:-3]
            for each in re.findall("<code>(.*?)</code>", page)
            if secret.startswith(each[:-3])
        )
        assert len("etm_") < len(beginning) < 16

    def test_sorted_by_name(self, browser: Browser, control: Control, user: int) -> None:
        """Tokens are sorted by name, whatever its case."""
        for name in ("b", "C", "a", "B"):
            control.token(user, name=name)
        control.advance_clock(60)
        assert names(browser.see(TOKENS)) == ["a", "b", "B", "C"]

    def test_who_and_what_is_listed(self, browser: Browser, control: Control, user: int) -> None:
        """Only the user's own tokens that are neither revoked nor expired."""
        control.token(user, name="valid")
        control.token(user, name="short", expires_in=1)
        control.token(control.user(), name="another's")
        revoked = control.create_token(user_id=user, name="revoked")
        control.revoke_token(revoked["id"])
        assert names(browser.see(TOKENS)) == ["short", "valid"]
        control.advance_clock(24 * 60 * 60)
        assert names(browser.see(TOKENS)) == ["valid"]

    def test_details(self, browser: Browser, control: Control, api: Api, user: int) -> None:
        """When it expires, and what it may do; calls to an engine don't count as its use."""
        token = control.token(user, "read", email_scope=True, expires_in=7)
        page = browser.see(TOKENS)
        assert "Expires on 8 September 2025" in page
        assert "Last used on" not in page
        assert "Read public and private scenarios, email" in page
        api.ask("GET", SCENARIOS, token=token)
        assert "Last used on" not in browser.see(TOKENS)

    def test_without_expiry(self, browser: Browser, control: Control, user: int) -> None:
        """A token from before 2025 may never expire."""
        control.token(user, expires_in=None)
        assert "Never expires" in browser.see(TOKENS)

    def test_names_are_escaped(self, browser: Browser, control: Control, user: int) -> None:
        """A name is text, never markup."""
        control.token(user, name=SCRIPT)
        page = browser.see(TOKENS)
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page

    @pytest.mark.parametrize("path", [SIGN_IN, SIGN_UP])
    def test_fields_are_escaped(self, browse: Browse, path: str) -> None:
        """What is shown again on a form is text, never markup."""
        answer = browse().send(path, path, name=SCRIPT, email=f'"{SCRIPT}', password="")
        assert answer.status_code == 422
        assert SCRIPT not in answer.text
        assert "&lt;script&gt;" in answer.text


class TestRevoking:
    """``POST /identity/tokens/{id}``."""

    def test_revoked(self, browser: Browser, api: Api) -> None:
        """The token goes from the list, and the account host refuses it from then on.

        The page promises more than that: an engine takes it until it expires.
        """
        browser.create_token("kept")
        kept = full_token(browser)
        browser.create_token("lost")
        page = browser.see(TOKENS)
        (lost,) = set(FULL.findall(page)) - {kept}
        number = token_ids(page)[names(page).index("lost")]
        answer = browser.send(TOKENS, f"{TOKENS}/{number}", _method="delete")
        assert (answer.status_code, answer.headers["location"]) == (303, TOKENS)
        page = browser.see(TOKENS)
        assert "The token can no longer be used to access the API." in page
        assert names(page) == ["kept"]
        statuses = [
            api.ask("GET", path, token=token).status_code
            for path in ("/oauth/token/info", SCENARIOS)
            for token in (lost, kept)
        ]
        assert statuses == [401, 200, 200, 200]

    def test_another_users_token(self, browser: Browser, control: Control, api: Api) -> None:
        """Nobody revokes another user's token, nor learns whether it exists."""
        made = control.create_token(user_id=control.user())
        answers = [
            browser.send(TOKENS, f"{TOKENS}/{number}", _method="delete")
            for number in (made["id"], 999_999)
        ]
        assert [each.status_code for each in answers] == [404, 404]
        assert answers[0].text == answers[1].text
        assert api.ask("GET", SCENARIOS, token=made["token"]).status_code == 200


class TestCsrf:
    """Forms that did not come from the session's own pages."""

    @pytest.mark.parametrize(
        "path", [SIGN_IN, SIGN_UP, "/identity/sign_out", TOKENS, f"{TOKENS}/501"]
    )
    @pytest.mark.parametrize("sent", [None, "", "wrong", "é"])
    def test_refused(self, browser: Browser, path: str, sent: str | None) -> None:
        """Without the session's own CSRF token a form does nothing."""
        browser.create_token("mine")
        data = {"name": "new", "email": "new@example.org", "password": "long enough"}
        if sent is not None:
            data["authenticity_token"] = sent
        answer = browser.client.post(path, data=data)
        assert answer.status_code == 422
        assert "did not come from this session" in answer.text
        assert names(browser.see(TOKENS)) == ["mine"]

    def test_token_of_another_session(self, browser: Browser, browse: Browse) -> None:
        """Another session's CSRF token counts for nothing."""
        other = browse()
        other.open(SIGN_IN)
        data = {"name": "new", "authenticity_token": other.csrf_token()}
        assert browser.client.post(TOKENS, data=data).status_code == 422
        assert names(browser.see(TOKENS)) == []


class TestStaging:
    """``beta.my.energytransitionmodel.com``."""

    @pytest.fixture
    def on_staging(self, control: Control) -> int:
        """An account of staging's own, with the same address."""
        return control.user(name="Ann", email="ann@example.org", environment="staging")

    @pytest.mark.usefixtures("user", "on_staging")
    def test_staging_tokens(self, browse: Browse, api: Api) -> None:
        """It makes and lists staging tokens only, and they work on staging only."""
        staging, production = browse(STAGING_ACCOUNTS), browse()
        for browser, name in ((staging, "staging"), (production, "production")):
            browser.sign_in("ann@example.org")
            browser.create_token(name)
            assert names(browser.see(TOKENS)) == [name]
        token = full_token(staging)
        assert token.startswith("etm_beta_")
        assert not full_token(production).startswith("etm_beta_")
        assert api.ask("GET", SCENARIOS, token=token, host=STAGING).status_code == 200
        assert api.ask("GET", SCENARIOS, token=token).status_code == 401

    def test_beginning_has_the_prefix(
        self, browse: Browse, control: Control, on_staging: int
    ) -> None:
        """What is left of a hidden staging token tells that it is one."""
        token = control.token(on_staging)
        control.advance_clock(60)
        browser = browse(STAGING_ACCOUNTS)
        browser.sign_in("ann@example.org")
        (shown,) = re.findall("<code>(.*?)</code>", browser.see(TOKENS))
        assert shown.endswith("...")
        assert token.startswith(shown[:-3])
        assert len(shown[:-3]) > len("etm_beta_")

    @pytest.mark.usefixtures("on_staging")
    def test_revoking(self, browse: Browse, control: Control, api: Api, user: int) -> None:
        """Each environment's page revokes its own tokens only."""
        made = control.create_token(user_id=user)
        browser = browse(STAGING_ACCOUNTS)
        browser.sign_in("ann@example.org")
        answer = browser.send(f"{TOKENS}/new", f"{TOKENS}/{made['id']}", _method="delete")
        assert answer.status_code == 404
        assert api.ask("GET", SCENARIOS, token=made["token"]).status_code == 200


def test_sessions_are_limited(
    browse: Browse, transport: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest session goes when there are too many."""
    monkeypatch.setattr(sessions, "MAXIMUM", 3)
    for _ in range(5):
        browse().see("/identity/sign_in")
    assert len(transport.state.sessions) == 3


def test_visits_sign_nobody_out(
    browse: Browse, browser: Browser, transport: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sessions of nobody go first, and then that of the user who was away for longest."""
    monkeypatch.setattr(sessions, "MAXIMUM", 3)

    def here(browser: Browser) -> bool:
        return browser.client.get(TOKENS).status_code == 200

    second, third, fourth = (browse() for _ in range(3))
    second.sign_in("ann@example.org")
    for _ in range(5):
        browse().see(SIGN_IN)
    assert [here(second), here(browser)] == [True, True]
    assert len(transport.state.sessions) == 3
    third.sign_in("ann@example.org")
    fourth.sign_in("ann@example.org")
    assert [here(each) for each in (third, fourth, second)] == [True, True, False]


def test_two_mocks_on_one_host(in_process: InProcess) -> None:
    """A browser that visits both is signed in to both: their cookies have different names."""
    names = []
    for port in (3000, 3001):
        with httpx.Client(transport=in_process, trust_env=False) as client:
            answer = client.get(f"http://127.0.0.1:{port}{SIGN_IN}")
            names += list(answer.cookies)
    assert len(set(names)) == 2


def test_start_page(client: httpx.Client) -> None:
    """Under its own address the mock says what it is, and each link leads somewhere."""
    page = client.get("/")
    assert page.status_code == 200
    assert f"etm-mock {__version__}" in page.text
    links = re.findall(r'href="(/[^"]*)"', page.text)
    assert len(links) == 4
    for link in links:
        assert client.get(link).status_code == 200, link
    for host in (ENGINE, ACCOUNTS):
        assert client.get("/", headers={"Host": host}).status_code == 404

"""Talks to the mock as its tests need it: as a client of the API, as a test, and as a browser."""

import re
from typing import Any, Final

import httpx

ENGINE: Final = "engine.energytransitionmodel.com"
STABLE: Final = "2025-01.engine.energytransitionmodel.com"
STAGING: Final = "beta.engine.energytransitionmodel.com"
ACCOUNTS: Final = "my.energytransitionmodel.com"
STAGING_ACCOUNTS: Final = "beta.my.energytransitionmodel.com"

SCENARIOS: Final = "/api/v3/scenarios"

NOT_FOUND: Final = {"errors": ["Not found"]}
NOT_YOURS: Final = {"errors": ["Scenario does not belong to you"]}
INVALID_TOKEN: Final = {"errors": ["Invalid or expired token"]}


class Api:
    """A client of the API, under the name of production unless it is told another."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        host: str = ENGINE,
        headers: dict[str, str] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        """Send a request, with a token if one is given; ``rest`` is what httpx takes."""
        sent = {"Host": host, **(headers or {})}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return self._client.request(method, path, headers=sent, **rest)

    def show(self, scenario: int, token: str | None = None) -> dict[str, Any]:
        """Read a scenario, which has to succeed."""
        answer = self.ask("GET", f"{SCENARIOS}/{scenario}", token=token)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


class Control:
    """The mock's own interface; every call has to succeed."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._users = 0

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call it, and give what it answers."""
        answer = self._client.request(method, f"/_mock/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def user(self, **fields: Any) -> int:
        """Make an account, and give its id."""
        self._users += 1
        default = {"name": "Test", "email": f"test-{self._users}@example.com"}
        made: int = self.call("POST", "users", {**default, **fields})["id"]
        return made

    def token(self, user: int, permissions: str = "delete", **fields: Any) -> str:
        """Make a token of a user, and give its full string."""
        body = {"user_id": user, "permissions": permissions, **fields}
        secret: str = self.call("POST", "tokens", body)["token"]
        return secret

    def scenario(self, **fields: Any) -> int:
        """Make a scenario, and give its id."""
        made: int = self.call("POST", "scenarios", fields)["id"]
        return made

    def advance(self, seconds: float) -> None:
        """Move the mock's clock."""
        self.call("POST", "clock", {"advance": seconds})


class Browser:
    """A browser on the account pages, with cookies of its own."""

    def __init__(self, url: str, host: str = ACCOUNTS) -> None:
        self.client = httpx.Client(base_url=url, headers={"Host": host}, trust_env=False)

    def see(self, path: str) -> str:
        """Open a page, which has to be there, and give its HTML."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{answer.status_code} {answer.headers}"
        return answer.text

    def csrf_token(self, path: str = "/identity/sign_in") -> str:
        """Give the CSRF token of a page's first form."""
        found = re.search(r'name="authenticity_token" value="([^"]+)"', self.see(path))
        assert found
        return found[1]

    def send(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Open a page, and send a form from it."""
        data = {"authenticity_token": self.csrf_token(page), **fields}
        return self.client.post(path, data=data)

    def sign_in(self, email: str, password: str = "password") -> httpx.Response:  # noqa: S107
        """Sign in to an account."""
        page = "/identity/sign_in"
        return self.send(page, page, email=email, password=password)

    def create_token(self, name: str, **fields: str) -> httpx.Response:
        """Send the form of a new token."""
        return self.send("/identity/tokens/new", "/identity/tokens", name=name, **fields)

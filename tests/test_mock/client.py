"""Talks to the mock as its tests need it: as a client of the API, as a test, and as a browser."""

from typing import Any, Final

import httpx
from etm_docs.examples import account_pages
from etm_docs.in_page.transport import asked
from etm_mock import control_client
from etm_mock.app import create_app
from etm_mock.starting_state import docs_tokens
from etm_mock.state import State

OWN: Final = "http://localhost"
"""Where the mock is, as far as the tests are concerned that need no server."""

ENGINE: Final = "engine.energytransitionmodel.com"
STABLE: Final = "2025-01.engine.energytransitionmodel.com"
STAGING: Final = "beta.engine.energytransitionmodel.com"
ACCOUNTS: Final = "my.energytransitionmodel.com"
STAGING_ACCOUNTS: Final = "beta.my.energytransitionmodel.com"

SCENARIOS: Final = "/api/v3/scenarios"

NOT_FOUND: Final = {"errors": ["Not found"]}
NOT_YOURS: Final = {"errors": ["Scenario does not belong to you"]}
NO_PATH: Final = {"status": 404, "error": "Not Found"}
FAILURE: Final = {"status": 500, "error": "Internal Server Error"}
INVALID_TOKEN: Final = {"errors": ["Invalid or expired token"]}


def token(name: str) -> str:
    """Give the string of a token of the docs fixture."""
    return docs_tokens()[name]


class InProcess(httpx.BaseTransport):
    """Leads requests to the mock's application, in this process: no server, no sockets."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._application = create_app(state)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Give the application's answer, whole, as a server sends it; what it raises is raised."""
        # With no server to wait for, it comes to its end at once: there is no need of a loop.
        try:
            self._answer(request).send(None)
        except StopIteration as ended:
            response: httpx.Response = ended.value
            return response
        raise RuntimeError("The application waits for something: ask one that is served")

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        status, headers, content = await asked(self._application, request, request.read())
        return httpx.Response(status, headers=headers, content=content)


class Api:
    """A client of the API and of the account host, under production's names unless told others.

    It asks for JSON, as the framework's own errors come in other formats too.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        host: str | None = None,
        headers: dict[str, str] | list[tuple[str, str]] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        """Send a request, with a token if one is given; ``rest`` is what httpx takes."""
        if host is None:
            host = ACCOUNTS if path.startswith(("/oauth", "/identity")) else ENGINE
        given = httpx.Headers(headers)
        own = {"Host": host, "Accept": "application/json"}.items()
        sent = httpx.Headers(
            [*(each for each in own if each[0] not in given), *given.multi_items()]
        )
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return self._client.request(method, path, headers=sent, **rest)

    def show(self, scenario: int, token: str | None = None) -> dict[str, Any]:
        """Read a scenario, which has to succeed."""
        answer = self.ask("GET", f"{SCENARIOS}/{scenario}", token=token)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


class Control(control_client.Control):
    """The control interface through a client of the tests, and what they want of it most."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__(str(client.base_url))
        self._client = client
        self._users = 0

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call ``/_mock/…``, which has to succeed; give the answer's JSON, ``None`` for none."""
        answer = self._client.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def user(self, **fields: Any) -> int:
        """Make an account, and give its id."""
        self._users += 1
        default = {"name": "Test", "email": f"test-{self._users}@example.com"}
        made: int = self.create_user(**{**default, **fields})["id"]
        return made

    def token(self, user: int, permissions: str = "delete", **fields: Any) -> str:
        """Make a token of a user, and give its full string."""
        made = self.create_token(user_id=user, permissions=permissions, **fields)
        return str(made["token"])

    def scenario(self, **fields: Any) -> int:
        """Make a scenario, and give its id."""
        made: int = self.create_scenario(**fields)["id"]
        return made


class Browser(account_pages.Browser):
    """A browser on the account pages that also sends what no form of theirs would."""

    def __init__(self, transport: httpx.BaseTransport, host: str = ACCOUNTS) -> None:
        client = httpx.Client(
            transport=transport, base_url=OWN, headers={"Host": host}, trust_env=False
        )
        super().__init__(client)

    def see(self, path: str) -> str:
        """Open a page, which has to be there, and give its HTML."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{answer.status_code} {answer.headers}"
        return answer.text

    def send(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Open a page, and send a form from it, with fields of one's own."""
        self.open(page)
        return self.client.post(path, data={"authenticity_token": self.csrf_token(), **fields})

    def sign_in(self, email: str, password: str = "password") -> httpx.Response:  # noqa: S107
        """Sign in to an account."""
        page = "/identity/sign_in"
        return self.send(page, page, email=email, password=password)

    def create_token(self, name: str, **fields: str) -> httpx.Response:
        """Send the form of a new token."""
        return self.send("/identity/tokens/new", "/identity/tokens", name=name, **fields)

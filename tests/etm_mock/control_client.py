"""Calls a mock's control interface: from tests, from the command, from the pytest plugin."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


class ControlError(Exception):
    """The mock refused a call; the message says which and why."""


class Control:
    """The control interface of the mock at ``url``, such as ``http://127.0.0.1:3000``."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url).netloc

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call ``/_mock/…`` with a JSON body; give the answer's JSON, ``None`` for an empty one.

        Raises :class:`ControlError` if the mock refuses it.
        """
        connection = http.client.HTTPConnection(self._address)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:
            raise ControlError(f"{method} {path}: {answer.status} {text}")
        return json.loads(text) if text else None

    def reset(self, fixture: str = "docs") -> None:
        """Bring the whole state back to a fixture: ``docs`` or ``empty``."""
        self.call("POST", "/_mock/reset", {"fixture": fixture})

    def set_state(self, world: Any) -> None:
        """Set the whole state, in the form of the recordings' ``world.json``."""
        self.call("POST", "/_mock/state", world)

    def state(self, environment: str = "production") -> dict[str, Any]:
        """Give what an environment's engine remembers, in the same form."""
        return dict(self.call("GET", f"/_mock/state?environment={environment}"))

    def create_user(self, **fields: Any) -> dict[str, Any]:
        """Make an account (``name``, ``email``, ``environment``, …); give its fields."""
        return dict(self.call("POST", "/_mock/users", fields))

    def create_token(self, **fields: Any) -> dict[str, Any]:
        """Make a token (``user_id``, ``permissions``, …); give its fields, the string included."""
        return dict(self.call("POST", "/_mock/tokens", fields))

    def revoke_token(self, token_id: int) -> None:
        """Revoke a token by its id."""
        self.call("DELETE", f"/_mock/tokens/{token_id}")

    def create_scenario(self, **fields: Any) -> dict[str, Any]:
        """Make a scenario (``owner_id``, ``private``, ``roles``, …); give it as the API does."""
        return dict(self.call("POST", "/_mock/scenarios", fields))

    def advance_clock(self, seconds: float) -> str:
        """Move the mock's time; give the new time."""
        return str(self.call("POST", "/_mock/clock", {"advance": seconds})["now"])

    def add_fault(self, **fields: Any) -> None:
        """Let the next requests that match go wrong (``path``, ``count``, ``status``, …)."""
        self.call("POST", "/_mock/faults", fields)

    def requests(self) -> list[dict[str, Any]]:
        """List the API requests since the last reset, oldest first."""
        return list(self.call("GET", "/_mock/requests"))

    def forget_requests(self) -> None:
        """Empty the list of API requests."""
        self.call("DELETE", "/_mock/requests")

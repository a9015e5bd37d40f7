"""Drives the machine's own Firefox through WebDriver BiDi, which needs no other program.

Playwright's own way to it asks for a command that Firefox's long-term release doesn't know.
https://w3c.github.io/webdriver-bidi/
"""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

NAMES: Final = ("firefox-esr", "firefox")

LIMIT: Final = 60.0
"""Seconds for a command, and for Firefox to start."""

_LISTENS: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


_MIDDLE: Final = """(() => {
  const all = [...document.querySelectorAll(SELECTOR)];
  const found = all.find((each) => each.checkVisibility({ visibilityProperty: true }));
  found.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = found.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
})()"""


class NoFirefox(Exception):  # noqa: N818 - it says what is the matter
    """There is no Firefox that starts."""


class Tab:
    """A tab of a Firefox; ``problems`` are the errors and warnings of its pages."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._last = 0
        self.problems: list[str] = []
        self._call("session.new", {"capabilities": {}})
        self._call("session.subscribe", {"events": ["log.entryAdded"]})
        made = self._call("browsingContext.create", {"type": "tab"})
        self._context = {"context": made["context"]}

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self._call(
            "browsingContext.navigate", {**self._context, "url": address, "wait": "complete"}
        )

    def give(self, expression: str) -> Any:
        """Give the value of a JavaScript expression, awaited; a plain value.

        Raises :class:`AssertionError` with what the page says.
        """
        asked = {
            "expression": f"(async () => JSON.stringify(await ({expression})))()",
            "target": self._context,
            "awaitPromise": True,
            "userActivation": True,
        }
        answer = self._call("script.evaluate", asked)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"].get("value", "null"))

    def until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true.

        Raises :class:`AssertionError` after :data:`LIMIT` seconds.
        """
        end = time.monotonic() + LIMIT
        while not self.give(expression):
            assert time.monotonic() < end, f"not so: {expression}; {self.problems}"
            time.sleep(0.02)  # the page has work of its own

    def click(self, selector: str) -> None:
        """Press the middle of the first visible element of a selector."""
        x, y = self.give(_MIDDLE.replace("SELECTOR", json.dumps(selector)))
        moves = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": moves})

    def press(self, *keys: str) -> None:
        """Press keys together; letters and WebDriver's code points."""
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self._act({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def _act(self, source: dict[str, Any]) -> None:
        self._call("input.performActions", {**self._context, "actions": [source]})

    def _call(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._last += 1
        self._connection.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            message = json.loads(self._connection.recv(LIMIT))
            if message.get("method") == "log.entryAdded":
                entry = message["params"]
                if entry["level"] in {"error", "warn"}:
                    self.problems.append(str(entry["text"]))
            elif message.get("id") == self._last:
                assert message["type"] == "success", f"{method}: {message}"
                result: dict[str, Any] = message["result"]
                return result


@contextmanager
def running(profile: Path) -> Iterator[Tab]:
    """Run a headless Firefox with a new profile; give a tab of it.

    Raises :class:`NoFirefox`.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise NoFirefox("Firefox is missing: install your system's package (Debian: firefox-esr)")
    options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile)]
    log = profile / "stderr.txt"
    with (
        log.open("w") as said,
        subprocess.Popen([path, *options], stdout=said, stderr=said) as process,  # noqa: S603
    ):
        try:
            end = time.monotonic() + LIMIT
            while not (listens := _LISTENS.search(log.read_text())):
                if process.poll() is not None or time.monotonic() > end:
                    raise NoFirefox(f"Firefox doesn't start:\n{log.read_text()}")
                time.sleep(0.05)
            with connect(f"{listens[1]}/session", max_size=None) as connection:
                yield Tab(connection)
        finally:
            process.terminate()

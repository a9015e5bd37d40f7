"""All that a page can do with the mock: what the web worker calls."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, Final

import httpx
from etm_mock import fixtures, hosts
from etm_mock.app import create_app
from etm_mock.state import State

from etm_docs.in_page import event_loop, python, raw_http, shell
from etm_docs.in_page.transport import Exchange, ToMock, refusal, route

TOKEN_NAME: Final = "ETM_API_TOKEN"  # noqa: S105 - a name

MOCK_URL: Final = "http://127.0.0.1:3000"
"""Where the mock's own interface is, for examples that control it."""


class Page:
    """The mock of one page, the tokens and the variables of its reader."""

    def __init__(self) -> None:
        self._state = State()
        self._exchanges: list[Exchange] = []
        app = create_app(self._state)
        self._own_transport = ToMock(app, lambda _: None)
        route(ToMock(app, self._exchanges.append))
        self.reset()

    def reset(self) -> None:
        """Bring everything back to how the page begins: the docs fixture, and its token."""
        fixtures.load(self._state, "docs")
        self._tokens = {token.name: token.secret for token in self._state.tokens.values()}
        self._own_token: str | None = None
        self._variables: dict[str, str] = {}
        self._names: dict[str, Any] = {}
        self._browser = httpx.Client(transport=self._own_transport, follow_redirects=True)
        self._exchanges.clear()

    def use_token(self, secret: str) -> None:
        """Let the examples send this token from now on, whatever theirs is."""
        self._own_token = secret

    def run(
        self,
        kind: str,
        text: str,
        start: str,
        write: Callable[[str], object],
    ) -> str:
        """Run the text of an example.

        ``kind`` is ``python``, ``cell``, ``curl`` or ``http``. ``start`` is the example's starting
        state as JSON: ``{"token": name, "setup": [[method, path, body], …]}``; one with a setup
        begins anew, so that a second run gives the same. What the example prints goes to ``write``.

        Gives JSON: ``{"done": whether it came to its end, "exchanges": [{"method", "url",
        "headers", "body", "status", "phrase", "answer_headers", "answer", "problem"}, …]}``. Bodies
        of JSON are indented, and so are the answers to curl and raw HTTP.
        """
        event_loop.install()
        self._begin(json.loads(start))
        runners = {
            "python": self._run_script,
            "cell": self._run_cell,
            "curl": self._run_curl,
            "http": self._run_http,
        }
        done = runners[kind](text, write)
        found = [_readable(exchange) for exchange in self._exchanges]
        return json.dumps({"done": done, "exchanges": found})

    def account(self, method: str, address: str, form: str = "[]") -> str:
        """Open an account page; ``form`` is JSON, pairs of what a form sends.

        Gives JSON: ``{"url": its address, "html": the page, "style": its style sheet}``.
        """
        url = httpx.URL(f"https://{hosts.ACCOUNTS}").join(address)
        event_loop.install()
        pairs = dict(json.loads(form))
        answer = self._browser.request(method, url, data=pairs if method == "POST" else None)
        style = self._browser.get(url.join("/identity/style.css")).text
        return json.dumps({"url": str(answer.url), "html": answer.text, "style": style})

    def _begin(self, start: dict[str, Any]) -> None:
        """Bring about an example's starting state, and its token."""
        if start.get("setup"):
            self.reset()
        for method, path, body in start.get("setup", []):
            answer = self._browser.request(method, f"{MOCK_URL}{path}", json=body)
            answer.raise_for_status()
        name = start.get("token", "alex")
        own = self._own_token if name == "alex" else None
        token = own or self._tokens[name]
        os.environ["ETM_MOCK_URL"] = self._variables["ETM_MOCK_URL"] = MOCK_URL
        os.environ[TOKEN_NAME] = self._variables[TOKEN_NAME] = token
        self._exchanges.clear()

    def _run_script(self, text: str, write: Callable[[str], object]) -> bool:
        return python.run(text, {}, write)

    def _run_cell(self, text: str, write: Callable[[str], object]) -> bool:
        return python.run(text, self._names, write, notebook=True)

    def _run_curl(self, text: str, write: Callable[[str], object]) -> bool:
        return _shown(self._curl_answers(text), write)

    def _run_http(self, text: str, write: Callable[[str], object]) -> bool:
        return _shown(self._http_answers(text), write)

    def _curl_answers(self, text: str) -> Iterator[str]:
        with httpx.Client(headers={"User-Agent": "curl"}) as client:
            for asked in shell.requests(text, self._variables):
                request = httpx.Request(
                    asked.method, asked.url, headers=asked.headers, content=asked.body
                )
                answer = client.send(request)
                body = _indented(answer.text)
                yield raw_http.written(answer, body) if asked.with_headers else body

    def _http_answers(self, text: str) -> Iterator[str]:
        with httpx.Client() as client:
            for request in raw_http.requests(text, self._variables[TOKEN_NAME]):
                answer = client.send(request)
                yield raw_http.written(answer, _indented(answer.text))


def _readable(exchange: Exchange) -> dict[str, Any]:
    phrase = HTTPStatus(exchange.status).phrase if exchange.status else ""
    bodies = {"body": _indented(exchange.body), "answer": _indented(exchange.answer)}
    return {**asdict(exchange), "phrase": phrase, **bodies}


def _indented(text: str) -> str:
    """Indent a text if it is a JSON object or array, as the pages print answers."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if not isinstance(value, dict | list):
        return text
    return json.dumps(value, indent=2, ensure_ascii=False)


def _shown(answers: Iterator[str], write: Callable[[str], object]) -> bool:
    try:
        for answer in answers:
            write(f"{answer}\n" if answer else "")
    except httpx.ProxyError as refused:
        write(f"{refusal(refused.request)}\n")
        return False
    except (shell.NotUnderstood, httpx.HTTPError, httpx.InvalidURL) as why:
        write(f"{why}\n")
        return False
    return True

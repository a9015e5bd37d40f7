"""What runs in the reader's browser, without one: commands that are read, errors that are told."""

import asyncio
import json

import httpx
import pytest
from etm_docs.in_page import event_loop, python, raw_http, shell
from etm_docs.in_page.page import Page

TOKEN = "Authorization: Bearer $ETM_API_TOKEN"  # noqa: S105 - a header


@pytest.fixture
def mock_page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page's mock; what it changes in httpx and asyncio is put back afterwards."""
    for name in ("HTTPTransport", "AsyncHTTPTransport"):
        monkeypatch.setattr(httpx._client, name, getattr(httpx._client, name))
    monkeypatch.setattr(asyncio.events, "new_event_loop", asyncio.events.new_event_loop)
    monkeypatch.setenv("ETM_API_TOKEN", "")
    return Page()


def run(page: Page, kind: str, text: str, **start: object) -> tuple[bool, str]:
    """Run a text; say whether it came to its end, and what it printed."""
    written: list[str] = []
    result = page.run(kind, text, json.dumps(start), written.append)
    return json.loads(result)["done"], "".join(written)


def curl(text: str, **variables: str) -> list[shell.Curl]:
    """Read a script of curl commands."""
    return list(shell.requests(text, variables))


class TestShell:
    """Curl commands, as the pages print them."""

    def test_quotes_variables_and_continued_lines(self) -> None:
        (asked,) = curl(
            'scenario="https://x/$NUMBER" # a comment\n'
            'curl "${scenario}/users" \\\n  -X POST -H \'A: $NUMBER\' -d \'{"a": "it\\n"}\' -i\n',
            NUMBER="7",
        )
        assert asked.url == "https://x/7/users"
        assert asked.method == "POST"
        assert ("A", "$NUMBER") in asked.headers
        assert asked.body == '{"a": "it\\n"}'
        assert asked.with_headers

    def test_two_commands(self) -> None:
        assert [each.method for each in curl("curl https://x -X DELETE\ncurl https://x")] == [
            "DELETE",
            "GET",
        ]

    def test_a_body_makes_it_a_form_that_is_posted(self) -> None:
        (asked,) = curl("curl https://x -d a=1")
        assert asked.method == "POST"
        assert ("Content-Type", "application/x-www-form-urlencoded") in asked.headers

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("wget https://x", "`wget`"),
            ("curl https://x | jq .", "line 1: .*'| jq .'"),
            ("curl --upload-file x https://x", "`--upload-file`"),
            ("curl", "one address"),
            ("curl https://x https://y", "one address"),
            ("curl -X", "`-X` wants a value"),
            ('curl "$(cat address)"', "inside a command"),
            ("curl https://x\ncurl 'https://y", "line 2"),
            ("curl https://x > file", "line 1: .*'> file'"),
        ],
    )
    def test_what_is_not_understood_is_named(self, text: str, named: str) -> None:
        with pytest.raises(shell.NotUnderstood, match=named):
            curl(text)


class TestRawRequests:
    """Raw HTTP requests."""

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("GET /\nHost: x\n", "the first line"),
            ("GET / HTTP/2\nAccept: */*\n", "Host is missing"),
            ("GET / HTTP/2\nHost x\n", "Name: value"),
        ],
    )
    def test_what_is_not_understood_is_named(self, text: str, named: str) -> None:
        with pytest.raises(shell.NotUnderstood, match=named):
            list(raw_http.requests(text, "etm_x"))


class TestPython:
    """Python examples."""

    def test_an_error_is_told_in_the_examples_lines(self, mock_page: Page) -> None:
        done, told = run(mock_page, "python", "def f():\n    return {}['x']\n\nf()\n")
        assert not done
        assert [line for line in told.splitlines() if line.strip("~^ ")] == [
            "Traceback (most recent call last):",
            '  File "<example>", line 4, in <module>',
            "    f()",
            '  File "<example>", line 2, in f',
            "    return {}['x']",
            "KeyError: 'x'",
        ]

    def test_what_led_to_an_error_is_told_too(self, mock_page: Page) -> None:
        text = "try:\n    1 / 0\nexcept ZeroDivisionError as why:\n    raise ValueError from why\n"
        _, told = run(mock_page, "python", text)
        assert "ZeroDivisionError: division by zero" in told
        assert "direct cause" in told

    def test_a_slip_of_the_pen_is_told(self, mock_page: Page) -> None:
        done, told = run(mock_page, "python", "print('a'\n")
        assert not done
        assert "SyntaxError" in told

    @pytest.mark.parametrize(("kind", "shown"), [("python", ""), ("cell", "2\n")])
    def test_a_notebook_shows_the_last_value(self, kind: str, shown: str, mock_page: Page) -> None:
        assert run(mock_page, kind, "x = 1\nx + 1\n") == (True, shown)

    def test_cells_share_their_names_and_scripts_do_not(self, mock_page: Page) -> None:
        run(mock_page, "cell", "x = 1\n")
        assert run(mock_page, "cell", "print(x)\n") == (True, "1\n")
        run(mock_page, "python", "y = 1\n")
        assert not run(mock_page, "python", "print(y)\n")[0]

    def test_leaving_with_a_status(self, mock_page: Page) -> None:
        assert run(mock_page, "python", "raise SystemExit(2)\n") == (False, "")
        assert run(mock_page, "python", "raise SystemExit('Stop')\n") == (False, "Stop\n")

    def test_a_synchronous_client_inside_asynchronous_code(self, mock_page: Page) -> None:
        text = (
            "import asyncio, httpx\n\n"
            "async def main():\n"
            "    await asyncio.sleep(0.001)\n"
            "    url = 'https://engine.energytransitionmodel.com/api/v3/scenarios/9000001'\n"
            "    print(httpx.get(url).status_code)\n\n"
            "asyncio.run(main())\n"
        )
        assert run(mock_page, "python", text) == (True, "200\n")

    def test_a_slow_answer(self, mock_page: Page) -> None:
        fault = ["POST", "/_mock/faults", {"latency": 0.001}]
        text = (
            "import httpx\n\n"
            "url = 'https://engine.energytransitionmodel.com/api/v3/scenarios/9000001'\n"
            "print(httpx.get(url).status_code)\n"
        )
        assert run(mock_page, "python", text, setup=[fault]) == (True, "200\n")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("curl", "curl https://example.org\n"),
        ("http", "GET / HTTP/2\nHost: example.org\n"),
        ("python", "import httpx\n\nhttpx.get('https://example.org')\n"),
    ],
)
def test_other_addresses_are_refused(kind: str, text: str, mock_page: Page) -> None:
    """No example reaches another host, and it is told why."""
    done, told = run(mock_page, kind, text)
    assert not done
    assert "example.org: this page reaches only the ETM's addresses" in told


def test_an_own_token_is_used_where_an_example_wants_none_in_particular(mock_page: Page) -> None:
    """It takes the place of the usual token, not of one that an example is about."""
    mock_page.use_token("etm_own")
    show = "import os\nprint(os.environ['ETM_API_TOKEN'])\n"
    assert run(mock_page, "python", show) == (True, "etm_own\n")
    assert run(mock_page, "python", show, token="alex-read")[1] != "etm_own\n"  # noqa: S106
    mock_page.reset()
    assert run(mock_page, "python", show)[1] != "etm_own\n"


def test_a_loop_that_only_waits_for_time() -> None:
    """Coroutines take turns by their time, and end."""

    async def work() -> list[int]:
        ended: list[int] = []

        async def one(number: int) -> None:
            await asyncio.sleep(number / 1000)
            ended.append(number)

        await asyncio.gather(one(3), one(1), one(2))
        return ended

    loop = event_loop.Loop()
    assert loop.run_until_complete(work()) == [1, 2, 3]
    loop.close()


def test_explained_outside_an_example() -> None:
    """An error that no line of an example raised is told without a traceback's frames."""
    assert python.explained(ValueError("x")) == "ValueError: x\n"

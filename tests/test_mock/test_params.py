"""How a request is read: forms, JSON, casts, paths, methods, CORS, and what makes no sense."""

import asyncio
import json
import socket
from typing import Any

import httpx
import pytest
from etm_mock.app import create_app
from etm_mock.server import RunningMock
from etm_mock.state import State
from test_mock.client import (
    ACCOUNTS,
    ENGINE,
    FAILURE,
    NO_PATH,
    SCENARIOS,
    STAGING,
    Api,
    Control,
)

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data"
INSULATION = "buildings_insulation_level"


def send(api: Api, method: str, path: str, body: str | bytes, **rest: Any) -> Any:
    """Send a raw body; its media type is ``content_type``."""
    headers = {"Content-Type": rest.pop("content_type", FORM)}
    return api.ask(method, path, content=body, headers=headers, **rest)


class TestForm:
    """Form-encoded bodies in the Rails style."""

    def test_nested_fields(self, api: Api, control: Control) -> None:
        """``scenario[end_year]=2040`` and deeper; numbers and booleans are strings."""
        token = control.token(control.user())
        body = (
            "scenario[area_code]=de&scenario[end_year]=2040&scenario[private]=true"
            f"&scenario[user_values][{INSULATION}]=12.5&scenario[metadata][title]=H%C3%A9+llo"
        )
        made = send(api, "POST", SCENARIOS, body, token=token).json()
        assert (made["area_code"], made["end_year"], made["private"]) == ("de", 2040, True)
        assert made["user_values"] == {INSULATION: 12.5}
        assert made["metadata"] == {"title": "Hé llo"}

    def test_encoded_brackets(self, api: Api) -> None:
        """Field names may be percent-encoded, as browsers and libraries do."""
        made = send(api, "POST", SCENARIOS, "scenario%5Bend_year%5D=2040").json()
        assert made["end_year"] == 2040

    def test_list(self, api: Api, control: Control) -> None:
        """``gqueries[]=…`` is a list."""
        body = "gqueries[]=dashboard_emissions&gqueries[]=costs_of_insulation"
        answer = send(api, "PUT", f"{SCENARIOS}/{control.scenario()}", body)
        assert list(answer.json()["gqueries"]) == ["dashboard_emissions", "costs_of_insulation"]

    def test_list_of_groups(self, api: Api, control: Control) -> None:
        """``scenario_users[][user_email]=…`` is a list of groups."""
        user = control.user()
        scenario = control.scenario(owner_id=user)
        body = "&".join(
            f"scenario_users[][user_email]={name}@example.org&scenario_users[][role]={role}"
            for name, role in (("a", "scenario_viewer"), ("b", "scenario_owner"))
        )
        path = f"{SCENARIOS}/{scenario}/users"
        answer = send(api, "POST", path, body, token=control.token(user))
        assert answer.status_code == 201
        assert [(each["user_email"], each["role_id"]) for each in answer.json()] == [
            ("a@example.org", 1),
            ("b@example.org", 3),
        ]

    def test_list_in_a_list(self, api: Api) -> None:
        """Rack has none: the inner brackets are a key."""
        body = "scenario[metadata][a][][][b]=1"
        made = send(api, "POST", SCENARIOS, body).json()
        assert made["metadata"] == {"a": [{"[]": {"b": "1"}}]}

    def test_form_is_not_wrapped(self, api: Api) -> None:
        """A form without its root group counts as empty."""
        assert send(api, "POST", SCENARIOS, "end_year=2040").json()["end_year"] == 2050

    def test_empty_value(self, api: Api) -> None:
        """An empty field is an empty value, not a missing one."""
        answer = send(api, "POST", SCENARIOS, "scenario[end_year]=")
        assert answer.json() == {"errors": {"end_year": ["can't be blank"]}}

    @pytest.mark.parametrize(
        ("form", "problem"),
        [
            ("a=1&a[b]=2", "expected Hash (got String)"),
            ("a[]=1&a[b]=2", "expected Hash (got Array)"),
            ("a=1&a[]=2", "expected Array (got String)"),
            ("a[b]=1&a[]=2", "expected Array (got Rack::QueryParser::Params)"),
        ],
    )
    def test_contradiction(self, api: Api, form: str, problem: str) -> None:
        """A name that is both a value and a group is malformed."""
        for part, path, body in (
            ("request", SCENARIOS, form),
            ("query", f"{SCENARIOS}?{form}", ""),
        ):
            answer = send(api, "POST", path, body)
            assert answer.status_code == 400
            if part == "query":
                problem = problem.replace(
                    "Rack::QueryParser::Params", "ActiveSupport::HashWithIndifferentAccess"
                )
            message = f"Invalid {part} parameters: {problem} for param `a'"
            assert answer.json() == {"errors": [message]}

    @pytest.mark.parametrize(("method", "source"), [("POST", "a"), ("PUT", None)])
    def test_no_content_type(
        self, api: Api, control: Control, method: str, source: str | None
    ) -> None:
        """What is posted without one is a form. Source: Rack's ``Request#form_data?``."""
        path = SCENARIOS if method == "POST" else f"{SCENARIOS}/{control.scenario()}"
        answer = api.ask(method, path, content="scenario[source]=a").json()
        assert answer.get("scenario", answer)["source"] == source

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ("scenario[source]=a\0", None),
            ("a" + "[b]" * 31 + "=1", None),
            ("a" + "[b]" * 32 + "=1", "Rack::QueryParser::QueryLimitError"),
            ("&".join(["a=1"] * 4096), None),
            (
                "&".join(["a=1"] * 4097),
                "total number of query parameters (4097) exceeds limit (4096)",
            ),
        ],
    )
    def test_limits(self, api: Api, body: str, problem: str | None) -> None:
        """Rack reads forms first: 32 levels, 4096 fields; a zero byte at the end is cut off."""
        answer = send(api, "POST", SCENARIOS, body).json()
        assert answer.get("source") == ("a" if "source" in body else None)
        if problem:
            assert answer == {"errors": [f"Invalid request parameters: {problem}"]}

    def test_query_string_has_other_limits(self, api: Api) -> None:
        """Rack doesn't read it: 100 levels."""
        for depth, status in ((99, 200), (100, 400)):
            answer = api.ask("POST", f"{SCENARIOS}?a{'[b]' * depth}=1")
            assert answer.status_code == status
        problem = "Invalid query parameters: ActionDispatch::ParamsTooDeepError"
        assert answer.json() == {"errors": [problem]}

    def test_answer_to_another_method(self, api: Api, control: Control) -> None:
        """``HEAD`` as ``_method`` has no body, either."""
        path = f"{SCENARIOS}/{control.scenario()}"
        answer = send(api, "POST", path, "_method=HEAD")
        assert (answer.status_code, answer.content) == (200, b"")

    def test_a_form_alone_names_a_method(self, api: Api) -> None:
        """Not a body of another type."""
        answer = send(api, "POST", SCENARIOS, "_method=DELETE", content_type="application/json")
        assert answer.status_code == 400

    @pytest.mark.parametrize(
        ("name", "status"),
        [
            *((each, 404) for each in ("PUT", "PATCH", "DELETE", "OPTIONS")),
            *((each, 405) for each in ("LINK", "UNLINK")),
            ("FOO", 200),
        ],
    )
    def test_a_method_that_rack_knows(self, api: Api, name: str, status: int) -> None:
        """Rack takes ``LINK`` for a method, which Rails doesn't know; any other is left alone."""
        assert send(api, "POST", SCENARIOS, f"_method={name}").status_code == status

    def test_query_string(self, api: Api, control: Control) -> None:
        """Parameters may stand in the query string, where they win over the body's."""
        scenario = control.scenario(user_values={INSULATION: 40})
        path = f"{SCENARIOS}/{scenario}?scenario[source]=query&gqueries[]=dashboard_emissions"
        answer = api.ask("PUT", path, json={"scenario": {"source": "body"}}).json()
        assert answer["scenario"]["source"] == "query"
        assert list(answer["gqueries"]) == ["dashboard_emissions"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        *((value, True) for value in (True, "true", 1, "1", "t", "yes", "no")),
        *((value, False) for value in (False, "false", 0, "0", "f", "F", "FALSE", "off", "OFF")),
    ],
)
def test_booleans(api: Api, control: Control, sent: Any, expected: bool) -> None:
    """Strings and numbers for booleans are accepted."""
    token = control.token(control.user())
    body = {"scenario": {"private": sent, "keep_compatible": sent}}
    made = api.ask("POST", SCENARIOS, token=token, json=body).json()
    assert (made["private"], made["keep_compatible"]) == (expected, expected)


@pytest.mark.parametrize("sent", [12, 12.0, "12", "12.0", " 12 ", "1.2e1"])
def test_numbers(api: Api, sent: Any) -> None:
    """Strings for numbers are accepted."""
    body = {"scenario": {"user_values": {INSULATION: sent}}}
    made = api.ask("POST", SCENARIOS, json=body).json()
    assert made["user_values"] == {INSULATION: 12.0}


FIELD = 'Content-Disposition: form-data; name="scenario[source]"'


class TestMultipart:
    """Fields between boundaries. Source: ``Rack::Multipart::Parser``."""

    @pytest.mark.parametrize(
        ("parts", "source"),
        [
            ([f"--x\r\n{FIELD}\r\n\r\na\r\n--x--"], "a"),
            ([f"before\r\n--x\r\n{FIELD}\r\n\r\na\r\n--x--after"], "a"),
            ([f"--x\r\n{FIELD}\r\n\r\na--x--b\r\n--x--"], "a--x--b"),
            ([f"--x\r\n{FIELD}\r\n\r\n--x--"], ""),
            (["--x--\r\n--x\r\n", FIELD, "\r\n\r\na\r\n--x--"], "a"),
            (["--x\r\n", FIELD.replace('"', ""), "\r\n\r\na\r\n--x--"], "a"),
            (["--x\r\n", FIELD.replace("rce", r"\rce"), "\r\n\r\na\r\n--x--"], "a"),
            (["--x\r\nX-Field: 1\r\n", FIELD.replace("C", "c"), "\r\n\r\na\r\n--x--"], "a"),
            (
                [f"--x\r\n{FIELD}\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--x--"],
                "eA==",
            ),
            (["--x\r\n", FIELD.replace("source", "other"), "\r\n\r\na\r\n--x--"], None),
            ([f"--x\r\n{FIELD}; filename=a.txt\r\n\r\na\r\n--x--"], None),
            (["--x\r\nContent-Type: scenario[source]\r\n\r\na\r\n--x--"], None),
            (["--x--\r\n"], None),
        ],
    )
    def test_fields(self, api: Api, parts: list[str], source: str | None) -> None:
        """Quoted or not, of any length; a file is left out."""
        kind = "multipart/form-data; boundary=x"
        answer = send(api, "POST", SCENARIOS, "".join(parts), content_type=kind)
        assert (answer.status_code, answer.json()["source"]) == (200, source)

    def test_named_by_its_type(self, api: Api) -> None:
        """A part without a name has its content type's, as that of a list."""
        body = "--x\r\nContent-Type: scenario[metadata][a]\r\n\r\nb\r\n--x--"
        answer = send(api, "POST", SCENARIOS, body, content_type=f"{MULTIPART}; boundary=x")
        assert answer.json()["metadata"] == {"a": ["b"]}

    def test_named_by_nothing(self, api: Api) -> None:
        """Then it is a text in a list, which no other field may have the name of."""
        parts = ['Content-Disposition: form-data; name="text/plain"', "X-Field: 1"]
        body = "".join(f"--x\r\n{part}\r\n\r\nb\r\n" for part in parts) + "--x--"
        answer = send(api, "POST", SCENARIOS, body, content_type=f"{MULTIPART}; boundary=x")
        problem = "expected Array (got String) for param `text/plain'"
        assert answer.json() == {"errors": [f"Invalid request parameters: {problem}"]}

    @pytest.mark.parametrize("kind", ["multipart/related", "multipart/mixed"])
    def test_other_kinds(self, api: Api, kind: str) -> None:
        """Rack reads them likewise."""
        body = f"--x\r\n{FIELD}\r\n\r\na\r\n--x--"
        answer = send(api, "POST", SCENARIOS, body, content_type=f"{kind}; boundary=x")
        assert (answer.status_code, answer.json()["source"]) == (200, "a")

    @pytest.mark.parametrize(
        "body",
        [
            "x",
            "--x--",
            f"--x\r\n{FIELD}\r\n",
            f"--x\r\n{FIELD}\r\n\r\na",
            f"--x\n{FIELD}\n\na\n--x--",
            f"--x\r\n{FIELD}\r\n\r\na\r\n--x\r\n",
        ],
    )
    def test_broken_off(self, api: Api, body: str) -> None:
        """The last boundary must be there."""
        kind = "Multipart/Form-Data; boundary=x" if body[0] == "-" else "multipart/mixed;boundary=x"
        answer = send(api, "POST", SCENARIOS, body, content_type=kind)
        text = "Invalid request parameters: Rack::Multipart::EmptyContentError"
        assert (answer.status_code, answer.json()) == (400, {"errors": [text]})

    def test_without_boundary(self, api: Api) -> None:
        """It is a form like any other."""
        answer = send(api, "POST", SCENARIOS, "scenario[source]=a", content_type=MULTIPART)
        assert answer.json()["source"] == "a"


class TestJson:
    """JSON bodies."""

    def test_wrapped(self, api: Api, control: Control) -> None:
        """A body without its root key counts as if it had it, on every endpoint with one."""
        assert api.ask("POST", SCENARIOS, json={"end_year": 2033}).json()["end_year"] == 2033
        path = f"{SCENARIOS}/{control.scenario()}"
        changed = api.ask("PUT", path, json={"source": "x"}).json()["scenario"]
        assert changed["source"] == "x"
        body = {"source": "y", "gqueries": ["dashboard_emissions"]}
        changed = api.ask("PUT", path, json=body).json()
        assert changed["scenario"]["source"] == "y"
        assert list(changed["gqueries"]) == ["dashboard_emissions"]
        token = control.token(control.user())
        named = api.ask("PUT", "/api/v3/user", token=token, json={"name": "Wrapped"})
        assert named.json()["name"] == "Wrapped"

    def test_each_column_is_wrapped(self, api: Api, control: Control) -> None:
        """What a new scenario may say, it may say without its root."""
        sent = {"end_year": 2040, "area_code": "de", "source": "s", "keep_compatible": True}
        sent |= {"private": True, "metadata": {"a": 1}, "user_values": {INSULATION: 7.0}}
        token = control.token(control.user())
        made = api.ask("POST", SCENARIOS, token=token, json=sent).json()
        assert {key: made[key] for key in sent} == sent
        copy = api.ask("POST", SCENARIOS, json={"preset_scenario_id": 9_000_001}).json()
        assert copy["template"] == 9_000_001

    def test_not_wrapped_beside_its_root(self, api: Api) -> None:
        """With the root key, what stands beside it is not taken for a field."""
        body = {"end_year": 2033, "scenario": {"source": "x"}}
        made = api.ask("POST", SCENARIOS, json=body).json()
        assert (made["end_year"], made["source"]) == (2050, "x")

    @pytest.mark.parametrize("media_type", ["application/json", "application/json;charset=utf-8"])
    @pytest.mark.parametrize(
        "body",
        [
            "{",
            "  \n",
            '{"scenario": }',
            "{'scenario': {}}",
            "{} {}",
            "nonsense",
            '{"a": NaN}',
            '{"a": "\\ud800"}',
            b'{"a": "\xff"}',
            '{"a": "\\udc00\\ud800"}',
            "[" * 101 + "1" + "]" * 101,
            "[" * 100_000 + "]" * 100_000,
            '{"a":' * 200 + "1" + "}" * 200,
        ],
    )
    @pytest.mark.parametrize(("method", "path"), [("POST", SCENARIOS), ("PUT", f"{SCENARIOS}/0")])
    def test_malformed(
        self, api: Api, body: str | bytes, media_type: str, method: str, path: str
    ) -> None:
        """Malformed JSON is a 400, also where the scenario is missing."""
        answer = send(api, method, path, body, content_type=media_type)
        assert answer.status_code == 400
        assert [type(each) for each in answer.json()["errors"]] == [str]
        assert list(answer.json()) == ["errors"]

    @pytest.mark.parametrize("path", [SCENARIOS, f"{SCENARIOS}/0"])
    def test_second_half_of_a_pair(
        self, api: Api, path: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Ruby reads it, and Rails refuses it; in a name the service trips over it."""
        text = "Invalid request parameters: Invalid encoding for parameter: a" + "\ufffd" * 3
        body = '{"a": [{"b": "a\\udc00"}]}'
        answer = send(api, "POST" if path == SCENARIOS else "PUT", path, body, content_type=JSON)
        assert (answer.status_code, answer.json()) == (400, {"errors": [text]})
        name = send(api, "PUT", f"{SCENARIOS}/0", '{"a\\udc00": 1}', content_type=JSON)
        assert (name.status_code, name.json()) == (500, FAILURE)
        assert caplog.messages[-1].endswith("a name that is not UTF-8: send UTF-8")

    def test_order_of_refusals(self, api: Api) -> None:
        """A query that can't be read comes before the token, JSON after it."""
        query = api.ask("POST", f"{SCENARIOS}?a=%fe", token="bad")  # noqa: S106
        assert query.status_code == 400
        json = send(api, "PUT", "/api/v3/user", "{", content_type=JSON, token="bad")  # noqa: S106
        assert json.status_code == 401

    @pytest.mark.parametrize(
        ("number", "status"),
        [(2**64 - 1, 200), (2**64, 500), (-(2**63), 200), (-(2**63) - 1, 500)],
    )
    @pytest.mark.parametrize("method", ["POST", "PUT"])
    def test_whole_numbers_in_metadata(
        self,
        api: Api,
        control: Control,
        number: int,
        status: int,
        method: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """MessagePack, in which metadata is kept, holds 64 bits."""
        path = SCENARIOS if method == "POST" else f"{SCENARIOS}/{control.scenario()}"
        body = {"scenario": {"metadata": {"a": [number]}}}
        answer = api.ask(method, path, json=body)
        assert answer.status_code == status
        if status == 200:
            made = answer.json()
            assert made.get("scenario", made)["metadata"] == {"a": [number]}
        else:
            text = "a whole number of more than 64 bits in metadata: send it as a string"
            assert caplog.messages[-1].endswith(text)

    def test_infinite_numbers(self, api: Api) -> None:
        """The engine writes them as a string, and an end year of that size is none."""
        body = '{"scenario": {"metadata": {"a": [1e400, -1e400]}}}'
        made = send(api, "POST", SCENARIOS, body, content_type=JSON).json()
        assert made["metadata"] == {"a": ["null", "null"]}
        body = '{"scenario": {"end_year": 1e400}}'
        refused = send(api, "POST", SCENARIOS, body, content_type=JSON)
        assert refused.json() == {"errors": {"end_year": ["can't be blank"]}}

    @pytest.mark.parametrize("body", ["", "{}", "null", "[]", "5", '"text"', "[1, 2]"])
    def test_no_object(self, api: Api, body: str) -> None:
        """A body without fields counts as left out."""
        answer = send(api, "POST", SCENARIOS, body, content_type="application/json")
        assert (answer.status_code, answer.json()["end_year"]) == (200, 2050)

    @pytest.mark.parametrize("media_type", ["text/plain", "application/octet-stream"])
    def test_other_media_types(self, api: Api, media_type: str) -> None:
        """The body of another media type is not read."""
        body = '{"scenario": {"end_year": 2040}}'
        answer = send(api, "POST", SCENARIOS, body, content_type=media_type)
        assert (answer.status_code, answer.json()["end_year"]) == (200, 2050)

    def test_depth_that_is_read(self, api: Api) -> None:
        """Nesting up to a hundred levels is read, and answered."""
        metadata: Any = 1
        for _ in range(98):
            metadata = {"a": metadata}
        answer = api.ask("POST", SCENARIOS, json={"scenario": {"metadata": metadata}})
        assert answer.json()["metadata"] == metadata
        # An empty group is read without a look at how deep it is.
        body = "[" * 101 + "]" * 101
        assert send(api, "POST", SCENARIOS, body, content_type=JSON).status_code == 200


class TestPaths:
    """Paths and methods."""

    @pytest.mark.parametrize("end", ["/", "//"])
    def test_trailing_slash(self, api: Api, control: Control, end: str) -> None:
        """A trailing slash works without a redirect."""
        scenario, token = control.scenario(), control.token(control.user())
        for path in (SCENARIOS, f"{SCENARIOS}/{scenario}", f"{SCENARIOS}/{scenario}/batch"):
            plain = api.ask("GET", path, token=token)
            slashed = api.ask("GET", path + end, token=token)
            assert (slashed.status_code, slashed.json()) == (200, plain.json())
        assert api.ask("POST", f"{SCENARIOS}{end}").status_code == 200

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/api/v3"),
            ("GET", "/api/v3/"),
            ("GET", "/api/v3/nothing"),
            ("GET", "/api/v2/scenarios"),
            ("GET", "/api"),
            ("GET", "/api/v3/user"),
            ("POST", "/api/v3/user"),
            ("PATCH", SCENARIOS),
            ("PUT", SCENARIOS),
            ("DELETE", SCENARIOS),
            ("OPTIONS", SCENARIOS),
            ("TRACE", SCENARIOS),
            ("POST", f"{SCENARIOS}/{{id}}"),
            ("PUT", f"{SCENARIOS}/{{id}}/batch"),
            ("PATCH", f"{SCENARIOS}/{{id}}/users"),
            ("GET", f"{SCENARIOS}/{{id}}/users/destroy_all"),
            ("GET", f"{SCENARIOS}/{{id}}/nothing"),
            ("GET", f"{SCENARIOS}/templates"),
            ("GET", "/api/v3/transition_paths/new"),
            ("GET", "/api/v3/transition_paths/1/edit"),
            ("GET", f"{SCENARIOS}/{{id}}%2Fusers/x"),
        ],
    )
    def test_unknown(self, api: Api, control: Control, method: str, path: str) -> None:
        """What there is no endpoint for is a 404, with a token as without."""
        user = control.user()
        path = path.format(id=control.scenario(owner_id=user))
        for token in (None, control.token(user)):
            answer = api.ask(method, path, token=token, json={})
            assert (answer.status_code, answer.json()) == (404, NO_PATH)

    def test_patch_equals_put(self, api: Api, control: Control) -> None:
        """``PATCH`` does what ``PUT`` does, on a scenario and on the user."""
        path = f"{SCENARIOS}/{control.scenario()}"
        body = {"scenario": {"source": "patched"}, "gqueries": ["dashboard_emissions"]}
        patched = api.ask("PATCH", path, json=body)
        assert patched.json()["scenario"]["source"] == "patched"
        assert patched.json() == api.ask("PUT", path, json=body).json()
        token = control.token(control.user())
        named = api.ask("PATCH", "/api/v3/user", token=token, json={"user": {"name": "Patched"}})
        assert (named.status_code, named.json()["name"]) == (200, "Patched")

    @pytest.mark.parametrize("path", [f"{SCENARIOS}/{{id}}", f"{SCENARIOS}/0", SCENARIOS])
    def test_head(self, api: Api, control: Control, path: str) -> None:
        """``HEAD`` has the status and headers of ``GET``, and no body."""
        path = path.format(id=control.scenario())
        head, get = api.ask("HEAD", path), api.ask("GET", path)
        assert head.content == b""
        assert head.status_code == get.status_code
        for name in ("content-type", "content-length"):
            assert head.headers[name] == get.headers[name]


class TestCors:
    """Answers under ``/api`` allow every origin."""

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", f"{SCENARIOS}/{{id}}", 200),
            ("GET", SCENARIOS, 403),
            ("GET", f"{SCENARIOS}/0", 404),
            ("GET", "/api/v3/nothing", 404),
            ("POST", SCENARIOS, 200),
        ],
    )
    def test_answer(self, api: Api, control: Control, method: str, path: str, status: int) -> None:
        """Every answer may be read by every page, refusals too."""
        path = path.format(id=control.scenario())
        answer = api.ask(method, path, headers={"Origin": "https://example.org"})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == "*"

    def test_too_large(self, api: Api) -> None:
        """A body that is too large is refused, readably."""
        headers = {"Origin": "https://example.org", "Content-Type": "application/json"}
        answer = api.ask("POST", SCENARIOS, content=b" " * 2**20 + b"{}", headers=headers)
        assert answer.status_code == 413
        assert list(answer.json()) == ["errors"]
        assert answer.headers["access-control-allow-origin"] == "*"

    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
    def test_preflight(self, api: Api, method: str) -> None:
        """A page may send every method, a token and JSON."""
        headers = {
            "Origin": "https://example.org",
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization, content-type",
        }
        answer = api.ask("OPTIONS", SCENARIOS, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] in ("*", "https://example.org")
        assert method in answer.headers["access-control-allow-methods"]
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()

    @pytest.mark.parametrize("path", ["/nothing", "/oauth/token/info", "/ap"])
    def test_preflight_elsewhere(self, api: Api, path: str) -> None:
        """It is answered, and allows nothing. Source: rack-cors."""
        headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
        answer = api.ask("OPTIONS", path, host=ENGINE, headers=headers)
        assert (answer.status_code, answer.content) == (200, b"")
        assert not [each for each in answer.headers if each.startswith("access-control")]

    @pytest.mark.parametrize("path", ["/api", "/apix"])
    def test_around_api(self, api: Api, path: str) -> None:
        """Its pattern ``/api/*`` holds for more than it says."""
        answer = api.ask("GET", path, host=ENGINE, headers={"Origin": "https://example.org"})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (404, "*")

    @pytest.mark.parametrize(
        ("origin", "own"),
        [
            ("https://a0-z9.energytransitionmodel.com:8080", True),
            ("http://energytransitionmodel.com", True),
            ("https://x.etm.test", True),
            ("https://A.etm.test", False),
            ("https://etm.test.example.org", False),
            ("https://notenergytransitionmodel.com", False),
        ],
    )
    def test_own_sites_on_staging(self, api: Api, origin: str, own: bool) -> None:
        """They may send cookies there. Source: ``config/initializers/cors.rb`` of f30bd1c."""
        answer = api.ask("GET", "/api/v3/nope", host=STAGING, headers={"Origin": origin})
        assert answer.headers["access-control-allow-origin"] == (origin if own else "*")
        assert ("access-control-allow-credentials" in answer.headers) == own

    def test_several_headers_of_a_preflight(self, api: Api) -> None:
        """All of them are allowed."""
        said = [("Origin", "null"), ("Access-Control-Request-Method", "PUT")]
        asked = [("Access-Control-Request-Headers", each) for each in ("a", "b")]
        answer = api.ask("OPTIONS", SCENARIOS, headers=[*said, *asked])
        assert answer.headers["access-control-allow-headers"] == "a, b"

    def test_only_under_api(self, api: Api) -> None:
        """No other part of the mock may be read by other pages."""
        headers = {"Origin": "https://example.org"}
        for path, host, status in (
            ("/_mock/requests", "localhost", 403),
            ("/identity/sign_in", ACCOUNTS, 200),
        ):
            answer = api.ask("GET", path, host=host, headers=headers)
            assert answer.status_code == status
            assert "access-control-allow-origin" not in answer.headers


ODD_VALUES: list[Any] = [
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    "\x00",
    "x" * 70_000,
    "٣",
    [],
    {},
    [[]],
    [None, {"a": [1]}],
    {"": {"": None}},
]
KEYS = {
    ("POST", SCENARIOS): (
        "scenario",
        "area_code",
        "end_year",
        "scenario_id",
        "preset_scenario_id",
        "private",
        "metadata",
        "user_values",
        "source",
        "keep_compatible",
    ),
    ("PUT", f"{SCENARIOS}/{{id}}"): (
        "scenario",
        "reset",
        "gqueries",
        "private",
        "metadata",
        "user_values",
        "source",
        "keep_compatible",
    ),
    ("POST", f"{SCENARIOS}/{{id}}/users"): ("scenario_users", "user_email", "role"),
    ("PUT", f"{SCENARIOS}/{{id}}/users"): ("scenario_users", "id", "user_id", "user_email", "role"),
    ("DELETE", f"{SCENARIOS}/{{id}}/users"): ("scenario_users", "id", "user_id", "user_email"),
    ("PUT", "/api/v3/user"): ("user", "name", "private_scenarios"),
}


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: json.dumps(value)[:20])
@pytest.mark.parametrize(("method", "path"), KEYS)
def test_odd_values(
    api: Api,
    control: Control,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    value: Any,
) -> None:
    """Whatever a field holds, the answer is JSON; each 500 is the real service's, and is noted."""
    user = control.user()
    token = control.token(user)
    url = path.format(id=control.scenario(owner_id=user, user_values={INSULATION: 40}))
    entry = {"user_email": "sam@example.org", "role": "scenario_viewer"}
    for key in KEYS[method, path]:
        bodies = [
            {key: value},
            {"scenario": {key: value}},
            {"scenario": {"user_values": {INSULATION: value}}},
        ]
        if path.endswith("users"):
            bodies = [{key: value}, {"scenario_users": [{**entry, key: value}, value]}]
        for body in bodies:
            answer = api.ask(method, url, token=token, json=body)
            assert answer.status_code in (200, 201, 400, 404, 422, 500), (body, answer.text)
            notes = sum("the real service answers 500" in note for note in caplog.messages)
            assert notes == (answer.status_code == 500), body
            caplog.clear()
            assert json.loads(answer.content) is not None
    assert api.ask("GET", SCENARIOS, token=token).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "page=" + "9" * 17,
        "page=%D9%A3&limit=%00",
        "&&[]&[=1&]=2",
        "a" + "[b]" * 50 + "=1",
    ],
)
def test_odd_queries(api: Api, control: Control, query: str) -> None:
    """A query string that makes no sense is no reason to fail."""
    token = control.token(control.user())
    assert api.ask("GET", f"{SCENARIOS}?{query}", token=token).status_code == 200


@pytest.mark.parametrize(
    "query", ["page[]=1", "limit[a]=2", "page=" + "9" * 20, "page=" + "9" * 5000, "%ff=1"]
)
def test_queries_that_the_service_trips_over(
    api: Api, control: Control, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that is no number, or that no database counts to, is a 500; a name that is no text.

    The message about the name couldn't be written as JSON.
    """
    token = control.token(control.user())
    answer = api.ask("GET", f"{SCENARIOS}?{query}", token=token)
    assert (answer.status_code, answer.json()) == (500, FAILURE)
    if "ff" in query:
        assert caplog.messages[-1].endswith("a name that is not UTF-8: send UTF-8")


@pytest.mark.parametrize("query", ["a=%fe", "a=%zz", "a=%ag"])
def test_malformed_queries(api: Api, query: str) -> None:
    """A query string that can't be read is a 400."""
    answer = api.ask("GET", f"{SCENARIOS}/9000001?{query}")
    assert (answer.status_code, list(answer.json())) == (400, ["errors"])


def test_unknown_method(api: Api) -> None:
    """A method that nobody knows is a 405."""
    answer = api.ask("FOO", SCENARIOS)
    assert (answer.status_code, answer.json()["error"]) == (405, "Method Not Allowed")


@pytest.mark.parametrize("body", ["a" + "[b]" * 101 + "=1", "a" + "[b]" * 100_000 + "=1"])
def test_form_nested_too_deep(api: Api, body: str) -> None:
    """A form that is nested too deep is a 400."""
    assert send(api, "POST", SCENARIOS, body).status_code == 400


@pytest.mark.parametrize("name", ["Authorization", "Content-Type", "Cookie", "Origin", "Accept"])
def test_odd_headers(served_client: httpx.Client, name: str) -> None:
    """Bytes that are no text in a header are no reason to fail."""
    headers = [(b"Host", ENGINE.encode()), (name.encode(), b"Bearer \xff\xfe")]
    answer = served_client.get(f"{SCENARIOS}/9000001", headers=headers)
    expected = {"Authorization": 401, "Content-Type": 406, "Accept": 406}
    assert answer.status_code == expected.get(name, 200)


def test_query_that_is_not_utf8() -> None:
    """Such bytes, which HTTP/2 lets through, are a 400."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send_message(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": SCENARIOS,
        "query_string": b"\xff=1",
        "headers": [(b"host", ENGINE.encode())],
        "scheme": "https",
    }
    asyncio.run(create_app(State())(scope, receive, send_message))
    assert [each["status"] for each in sent if "status" in each] == [400]


def test_request_that_breaks_off(mock: RunningMock) -> None:
    """A request whose body doesn't arrive whole is not carried out."""
    head = (
        f"POST {SCENARIOS} HTTP/1.1\r\nHost: {ENGINE}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: 100\r\n\r\nscenario[end_year]=2040"
    )
    before = mock.control.create_scenario()["id"]
    host, _, port = mock.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(head.encode())
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1024):
            pass
    assert mock.control.requests() == []
    assert mock.control.create_scenario()["id"] == before + 1

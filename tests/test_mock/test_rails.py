"""What the framework decides before an action: formats, methods, numbers, and lengths."""

import math
import re
from random import Random
from string import ascii_letters, digits
from typing import Final

import pytest
from etm_mock.rails import casts
from etm_mock.rails.formats import EXTENSIONS, SYNONYMS, Asked, media_type
from etm_mock.rails.parameters import BadParameters, query_params
from etm_mock.rails.routing import METHODS
from etm_mock.tokens import new_secret
from test_mock.client import SCENARIOS, Api, Control, token

TYPES: Final = """
text/html html xhtml
text/plain text txt
text/javascript js
text/css css
text/calendar ics
text/csv csv
text/vcard vcf
text/vtt vtt
text/markdown md markdown
image/png png
image/jpeg jpg jpeg jpe pjpeg
image/gif gif
image/bmp bmp
image/tiff tif tiff
image/svg+xml svg
image/webp webp
video/mpeg mpeg mpg mpe
audio/mpeg mp1 mp2 mp3
audio/ogg oga ogg spx opus
audio/aac m4a mpg4 aac
video/webm webm
video/mp4 mp4 m4v
font/otf otf
font/ttf ttf
font/woff woff
font/woff2 woff2
application/xml xml
application/rss+xml rss
application/atom+xml atom
application/x-yaml yml
text/x-active-document ad
multipart/form-data multipart_form
application/x-www-form-urlencoded url_encoded_form
application/json json
application/pdf pdf
application/zip zip
application/gzip gz gzip
"""
"""Types and suffixes: ``action_dispatch/http/mime_types.rb``, and the engine's initializer."""

ALSO: Final = """
text/html application/xhtml+xml
application/json text/x-json application/jsonrequest application/problem+json
application/xml application/x-xml text/xml
text/javascript application/javascript application/x-javascript
audio/aac audio/mp4
application/x-yaml text/yaml
application/gzip application/x-gzip
"""
"""Types, and other names of theirs in ``mime_types.rb``."""

KNOWN: Final = """
OPTIONS GET HEAD POST PUT DELETE TRACE CONNECT PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK
VERSION-CONTROL REPORT CHECKOUT CHECKIN UNCHECKOUT MKWORKSPACE UPDATE LABEL MERGE BASELINE-CONTROL
MKACTIVITY ORDERPATCH ACL SEARCH MKCALENDAR PATCH
"""
"""The methods of ``action_dispatch/http/request.rb``."""


def _pairs(text: str) -> dict[str, str]:
    lines = (line.split() for line in text.strip().splitlines())
    return {name: kind for kind, *names in lines for name in names}


def test_suffixes() -> None:
    """Each suffix that the framework knows stands for its type."""
    assert _pairs(TYPES) == EXTENSIONS
    assert {each: Asked("", "/", each).formats() for each in EXTENSIONS} == {
        suffix: [kind] for suffix, kind in _pairs(TYPES).items()
    }


def test_other_names_of_types() -> None:
    """Each stands for the type that it is another name of."""
    assert _pairs(ALSO) == SYNONYMS
    assert {each: media_type(each) for each in SYNONYMS} == _pairs(ALSO)


def test_methods() -> None:
    """Those that Rails knows are 404 on a path that isn't there, and no others."""
    assert set(KNOWN.split()) == METHODS


def test_a_suffix_of_an_unknown_path() -> None:
    """It counts where nothing else says anything."""
    assert Asked("", "/a.b/c.json").formats() == ["application/json"]


@pytest.mark.parametrize(
    ("accept", "by_script", "formats"),
    [
        ("application/json, */*", False, ["text/html"]),
        ("application/json, */*", True, ["application/json", "*/*"]),
        ("application/json;q=0.05, */*", True, ["application/json", "*/*"]),
        ("*/*;q=0.1, application/json;q=0.05", True, ["*/*", "application/json"]),
        ("application/xml;q=0.5, application/json", False, ["application/json", "application/xml"]),
        ("text/*", False, ["text/html"]),
        ("application/*", False, ["text/html"]),
        ("text/html;q=1, application/json", False, ["text/html", "application/json"]),
        ("text/html;q=0.509, application/json;q=0.501", False, ["text/html", "application/json"]),
        ("application/json;q=0.501, text/html;q=0.509", False, ["application/json", "text/html"]),
        ("application/json;q=0.5, text/html;q=0.5099", False, ["application/json", "text/html"]),
        ("application/json;q=, text/html;q=0.9", False, ["application/json", "text/html"]),
        ("application/json;q=x, text/html;q=0.9", False, ["text/html", "application/json"]),
        ('application/json;a="b,c", text/html', False, ["application/json", "text/html"]),
        ("application/json;;", False, ["application/json"]),
        (", ,application/json", False, ["application/json"]),
        ("application/xml, image/svg+xml", False, ["image/svg+xml", "application/xml"]),
        ("application/xml, image/svg+xml;q=0.9", False, ["application/xml", "image/svg+xml"]),
        ("text/xml;q=0.9, application/xml;q=0.5", False, ["application/xml"]),
        (
            "text/xml;q=0.9, text/html;q=0.7, application/xml;q=0.5",
            False,
            ["application/xml", "text/html"],
        ),
        (
            "application/xml;q=0.9, text/html;q=0.7, text/xml;q=0.5",
            False,
            ["application/xml", "text/html"],
        ),
    ],
)
def test_accept(accept: str, by_script: bool, formats: list[str]) -> None:
    """A star without a quality comes last; what looks like a browser gets HTML.

    Qualities count in percent, special types of XML before XML itself. Source: Rails'
    ``Mime::Type::AcceptList``.
    """
    assert Asked(accept, "/", by_script=by_script).formats() == formats


@pytest.mark.parametrize(
    ("sent", "formats"),
    [("application/json", ["application/json"]), ("a/b", []), (None, ["text/html"])],
)
def test_a_script_without_accept(sent: str | None, formats: list[str]) -> None:
    """The type of its body stands in for it."""
    assert Asked("", "/", by_script=True, sent=sent).formats() == formats
    assert Asked("", "/", sent=sent).formats() == ["text/html"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "*/*; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("a/b", "; charset=utf-8"),
        ("foo", "text/html; charset=utf-8"),
        ("application/json", "application/json; charset=utf-8"),
    ],
)
def test_head_of_an_unknown_path(accept: str, kind: str, api: Api) -> None:
    """What was asked for stands there as it is. Source: ``ActionDispatch::PublicExceptions``."""
    answer = api.ask("HEAD", "/api/v3/nope", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (404, kind)


@pytest.mark.parametrize(("length", "status"), [(127, 404), (128, 406)])
def test_length_of_a_type(api: Api, length: int, status: int) -> None:
    """Each half of its name has up to 127 characters."""
    for name in (f"{'a' * length}/b", f"b/{'a' * length}"):
        answer = api.ask("GET", f"{SCENARIOS}/0", headers={"Accept": name})
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((f"{each}/{each}", 404) for each in "0189AaZz"),
        *((f"a{each}/b{each}", 404) for each in "0189AaZz!#$&-^_.+"),
        *((f"{each}a/b", 406) for each in "!#$&-^_.+"),
        *((f"a/{each}b", 406) for each in "!#$&-^_.+"),
        *((f"a{each}/b", 406) for each in "%@[`{~"),
    ],
)
def test_characters_of_a_type(api: Api, name: str, status: int) -> None:
    """Source: Rails' ``Mime::Type::MIME_NAME``."""
    answer = api.ask("GET", f"{SCENARIOS}/0", headers={"Accept": name})
    assert answer.status_code == status


def test_pages(api: Api) -> None:
    """Some errors have a page for people; the others come without a body."""
    roles = {"scenario": {"saved_scenario_users": [{"user_id": 1, "role_id": 9}]}}
    for method, path, sent, status, title in [
        ("GET", "/api/v3/nope", {}, 404, "Not Found"),
        ("PUT", f"{SCENARIOS}/9000002", roles, 422, "Unprocessable Content"),
        ("POST", SCENARIOS, roles, 500, "Internal Server Error"),
        ("QUERY", SCENARIOS, {}, 405, None),
    ]:
        headers = {"Accept": "text/html"}
        answer = api.ask(method, path, token=token("alex"), headers=headers, json=sent)
        page = f"<!doctype html>\n<title>{title} ({status})</title>\n<h1>{title}</h1>\n"
        assert (answer.status_code, answer.text) == (status, page if title else "")


def test_xml(api: Api) -> None:
    """``Hash#to_xml`` writes it."""
    answer = api.ask("GET", "/api/v3/nope", headers={"Accept": "application/xml"})
    assert answer.text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<hash>\n'
        '  <status type="integer">404</status>\n  <error>Not Found</error>\n</hash>\n'
    )


def test_an_empty_format(api: Api) -> None:
    """It names no format, and ``Accept`` is not asked."""
    answer = api.ask("GET", "/api/v3/nope?format=")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("said", "kind"),
    [({}, "text/html"), ({"X-Requested-With": "XMLHttpRequest"}, "application/json")],
)
def test_a_script_says_so(said: dict[str, str], kind: str, api: Api) -> None:
    """``X-Requested-With`` lets even what looks like a browser have what it asks for."""
    headers = {"Accept": "application/json, */*", **said}
    answer = api.ask("GET", "/api/v3/nope", headers=headers)
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("value", "is_set"), [(True, True), ("true", True), ("1", True), (1, False), ("2", False)]
)
def test_a_flag_of_the_service(value: object, is_set: bool) -> None:
    """``true`` is, and two texts are."""
    assert casts.is_set(value) == is_set


@pytest.mark.parametrize("text", ["2.5E1", "2.5e1x", " +25", "2_5.0_0 "])
def test_the_number_that_a_text_begins_with(text: str) -> None:
    """Ruby's ``to_f``."""
    assert casts.to_f(text) == 25.0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0x1A", 26.0),
        ("0X0a", 10.0),
        ("-0x0f", -15.0),
        ("+0x1_0", 16.0),
        (" 1_000.5 ", 1000.5),
        (".5e1", 5.0),
        ("1e-1", 0.1),
        ("0x", None),
        ("0xg", None),
        ("0x1_g", None),
        ("0x1_9", 25.0),
        (10**400, math.inf),
        (-(10**400), -math.inf),
        ("1__0", None),
        ("", None),
    ],
)
def test_a_whole_text_as_a_number(text: str | int, number: float | None) -> None:
    """Ruby's ``Float()`` reads hexadecimal numbers, underscores between digits, and any size."""
    assert casts.whole_float(text) == number


@pytest.mark.parametrize(("length", "status"), [(63, 201), (64, 422)])
def test_labels_of_an_address(length: int, status: int, api: Api, control: Control) -> None:
    """A part of a host name has up to 63 characters."""
    user = control.user()
    path = f"{SCENARIOS}/{control.scenario(owner_id=user)}/users"
    entry = {"user_email": f"a@{'b' * length}.org", "role": "scenario_viewer"}
    answer = api.ask("POST", path, token=control.token(user), json={"scenario_users": [entry]})
    assert answer.status_code == status


@pytest.mark.parametrize(("page", "status"), [(2**64 // 100 + 1, 200), (2**64 // 100 + 2, 500)])
def test_the_last_page_that_can_be_counted_to(
    page: int, status: int, api: Api, control: Control
) -> None:
    """The database counts the scenarios before a page up to 2^64."""
    token = control.token(control.user())
    answer = api.ask("GET", SCENARIOS, token=token, params={"page": page, "limit": 100})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-07, "1.0e-07"),
        (-2e16, "-2.0e+16"),
        (1.5e20, "1.5e+20"),
        (0.5, "0.5"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (True, "true"),
        (None, ""),
    ],
)
def test_a_value_as_text(value: object, text: str) -> None:
    """Ruby's ``to_s``."""
    assert casts.to_s(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(True, "1"), (False, "0"), (None, None), (2040, "2040"), (1e-7, "1.0e-07")]
)
def test_a_value_in_a_column_of_text(value: object, text: str | None) -> None:
    """Rails casts a truth value for MySQL."""
    assert casts.text(value) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"a": [None, True, 1e20], "b": {}}, '{"a"=>[nil, true, 1.0e+20], "b"=>{}}'),
        ('"\\', r'"\"\\"'),
        ("\n\r\t\f\v\x07\x08\x1b", r'"\n\r\t\f\v\a\b\e"'),
        ("#{a} #$a #@a # a", r'"\#{a} \#$a \#@a # a"'),
        ("\0\u2028\u2029\U0010ffff", r'"\u0000\u2028\u2029\u{10FFFF}"'),
        ("\uffff\U0001ffff", r'"\uFFFF\u{1FFFF}"'),
        ("é\u00a0\u200b😀", '"é\u00a0\u200b😀"'),
    ],
)
def test_a_value_as_ruby_shows_it(value: object, shown: str) -> None:
    """The size of a scenario's metadata is that of Ruby's ``inspect``."""
    assert casts.inspected(value) == shown


@pytest.mark.parametrize(
    ("value", "row"), [(2**31 - 1, 2**31 - 1), (2**31, None), (-(2**31), -(2**31)), ("x", 0)]
)
def test_the_id_of_a_row(value: object, row: int | None) -> None:
    """Four bytes with a sign."""
    assert casts.row_id(value) == row


class TestNoId:
    """A value that is no id is that of no row: where ids begin at 1, not of the first either."""

    def test_scenario(self, api: Api, control: Control) -> None:
        """A scenario is not found by a word, nor copied from nothing."""
        control.reset("empty")
        first = control.scenario(area_code="de")
        assert first == 1
        assert api.ask("GET", f"{SCENARIOS}/abc").status_code == 404
        sent = {"scenario": {"scenario_id": None}}
        assert api.ask("POST", SCENARIOS, json=sent).status_code == 422

    def test_template(self, api: Api, control: Control) -> None:
        """A scenario without a template takes back nothing that another one has."""
        control.reset("empty")
        slider = "buildings_insulation_level"
        control.scenario(user_values={slider: 50.0})
        second = control.scenario(user_values={slider: 10.0})
        sent = {"scenario": {"user_values": {slider: "reset"}}}
        answer = api.ask("PUT", f"{SCENARIOS}/{second}", json=sent)
        assert answer.json()["scenario"]["user_values"] == {}

    def test_user(self, api: Api, control: Control) -> None:
        """A pending role is nobody's, also where the first user is the owner."""
        control.reset("empty")
        owner = control.user()
        token = control.token(owner)
        path = f"{SCENARIOS}/{control.scenario(owner_id=owner)}/users"
        entry = {"user_email": "kim@example.org", "role": "scenario_viewer"}
        api.ask("POST", path, token=token, json={"scenario_users": [entry]})
        wrong = {"scenario_users": [{**entry, "role": "none"}]}
        answer = api.ask("PUT", path, token=token, json=wrong)
        assert answer.json()["errors"] == {"kim@example.org": ["Role unknown"]}


@pytest.mark.parametrize(
    ("column", "status"),
    [
        *((name, 200) for name in ("id", "name", "private_scenarios", "admin", "created_at")),
        *((name, 200) for name in ("updated_at", "include_in_qi_db", "user_email")),
        ("password", 400),
        ("scopes", 400),
    ],
)
def test_columns_of_a_user(column: str, status: int, api: Api, control: Control) -> None:
    """Without the outermost key, a column makes a ``user``, whether or not it may be changed."""
    token = control.token(control.user())
    answer = api.ask("PUT", "/api/v3/user", token=token, json={column: "1"})
    assert answer.status_code == status


def test_characters_of_a_token() -> None:
    """Base58 has no zero, no capital o or i, and no small l."""
    random = Random(1)  # noqa: S311 - no secrets
    used = {each for _ in range(100) for each in new_secret("production", random)[4:]}
    assert used == set(ascii_letters + digits) - set("0OIl")


@pytest.mark.parametrize("name", ["a", "a[]", "a[][b]=1&a[]"])
def test_how_deep_a_form_goes(name: str) -> None:
    """It may go 100 levels deep, into a list's last entry as well as into a new one."""
    assert query_params(f"{name}{'[c]' * 99}=1".encode())["a"]
    with pytest.raises(BadParameters, match="ParamsTooDeep"):
        query_params(f"{name}{'[c]' * 100}=1".encode())


def test_a_broken_percent_sign() -> None:
    """It is shown with its text; bytes that are no UTF-8 are replaced."""
    text = "Invalid query parameters: invalid %-encoding (\ufffd%1)"
    with pytest.raises(BadParameters, match=re.escape(text)):
        query_params(b"a=\xff%1")

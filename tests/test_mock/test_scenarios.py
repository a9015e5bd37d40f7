"""Scenarios: list, show, batch, create, copy, update and delete."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from test_mock.client import (
    ENGINE,
    FAILURE,
    NOT_FOUND,
    NOT_YOURS,
    SCENARIOS,
    STABLE,
    Api,
    Control,
)

INSULATION = "buildings_insulation_level"
COOLING = "households_useful_demand_for_cooling"
HOMES = "present_number_of_residences"
LARGE = {"text": "x" * 64 * 1024}

FIELDS = [
    "id",
    "area_code",
    "start_year",
    "end_year",
    "source",
    "private",
    "keep_compatible",
    "created_at",
    "updated_at",
    "user_values",
    "balanced_values",
    "metadata",
    "active_couplings",
    "inactive_couplings",
    "scaling",
    "template",
    "url",
]


@pytest.fixture
def user(control: Control) -> int:
    """An account without scenarios."""
    return control.user()


@pytest.fixture
def token(control: Control, user: int) -> str:
    """A token of the account with every level."""
    return control.token(user)


def create(api: Api, token: str | None, **scenario: Any) -> dict[str, Any]:
    """Create a scenario, which has to succeed."""
    answer = api.ask("POST", SCENARIOS, token=token, json={"scenario": scenario})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def page_of(link: str | None) -> tuple[int, int] | None:
    """Give the page and the limit of a link, None for none."""
    if link is None:
        return None
    url = urlsplit(link)
    assert (url.scheme, url.netloc, url.path) == ("https", ENGINE, SCENARIOS)
    query = parse_qs(url.query)
    assert set(query) == {"page", "limit"}
    return int(query["page"][0]), int(query["limit"][0])


class TestList:
    """``GET /api/v3/scenarios``."""

    @pytest.mark.parametrize(
        ("query", "page", "limit", "count", "total_pages", "others"),
        [
            ("", 1, 25, 25, 3, (None, 2)),
            ("?page=2", 2, 25, 25, 3, (1, 3)),
            ("?page=3", 3, 25, 10, 3, (2, None)),
            ("?page=4", 4, 25, 0, 3, (None, None)),
            ("?page=0", 1, 25, 25, 3, (None, 2)),
            ("?page=-7", 1, 25, 25, 3, (None, 2)),
            ("?page=abc", 1, 25, 25, 3, (None, 2)),
            ("?page=&limit=", 1, 25, 25, 3, (None, 2)),
            ("?limit=60", 1, 60, 60, 1, (None, None)),
            ("?limit=100", 1, 100, 60, 1, (None, None)),
            ("?limit=101", 1, 100, 60, 1, (None, None)),
            ("?limit=0", 1, 1, 1, 60, (None, 2)),
            ("?limit=-5", 1, 1, 1, 60, (None, 2)),
            ("?limit=abc", 1, 1, 1, 60, (None, 2)),
            ("?limit=20&page=3", 3, 20, 20, 3, (2, None)),
        ],
    )
    def test_pages(
        self,
        api: Api,
        control: Control,
        user: int,
        token: str,
        query: str,
        page: int,
        limit: int,
        count: int,
        total_pages: int,
        others: tuple[int | None, int | None],
    ) -> None:
        """Newest first; ``page`` from 1, ``limit`` within 1..100; links where there are any."""
        ids = [control.scenario(owner_id=user) for _ in range(60)][::-1]
        listed = api.ask("GET", SCENARIOS + query, token=token).json()
        assert listed["meta"] == {
            "limit": limit,
            "count": count,
            "total": 60,
            "current_page": page,
            "total_pages": total_pages,
        }
        start = (page - 1) * limit
        assert [each["id"] for each in listed["data"]] == ids[start : start + limit]
        prev_page, next_page = others
        assert {name: page_of(link) for name, link in listed["links"].items()} == {
            "first": (1, limit),
            "prev": None if prev_page is None else (prev_page, limit),
            "next": None if next_page is None else (next_page, limit),
            "last": (total_pages, limit),
        }

    def test_empty(self, api: Api, token: str) -> None:
        """An empty list has no pages, and its last one is page 0."""
        listed = api.ask("GET", SCENARIOS, token=token).json()
        assert listed["data"] == []
        assert listed["meta"]["total_pages"] == listed["meta"]["total"] == 0
        assert page_of(listed["links"]["last"]) == (0, 25)
        assert listed["links"]["prev"] is listed["links"]["next"] is None

    def test_newest_first(self, api: Api, control: Control, user: int, token: str) -> None:
        """A scenario made later comes first; changing an older one does not move it."""
        older = control.scenario(owner_id=user)
        control.advance_clock(60)
        newer = control.scenario(owner_id=user)
        control.advance_clock(60)
        changed = {"scenario": {"source": "x"}}
        api.ask("PUT", f"{SCENARIOS}/{older}", token=token, json=changed)
        listed = api.ask("GET", SCENARIOS, token=token).json()["data"]
        assert [each["id"] for each in listed] == [newer, older]
        assert listed[1] == api.show(older, token)

    def test_same_host_in_links(self, api: Api, control: Control, user: int, token: str) -> None:
        """Links and addresses stay on the host that was asked."""
        control.scenario(owner_id=user, release="2025-01")
        listed = api.ask("GET", SCENARIOS, token=token, host=STABLE).json()
        addresses = [listed["links"]["first"], listed["data"][0]["url"]]
        assert [urlsplit(each).netloc for each in addresses] == [STABLE, STABLE]


class TestShow:
    """``GET /api/v3/scenarios/{id}``."""

    def test_fields(self, api: Api, control: Control, user: int, token: str) -> None:
        """A scenario has exactly the documented fields."""
        scenario = control.scenario(
            owner_id=user,
            area_code="UKNI01_northern_ireland",
            end_year=2040,
            private=True,
            keep_compatible=True,
            source="test",
            metadata={"title": "é"},
            user_values={INSULATION: 40},
        )
        shown = api.show(scenario, token)
        assert list(shown) == FIELDS
        moments = [shown.pop(name) for name in ("created_at", "updated_at")]
        assert all(
            re.fullmatch(r"\d{4}(-\d\d){2}T\d\d:\d\d:\d\d\.\d{3}Z", each) for each in moments
        )
        assert shown == {
            "id": scenario,
            "area_code": "UKNI01_northern_ireland",
            "start_year": 2018,
            "end_year": 2040,
            "source": "test",
            "private": True,
            "keep_compatible": True,
            "user_values": {INSULATION: 40.0},
            "balanced_values": {},
            "metadata": {"title": "é"},
            "active_couplings": [],
            "inactive_couplings": [],
            "scaling": None,
            "template": None,
            "url": f"https://{ENGINE}{SCENARIOS}/{scenario}",
        }

    def test_content_type(self, api: Api, control: Control) -> None:
        """Answers are JSON in UTF-8, refusals too."""
        for asked in (control.scenario(), 1):
            answer = api.ask("GET", f"{SCENARIOS}/{asked}")
            assert answer.headers["content-type"] == "application/json; charset=utf-8"


class TestBatch:
    """``GET /api/v3/scenarios/{id1},{id2},…/batch``."""

    def test_what_may_be_read(self, api: Api, control: Control, user: int, token: str) -> None:
        """Those that may not be read, or don't exist, are left out without an error."""
        public, own = control.scenario(), control.scenario(owner_id=user, private=True)
        hidden = control.scenario(owner_id=control.user(), private=True)
        asked = f"{SCENARIOS}/{hidden},{public},999999,abc,,{own},{public}/batch"
        assert api.ask("GET", asked, token=token).json() == [
            api.show(public),
            api.show(own, token),
        ]
        assert api.ask("GET", asked).json() == [api.show(public)]

    @pytest.mark.parametrize("asked", ["999,{id}", "abc,{id}", "999", ",{id}", "0"])
    def test_first_does_not_exist(self, api: Api, control: Control, asked: str) -> None:
        """If the first one doesn't exist, the answer is a 404 that repeats the whole list."""
        asked = asked.format(id=control.scenario())
        answer = api.ask("GET", f"{SCENARIOS}/{asked}/batch")
        assert answer.status_code == 404
        assert answer.json() == {"errors": [f"No such scenario: {asked}"]}


class TestCreate:
    """``POST /api/v3/scenarios``."""

    def test_defaults(self, api: Api) -> None:
        """Everything may be left out, the body too."""
        answer = api.ask("POST", SCENARIOS)
        assert answer.status_code == 200
        made = answer.json()
        assert (made["area_code"], made["start_year"], made["end_year"]) == ("nl", 2019, 2050)
        assert (made["private"], made["keep_compatible"]) == (False, False)
        assert made["source"] is made["template"] is None
        assert (made["user_values"], made["metadata"]) == ({}, {})
        assert api.show(made["id"]) == made

    @pytest.mark.parametrize("scenario", [None, {}])
    def test_scenario_is_empty(self, api: Api, scenario: Any) -> None:
        """A ``scenario`` that holds no fields counts as left out."""
        answer = api.ask("POST", SCENARIOS, json={"scenario": scenario})
        assert (answer.status_code, answer.json()["end_year"]) == (200, 2050)

    @pytest.mark.parametrize("scenario", ["text", 5, True, [], [{"end_year": 2040}]])
    def test_scenario_is_no_group(
        self, api: Api, caplog: pytest.LogCaptureFixture, scenario: Any
    ) -> None:
        """The real service trips over a ``scenario`` that is no object; a line says so."""
        answer = api.ask("POST", SCENARIOS, json={"scenario": scenario})
        assert (answer.status_code, answer.json()) == (500, FAILURE)
        [note] = caplog.messages
        assert note.endswith('send "scenario" as an object')

    def test_every_field(self, api: Api, token: str) -> None:
        """What is sent is what the scenario has."""
        sent = {
            "area_code": "de",
            "end_year": 2035,
            "source": "test",
            "private": True,
            "keep_compatible": True,
            "metadata": {"title": "A", "nested": {"list": [1, 2.5, True]}},
            "user_values": {INSULATION: 12, COOLING: "-1.5"},
        }
        made = create(api, token, **sent)
        values = {INSULATION: 12.0, COOLING: -1.5}
        assert {key: made[key] for key in sent} == {**sent, "user_values": values}
        assert api.show(made["id"], token) == made

    def test_unknown_fields_are_ignored(self, api: Api) -> None:
        """Fields that can't be set don't do anything."""
        made = create(api, None, id=5, start_year=2000, template=7, title="x", scaling={})
        assert made["id"] != 5
        assert (made["start_year"], made["template"], made["scaling"]) == (2019, None, None)

    @pytest.mark.parametrize("flag", [False, True])
    def test_scaled(self, api: Api, flag: bool) -> None:
        """A scenario stands for a part of its area, with or without its sectors."""
        sectors = dict.fromkeys(("has_agriculture", "has_industry", "has_energy"), flag)
        scale = {"area_attribute": HOMES, "value": 1000, **sectors}
        made = create(api, None, scale={**scale, "base_value": 1})
        assert made["scaling"] == {**scale, "base_value": 7210388.0}

    @pytest.mark.parametrize("private", [False, True])
    def test_private_by_default(self, api: Api, control: Control, private: bool) -> None:
        """``private`` defaults to the user's own setting; the user becomes the owner."""
        user = control.user(private_scenarios=private)
        token = control.token(user)
        made = create(api, token)
        assert made["private"] is private
        users = api.ask("GET", f"{SCENARIOS}/{made['id']}/users", token=token).json()
        assert [(each["user_id"], each["role"]) for each in users] == [(user, "scenario_owner")]
        assert create(api, token, private=not private)["private"] is not private
        assert create(api, token, private=None)["private"] is private

    def test_guest_makes_an_unowned_one(self, api: Api) -> None:
        """Without a token nobody owns the scenario: everyone may change it."""
        made = create(api, None)["id"]
        changed = api.ask("PUT", f"{SCENARIOS}/{made}", json={"scenario": {"source": "x"}})
        assert changed.json()["scenario"]["source"] == "x"

    @pytest.mark.parametrize(
        ("sent", "errors"),
        [
            ({"area_code": "xx"}, {"area_code": ["is unknown or not supported"]}),
            (
                {"area_code": None},
                {"area_code": ["can't be blank", "is unknown or not supported"]},
            ),
            *(
                (
                    {"area_code": each},
                    {"area_code": ["can't be blank", "is unknown or not supported"]},
                )
                for each in ["", *" \t\r\x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"]
            ),
            *(
                ({"area_code": each}, {"area_code": ["is unknown or not supported"]})
                for each in ("\b", "\x0e", "\x1c", "\x1f", "\u200b")  # no white space to Ruby
            ),
            ({"area_code": 5}, {"area_code": ["is unknown or not supported"]}),
            ({"end_year": None}, {"end_year": ["can't be blank"]}),
            ({"end_year": ""}, {"end_year": ["can't be blank"]}),
            ({"end_year": "abc"}, {"end_year": ["is not a number"]}),
            ({"end_year": True}, {"end_year": ["is not a number"]}),
            ({"end_year": "0x7F8"}, {"end_year": ["is not a number"]}),
            ({"end_year": "0X7F8"}, {"end_year": ["is not a number"]}),
            ({"end_year": 2040.5}, {"end_year": ["must be an integer"]}),
            ({"end_year": "2040.5"}, {"end_year": ["must be an integer"]}),
            ({"end_year": 2019}, {"end_year": ["must be greater than 2019"]}),
            ({"end_year": "-1"}, {"end_year": ["must be greater than 2019"]}),
            (
                {"end_year": 2018, "area_code": "UKNI01_northern_ireland"},
                {"end_year": ["must be greater than 2018"]},
            ),
            (
                {"end_year": 2019, "area_code": "xx"},
                {
                    "area_code": ["is unknown or not supported"],
                    "end_year": ["must be greater than 2019"],
                },
            ),
            ({"metadata": LARGE}, {"metadata": ["can not exceed 64Kb"]}),
            ({"scale": {"area_attribute": "x", "value": 1}}, {"scaler": ["is invalid"]}),
            ({"scale": {"area_attribute": HOMES}}, {"scaler": ["is invalid"]}),
            ({"scenario_id": 999999}, {"scenario_id": ["does not exist"]}),
            ({"scenario_id": None}, {"scenario_id": ["does not exist"]}),
            ({"scenario_id": "abc"}, {"scenario_id": ["does not exist"]}),
            ({"preset_scenario_id": 999999}, {"scenario_id": ["does not exist"]}),
            ({"scenario_id": 999999, "area_code": "xx"}, {"scenario_id": ["does not exist"]}),
            (
                {"user_values": {"foo": 1, INSULATION: 101, COOLING: -6}},
                {
                    "base": [
                        "Input foo does not exist",
                        f"Input {INSULATION} cannot be greater than 100.0",
                        f"Input {COOLING} cannot be less than -5.0",
                    ]
                },
            ),
        ],
    )
    @pytest.mark.parametrize("guest", [False, True])
    def test_errors(
        self, api: Api, token: str, sent: dict[str, Any], errors: dict[str, Any], guest: bool
    ) -> None:
        """What is wrong is said by field, and nothing is made."""
        answer = api.ask("POST", SCENARIOS, token=None if guest else token, json={"scenario": sent})
        assert (answer.status_code, answer.json()) == (422, {"errors": errors})
        assert api.ask("GET", SCENARIOS, token=token).json()["meta"]["total"] == 0

    @pytest.mark.parametrize("year", [2019, 2020])
    def test_first_year_of_an_area(self, api: Api, year: int) -> None:
        """The end year has to be after the area's own start year."""
        made = create(api, None, area_code="UKNI01_northern_ireland", end_year=year)
        assert (made["start_year"], made["end_year"]) == (2018, year)

    def test_guest_can_not_make_a_private_one(self, api: Api) -> None:
        """A scenario without an owner can't be private."""
        answer = api.ask("POST", SCENARIOS, json={"scenario": {"private": True}})
        assert answer.status_code == 422
        message = "can not be true on an unowned scenario"
        assert answer.json() == {"errors": {"private": [message]}}

    def test_largest_metadata(self, api: Api) -> None:
        """Metadata up to 64 KB is kept whole."""
        metadata = {"text": "x" * (64 * 1024 - len('{"text": ""}'))}
        assert create(api, None, metadata=metadata)["metadata"] == metadata


class TestCopy:
    """``POST /api/v3/scenarios`` with ``scenario_id``."""

    def test_preset_is_the_template_alone(self, api: Api, control: Control) -> None:
        """``preset_scenario_id`` sets the template, and takes over nothing."""
        source = control.scenario(area_code="de", end_year=2033, user_values={INSULATION: 40})
        made = create(api, None, preset_scenario_id=source, user_values={COOLING: 1})
        assert (made["area_code"], made["end_year"], made["user_values"]) == ("nl", 2050, {})
        assert made["template"] == source

    @pytest.mark.parametrize("cast", [int, str])
    def test_what_is_taken_over(self, api: Api, control: Control, cast: type[int | str]) -> None:
        """Area, years and values come from the source, and nothing else does."""
        source = control.scenario(
            area_code="de",
            end_year=2033,
            source="original",
            metadata={"title": "Original"},
            keep_compatible=True,
            user_values={INSULATION: 40},
        )
        made = create(
            api,
            None,
            scenario_id=cast(source),
            end_year=2045,
            user_values={COOLING: 1, "foo": 1},
            area_code="nl",
        )
        assert (made["area_code"], made["end_year"]) == ("de", 2033)
        assert made["user_values"] == {INSULATION: 40.0}
        assert (made["source"], made["metadata"], made["keep_compatible"]) == (None, {}, False)
        assert made["template"] == source != made["id"]

    def test_own_fields(self, api: Api, control: Control) -> None:
        """A copy has the metadata, source and ``keep_compatible`` that are sent along."""
        sent = {"metadata": {"title": "Copy"}, "source": "copy", "keep_compatible": True}
        made = create(api, None, scenario_id=control.scenario(), **sent)
        assert {key: made[key] for key in sent} == sent

    def test_copy_lives_on_its_own(self, api: Api, control: Control) -> None:
        """Changing the copy leaves the source as it was, and the other way round."""
        source = control.scenario(user_values={INSULATION: 40})
        made = create(api, None, scenario_id=source)["id"]
        for changed, value in ((made, 10.0), (source, 20.0)):
            values = {"scenario": {"user_values": {INSULATION: value}}}
            api.ask("PUT", f"{SCENARIOS}/{changed}", json=values)
        assert api.show(made)["user_values"] == {INSULATION: 10.0}
        assert api.show(source)["user_values"] == {INSULATION: 20.0}

    @pytest.mark.parametrize("default", [False, True])
    @pytest.mark.parametrize("source_private", [False, True])
    @pytest.mark.parametrize("sent", [None, False, True])
    @pytest.mark.parametrize("role", ["scenario_viewer", "scenario_collaborator", "scenario_owner"])
    def test_privacy(
        self,
        api: Api,
        control: Control,
        default: bool,
        source_private: bool,
        sent: bool | None,
        role: str,
    ) -> None:
        """A copy of one's own keeps its privacy; of another's it follows the user's default."""
        user = control.user(private_scenarios=default)
        roles = [{"user_id": user, "role": role}]
        source = control.scenario(owner_id=control.user(), private=source_private, roles=roles)
        made = create(api, control.token(user), scenario_id=source, private=sent)
        kept = source_private if role == "scenario_owner" else default
        assert made["private"] is (kept if sent is None else sent)

    @pytest.mark.parametrize("default", [False, True])
    def test_privacy_of_unowned_source(self, api: Api, control: Control, default: bool) -> None:
        """A copy of an unowned scenario is public unless it is asked to be private."""
        token = control.token(control.user(private_scenarios=default))
        source = control.scenario()
        assert create(api, token, scenario_id=source)["private"] is False
        assert create(api, token, scenario_id=source, private=True)["private"] is True

    def test_guest_copies_a_public_one(self, api: Api, control: Control) -> None:
        """A guest's copy of somebody's public scenario is public and unowned."""
        source = control.scenario(owner_id=control.user(private_scenarios=True))
        assert create(api, None, scenario_id=source)["private"] is False


class TestUpdate:
    """``PUT /api/v3/scenarios/{id}``."""

    @pytest.fixture
    def scenario(self, control: Control, user: int) -> int:
        """A scenario of the user's with values."""
        return control.scenario(
            owner_id=user,
            source="before",
            metadata={"title": "before", "kept": 1},
            user_values={INSULATION: 40, COOLING: 1},
        )

    @staticmethod
    def put(api: Api, scenario: int, token: str | None, /, **body: Any) -> dict[str, Any]:
        """Update a scenario, which has to succeed."""
        answer = api.ask("PUT", f"{SCENARIOS}/{scenario}", token=token, json=body)
        assert answer.status_code == 200, answer.text
        updated: dict[str, Any] = answer.json()
        assert list(updated) == ["scenario", "gqueries"]
        return updated

    @pytest.mark.parametrize(
        ("sent", "changed"),
        [
            ({"private": True}, {"private": True}),
            ({"private": "true"}, {"private": True}),
            ({"keep_compatible": True}, {"keep_compatible": True}),
            ({"source": "after"}, {"source": "after"}),
            ({"source": None}, {"source": None}),
            ({"metadata": {"title": "after"}}, {"metadata": {"title": "after"}}),
            ({"metadata": {}}, {"metadata": {}}),
            ({"user_values": {INSULATION: 5}}, {"user_values": {INSULATION: 5.0, COOLING: 1.0}}),
            ({"user_values": {INSULATION: "5"}}, {"user_values": {INSULATION: 5.0, COOLING: 1.0}}),
            ({"user_values": {COOLING: "reset"}}, {"user_values": {INSULATION: 40.0}}),
            ({"end_year": 2040, "area_code": "de"}, {}),
            ({"id": 1, "start_year": 2000, "template": 3, "foo": 1}, {}),
            ({"metadata": None, "user_values": None}, {}),
            ({"metadata": "text", "user_values": [1]}, {}),
        ],
    )
    def test_what_changes(
        self,
        api: Api,
        scenario: int,
        token: str,
        sent: dict[str, Any],
        changed: dict[str, Any],
    ) -> None:
        """Sliders are merged, metadata is replaced whole, and other fields stay as they are."""
        before = api.show(scenario, token)
        updated = self.put(api, scenario, token, scenario=sent)
        assert updated == {"scenario": {**before, **changed}, "gqueries": {}}
        assert api.show(scenario, token) == updated["scenario"]

    def test_updated_at(self, api: Api, control: Control, scenario: int, token: str) -> None:
        """A change moves ``updated_at`` alone; asking for nothing moves neither."""
        before = api.show(scenario, token)
        control.advance_clock(60)
        asked = self.put(api, scenario, token, gqueries=["dashboard_emissions"])
        assert asked["scenario"] == before
        after = self.put(api, scenario, token, scenario={"source": "x"})["scenario"]
        assert after["created_at"] == before["created_at"]
        assert after["updated_at"] > before["updated_at"]

    @pytest.mark.parametrize("reset", [True, "true", 1, "1"])
    def test_reset_all(self, api: Api, scenario: int, token: str, reset: Any) -> None:
        """``reset`` clears every slider before those that are sent are set."""
        updated = self.put(api, scenario, token, reset=reset)
        assert updated["scenario"]["user_values"] == {}
        sent = {"user_values": {COOLING: 2}}
        updated = self.put(api, scenario, token, reset=reset, scenario=sent)
        assert updated["scenario"]["user_values"] == {COOLING: 2.0}
        assert updated["scenario"]["metadata"] == {"title": "before", "kept": 1}

    def test_no_reset(self, api: Api, scenario: int, token: str) -> None:
        """``reset`` that is false clears nothing."""
        updated = self.put(api, scenario, token, reset=False)
        assert updated["scenario"]["user_values"] == {INSULATION: 40.0, COOLING: 1.0}

    @pytest.mark.parametrize(
        "reset",
        [
            *(True, 0, 1, "0", "1", *"tfynTFYN"),
            *("on", "off", "yes", "no", "true", "false"),
            *("On", "Off", "Yes", "No", "True", "False"),
            *("ON", "OFF", "YES", "NO", "TRUE", "FALSE"),
        ],
    )
    def test_reset_by_a_text(self, api: Api, scenario: int, token: str, reset: Any) -> None:
        """Any other value that can be read as a boolean clears all, whatever it says."""
        updated = self.put(api, scenario, token, reset=reset)
        assert updated["scenario"]["user_values"] == {}

    @pytest.mark.parametrize(
        ("reset", "problem"),
        [
            (None, "must be filled"),
            ("", "must be filled"),
            *((each, "must be boolean") for each in ("maybe", "tRUE", "oN", "yEs", "nO", 2, 1.0)),
        ],
    )
    def test_reset_misread(
        self, api: Api, scenario: int, token: str, reset: Any, problem: str
    ) -> None:
        """What can't be read as one is refused."""
        answer = api.ask("PUT", f"{SCENARIOS}/{scenario}", token=token, json={"reset": reset})
        assert (answer.status_code, answer.json()) == (422, {"errors": [["reset", [problem]]]})

    @pytest.mark.parametrize("field", ["private", "keep_compatible"])
    @pytest.mark.parametrize("value", [None, ""])
    def test_empty_flag(self, api: Api, scenario: int, token: str, field: str, value: Any) -> None:
        """The real service trips over a flag without a value."""
        body = {"scenario": {field: value}}
        answer = api.ask("PUT", f"{SCENARIOS}/{scenario}", token=token, json=body)
        assert (answer.status_code, answer.json()) == (500, FAILURE)

    @pytest.mark.parametrize("value", [None, True, [1], {"a": 1}])
    def test_slider_without_a_number(self, api: Api, scenario: int, token: str, value: Any) -> None:
        """It trips over a slider's value that is neither a number nor a text."""
        body = {"scenario": {"user_values": {INSULATION: value}}}
        answer = api.ask("PUT", f"{SCENARIOS}/{scenario}", token=token, json=body)
        assert (answer.status_code, answer.json()) == (500, FAILURE)

    def test_reset_on_a_copy(self, api: Api, scenario: int, token: str) -> None:
        """On a copy a slider goes back to the template's value, or to none if it has none."""
        solar = "households_solar_pv_solar_radiation_market_penetration"
        copy = create(api, token, scenario_id=scenario)["id"]
        values = {INSULATION: 1, COOLING: 2, solar: 3}
        self.put(api, copy, token, scenario={"user_values": values})
        sent = {"user_values": {INSULATION: "reset", solar: "reset"}}
        updated = self.put(api, copy, token, scenario=sent)
        assert updated["scenario"]["user_values"] == {INSULATION: 40.0, COOLING: 2.0}
        updated = self.put(api, copy, token, reset=True)
        assert updated["scenario"]["user_values"] == {INSULATION: 40.0, COOLING: 1.0}

    @pytest.mark.parametrize(
        ("body", "errors"),
        [
            ({"scenario": {"user_values": {"foo": 1}}}, ["Input foo does not exist"]),
            ({"scenario": {"user_values": {"foo": "reset"}}}, ["Input foo does not exist"]),
            (
                {"scenario": {"user_values": {INSULATION: -0.1}}},
                [f"Input {INSULATION} cannot be less than 0.0"],
            ),
            (
                {"scenario": {"user_values": {INSULATION: 100.1}}},
                [f"Input {INSULATION} cannot be greater than 100.0"],
            ),
            (
                {"scenario": {"user_values": {"capacity_of_energy_power_hydro_river": 101}}},
                ["Input capacity_of_energy_power_hydro_river cannot be greater than 100.0"],
            ),
            (
                {"scenario": {"user_values": {"households_number_of_inhabitants": 9.9}}},
                ["Input households_number_of_inhabitants cannot be less than 10.0"],
            ),
            (
                {"scenario": {"user_values": {"households_number_of_inhabitants": 25.1}}},
                ["Input households_number_of_inhabitants cannot be greater than 25.0"],
            ),
            *(
                (
                    {"scenario": {"user_values": {INSULATION: value}}},
                    [f"Input {INSULATION} must be numeric"],
                )
                for value in ("abc", "", "nan", "Reset")
            ),
            (
                {"gqueries": ["foo", "bar"]},
                [f"Gquery {key} does not exist" for key in ("foo", "bar")],
            ),
            ({"scenario": {"metadata": LARGE}}, ["Scenario: Metadata can not exceed 64Kb"]),
            (
                {"scenario": {"user_values": {"foo": 1}, "metadata": LARGE}},
                ["Input foo does not exist"],
            ),
            (
                {
                    "scenario": {"user_values": {"foo": 1, INSULATION: 101, COOLING: 2}},
                    "gqueries": ["dashboard_emissions", "bar"],
                },
                [
                    "Input foo does not exist",
                    f"Input {INSULATION} cannot be greater than 100.0",
                    "Gquery bar does not exist",
                ],
            ),
        ],
    )
    def test_errors(
        self, api: Api, scenario: int, token: str, body: dict[str, Any], errors: list[str]
    ) -> None:
        """All that is wrong is said, and nothing is changed then."""
        before = api.show(scenario, token)
        sent = {**body, "scenario": {"source": "after", **body.get("scenario", {})}, "reset": True}
        answer = api.ask("PUT", f"{SCENARIOS}/{scenario}", token=token, json=sent)
        assert (answer.status_code, answer.json()) == (422, {"errors": errors})
        assert api.show(scenario, token) == before

    @pytest.mark.parametrize(
        ("slider", "minimum", "maximum"),
        [
            (INSULATION, 0, 100),
            ("capacity_of_energy_power_hydro_river", 0, 100),
            ("households_number_of_inhabitants", 10, 25),
            (COOLING, -5, 5),
            ("households_solar_pv_solar_radiation_market_penetration", 0, 100),
        ],
    )
    def test_bounds(
        self, api: Api, scenario: int, token: str, slider: str, minimum: float, maximum: float
    ) -> None:
        """A slider takes its least and its greatest value."""
        for value in (minimum, maximum):
            sent = {"user_values": {slider: value}}
            updated = self.put(api, scenario, token, scenario=sent)
            assert updated["scenario"]["user_values"][slider] == value

    def test_unowned_can_not_become_private(self, api: Api, control: Control) -> None:
        """A scenario without an owner stays public."""
        scenario = control.scenario()
        body = {"scenario": {"private": True}}
        answer = api.ask("PUT", f"{SCENARIOS}/{scenario}", json=body)
        message = "Scenario: Private can not be true on an unowned scenario"
        assert (answer.status_code, answer.json()) == (422, {"errors": [message]})

    def test_pending_owner_counts(self, api: Api, control: Control, user: int, token: str) -> None:
        """With an owner whose account doesn't exist yet, a scenario may be private."""
        roles = [
            {"user_email": "pending@example.com", "role": "scenario_owner"},
            {"user_id": user, "role": "scenario_collaborator"},
        ]
        scenario = control.scenario(roles=roles)
        updated = self.put(api, scenario, token, scenario={"private": True})
        assert updated["scenario"]["private"] is True

    @pytest.mark.parametrize(
        ("key", "unit"),
        [
            ("costs_of_insulation", "euro"),
            ("costs_of_capital_in_electricity_production", "euro"),
            ("dashboard_emissions", "T CO2"),
        ],
    )
    def test_gqueries(self, api: Api, scenario: int, token: str, key: str, unit: str) -> None:
        """A query has its value today and in the end year; the latter follows the sliders."""
        moved = {
            INSULATION: 80,
            "households_solar_pv_solar_radiation_market_penetration": 50,
        }
        sent = {"user_values": moved}
        before = self.put(api, scenario, token, gqueries=[key])["gqueries"]
        after = self.put(api, scenario, token, gqueries=[key], scenario=sent)["gqueries"]
        assert list(before) == list(after) == [key]
        assert list(after[key]) == ["present", "future", "unit"]
        assert after[key]["unit"] == unit
        assert isinstance(after[key]["future"], float)
        assert after[key]["present"] == before[key]["present"]
        assert after[key]["future"] != before[key]["future"]

    def test_gqueries_in_the_order_asked(self, api: Api, scenario: int, token: str) -> None:
        """Several queries are answered in the order in which they were asked."""
        asked = ["dashboard_emissions", "costs_of_insulation"]
        assert list(self.put(api, scenario, token, gqueries=asked)["gqueries"]) == asked

    @pytest.mark.parametrize("gqueries", [None, "dashboard_emissions", {"a": "b"}, 5, []])
    def test_gqueries_that_are_no_list(
        self, api: Api, scenario: int, token: str, gqueries: Any
    ) -> None:
        """What is not a list asks for no results."""
        assert self.put(api, scenario, token, gqueries=gqueries)["gqueries"] == {}

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"scenario": {}},
            {"scenario": {"foo": 1}},
            {"gqueries": ["dashboard_emissions"]},
            {"scenario": None, "reset": False},
        ],
    )
    def test_reader_asks_for_results(self, api: Api, control: Control, body: Any) -> None:
        """With nothing to change, being allowed to read is enough."""
        scenario = control.scenario(owner_id=control.user())
        for token in (None, control.token(control.user(), "public")):
            updated = self.put(api, scenario, token, **body)
            assert updated["scenario"] == api.show(scenario)
            assert list(updated["gqueries"]) == body.get("gqueries", [])


class TestDelete:
    """``DELETE /api/v3/scenarios/{id}``."""

    def test_deleted(self, api: Api, control: Control, user: int, token: str) -> None:
        """The answer is a 200 without a body, and the scenario is gone."""
        scenario = control.scenario(owner_id=user)
        other = control.scenario(owner_id=user)
        answer = api.ask("DELETE", f"{SCENARIOS}/{scenario}", token=token)
        assert (answer.status_code, answer.content) == (200, b"")
        for method in ("GET", "DELETE"):
            again = api.ask(method, f"{SCENARIOS}/{scenario}", token=token)
            assert (again.status_code, again.json()) == (
                404,
                {"errors": [f"No such scenario: {scenario}"]},
            )
        listed = api.ask("GET", SCENARIOS, token=token).json()["data"]
        assert [each["id"] for each in listed] == [other]

    def test_copies_stay(self, api: Api, control: Control, user: int, token: str) -> None:
        """A copy outlives the scenario that it was made from."""
        source = control.scenario(owner_id=user, user_values={INSULATION: 40})
        copy = create(api, token, scenario_id=source)
        api.ask("DELETE", f"{SCENARIOS}/{source}", token=token)
        assert api.show(copy["id"], token) == copy
        assert create(api, token)["id"] != source

    def test_write_level_deletes_nothing(self, api: Api, control: Control, user: int) -> None:
        """An owner needs ``scenarios:delete``; what is private is not revealed meanwhile."""
        scenario = control.scenario(owner_id=user, private=True)
        token = control.token(user, "write")
        answer = api.ask("DELETE", f"{SCENARIOS}/{scenario}", token=token)
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
        assert api.show(scenario, token)["id"] == scenario


def test_queries_of_nothing_but_false(api: Api, control: Control) -> None:
    """Ruby counts such a list as one that holds nothing: no query is missing."""
    answer = api.ask("PUT", f"{SCENARIOS}/{control.scenario()}", json={"gqueries": [False]})
    assert answer.json() == {"errors": [["gqueries", {"0": ["must be a string"]}]]}


@pytest.mark.parametrize(("value", "kept"), [(False, 0.0), ("1", 1.0)])
def test_value_of_a_scale(api: Api, value: object, kept: float) -> None:
    """``false`` is cast to 0.0 before it is looked at."""
    scale = {"area_attribute": HOMES, "value": value}
    answer = api.ask("POST", SCENARIOS, json={"scenario": {"scale": scale}})
    assert answer.json()["scaling"]["value"] == kept


def test_a_copy_without_its_scale(api: Api) -> None:
    """A copy has the scale of what it copies, unless it sends ``descale``."""
    scale = {"area_attribute": HOMES, "value": 1000}
    scaled = create(api, None, scale=scale)
    copies = [create(api, None, scenario_id=scaled["id"], descale=each) for each in (False, True)]
    assert [each["scaling"] for each in copies] == [scaled["scaling"], None]


def test_values_within_values(api: Api) -> None:
    """On creation the inner ``user_values`` count."""
    nested = {"user_values": {INSULATION: 50}, COOLING: 1}
    assert create(api, None, user_values=nested)["user_values"] == {INSULATION: 50.0}


@pytest.mark.parametrize("value", [True, None, "", "x"])
def test_a_scale_without_a_number(api: Api, value: object) -> None:
    """``true`` is none."""
    scale = {"area_attribute": HOMES, "value": value}
    answer = api.ask("POST", SCENARIOS, json={"scenario": {"scale": scale}})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "sent", [{"set_preset_roles": True}, {"saved_scenario_users": [{"user_id": 1, "role_id": 3}]}]
)
def test_roles_are_for_owners(api: Api, control: Control, sent: dict[str, Any]) -> None:
    """Taking over the roles of a saved scenario asks for an owner, or it is refused."""
    owner, other = control.user(), control.user()
    roles = [{"user_id": other, "role": "scenario_collaborator"}]
    path = f"{SCENARIOS}/{control.scenario(owner_id=owner, roles=roles)}"
    body = {"scenario": sent}
    asked = [api.ask("PUT", path, token=control.token(u), json=body) for u in (other, owner)]
    assert asked[0].json() == NOT_YOURS
    assert asked[1].status_code != 403


def test_roles_by_address(api: Api, control: Control) -> None:
    """A row names a user who is invited by the address; one that names nobody is refused."""
    owner, invited = control.user(), "invited@example.org"
    roles = [{"user_email": invited, "role": "scenario_viewer"}]
    path = f"{SCENARIOS}/{control.scenario(owner_id=owner, roles=roles)}"
    token = control.token(owner)

    def send(**row: Any) -> int:
        sent = {"scenario": {"saved_scenario_users": [row]}}
        return api.ask("PUT", path, token=token, json=sent).status_code

    assert send(user_email=invited, role_id=2) == 200
    rows = api.ask("GET", f"{path}/users", token=token).json()
    assert [(each["user_email"], each["role_id"]) for each in rows] == [(None, 3), (invited, 2)]
    assert send(role_id=2) == 422


def test_an_end_year_of_old(api: Api, control: Control) -> None:
    """A change is refused while the scenario itself is not valid."""
    path = f"{SCENARIOS}/{control.scenario(end_year=2010)}"
    answer = api.ask("PUT", path, json={"scenario": {"source": "new"}})
    problem = "Scenario: End year must be greater than 2019"
    assert (answer.status_code, answer.json()) == (422, {"errors": [problem]})


@pytest.mark.parametrize(("number", "status"), [(-(2**31), 200), (-(2**31) - 1, 404)])
def test_lowest_number_of_a_template(api: Api, control: Control, number: int, status: int) -> None:
    """Four bytes with a sign."""
    body = {"scenario": {"preset_scenario_id": number}}
    answer = api.ask("PUT", f"{SCENARIOS}/{control.scenario()}", json=body)
    assert answer.status_code == status

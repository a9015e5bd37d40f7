"""The recordings that are safe to try on the real service, as requests of your own.

Safe is what reads, what is refused before anything is looked at, and what is about scenarios that
the check made itself. Nothing that a user had is asked to change, and no address holds a token.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import httpx
from etm_docs import recordings
from etm_docs.examples import claims
from etm_docs.examples.claims import Rule
from etm_docs.proofs.live.environments import Environment
from etm_docs.recordings import Answer, Case
from etm_mock import hosts
from etm_mock.tokens import without_prefix

ENGINE: Final = "engine.jsonl"
ACCOUNTS: Final = "myetm.jsonl"

PRIVACY: Final = {each["id"]: each["private"] for each in recordings.recorded_world()["scenarios"]}
"""The scenarios of the recorded world: whether they are private."""

YOURS: Final = {1011, 1012}
"""Those that the token's user owns alone, a public and a private one."""

UNLIKE_NEW: Final = {1061}
"""Those that a new scenario doesn't look like."""

LIKE_NEW: Final = {"area_code": "nl", "end_year": 2040}
"""How the others look."""

MISSING: Final = 999999
NEVER_REACHED: Final = 2**31 - 2
"""What stands for :data:`MISSING`, an id that the real service may have: one of its last."""

Whose = Literal["yours", "none", "unknown", "other environment"]

_MANY: Final = "/api/v3/scenarios"
_READING: Final = {"GET", "HEAD", "OPTIONS"}
_ONE: Final = re.compile(r"/api/v3/scenarios/(\d+)(/batch|/users|/users/destroy_all)?")
_WORLD: Final = re.compile(r"\b(10\d\d|999999)\b")
_PLACEHOLDER: Final = re.compile(r"<([\w-]+)>")

_HEADERS: Final = {
    *("accept", "authorization", "content-type", "origin"),
    *("access-control-request-method", "access-control-request-headers"),
}
"""The headers that may be sent: no other host, cookie or method."""

_OF_THE_DATA: Final = {"start_year", "active_couplings", "inactive_couplings", "balanced_values"}
"""What the area's data decides, which were the engine's own test data."""

_START_YEAR: Final = "2011"

_NAMES: Final = {*recordings.recorded_world()["inputs"], *recordings.recorded_world()["gqueries"]}


LEFT_OUT: Final = {
    "create/area_code-year": "the ETM has this area, and the recorded world hasn't",
    "http/path|dotdot": "the client takes the dots out of a path",
}
"""Recordings that are safe and can't be tried, and why."""


@dataclass(frozen=True)
class Recorded:
    """A recording that can be tried, and whose token goes out with it."""

    case: Case
    file: str
    whose: Whose
    expected: Mapping[str, Any]

    @property
    def creates(self) -> bool:
        """Whether the request makes a scenario, if it isn't refused."""
        request = self.case["request"]
        return bool(request["method"] == "POST" and "/scenarios" in request["path"])

    @property
    def rules(self) -> list[Rule]:
        """The rules of the claims that it shows."""
        return [each for each in claims.rules() if each.recording == self.case["name"]]

    def request(
        self, client: httpx.Client, environment: Environment, token: str, own: Mapping[bool, int]
    ) -> httpx.Request:
        """Write the request; ``own`` holds the check's own scenarios by whether they are private.

        ``token`` is the user's; another may go out in its place.
        """
        case, sent = self.case["request"], _token(self.whose, environment, token)
        host = environment.accounts if self.file == ACCOUNTS else environment.engine
        query = f"?{case['query']}" if case.get("query") else ""
        headers = [
            (name.encode(), _with_token(value, sent).strip().encode())
            for name, values in {"Accept": "application/json", **case["headers"]}.items()
            for value in (values if isinstance(values, list) else [values])
            if value is not None
        ]
        made = client.build_request(
            case["method"],
            f"https://{host}{_with_ids(case['path'] + query, own)}",
            headers=headers,
            content=_with_ids(case.get("body") or "", own).encode() or None,
        )
        if "accept" not in {name.decode().lower() for name, _ in headers}:
            del made.headers["accept"]  # httpx adds one
        return made

    def differences(
        self, answer: httpx.Response, environment: Environment, own: Mapping[bool, int]
    ) -> list[str]:
        """Say how an answer differs from the recorded one."""
        created = self.creates and self.expected["status"] < 400
        expected = {**self.expected, "body": self._here(self.expected["body"], environment, own)}
        if created and isinstance(expected["body"], dict):
            expected["body"] |= {"id": "<any>", "url": "<any>"}
            if "scenario_id" not in self.case["request"].get("body", ""):
                expected["body"]["private"] = "<any>"  # as the account's default says
        came = Answer(answer.status_code, dict(answer.headers), answer.text)
        bodiless = self.case["request"]["method"] == "HEAD"
        return recordings.differences(expected, came, bodiless=bodiless)

    def _here(self, body: Any, environment: Environment, own: Mapping[bool, int]) -> Any:
        if isinstance(body, dict):
            here = {key: self._here(value, environment, own) for key, value in body.items()}
            here |= {key: "<any>" for key in _OF_THE_DATA if key in here}
            return here | {key: "<now>" for key in ("created_at", "updated_at") if key in here}
        if isinstance(body, list):
            return [self._here(each, environment, own) for each in body]
        if isinstance(body, str):
            return _with_ids(body, own).replace(hosts.ENGINE, environment.engine)
        known = isinstance(body, int) and not isinstance(body, bool) and body in PRIVACY
        return own[PRIVACY[body]] if known else body


def select(environment: Environment, scopes: Collection[str]) -> list[Recorded]:
    """List the recordings that are safe with a token of these scopes, without repetitions."""
    found: dict[str, Recorded] = {}
    named = {rule.recording for rule in claims.rules()}
    for file in (ENGINE, ACCOUNTS):
        for case in recordings.cases(file):
            expected = case["response"]
            if environment.name == "staging":
                expected = case.get("staging", expected)
            whose = _whose(case, file, environment, scopes)
            if whose is None or recordings.is_excepted(case, file, environment.name):
                continue
            recorded = Recorded(case, file, whose, expected)
            if _is_safe(recorded, named=case["name"] in named):
                request = case["request"]
                path = _WORLD.sub(lambda id_: str(PRIVACY.get(int(id_[0]))), request["path"])
                key = repr((file, whose, {**request, "path": path}))
                if key not in found or case["name"] in named:
                    found[key] = recorded
    return list(found.values())


def _whose(
    case: Case, file: str, environment: Environment, scopes: Collection[str]
) -> Whose | None:
    """Say whose token stands for the recorded one, ``None`` if there is no such token."""
    if file == ACCOUNTS:
        return _whose_on_accounts(case, environment)
    given = case["given"].get("token")
    if given is None:
        return "none"
    if given.get("state") == "expired":
        return "unknown"
    if given.get("state") == "staging":
        return "other environment" if environment.name == "production" else None
    own = set(scopes) - {"email", "profile"}
    alike = given.get("user") == "alice" and set(given["scopes"].split()) == own
    return "yours" if alike and case["given"].get("extra") is None else None


def _whose_on_accounts(case: Case, environment: Environment) -> Whose | None:
    headers = str(case["request"]["headers"])
    names = set(_PLACEHOLDER.findall(headers))
    if environment.name == "staging" and "etm_" in headers:
        return None  # there, another prefix is the right one
    if not names:
        return "none"
    if case["response"]["status"] < 400:
        return None  # what is said about an account
    if names <= {"pat-expired", "pat-revoked"}:
        # The answer to others gives the reason.
        return "unknown" if case["request"]["path"] == "/oauth/token/info" else None
    return "yours" if names <= {"pat-delete", "pat-delete-bare"} else None


def _is_safe(recorded: Recorded, *, named: bool) -> bool:
    """Say whether a recording may be tried; ``named`` says whether a rule names it."""
    request, status = recorded.case["request"], recorded.expected["status"]
    method, path = request["method"], request["path"]
    elsewhere = f"{request.get('query', '')} {request.get('body', '')}"
    if (
        status >= 500
        or recorded.case["name"] in LEFT_OUT
        or (status == 422 and _START_YEAR in str(recorded.expected["body"]))
        or _PLACEHOLDER.search(path + elsewhere)
        or any(name in elsewhere for name in _NAMES)
        or {name.lower() for name in request["headers"]} - _HEADERS
        or not _is_known(recorded, path, elsewhere)
    ):
        return False
    refused, yours = status >= 400, recorded.whose == "yours"
    one = _ONE.fullmatch(path)
    if method in _READING:
        return refused or bool(one and one[2] in (None, "/batch"))
    if method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return False
    if not yours:
        # What it would make, nobody could delete.
        return refused and (status in (400, 401) or not recorded.creates)
    if recorded.creates:
        return path == _MANY and (refused or named)
    return refused and bool(one and one[2] is None) and method != "DELETE"


def _is_known(recorded: Recorded, path: str, elsewhere: str) -> bool:
    """Say whether each scenario that is named can be one of the check's own."""
    one = _ONE.fullmatch(path)
    if path.startswith(f"{_MANY}/") and one is None:
        return False
    if recorded.whose == "yours":
        may_be = YOURS
    elif recorded.case["request"]["method"] in _READING:
        may_be = set(PRIVACY)
    else:
        may_be = {each["id"] for each in recordings.recorded_world()["scenarios"] if each["users"]}
    named = [*_WORLD.findall(elsewhere), *([one[1]] if one else [])]
    return {int(each) for each in named} <= {*may_be - UNLIKE_NEW, MISSING}


def _token(whose: Whose, environment: Environment, yours: str) -> str:
    if whose == "yours":
        return yours
    return (environment.other if whose == "other environment" else environment).unknown_token


def _with_token(text: str, token: str) -> str:
    """Put a token in its place; those of the account host have names."""

    def named(found: re.Match[str]) -> str:
        if found[1] == "TOKEN":
            return found[0]
        return without_prefix(token) if found[1].endswith("-bare") else token

    return recordings.with_token(_PLACEHOLDER.sub(named, text), token)


def _with_ids(text: str, own: Mapping[bool, int]) -> str:
    def here(found: re.Match[str]) -> str:
        number = int(found[1])
        if number == MISSING:
            return str(NEVER_REACHED)
        return str(own[PRIVACY[number]]) if number in PRIVACY else found[1]

    return _WORLD.sub(here, text)

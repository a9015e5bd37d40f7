"""“Which answer will I get?”: a form on a page, and the answers to all that can be chosen in it.

The answers follow from the mock's own table of permissions; a test holds each against the mock.
"""

import html
import json
from dataclasses import dataclass, replace
from typing import Any, Final

from etm_docs.examples import curl
from etm_mock import permissions
from etm_mock.fixtures import ALEX, ROBIN
from etm_mock.permissions import SCOPES_OF_LEVEL, Access, Refusal, Role
from etm_mock.rails.formats import reason

PLACE: Final = "<div data-answers></div>"
"""What a page has where the form goes."""

LEVELS: Final = {
    "public": "Read public scenarios only",
    "read": "Read public and private scenarios",
    "write": "Read and write",
    "delete": "Read, write and delete",
}
"""The levels of a token, as the pages call them."""


@dataclass(frozen=True)
class Sender:
    """What a request has as its token.

    ``name`` is that of a token of the docs fixture, ``None`` for no token; ``level`` is its level.
    ``refused`` says that the API refuses the token, and ``remark`` what is to be known about it.
    """

    label: str
    name: str | None
    level: str | None
    refused: str | None = None
    remark: str = ""

    @property
    def without_scenario(self) -> frozenset[str]:
        """The letters of what its requests may do where there is no scenario."""
        return Access(SCOPES_OF_LEVEL[self.level] if self.level else None).without_scenario


@dataclass(frozen=True)
class Kind:
    """A kind of scenario: ``id`` in the docs fixture, or what the mock is asked to make.

    ``role`` is that of the token's user on it.
    """

    label: str
    id: int
    made: dict[str, Any] | None = None
    private: bool = False
    owned: bool = True
    role: Role | None = None


@dataclass(frozen=True)
class Action:
    """What is done: a request, the letter of the permissions that it takes, what comes back.

    ``about_one`` says whether it is about a scenario.
    """

    label: str
    method: str
    path: str
    body: dict[str, Any] | None
    letter: str
    given: str
    status: int = 200
    about_one: bool = True


SENDERS: Final = {
    "none": Sender("none, or an empty variable", None, None),
    **{level: Sender(label, f"alex-{level}", level) for level, label in LEVELS.items()},
    "expired": Sender("expired", "alex-expired", "delete", "The token has expired."),
    "revoked": Sender(
        "revoked, of the level “Read, write and delete”",
        "alex-revoked",
        "delete",
        remark="The API accepts a revoked token until it expires.",
    ),
    "staging": Sender(
        "of another environment", "alex-staging", "delete", "The token is for another environment."
    ),
}

_NEW: Final = 9_000_006

KINDS: Final = {
    "own-public": Kind("yours, public", 9_000_002, role=Role.scenario_owner),
    "own-private": Kind("yours, private", 9_000_003, private=True, role=Role.scenario_owner),
    "other-public": Kind("another user's, public", 9_000_004),
    "other-private": Kind("another user's, private", 9_000_005, private=True),
    "unowned": Kind("nobody's (unowned)", 9_000_001, owned=False),
    **{
        f"{name}-{privacy}": Kind(
            f"shared with you as {name}, {privacy}",
            _NEW,
            {
                "owner_id": ROBIN,
                "private": privacy == "private",
                "roles": [{"user_id": ALEX, "role": f"scenario_{name}"}],
            },
            privacy == "private",
            role=Role[f"scenario_{name}"],
        )
        for name in ("viewer", "collaborator")
        for privacy in ("public", "private")
    },
    "missing": Kind("one that doesn't exist", 9_999_999),
}

_ONE: Final = "/api/v3/scenarios/{id}"

ACTIONS: Final = {
    "read": Action("read it", "GET", _ONE, None, "R", "the scenario"),
    "change": Action(
        "change it", "PUT", _ONE, {"scenario": {"source": "my-tool"}}, "U", "the changed scenario"
    ),
    "privacy": Action(
        "make it private", "PUT", _ONE, {"scenario": {"private": True}}, "U", "the changed scenario"
    ),
    "copy": Action(
        "copy it",
        "POST",
        "/api/v3/scenarios",
        {"scenario": {"scenario_id": "{id}"}},
        "C",
        "the copy",
    ),
    "delete": Action("delete it", "DELETE", _ONE, None, "D", "an empty body"),
    "users": Action("see who has access", "GET", f"{_ONE}/users", None, "M", "its users"),
    "share": Action(
        "share it",
        "POST",
        f"{_ONE}/users",
        {"scenario_users": [{"user_email": "noor@example.org", "role": "scenario_viewer"}]},
        "M",
        "the new user",
        201,
    ),
    "list": Action(
        "list your scenarios",
        "GET",
        "/api/v3/scenarios",
        None,
        "L",
        "the public ones alone",
        about_one=False,
    ),
    "create": Action(
        "create a scenario",
        "POST",
        "/api/v3/scenarios",
        {"scenario": {"end_year": 2050}},
        "N",
        "the new scenario",
        about_one=False,
    ),
}


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its body if it is an error, what comes back otherwise, and why."""

    status: int
    body: dict[str, Any] | None
    given: str
    why: str

    @property
    def phrase(self) -> str:
        """The status with its reason phrase."""
        return f"{self.status} {reason(self.status)}"


def answer(sender: Sender, kind: Kind, action: Action) -> Answer:
    """Say what the API answers, from the table that decides in the mock."""
    missing = kind is KINDS["missing"]
    if missing and action.about_one and action.path != "/api/v3/scenarios":
        text = "Scenario not found" if action.letter == "M" else f"No such scenario: {kind.id}"
        return _error(404, text, "There is no scenario with this id. The token doesn't matter.")
    if sender.refused:
        why = f"{sender.refused} It is refused even where none is needed."
        return _refused(permissions.INVALID_TOKEN, why)
    if not action.about_one:
        return _without_scenario(sender, action)
    if action.letter == "C":
        if "N" not in sender.without_scenario:
            return _refused(permissions.HIDDEN, _level_needed("write"))
        if missing or "C" not in _allowed(sender.level, kind):
            why = "There is no such scenario" if missing else "You may not read the scenario"
            body = {"errors": {"scenario_id": ["does not exist"]}}
            return Answer(422, body, "", f"{why}. The answer is the same in both cases.")
    if action.letter in _allowed(sender.level, kind):
        if action is ACTIONS["privacy"] and not kind.owned:
            text = "Scenario: Private can not be true on an unowned scenario"
            return _error(422, text, "Nobody owns the scenario, so nobody could see it any more.")
        return _done(sender, action, _reason(sender, kind, action.letter))
    refusal = permissions.refusal(private=kind.private)
    why = _why_refused(sender, kind, action.letter)
    if kind.private:
        why += " The scenario is private, so the answer doesn't say that it exists."
    return _refused(refusal, why)


def _without_scenario(sender: Sender, action: Action) -> Answer:
    allowed = sender.without_scenario
    if action.letter in allowed:
        if "P" in allowed and action.letter == "L":
            return Answer(200, None, "all of them, the private ones too", _with_remark(sender, ""))
        if action.letter == "L":
            return _done(sender, action, "A token of this level doesn't see private scenarios.")
        why = "" if sender.level else "You need no token for this. Nobody owns the scenario then."
        return _done(sender, action, why)
    if action.letter == "L":
        return _refused(permissions.NOT_AUTHENTICATED, "Without a token nothing is yours.")
    why = f"{_level_needed('write')} Without any token it works, and nobody owns the scenario."
    return _refused(permissions.HIDDEN, why)


def _allowed(level: str | None, kind: Kind) -> frozenset[str]:
    access = Access(SCOPES_OF_LEVEL[level] if level else None)
    role = kind.role if level else None  # without a token nothing is yours
    return access.to_scenario(private=kind.private, has_users=kind.owned, role=role)


def _reason(sender: Sender, kind: Kind, letter: str) -> str:
    if sender.level is None:
        return "You need no token for this."
    if kind.owned and letter not in _allowed(sender.level, replace(kind, role=None)):
        return _who_may(kind, letter)
    return "The scenario is public." if kind.owned else "Nobody owns the scenario."


def _why_refused(sender: Sender, kind: Kind, letter: str) -> str:
    levels = [level for level in LEVELS if letter in _allowed(level, kind)]
    said = [] if sender.level else ["You sent no token."]
    if levels:
        said.append(_level_needed(levels[0]))
    elif not kind.owned:
        said.append("Nobody owns the scenario, so nobody may do this. Copy it, and use the copy.")
    else:
        said += [_role(kind)] if sender.level else []
        said.append(_who_may(kind, letter))
    return " ".join(said)


def _role(kind: Kind) -> str:
    if kind.role is None:
        return "You have no role on the scenario."
    return f"You are its {kind.role.name.removeprefix('scenario_')}."


def _who_may(kind: Kind, letter: str) -> str:
    """Say which roles may do something, with a token of the highest level."""
    roles = [role for role in Role if letter in _allowed("delete", replace(kind, role=role))]
    return {
        Role.scenario_viewer: "Everybody with a role on it may do this.",
        Role.scenario_collaborator: "Its owners and collaborators may do this.",
        Role.scenario_owner: "Only its owners may do this.",
    }[min(roles)]


def _level_needed(level: str) -> str:
    return f"It takes a token of the level “{LEVELS[level]}”."


def _done(sender: Sender, action: Action, why: str) -> Answer:
    return Answer(action.status, None, action.given, _with_remark(sender, why))


def _with_remark(sender: Sender, why: str) -> str:
    text = " ".join(filter(None, [why, sender.remark]))
    return text or "The level of your token allows it."


def _refused(refusal: Refusal, why: str) -> Answer:
    return _error(refusal.status, refusal.message, why)


def _error(status: int, text: str, why: str) -> Answer:
    return Answer(status, {"errors": [text]}, "", why)


def placed(page: str, script: str) -> str:
    """Put the form in its place in a page's content, if it has one.

    ``script`` is the address of ``assets/answers.js``, from the page.
    """
    return page.replace(PLACE, _form(script), 1) if PLACE in page else page


def _form(script: str) -> str:
    first = answer(SENDERS["none"], KINDS["own-public"], ACTIONS["read"])
    choices = "".join(
        f'<label>{label}<select name="{name}">{_options(options)}</select></label>'
        for name, label, options in (
            ("action", "You want to", ACTIONS),
            ("scenario", "The scenario is", KINDS),
            ("token", "Your token is", SENDERS),
        )
    )
    data = json.dumps(data_of(), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        '<form class="answers" data-answers data-search-exclude autocomplete="off">'
        f'<div class="answers__choices">{choices}</div>'
        '<div class="answers__given" role="status">'
        f'<p><b class="answers__status" data-status="{first.phrase[0]}">{first.phrase}</b>'
        f' <code class="answers__body">{html.escape(_shown(first))}</code></p>'
        f'<p class="answers__why">{html.escape(first.why)}</p></div>'
        '<div class="language-sh highlight" data-run="curl" data-example=""'
        ' data-environment="fixed" data-search-exclude><pre><code>'
        f"{html.escape(_curl(ACTIONS['read'], with_token=False).replace('{id}', '9000002'))}"
        "</code></pre></div>"
        f'<script type="application/json">{data}</script></form>'
        f'<script src="{script}" defer></script>'
    )


def _options(options: dict[str, Any]) -> str:
    return "".join(
        f'<option value="{key}">{html.escape(each.label)}</option>' for key, each in options.items()
    )


def data_of() -> dict[str, Any]:
    """Give what the page's script needs.

    ``answers`` are the different ones; ``grid[action][token]`` has the number of one for each
    scenario, in the order of ``scenarios``, which has the ids, and what the mock is asked to make.
    ``about`` names the actions that are about a scenario; ``curl`` has each without and with token.
    """
    answers: list[dict[str, Any]] = []
    grid: dict[str, dict[str, list[int]]] = {}
    for action_key, action in ACTIONS.items():
        grid[action_key] = {}
        for sender_key, sender in SENDERS.items():
            numbers = grid[action_key][sender_key] = []
            for kind in KINDS.values():
                found = answer(sender, kind, action)
                shown = {"status": found.phrase, "body": _shown(found), "why": found.why}
                if shown not in answers:
                    answers.append(shown)
                numbers.append(answers.index(shown))
    return {
        "answers": answers,
        "grid": grid,
        "scenarios": {
            key: {"id": kind.id, **({"made": kind.made} if kind.made else {})}
            for key, kind in KINDS.items()
        },
        "tokens": {key: sender.name for key, sender in SENDERS.items()},
        "about": [key for key, action in ACTIONS.items() if action.about_one],
        "curl": {
            key: [_curl(action, with_token=each) for each in (False, True)]
            for key, action in ACTIONS.items()
        },
    }


def _shown(found: Answer) -> str:
    return json.dumps(found.body) if found.body else found.given


def _curl(action: Action, *, with_token: bool) -> str:
    """Write a request as the pages do; ``{id}`` stands for the scenario's id."""
    url = f"https://engine.energytransitionmodel.com{action.path}"
    body = json.dumps(action.body).replace('"{id}"', "{id}") if action.body else None
    return curl.written(action.method, url, with_token=with_token, body=body)

"""The steps of the check: the examples that ``steps.toml`` lists, as requests of your own.

The examples have fixed ids, which the real service doesn't know, and tokens of the mock's. So a
step takes the request as the example prints it, and replaces three things: the host by that of the
environment, the token by yours, and the id by that of a scenario that the check made itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args

from etm_docs.examples.example import Example, load
from etm_docs.examples.request import RawRequest, parse
from etm_docs.paths import SNIPPETS, shown
from etm_docs.proofs.live.environments import Environment
from etm_mock.starting_state import read

FILE: Final = Path(__file__).with_suffix(".toml")

TokenKind = Literal["yours", "none", "unknown", "other environment"]

_KEYS: Final = {"example", "token", "status", "answer"}

_PRINTED_ID: Final = re.compile(r"\b9000\d{3}\b")
"""An id of the docs fixture."""


class InvalidStep(ValueError):  # noqa: N818 - it is the step that is invalid
    """A step that can't be taken; the message names the file, the example and what to do."""


@dataclass(frozen=True)
class Step:
    """One request: the example that prints it, and what is expected of the answer.

    ``whose`` says whose token goes out, where the example sends one. ``answer`` is the file with
    the answer as printed, ``None`` where none is to be compared.
    """

    example: Example
    printed: RawRequest
    whose: TokenKind
    status: int
    answer: Path | None

    @property
    def sends_token(self) -> bool:
        """Whether your own token goes out."""
        return self.whose == "yours" and "Authorization" in dict(self.printed.headers)

    @property
    def creates(self) -> bool:
        """Whether the request makes a scenario, if it isn't refused."""
        return (self.printed.method, self.printed.target) == ("POST", "/api/v3/scenarios")

    @property
    def about_scenario(self) -> bool:
        """Whether the request names a scenario, and so needs one that was made before."""
        return bool(_PRINTED_ID.search(self.printed.target + self.printed.body))

    def request(
        self, environment: Environment, token: str, scenario: int | None = None
    ) -> RawRequest:
        """Write the request as it goes to an environment, with your token, about a scenario."""
        headers = dict(self.printed.headers)
        headers["Host"] = environment.host(headers["Host"])
        sent = self._token(environment, token)
        if "Authorization" in headers and sent is None:
            del headers["Authorization"]
        elif "Authorization" in headers:
            scheme = headers["Authorization"].partition(" ")[0]
            headers["Authorization"] = f"{scheme} {sent}"
        return replace(
            self.printed,
            target=with_id(self.printed.target, scenario),
            headers=tuple(headers.items()),
            body=with_id(self.printed.body, scenario),
        )

    def printed_answer(self, scenario: int | None) -> str:
        """Give the answer that pages print, about a scenario; empty where none is compared."""
        return with_id(self.answer.read_text(), scenario) if self.answer else ""

    def _token(self, environment: Environment, yours: str) -> str | None:
        return {
            "yours": yours,
            "none": None,
            "unknown": environment.unknown_token,
            "other environment": environment.other.unknown_token,
        }[self.whose]


def with_id(text: str, scenario: int | None) -> str:
    """Replace the scenario ids that an example prints, where there is one to put in their place."""
    return text if scenario is None else _PRINTED_ID.sub(str(scenario), text)


def load_steps(file: Path = FILE) -> list[Step]:
    """Read the steps in their order.

    Raises :class:`InvalidStep`, or
    :class:`~etm_docs.examples.example.InvalidExample` for its example.
    """
    return [_step(said, file) for said in read(file)["step"]]


def _step(said: Mapping[str, Any], file: Path) -> Step:
    name = said.get("example", "")
    where = f"{shown(file)}: {name or 'a step'}"
    if unknown := set(said) - _KEYS:
        raise InvalidStep(f"{where}: unknown {sorted(unknown)}; known are {sorted(_KEYS)}")
    if not (SNIPPETS / name / "request.http").is_file():
        raise InvalidStep(f"{where}: name a folder of snippets/ with a request.http")
    token = said.get("token", "yours")
    if token not in get_args(TokenKind):
        raise InvalidStep(f"{where}: token {token!r}; known are {', '.join(get_args(TokenKind))}")
    example = load(SNIPPETS / name)
    requests = parse(example.file("http").read_text())
    if len(requests) != 1:
        raise InvalidStep(f"{where}: it sends {len(requests)} requests; take one that sends one")
    # Another status than the example's has another answer.
    own = example.response if "status" not in said and example.response.exists() else None
    answer = SNIPPETS / said["answer"] if "answer" in said else own
    step = Step(example, requests[0], token, said.get("status", example.status), answer)
    if step.printed.method != "GET" and not step.creates and not step.about_scenario:
        raise InvalidStep(f"{where}: not safe: it would change what the check didn't make")
    return step

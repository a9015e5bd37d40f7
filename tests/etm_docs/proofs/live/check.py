"""Takes the steps against a service, and takes away what it made."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from etm_docs.examples.request import RawRequest
from etm_docs.openapi.contract import Contract
from etm_docs.proofs.live.compare import Finding, findings, json_of, no_answer, not_new
from etm_docs.proofs.live.created_scenarios import CreatedScenarios
from etm_docs.proofs.live.environments import CannotCheck, Environment
from etm_docs.proofs.live.interrupts import held_back
from etm_docs.proofs.live.recorded import LIKE_NEW, Recorded
from etm_docs.proofs.live.steps import Step

TIMEOUT: Final = 30.0
"""Seconds that the service has for an answer."""

_TO_MAKE_AND_DELETE: Final = {"scenarios:read", "scenarios:write", "scenarios:delete"}


@dataclass
class Check:
    """One check of an environment. ``connect`` opens a client of the service.

    ``differences`` pairs steps with what was found, ``left_out`` those that could not be taken with
    the reason. ``no_longer`` pairs recordings that don't hold any more with what came back instead;
    ``tried`` counts them all. ``private`` holds the texts that no report may show: the token, its
    owner's name and e-mail address.
    """

    connect: Callable[[], httpx.Client]
    environment: Environment
    token: str = field(repr=False)
    contract: Contract
    differences: list[tuple[Step, Finding]] = field(default_factory=list)
    checked: int = 0
    no_longer: list[tuple[Recorded, str]] = field(default_factory=list)
    tried: int = 0
    left_out: list[tuple[Step, str]] = field(default_factory=list)
    created: CreatedScenarios = field(default_factory=CreatedScenarios)
    private: set[str] = field(default_factory=set, repr=False)
    scopes: set[str] = field(default_factory=set)

    def run(
        self, steps: list[Step], select: Callable[[Environment, set[str]], list[Recorded]]
    ) -> None:
        """Take the steps, and try the recordings; in every case, delete what they made.

        ``select`` lists the recordings that are safe in an environment, with a token's scopes.

        Raises :class:`CannotCheck` if the service can't be reached, or refuses the token.
        """
        self.private.add(self.token)
        try:
            with self.connect() as client:
                for step in steps:
                    self._take(step, client)
                self._try(select(self.environment, self.scopes), client)
        finally:
            # After an interruption the first client's connection may be in any state.
            with held_back(), self.connect() as client:
                self.created.delete(client, self.environment, self.token)

    @property
    def found_something(self) -> bool:
        """Whether somebody has something to do."""
        return bool(self.differences or self.no_longer or self.created.left_behind)

    def _take(self, step: Step, client: httpx.Client) -> None:
        sent = step.request(self.environment, self.token, self.created.current)
        if reason := self._why_not(step):
            self.left_out.append((step, reason))
            return
        # The id of a new scenario must not get lost: without it, nothing can delete it.
        with held_back() if step.creates else nullcontext():
            found = self._ask(step, sent, client)
        self.checked += 1
        self.differences += [(step, each) for each in found]

    def _try(self, recordings: list[Recorded], client: httpx.Client) -> None:
        """Try recordings on two scenarios of the check's own, if the token may delete those."""
        if _TO_MAKE_AND_DELETE - self.scopes or not recordings:
            return
        public, private = (self._make(client, private=each) for each in (False, True))
        if public is None or private is None:
            return
        own = {False: public, True: private}
        for each in recordings:
            sent = each.request(client, self.environment, self.token, own)
            with held_back() if each.creates else nullcontext():
                problems = self._ask_as_recorded(each, sent, client, own)
            self.tried += 1
            if problems:
                self.no_longer.append((each, "; ".join(problems)))

    def _make(self, client: httpx.Client, *, private: bool) -> int | None:
        with held_back():
            try:
                answer = client.post(
                    f"https://{self.environment.engine}/api/v3/scenarios",
                    headers={"Authorization": f"Bearer {self.token}"},
                    json={"scenario": {**LIKE_NEW, "private": private}},
                )
            except httpx.TransportError:
                self.created.note_lost()
                return None
            made = answer.is_success and self.created.add(json_of(answer))
            return self.created.current if made else None

    def _ask_as_recorded(
        self,
        recorded: Recorded,
        sent: httpx.Request,
        client: httpx.Client,
        own: dict[bool, int],
    ) -> list[str]:
        try:
            answer = client.send(sent)
        except httpx.TransportError as error:
            if recorded.creates:
                self.created.note_lost()
            return [no_answer(error).came_back]
        if recorded.creates and answer.is_success and recorded.whose == "yours":
            self.created.add(json_of(answer))
        elif recorded.creates and answer.is_success:
            self.created.note_unowned()
        return recorded.differences(answer, self.environment, own)

    def _why_not(self, step: Step) -> str | None:
        missing = _TO_MAKE_AND_DELETE - self.scopes
        if step.creates and step.sends_token and missing:
            return f"your token lacks {', '.join(sorted(missing))}"
        if step.about_scenario and self.created.current is None:
            return "it needs a scenario of the check's own, and there is none"
        return None

    def _ask(self, step: Step, sent: RawRequest, client: httpx.Client) -> list[Finding]:
        scenario = self.created.current
        try:
            answer = client.request(
                sent.method,
                sent.url,
                headers=dict(sent.headers),
                content=sent.body.encode() or None,
            )
        except httpx.TransportError as error:
            if not self.checked:
                raise CannotCheck(f"No answer from {sent.url}: {error!r}. Try later.") from None
            if step.creates:
                self.created.note_lost()
            return [no_answer(error)]
        found = findings(step, sent, answer, self.contract, scenario)
        self._learn(step, answer)
        if step.creates and answer.is_success and not self.created.add(json_of(answer)):
            found.append(not_new())
        return found

    def _learn(self, step: Step, answer: httpx.Response) -> None:
        """Take from an answer what later steps need to know."""
        body: Any = json_of(answer)
        known: dict[str, Any] = body if isinstance(body, dict) else {}
        match step.printed.target, step.sends_token:
            case "/oauth/token/info", True:
                if answer.status_code == httpx.codes.UNAUTHORIZED:
                    raise CannotCheck(
                        "The ETM refuses your token: it is unknown, expired or revoked. Create one"
                        f" on https://{self.environment.accounts}/identity/tokens."
                    )
                scopes = known.get("scope")
                self.scopes = set(map(str, scopes)) if isinstance(scopes, list) else set()
            case "/oauth/userinfo", True:
                self.private |= {str(known[key]) for key in ("email", "name") if known.get(key)}
            case "/api/v3/scenarios", True if step.printed.method == "GET":
                self.created.note_existing(body)

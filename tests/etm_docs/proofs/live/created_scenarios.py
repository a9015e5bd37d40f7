"""The scenarios that the check made: the only ones that it changes and deletes."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import httpx
from etm_docs.proofs.live.environments import Environment


@dataclass
class CreatedScenarios:
    """The ids of new scenarios, oldest first.

    ``newest_before`` is the highest id of the owner's scenarios that were there before. The ETM
    gives out ids in order, so a lower one is not that of a new scenario. ``left_behind`` says, in
    words, what could not be deleted.
    """

    made: list[int] = field(default_factory=list)
    newest_before: int = 0
    left_behind: list[str] = field(default_factory=list)

    @property
    def current(self) -> int | None:
        """The scenario that was made last."""
        return self.made[-1] if self.made else None

    def note_existing(self, listed: Any) -> None:
        """Take notice of the scenarios in a list's JSON: they are not the check's."""
        data = listed.get("data") if isinstance(listed, dict) else None
        ids = (each.get("id") for each in data or [] if isinstance(each, dict))
        self.newest_before = max([self.newest_before, *(i for i in ids if isinstance(i, int))])

    def add(self, created: Any) -> bool:
        """Note the new scenario in a JSON answer; say whether it is one, so that it is ours."""
        number = created.get("id") if isinstance(created, dict) else None
        if not isinstance(number, int) or number <= self.newest_before:
            self.note_lost()
            return False
        self.made.append(number)
        return True

    def note_lost(self) -> None:
        """Note that a scenario may have been made whose id didn't come back."""
        self.left_behind.append(
            f"A scenario may have been made at {datetime.now(UTC):%H:%M} UTC, and the check doesn't"
            " know its id. Look for it in your list, and delete it."
        )

    def note_unowned(self) -> None:
        """Note that a scenario was made that nobody owns, so that nobody can delete it."""
        self.left_behind.append(
            "A scenario was made without a token, where that was refused before. Nobody owns it."
        )

    def delete(self, client: httpx.Client, environment: Environment, token: str) -> None:
        """Delete every scenario, newest first, and see that each is gone."""
        headers = {"Authorization": f"Bearer {token}"}
        for number in reversed(self.made):
            address = f"https://{environment.engine}/api/v3/scenarios/{number}"
            try:
                client.delete(address, headers=headers)
                gone = client.get(address, headers=headers).status_code == HTTPStatus.NOT_FOUND
            except httpx.TransportError:
                gone = False
            if not gone:
                self.left_behind.append(f"{address} is still there. Delete it yourself.")
        self.made.clear()

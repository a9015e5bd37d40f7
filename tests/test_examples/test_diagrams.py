"""The answers that stand in diagrams are those that the mock gives."""

import re
from pathlib import Path

import httpx
import pytest
from etm_docs.examples import report
from etm_docs.paths import SNIPPETS
from etm_mock.server import RunningMock
from etm_mock.starting_state import docs_tokens

DIAGRAMS = sorted((SNIPPETS / "diagrams").glob("*.svg"))

REQUESTS = (
    ("GET", "9000001", "alex-expired"),
    ("GET", "999999", "alex-expired"),
    ("GET", "9000005", "alex"),
    ("PUT", "9000004", "alex"),
)
"""What is refused in each way that a diagram shows: the method, the scenario and whose token."""


def answers(mock: RunningMock) -> set[str]:
    """Ask for each; give the status of each answer with its message."""
    found = set()
    for method, scenario, name in REQUESTS:
        answer = httpx.request(
            method,
            f"{mock.url}/api/v3/scenarios/{scenario}",
            headers={"Authorization": f"Bearer {docs_tokens()[name]}"},
            json={"scenario": {"source": "diagram"}} if method == "PUT" else None,
            trust_env=False,
        )
        found.add(f"{answer.status_code} {answer.json()['errors'][0]}")
    return found


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_diagram_shows_real_answers(file: Path, mock: RunningMock) -> None:
    """A status in a diagram, and the words after it, are the beginning of an answer."""
    real = answers(mock)
    said = [
        (number, answer)
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        for text in re.findall(r">([^<>]+)</text>", line)
        for answer in re.findall(r"[45]\d\d.*", text)
    ]
    assert said
    for number, answer in said:
        if not any(each.startswith(answer) for each in real):
            what = f"no answer is {answer!r}; they are:\n" + "\n".join(sorted(real))
            pytest.fail(report.failure(file, number, what), pytrace=False)


def test_diagrams_are_found() -> None:
    """Finding no diagram is a failure, not a success."""
    assert DIAGRAMS

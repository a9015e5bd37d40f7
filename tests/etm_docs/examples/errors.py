"""The sections of the page about errors: what the mock answers, why, and what to do."""

from dataclasses import dataclass

import httpx

from etm_docs.examples import api_examples
from etm_docs.examples.api_examples import FILE, ApiExample, Explanation
from etm_docs.examples.markdown import code


class WrongStatus(ValueError):  # noqa: N818 - says what is wrong
    """An answer has another status than the catalogue says."""


@dataclass(frozen=True)
class Case:
    """An error of the catalogue: the request, and what its answer means."""

    example: ApiExample
    explanation: Explanation

    def section(self, answer: httpx.Response) -> str:
        """Write the section of the page: the answer, the request, the cause, what to do."""
        asked, said = self.example, self.explanation
        title = " and ".join(map(code, messages(answer))) or "An empty answer"
        request = code(f"{asked.method} {asked.target}")
        if body := asked.shown_body():
            request += f" {code(body)}"
        challenge = answer.headers.get("WWW-Authenticate")
        lines = [
            f"### {title}{f' ({said.about})' if said.about else ''} {{ #{said.anchor} }}",
            "",
            f"- **Answer:** {code(answer.text) if answer.content else 'no body'}",
            *([f"- **Header:** {code(f'WWW-Authenticate: {challenge}')}"] if challenge else []),
            f"- **Request:** {request}{f', {said.sent}' if said.sent else ''}",
            f"- **Cause:** {said.cause}",
            f"- **What to do:** {said.fix}",
        ]
        return "".join(f"{line}\n" for line in lines)


def load() -> list[Case]:
    """Read the errors of the catalogue."""
    return [Case(each, each.explanation) for each in api_examples.load() if each.explanation]


def part(client: httpx.Client, name: str) -> str:
    """Write the sections of a part of the page, by asking a mock.

    Raises :class:`WrongStatus`.
    """
    sections = []
    for case in load():
        if case.explanation.part == name:
            answer, said = case.example.answer(client), case.example.status
            if answer.status_code != said:
                what = f"{case.example.name}: {answer.status_code} instead of {said}"
                raise WrongStatus(f"{FILE.name}: {what}")
            sections.append(case.section(answer))
    return "\n".join(sections)


def parts() -> list[str]:
    """List the parts of the page."""
    return sorted({case.explanation.part for case in load()})


def messages(answer: httpx.Response) -> list[str]:
    """List the error messages of an answer, whatever its form; an empty answer has none."""
    if not answer.content:
        return []
    body = answer.json()
    if "error_description" in body:
        return [body["error_description"]]
    if "error" in body:
        return [body["error"]]
    found = body.get("errors", body)
    return found if isinstance(found, list) else [each for some in found.values() for each in some]

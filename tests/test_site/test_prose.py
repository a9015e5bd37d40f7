"""The words of the house: one way to write each thing, on every page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from etm_docs.examples import fences
from etm_docs.paths import ROOT

TERMS = {
    r"log[ -]?(in|on)(?! the)|login|sign-in": "sign in",
    r"log[ -]?out|logout|sign-out": "sign out",
    r"(API|auth|authentication|authorization) (token|key)s?|access key|PATs?": "access token",
    r"emails?": "e-mail",
    r"timeouts?|time outs?": "time-out",
    r"end[ -]points?": "endpoint",
    r"web[ -]?sites?": "site",
    r"end[ -]users?|customers?": "reader, person or user",
    r"click(ed|s)?( on)?": "choose",
    r"simply|easily|obviously|just|please|of course|powerful": "nothing: leave it out",
    r"utili[sz]es?|leverages?": "use",
    r"sandbox": "mock",
    r"anonymous(ly)?": "without a token",
    r"data ?sets?": "scenario",
    r"via|e\.g\.|i\.e\.|etc\.": "plain words",
    r"he/she|his/her|s/he": "they",
    r"tokens? of (staging|production)": "a staging token, a production token",
    r"(secret|opaque|signed) texts?|texts? that holds?": "string",
    r"(its|the) time is over": "it expires",
    r"take[sn]? back|taken? away": "remove",
    r"whose (is it|token it is)": "the owner",
    r"the role waits": "the role is pending",
    r"practi[sc]e on": "test with",
    r"(January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}([a-z]{2})?,? \d{4}|\d{1,2}/\d{1,2}/\d{4}": "a date as 21 February 2025",
}
"""What isn't written (a pattern of whole words), and what is written in its place."""

_NOT_PROSE = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|\"[^\"\n]*\"|^\s*--8<--.*$", re.MULTILINE)
"""Code, addresses, tags, quoted words and includes."""


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a page that are prose, with their numbers from 1."""
    inside = {
        number
        for fence in fences.find(page)
        for number in range(fence.line, fence.line + len(fence.lines) + 2)
    }
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if number not in inside:
            yield number, _NOT_PROSE.sub(" ", line)


def unwanted(page: Path) -> Iterator[str]:
    """List the words of a page that are written in another way than elsewhere."""
    for number, line in prose(page):
        for pattern, wanted in TERMS.items():
            for found in re.finditer(rf"\b(?:{pattern})(?!\w)", line, re.IGNORECASE):
                yield f"{number}: instead of “{found[0]}” write: {wanted}"


@pytest.mark.parametrize("page", fences.pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_house_terms(page: Path) -> None:
    """The page uses the words that the other pages use."""
    found = [f"{page.relative_to(ROOT)}:{problem}" for problem in unwanted(page)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_the_check_finds_words(tmp_path: Path) -> None:
    """It names the line, and leaves code and addresses alone."""
    page = tmp_path / "page.md"
    page.write_text("Use `login`.\n\nThen log in [here](https://example.org/login).\n")
    assert list(unwanted(page)) == ["3: instead of “log in” write: sign in"]

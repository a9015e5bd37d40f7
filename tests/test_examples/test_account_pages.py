"""What a page tells its reader to choose on the account pages is there, by that name."""

import contextlib
import re

import pytest
from etm_docs.examples import fences
from etm_docs.examples.account_pages import (
    NEW_TOKEN,
    SETTINGS,
    SIGN_UP,
    NotOnThePage,
    browsing,
    sign_in,
)
from etm_docs.paths import ROOT
from etm_mock.server import RunningMock

ELSEWHERE = {"New repository secret"}
"""What is chosen on another site."""

TOLD = [
    (f"{page.relative_to(ROOT)}:{number}", name)
    for page in fences.pages()
    for number, line in enumerate(page.read_text().splitlines(), start=1)
    for name in re.findall(r"[Cc]hoose \*\*([^*]+)\*\*", line)
    if name not in ELSEWHERE
]


@pytest.fixture
def names(mock: RunningMock) -> set[str]:
    """What the links and buttons of the account pages are called."""
    found = set[str]()
    with browsing(mock.url) as browser, contextlib.suppress(NotOnThePage):
        browser.open(SIGN_UP)
        found |= browser.names()
        sign_in(browser)
        browser.open(SETTINGS)
        found |= browser.names()
        browser.follow(NEW_TOKEN)
        found |= browser.names()
    return found


@pytest.mark.parametrize(("where", "name"), TOLD, ids=[where for where, _ in TOLD])
def test_there_is_what_to_choose(where: str, name: str, names: set[str]) -> None:
    """A link or button that a page names is on the account pages."""
    if name not in names:
        pytest.fail(
            f"{where}: no link or button of the account pages is called {name!r}.\n\n"
            f"They are called: {', '.join(sorted(names))}",
            pytrace=False,
        )


def test_something_is_to_be_chosen() -> None:
    """Finding nothing is a failure, not a success."""
    assert NEW_TOKEN in {name for _, name in TOLD}

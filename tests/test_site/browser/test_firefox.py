"""The site in Firefox: Run, tabs, search, copy, palette, without an error in its console."""

from collections.abc import Iterator

import pytest
from test_site.browser import firefox
from test_site.browser.firefox import Tab

CONTROL = "\ue009"
"""WebDriver's code point of the key."""


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """A tab of a Firefox that runs as long as the tests of this file."""
    try:
        with firefox.running(tmp_path_factory.mktemp("profile")) as tab:
            yield tab
    except firefox.NoFirefox as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def tab(fox: Tab, site_url: str) -> Iterator[Tab]:
    """A page with examples; no page may have had a problem in the end."""
    fox.open(f"{site_url}/how-to/share-a-scenario/?lang=curl")
    yield fox
    assert fox.problems == []


def test_an_example_runs(tab: Tab) -> None:
    """Run gives the status and the answer."""
    tab.click(".run-button")
    tab.until("/on this page/.test(document.querySelector('.run__status')?.textContent)")
    assert "201 Created" in tab.give("document.querySelector('.run__status').textContent")
    assert '"scenario_id"' in tab.give("document.querySelector('.run__output').textContent")


def test_a_tab_is_chosen_everywhere(tab: Tab) -> None:
    """A press on Python shows Python in each example."""
    tab.click(".panel .tabbed-labels > label:nth-child(3)")
    tab.until(
        "[...document.querySelectorAll('.panel .tabbed-set > input:nth-child(3)')]"
        ".every(input => input.checked)"
    )


def test_the_search_opens_and_finds(tab: Tab) -> None:
    """Ctrl+K opens it, and a word finds pages."""
    tab.press(CONTROL, "k")
    tab.until("document.activeElement.matches('.md-search__input')")
    for letter in "token":
        tab.press(letter)
    tab.until("document.querySelector('.md-search-result__link') !== null")


def test_code_is_copied(tab: Tab) -> None:
    """The button says so; what it copies is held in Chromium."""
    tab.click(".bar > .copy")
    tab.until("document.querySelector('.bar > .copy').textContent === 'Copied'")


def test_the_palette_changes(tab: Tab) -> None:
    """The switch changes the colours of the page."""
    before = tab.give("document.body.dataset.mdColorScheme")
    tab.click(".md-header__option label")
    tab.until(f"document.body.dataset.mdColorScheme !== '{before}'")

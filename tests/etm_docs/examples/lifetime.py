"""The table of how long a token lives, read from the settings page that creates it."""

from typing import Final

import httpx

from etm_docs.examples import account_pages
from etm_docs.examples.account_pages import NEW_TOKEN, SETTINGS, Browser, browsing
from etm_docs.examples.markdown import table

_STEP: Final = 10
"""Seconds between two looks at a new token."""

_LIMIT: Final = 600
"""Seconds after which nobody looks any more."""


def lifetime(client: httpx.Client) -> str:
    """Make the table, by asking a mock."""
    with browsing(str(client.base_url)) as browser:
        account_pages.sign_up(browser)
        expiries, default = _expiries(browser)
        account_pages.create_token(browser, {})
        shown = 0
        while browser.secret() is not None and shown < _LIMIT:
            client.post("/_mock/clock", json={"advance": _STEP}).raise_for_status()
            browser.open(SETTINGS)
            shown += _STEP
    return table(
        ["What", "Value"],
        [
            ["Expiry that you can choose", f"{', '.join(expiries[:-1])} or {expiries[-1]}"],
            ["Default", default],
            ["Shown in full", f"for {shown} seconds after it is created"],
        ],
    )


def _expiries(browser: Browser) -> tuple[list[str], str]:
    """Give the expiries that the form offers, and the one that is chosen at first."""
    browser.open(SETTINGS)
    browser.follow(NEW_TOKEN)
    [field] = browser.page.select("select[name=expires_in]")
    [default] = field.select("option[selected]")
    return list(account_pages.options(field)), default.get_text(strip=True)

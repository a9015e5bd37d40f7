"""The table of what a reader does on the settings page, and sees then."""

from typing import Final

import httpx
from etm_mock.fixtures import DEMO_TOKEN

from etm_docs.examples.account_pages import NAME_FIELD, SETTINGS, browsing, create_token, sign_in
from etm_docs.examples.markdown import code, one_line, table
from etm_docs.examples.request import bearer

NAME: Final = "Yearly report"
"""What the reader calls the token."""

CHECKED: Final = {"/oauth/token/info": "/oauth/token/info", "/api/v3": "/api/v3/scenarios"}
"""Where the revoked token is used: what the table calls it, and the path."""


def settings_page(client: httpx.Client) -> str:
    """Make the table, by asking a mock."""
    rows = []
    with browsing(str(client.base_url)) as browser:

        def see_page(what: str) -> None:
            rows.append([what, f'the page "{browser.heading()}"'])

        def see_token(what: str) -> None:
            browser.open(SETTINGS)
            whole = browser.secret(NAME) == secret
            shown = "the whole token" if whole else code(browser.beginning(NAME))
            use = one_line(browser.token(NAME).select("p")[-1].get_text()).rpartition(" · ")[2]
            rows.append([what, f'{shown}, "{use}"'])

        def see_status(what: str) -> None:
            statuses = [
                f"{code(name)} answers {code(str(_status(client, path, secret)))}"
                for name, path in CHECKED.items()
            ]
            rows.append([what, ", ".join(statuses)])

        browser.open(SETTINGS)
        see_page("Open it without signing in")
        browser.open(SETTINGS, bearer(DEMO_TOKEN))
        see_page("Send a token in the header instead")
        sign_in(browser, "a wrong password")
        see_page("Sign in with a wrong password")
        sign_in(browser)
        see_page("Sign in")
        secret = create_token(browser, {NAME_FIELD: NAME})
        see_token("Create a token")
        client.post("/_mock/clock", json={"advance": 60}).raise_for_status()
        see_token("Come back a minute later")
        _status(client, "/api/v3/scenarios", secret)
        see_token("List your scenarios with the token, and come back")
        browser.choose("Revoke token", within=browser.token(NAME))
        rows.append(["Choose **Revoke token**", f'"{browser.notice()}"'])
        see_status("Use the revoked token")
    return table(["What you do", "What you see"], rows)


def _status(client: httpx.Client, path: str, secret: str) -> int:
    return client.get(path, headers=bearer(secret)).status_code

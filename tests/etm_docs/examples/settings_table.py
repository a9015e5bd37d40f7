"""The table of what a reader does on the settings page, and sees then."""

from typing import Final

import httpx
from etm_mock.fixtures import DEMO_TOKEN

from etm_docs.examples.account_pages import SETTINGS, browsing, create_token, sign_in
from etm_docs.examples.markdown import code, one_line, table
from etm_docs.examples.request import bearer

NAME: Final = "Yearly report"
"""What the reader calls the token."""

MANY: Final = 20
"""How many tokens count as no limit."""


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
            facts = one_line(browser.token(NAME).select("p")[-1].get_text())
            use = facts.rpartition(" · ")[2]
            rows.append([what, f"{shown}, {use[:1].lower()}{use[1:]}"])

        browser.open(SETTINGS)
        see_page("Open it without signing in")
        browser.open(SETTINGS, bearer(DEMO_TOKEN))
        see_page("Send a token in the header instead")
        sign_in(browser, "a wrong password")
        see_page("Sign in with a wrong password")
        sign_in(browser)
        see_page("Sign in")
        secret = create_token(browser, {"Name": NAME})
        see_token("Create a token")
        client.post("/_mock/clock", json={"advance": 60}).raise_for_status()
        see_token("Come back a minute later")
        client.get("/oauth/token/info", headers=bearer(secret)).raise_for_status()
        see_token("Use the token, and come back")
        browser.choose("Revoke", within=browser.token(NAME))
        rows.append(["Choose **Revoke**", f'"{browser.notice()}"'])
        answer = client.get("/oauth/token/info", headers=bearer(secret))
        rows.append(["Use the token once more", f"the API answers {code(str(answer.status_code))}"])
        before = len(browser.page.select(".token"))
        for number in range(MANY):
            create_token(browser, {"Name": f"{NAME} {number}"})
        made = len(browser.page.select(".token")) - before
        rows.append([f"Create {MANY} tokens", f"{made} more tokens"])
    return table(["What you do", "What you see"], rows)

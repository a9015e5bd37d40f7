"""The account pages, used as a reader uses them: by the words that stand on them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx
from bs4 import BeautifulSoup, Tag
from etm_mock.fixtures import DEMO_EMAIL, DEMO_PASSWORD

SETTINGS: Final = "/identity/tokens"
SIGN_IN: Final = "/identity/sign_in"
SIGN_UP: Final = "/identity/sign_up"

NEW_TOKEN: Final = "Create token"  # noqa: S105 - a link
"""The link of the settings page that leads to the form, and the button of that form."""

NAME_FIELD: Final = "Token name"
"""What the form calls the name of a token."""

TOKEN_NAME: Final = "Tutorial"  # noqa: S105 - a name
"""What a token is called, unless it is given another name."""


class NotOnThePage(AssertionError):  # noqa: N818 - says what is missing
    """A page lacks a link, button or field that its reader is told to use."""


class Browser:
    """A browser on the account pages at a client's base URL.

    It raises :class:`NotOnThePage` where a page lacks what is asked for.
    """

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.page = BeautifulSoup()
        self.path = ""

    def open(self, path: str, headers: Mapping[str, str] | None = None) -> None:
        """Go to a page."""
        self._show(self.client.get(path, headers=headers, follow_redirects=True))

    def follow(self, text: str) -> None:
        """Choose a link."""
        self.open(str(self._found("a", text)["href"]))

    def choose(
        self,
        text: str,
        fields: Mapping[str, str | bool] | None = None,
        within: Tag | None = None,
    ) -> None:
        """Fill in the form that has a button, by the names of its fields, and choose the button.

        A field that is one of several choices is filled in with ``True``. The button stands
        ``within`` a part of the page, if one is given.
        """
        form = self._found("button", text, within).find_parent("form")
        assert form is not None
        sent = dict(_filled_in(each) for each in form.select("[name]") if _counts(each))
        for label, value in (fields or {}).items():
            field = self._field(form, label)
            sent[str(field["name"])] = _chosen(field, value)
        self._show(self.client.post(str(form["action"]), data=sent, follow_redirects=True))

    def csrf_token(self) -> str:
        """Give the CSRF token of the page's first form."""
        return str(self._one("[name=authenticity_token]")["value"])

    def names(self) -> set[str]:
        """Give what the links and buttons of the page are called."""
        return {each.get_text(strip=True) for each in self.page.select("a, button")}

    def heading(self) -> str:
        """Give the heading of the page."""
        return self._one("h1").get_text(strip=True)

    def notice(self) -> str:
        """Give the notice at the top of the page."""
        return self._one(".notice").get_text(strip=True)

    def token(self, name: str) -> Tag:
        """Give the part of the settings page that is about a token, by the token's name."""
        for each in self.page.select("section.token"):
            if each.h2 is not None and each.h2.get_text(strip=True) == name:
                return each
        raise NotOnThePage(f"{self.path} has no token {name!r}")

    def secret(self, name: str = TOKEN_NAME) -> str | None:
        """Give a token's string, ``None`` if the page doesn't show it in full."""
        shown = self.token(name).select_one("input.secret")
        return None if shown is None else str(shown["value"])

    def beginning(self, name: str) -> str:
        """Give what the page shows of a token's string that it doesn't show in full."""
        shown = self.token(name).select_one("code")
        return "" if shown is None else shown.get_text(strip=True)

    def _show(self, answer: httpx.Response) -> None:
        self.page = BeautifulSoup(answer.text, "html.parser")
        self.path = answer.url.path

    def _one(self, selector: str) -> Tag:
        found = self.page.select_one(selector)
        if found is None:
            raise NotOnThePage(f"{self.path} has no {selector}")
        return found

    def _found(self, kind: str, text: str, within: Tag | None = None) -> Tag:
        for each in (within or self.page).select(kind):
            if each.get_text(strip=True) == text:
                return each
        raise NotOnThePage(f"{self.path} has no {'link' if kind == 'a' else kind} {text!r}")

    def _field(self, form: Tag, text: str) -> Tag:
        for label in form.select("label"):
            own = "".join(map(str, label.find_all(string=True, recursive=False)))
            field = label.select_one("[name]")
            if own.strip() == text and field is not None:
                return field
        raise NotOnThePage(f"{self.path} has no field {text!r}")


@contextmanager
def browsing(url: str, host: str | None = None) -> Iterator[Browser]:
    """Open a browser on the account pages of a mock; ``host`` is the name that it asks."""
    with httpx.Client(
        base_url=url,
        headers={"Host": host} if host else {},
        trust_env=False,
        verify=False,  # noqa: S501 - plain HTTP, and a list of authorities takes 15 ms to read
    ) as client:
        yield Browser(client)


def sign_up(browser: Browser) -> None:
    """Make an account, as the tutorial says; its user is signed in then."""
    browser.open(SIGN_UP)
    account = {"Name": "Noor", "E-mail address": "noor@example.org", "Password": "a long password"}
    account["Re-enter password"] = account["Password"]
    browser.choose("Sign up", account)


def sign_in(browser: Browser, password: str = DEMO_PASSWORD, email: str = DEMO_EMAIL) -> None:
    """Sign in, to the demo account unless another is named."""
    browser.open(SIGN_IN)
    browser.choose("Sign in", {"E-mail address": email, "Password": password})


def create_token(browser: Browser, fields: Mapping[str, str | bool]) -> str:
    """Create a token on the settings page; give what the page shows then."""
    browser.open(SETTINGS)
    browser.follow(NEW_TOKEN)
    browser.choose(NEW_TOKEN, {NAME_FIELD: TOKEN_NAME, **fields})
    secret = browser.secret(str(fields.get(NAME_FIELD, TOKEN_NAME)))
    if secret is None:
        raise NotOnThePage(f"{browser.path} shows no token in full")
    return secret


def options(select: Tag) -> dict[str, str]:
    """Give the values of a field's choices by what they are called."""
    return {each.get_text(strip=True): str(each["value"]) for each in select.select("option")}


def _counts(field: Tag) -> bool:
    return field.get("type") not in ("radio", "checkbox") or field.has_attr("checked")


def _filled_in(field: Tag) -> tuple[str, str]:
    """Give what a browser sends of a field that nobody has touched."""
    chosen = field.select_one("option[selected]") or field.select_one("option") or field
    return str(field["name"]), str(chosen.get("value", ""))


def _chosen(field: Tag, value: str | bool) -> str:
    if field.name == "select":
        return options(field)[str(value)]
    return str(field.get("value", "")) if value is True else str(value)

"""The account pages, used as a reader uses them: by the words that stand on them."""

from collections.abc import Mapping
from typing import Final, Self

import httpx
from bs4 import BeautifulSoup, Tag

SETTINGS: Final = "/identity/tokens"
SIGN_UP: Final = "/identity/sign_up"

NEW_TOKEN: Final = "Create token"  # noqa: S105 - a link
"""The link of the settings page that leads to the form, and the button of that form."""


class NotOnThePage(AssertionError):  # noqa: N818 - says what is missing
    """A page lacks a link, button or field that its reader is told to use."""


class Browser:
    """A browser on the account pages of a mock at ``url``; ``host`` is the name that it asks.

    It raises :class:`NotOnThePage` where a page lacks what is asked for.
    """

    def __init__(self, url: str, host: str | None = None) -> None:
        self._client = httpx.Client(
            base_url=url,
            headers={"Host": host} if host else {},
            trust_env=False,
            follow_redirects=True,
        )
        self.page = BeautifulSoup()
        self.path = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def open(self, path: str) -> None:
        """Go to a page."""
        self._show(self._client.get(path))

    def follow(self, text: str) -> None:
        """Choose a link."""
        self.open(str(self._found("a", text)["href"]))

    def choose(self, text: str, fields: Mapping[str, str | bool] | None = None) -> None:
        """Fill in the form that has a button, by the names of its fields, and choose the button.

        A field that is one of several choices is filled in with ``True``.
        """
        form = self._found("button", text).find_parent("form")
        assert form is not None
        sent = dict(_filled_in(each) for each in form.select("[name]") if _counts(each))
        for label, value in (fields or {}).items():
            field = self._field(form, label)
            sent[str(field["name"])] = _chosen(field, value)
        self._show(self._client.post(str(form["action"]), data=sent))

    def secret(self) -> str | None:
        """Give the token that the page shows in full, ``None`` if it shows none."""
        shown = self.page.select_one("input.secret")
        return None if shown is None else str(shown["value"])

    def _show(self, answer: httpx.Response) -> None:
        self.page = BeautifulSoup(answer.text, "html.parser")
        self.path = answer.url.path

    def _found(self, kind: str, text: str) -> Tag:
        for each in self.page.select(kind):
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


def sign_up(browser: Browser) -> None:
    """Make an account, as the tutorial says; its user is signed in then."""
    browser.open(SIGN_UP)
    account = {"Name": "Noor", "E-mail address": "noor@example.org", "Password": "a long password"}
    browser.choose("Sign up", account)


def create_token(browser: Browser, fields: Mapping[str, str | bool]) -> str:
    """Create a token on the settings page; give what the page shows then."""
    browser.open(SETTINGS)
    browser.follow(NEW_TOKEN)
    browser.choose(NEW_TOKEN, {"Name": "Tutorial", **fields})
    secret = browser.secret()
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

"""One request to an engine: what it says, who sent it, and what it is about.

Parameters and caller are found out when an action first asks for them, as the real service does it.
So a missing scenario is 404 whatever the token, and malformed JSON is 400 only where somebody reads
it. Source: the engine's ``app/controllers/api/v3/base_controller.rb``.
"""

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import unquote

from starlette.requests import Request

from etm_mock import hosts
from etm_mock.engine import Engine, KnownUser, Scenario
from etm_mock.errors import errors, refused
from etm_mock.host_check import host_name
from etm_mock.permissions import INVALID_TOKEN, Access, refusal
from etm_mock.rails import casts
from etm_mock.rails.failures import FrameworkError, ServiceError
from etm_mock.rails.formats import JSON, Asked, content_type
from etm_mock.rails.parameters import (
    BadParameters,
    Params,
    UnreadableJson,
    body_params,
    query_params,
    wrapped,
)
from etm_mock.services import Service
from etm_mock.state import State
from etm_mock.tokens import Token

SESSION_COOKIE: Final = "etm_session"
"""The cookie of the model's web application."""

_BEARER: Final = re.compile(r"Bearer (.+)")


@dataclass(frozen=True)
class Wrapper:
    """The outermost key that a JSON body may leave out, and the names that count then."""

    root: str
    columns: Collection[str]


@dataclass(frozen=True)
class Caller:
    """The sender of a request. Without a token there is no user."""

    access: Access
    user: KnownUser | None = None

    def allowed(self, scenario: Scenario) -> frozenset[str]:
        """Give the letters of the permission table for a scenario."""
        return self.access.to_scenario(
            private=scenario.private,
            has_users=bool(scenario.users),
            role=scenario.role_of(self.user),
        )

    def require(self, letter: str, scenario: Scenario) -> None:
        """Do nothing if the permission table allows ``letter`` for the scenario.

        Raises :class:`~etm_mock.errors.ApiError` 403 or 404 otherwise.
        """
        if letter not in self.allowed(scenario):
            raise refused(refusal(private=scenario.private))


class Call:
    """One request to an engine, with the parts of its path."""

    def __init__(
        self,
        request: Request,
        body: bytes,
        path_params: dict[str, str] | None = None,
        suffix: str | None = None,
        wrapper: Wrapper | None = None,
    ) -> None:
        self._request, self._body, self._suffix = request, body, suffix
        self._path_params, self._wrapper = path_params or {}, wrapper
        self._host = host_name(request.scope)
        self.state: State = request.app.state.etm
        self.service: Service = hosts.service_of(self._host)
        self.engine: Engine = self.state.engine(
            self.service.environment, hosts.release_of(self._host)
        )

    @cached_property
    def asked(self) -> Asked:
        """What is asked for as the format of the answer."""
        suffix: Any = self._suffix
        if not suffix:
            try:
                suffix = self._own_params.get("format")
            except (BadParameters, FrameworkError):
                suffix = None
        headers = self._request.headers
        accept = ", ".join(headers.getlist("accept"))
        script = headers.get("x-requested-with", "").lower() == "xmlhttprequest"
        path, sent = self._request.scope["path"], self._content_type
        head = self._request.method == "HEAD"
        return Asked(accept, path, suffix, by_script=script, sent=sent, head=head)

    def check(self) -> None:
        """Do nothing if formats are named as they should be, and parameters can be read.

        JSON that can't be read is found only where somebody asks for it. Raises
        :class:`~etm_mock.rails.formats.InvalidMimeType` and
        :class:`~etm_mock.rails.parameters.BadParameters`.
        """
        self.asked.formats()
        content_type(self._content_type)
        with suppress(UnreadableJson):
            _ = self._own_params

    @cached_property
    def params(self) -> Params:
        """The parameters of body, query string and path.

        Raises :class:`~etm_mock.rails.parameters.BadParameters` if they can't be read.
        """
        params = self._own_params | self._path_params
        if self._wrapper and content_type(self._content_type) == JSON:
            params = wrapped(params, self._sent, self._wrapper.root, self._wrapper.columns)
        return params

    @cached_property
    def caller(self) -> Caller:
        """Who sent the request; the engine gets to know them by it.

        Raises :class:`~etm_mock.errors.ApiError` 401 for a token that is not valid here.
        """
        secret = self._secret()
        if secret is None:
            return Caller(Access(None))
        token = self.state.token_of_engine(secret, self.engine)
        if token is None:
            raise refused(INVALID_TOKEN)
        self._check_expiry(token)
        account = self.state.accounts[token.user_id]
        user = self.state.seen_by(self.engine, account)
        admin = user.admin or (self.service.admin_by_token and account.admin)
        return Caller(Access(token.scopes, admin=admin), user)

    @cached_property
    def token_of_accounts(self) -> Token | None:
        """The token that MyETM finds in what the engine passes on: the header, and it alone."""
        found = _BEARER.fullmatch(", ".join(self._request.headers.getlist("authorization")))
        return self.state.token_of_accounts(found[1], self.service.environment) if found else None

    def scenario(self, asked: str) -> Scenario | None:
        """Find a scenario by an id as it was written, ``None`` if there is no such scenario."""
        return self.engine.scenario(casts.row_id(asked))

    def existing(self, asked: str, missing: Exception | None = None) -> Scenario:
        """Find a scenario by an id as it was written.

        Raises ``missing`` if there is none, by default :func:`no_such_scenario`.
        """
        scenario = self.scenario(asked)
        if scenario is None:
            raise missing or no_such_scenario(asked)
        return scenario

    def path_param(self, name: str) -> str:
        """Give a part of the path; the parameters are read before, as the framework does it.

        Raises :class:`~etm_mock.rails.parameters.BadParameters`.
        """
        return str(self.params[name])

    def url(self, path: str) -> str:
        """Give the absolute address of a path on the host that was asked.

        An engine that stands behind another environment's host gives its own.
        """
        headers, own = self._request.headers, self.engine.environment
        host = headers.get("host", "")
        if hosts.is_engine(self._host) and own != self.service.environment:
            host = hosts.engine_of(own)
        host = headers.get("x-forwarded-host", "").split(",")[-1].strip() or host
        # The real service is reached by HTTPS alone.
        scheme = "https" if hosts.is_engine(self._host) else self._request.scope["scheme"]
        return f"{headers.get('x-forwarded-proto', scheme)}://{host}{path}"

    @property
    def _content_type(self) -> str | None:
        return self._request.headers.get("content-type")

    @cached_property
    def _sent(self) -> Params:
        posted = self._request.method == "POST"
        return body_params(self._body, self._content_type, posted=posted)

    @cached_property
    def _own_params(self) -> Params:
        query = query_params(self._request.scope["query_string"])
        return self._sent | query

    def _secret(self) -> str | None:
        """Find the token's string in a request: where it may be depends on the service."""
        sent = self._request.headers.getlist("authorization")
        header = ", ".join(sent) if sent else None
        if found := _BEARER.fullmatch(header or ""):
            return found[1]
        rule = self.service.access_token
        blank = not (header or "").strip()
        if {"never": False, "no header": blank, "no bearer": True}[rule]:
            value = self.params.get("access_token")
            given = not isinstance(value, list | dict) and not casts.is_blank(value)
            if given and (rule == "no bearer" or header is None):
                if not isinstance(value, str):
                    raise ServiceError("an access_token that is no text", "send a token's string")
                return value
        return self._cookie() if self.service.session_cookie else None

    def _cookie(self) -> str | None:
        try:
            sent = SimpleCookie("; ".join(self._request.headers.getlist("cookie")))
        except CookieError:
            return None
        value = sent[SESSION_COOKIE].value if SESSION_COOKIE in sent else ""
        return unquote(value) or None

    def _check_expiry(self, token: Token) -> None:
        if token.expires_at is None:
            if self.service.without_expiry == 500:
                raise ServiceError("a token without expiry", "make one that expires")
            raise refused(replace(INVALID_TOKEN, status=self.service.without_expiry))


def no_such_scenario(asked: str) -> Exception:
    """Make the answer to a request for a scenario that is not there."""
    return errors(404, f"No such scenario: {asked}")

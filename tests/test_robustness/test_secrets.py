"""No token, password or cookie value gets into a log, whatever is asked and however it ends."""

import contextlib
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
from etm_docs.examples.account_pages import SIGN_IN, Browser, sign_in
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from test_robustness.process import PATIENCE, ServedMock, serving
from test_robustness.raw import connect, read_to_end

ENGINE: Final = "https://engine.energytransitionmodel.com"
ACCOUNTS: Final = "https://my.energytransitionmodel.com"

PASSWORD: Final = "pass-phrase-that-nobody-may-see"  # noqa: S105 - made up
UNKNOWN: Final = "etm_unknownButSecretAllTheSame1234567890abcdefghi"
COOKIE: Final = "cookie-value-that-nobody-may-see"


@contextlib.contextmanager
def client_of(mock: RunningMock, *, http2: bool) -> Iterator[httpx.Client]:
    """Make a client that reaches the mock under the real host names."""
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    with httpx.Client(
        base_url=ACCOUNTS,
        http2=http2,
        proxy=mock.proxy_url,
        verify=trusted,
        trust_env=False,
        timeout=PATIENCE,
    ) as client:
        yield client


def use_secrets(mock: RunningMock) -> set[str]:
    """Send secrets in every way that they are sent in, rightly and wrongly; give them."""
    secrets = {DEMO_TOKEN, UNKNOWN, PASSWORD, COOKIE}
    user = mock.control.create_user(name="Secret", email="secret@example.com", password=PASSWORD)
    token = mock.control.create_token(user_id=user["id"], permissions="delete")["token"]
    secrets.add(token)
    for http2 in (True, False):
        with client_of(mock, http2=http2) as client:
            secrets |= use_over(client, token)
    mock.control.add_fault(path="/api/v3/scenarios", drop=True)
    with client_of(mock, http2=False) as client, contextlib.suppress(httpx.HTTPError):
        client.get(f"{ENGINE}/api/v3/scenarios", headers={"Authorization": f"Bearer {token}"})
    for end in (b"\r\n\r\n", b"\r\nnonsense\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\n{", b""):
        with connect(mock.url) as broken:
            start = "GET /api/v3/scenarios HTTP/1.1\r\nHost: localhost\r\n"
            headers = f"Authorization: Bearer {token}\r\nCookie: _etm_mock_session={COOKIE}"
            broken.sendall((start + headers).encode() + end)
            broken.shutdown(socket.SHUT_WR)
            read_to_end(broken)
    return secrets


def use_over(client: httpx.Client, token: str) -> set[str]:
    """Send secrets with one client; give those that came with the answers."""
    for secret in (token, DEMO_TOKEN, UNKNOWN):
        bearer = {"Authorization": f"Bearer {secret}"}
        for url in (f"{ENGINE}/api/v3/scenarios", f"{ACCOUNTS}/oauth/userinfo"):
            client.get(url, headers=bearer)
        client.post(f"{ENGINE}/api/v3/scenarios", headers=bearer, content=b"{broken")
        client.get(f"{ENGINE}/api/v3/scenarios", params={"access_token": secret})
        client.get(f"{ENGINE}/api/v3/unknown", headers={"Authorization": secret})
    browser = Browser(client)
    browser.open(SIGN_IN, {"Cookie": f"_etm_mock_session={COOKIE}"})
    csrf = browser.csrf_token()
    form = {"authenticity_token": "wrong", "email": "secret@example.com", "password": PASSWORD}
    client.post(f"{ACCOUNTS}{SIGN_IN}", data=form)
    for password in (f"{PASSWORD}!", PASSWORD):
        sign_in(browser, password, "secret@example.com")
    assert client.get(f"{ACCOUNTS}/identity/tokens").status_code == 200
    return {
        csrf,
        browser.csrf_token(),
        *(cookie.value for cookie in client.cookies.jar if cookie.value),
    }


def assert_none_in(secrets: set[str], text: str) -> None:
    """Check that a text has been written, and that none of the secrets is in it."""
    assert text
    assert [secret for secret in secrets if secret in text] == []


def test_failure_of_the_mock_itself(tmp_path: Path) -> None:
    """An error that nobody expected is logged with its traceback, and without the request."""
    bearer = {"Authorization": f"Bearer {DEMO_TOKEN}"}
    with serving(tmp_path, broken=True) as served, client_of(served.mock, http2=True) as client:
        answer = client.get(f"{ENGINE}/api/v3/scenarios", headers=bearer)
    assert answer.status_code == 500
    log = served.log.read_text()
    assert "something is broken" in log
    assert "Traceback" in log
    assert_none_in({DEMO_TOKEN}, log)
    assert_none_in({DEMO_TOKEN, "something is broken"}, answer.text)


def test_process_that_logs_everything(served: ServedMock) -> None:
    """Nor where the mock's own process writes everything that it logs."""
    secrets = use_secrets(served.mock)
    assert_none_in(secrets, served.log.read_text())


def test_serve(tmp_path: Path) -> None:
    """``etm-mock serve`` prints the demo token once, in its greeting, and no secret after it."""
    output, errors = tmp_path / "output", tmp_path / "errors"
    with (
        output.open("w") as standard_output,
        errors.open("w") as standard_error,
        subprocess.Popen(
            [sys.executable, "-m", "etm_mock", "serve", "--port", "0", "--tls", "--log"],
            stdout=standard_output,
            stderr=standard_error,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process,
    ):
        try:
            mock, greeting = greeted(process, output)
            secrets = use_secrets(mock)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
    assert_none_in(secrets, errors.read_text())
    assert output.read_text() == greeting


def greeted(process: subprocess.Popen[bytes], output: Path) -> tuple[RunningMock, str]:
    """Wait for the greeting of ``etm-mock serve``; give the mock that it tells of."""
    while "ETM_MOCK_URL=" not in (greeting := output.read_text()):
        assert process.poll() is None
    while not (greeting := output.read_text()).endswith("\n"):
        assert process.poll() is None
    variables = dict(re.findall(r"export (\w+)=(\S+)", greeting))
    mock = RunningMock(
        url=variables["ETM_MOCK_URL"],
        proxy_url=variables["HTTPS_PROXY"],
        authority=Path(variables["SSL_CERT_FILE"]),
        curl_home=Path(variables["CURL_HOME"]),
    )
    return mock, greeting

"""The command ``etm-mock``: what it prints, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import IO

import httpx
import pytest
from etm_docs.examples import example
from etm_docs.paths import SNIPPETS
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.starting_state import FILE_NAME
from test_mock.command import run_command

COMMAND = [sys.executable, "-m", "etm_mock"]

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def etm_mock(tmp_path: Path) -> Command:
    """The command, run until it ends."""
    return partial(run_command, tmp_path)


@contextmanager
def serving(
    *arguments: str, until: str = "Demo token", stderr: IO[str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``etm-mock serve``; give the process and what it printed up to a line."""
    with subprocess.Popen(  # noqa: S603 - the command under test
        [*COMMAND, "serve", *arguments], stdout=subprocess.PIPE, stderr=stderr, text=True
    ) as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if until in line:
                break
        try:
            yield process, "".join(lines)
        finally:
            process.kill()


def test_serve_prints_what_a_reader_needs() -> None:
    """The addresses, a demo account and a demo token are printed, and they work."""
    with serving("--port", "0") as (_, printed):
        url = re.search(r"http://127\.0\.0\.1:\d+", printed)
        assert url
        assert "alex@example.org" in printed
        answer = httpx.get(
            f"{url[0]}/api/v3/scenarios",
            headers={"Authorization": f"Bearer {DEMO_TOKEN}"},
            trust_env=False,
        )
        assert answer.status_code == HTTPStatus.OK
        assert DEMO_TOKEN in printed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_serve_ends_cleanly(number: signal.Signals) -> None:
    """Ctrl+C, a termination signal and the end of the session end it with status 0."""
    with serving("--port", "0") as (process, _):
        process.send_signal(number)
        assert process.wait(timeout=20) == 0


def test_busy_port_is_said_in_one_line(etm_mock: Command) -> None:
    """A port that is taken gets a one-line error."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = etm_mock("serve", "--port", str(port))
    assert_one_line_error(result, 1, f"can't use port {port}")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "required"),
        (["fly"], 2, "invalid choice"),
        (["serve", "--port", "many"], 2, "not a port number"),
        (["serve", "--port", "65536"], 2, "not a port number"),
        (["serve", "--port", "\u0663\u0660\u0660\u0660"], 2, "not a port number"),
        (["serve", "--port", "9" * 5000], 2, "not a port number"),
        (["serve", "--address", "nowhere"], 2, "'nowhere' is not an IP address"),
        (["serve", "--address", "192.0.2.1", "--expose"], 1, "can't use address 192.0.2.1"),
        (["serve", "--colour"], 2, "unrecognized"),
        (["exec"], 2, "needs a command"),
        (["exec", "--"], 2, "needs a command"),
        (["exec", "--", "no-such-command"], 127, "command not found: no-such-command"),
        (["exec", "--", "/"], 126, "can't run /"),
    ],
)
def test_mistakes_are_said_in_one_line(
    arguments: Sequence[str], status: int, message: str, etm_mock: Command
) -> None:
    """A bad option or a missing command gets a one-line error and its own status."""
    assert_one_line_error(etm_mock(*arguments), status, message)


def assert_one_line_error(
    result: subprocess.CompletedProcess[str], status: int, message: str
) -> None:
    """Check an error: its status, and one line on standard error."""
    assert result.returncode == status, result.stderr
    *warnings, error = result.stderr.splitlines(keepends=True)
    assert all(line.startswith("etm-mock: warning: ") for line in warnings)
    assert error.startswith("etm-mock: ")
    assert error.endswith("\n")
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("status", [0, 3, 255])
def test_exec_passes_the_exit_status_on(status: int, etm_mock: Command) -> None:
    """``exec`` ends as its command does."""
    assert etm_mock("exec", "--", "bash", "-c", f"exit {status}").returncode == status


def test_exec_tells_of_a_signal_as_a_shell_does(etm_mock: Command) -> None:
    """A command that a signal ended gives 128 and the signal's number."""
    assert etm_mock("exec", "--", "bash", "-c", "kill -TERM $$").returncode == 128 + 15


def test_the_installed_command() -> None:
    """The command that the README names is there, and passes on what its command prints."""
    installed = Path(sys.executable).with_name("etm-mock")
    script = SNIPPETS / "list-scenarios" / "curl.sh"
    done = subprocess.run(  # noqa: S603 - the command under test
        [installed, "exec", "--", "bash", script], capture_output=True, text=True, check=True
    )
    found = example.load(script.parent)
    assert json.loads(done.stdout) == json.loads(found.printed_response)


def setup_of(folder: Path) -> list[str]:
    """Give the option that sets the mock up as an example wants it, if it has a wish."""
    file = folder / FILE_NAME
    return ["--setup", str(file)] if file.is_file() else []


@pytest.mark.parametrize("folder", example.folders(), ids=lambda folder: folder.name)
def test_exec_prints_what_the_page_prints(folder: Path, etm_mock: Command) -> None:
    """``etm-mock exec … -- bash snippets/<each>/curl.sh`` gives the answer that is printed."""
    found = example.load(folder)
    result = etm_mock("exec", *setup_of(folder), "--", "bash", str(found.file("curl")))
    assert result.returncode == 0, result.stderr
    got = json.loads(result.stdout) if result.stdout else None
    assert got == (json.loads(found.printed_response) if found.printed_response else None)


def test_exec_says_which_file_is_wrong(tmp_path: Path, etm_mock: Command) -> None:
    """A file of ``--setup`` that can't be used is named."""
    file = tmp_path / "my setup.toml"
    result = etm_mock("exec", "--setup", os.fspath(file), "--", "true")
    assert_one_line_error(result, 2, f"{file}: can't be read: No such file or directory")
    file.write_text('token = "nobody"\n')
    result = etm_mock("exec", "--setup", os.fspath(file), "--", "true")
    assert_one_line_error(result, 2, f"{file}: no token 'nobody'")


def test_exec_reads_no_file_by_itself(tmp_path: Path, etm_mock: Command) -> None:
    """An ``example.toml`` in somebody's own folder is theirs."""
    (tmp_path / "script.sh").write_text("true\n")
    (tmp_path / "example.toml").write_text('token = "nobody"\n')
    assert etm_mock("exec", "--", "bash", os.fspath(tmp_path / "script.sh")).returncode == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'token = "\xe9"', "line 1 is not UTF-8"),
        (b"\n[[setup]", "line 2"),
        (b"token = 5", "no token 5"),
        (b'token = ["alex"]', "no token ['alex']"),
        (b"setup = 5", "[[setup]]"),
        (b'setup = ["POST /_mock/reset"]', "write a setup as"),
        (b"[[setup]]\ncall = 5", "write a setup as"),
        (b'[[setup]]\ncall = "POST /_mock/a b"', "write a setup as"),
        (b'[[setup]]\ncall = "POST /_mock/reset"\ntimes = "many"', "times: from 1"),
        (b'[[setup]]\ncall = "POST /_mock/reset"\ntimes = 1000000000', "times: from 1"),
        (b'[[setup]]\ncall = "POST /_mock/reset"\nbody = 1979-05-27', "not JSON serializable"),
        (b'[[setup]]\ncall = "POST /_mock/reset"\nbody = {no = 1}', "no: unknown"),
    ],
)
def test_exec_says_what_is_wrong(
    content: bytes, message: str, tmp_path: Path, etm_mock: Command
) -> None:
    """Whatever stands in a file of ``--setup``, one line says which file, and what to do."""
    (tmp_path / "example.toml").write_bytes(content)
    result = etm_mock("exec", "--setup", os.fspath(tmp_path / "example.toml"), "--", "true")
    assert_one_line_error(result, 2, message)
    assert str(tmp_path / "example.toml") in result.stderr


@pytest.mark.parametrize("allowed", [15, 22, 63])
def test_serve_without_enough_files(allowed: int) -> None:
    """It ends and says so where the system gives it too few file descriptors."""
    done = subprocess.run(  # noqa: S603 - the command under test
        ["bash", "-c", f'ulimit -n {allowed}; exec "$@"', "-", *COMMAND, "serve", "--port", "0"],  # noqa: S607
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "etm-mock: can't serve: [Errno 24] Too many open files" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_on_ipv6() -> None:
    """``--address ::1`` is this machine, too."""
    with serving("--port", "0", "--address", "::1") as (_, printed):
        url = re.search(r"http://\[::1\]:\d+", printed)
        assert url
        for path in ("/api/v3/scenarios/9000001", "/_mock/requests"):
            assert httpx.get(url[0] + path, trust_env=False).status_code == HTTPStatus.OK


def test_serve_empty_fixture() -> None:
    """``--fixture empty`` starts without users, and says where to sign up."""
    with serving("--port", "0", "--fixture", "empty", until="Sign up") as (_, printed):
        assert DEMO_TOKEN not in printed
        assert "/identity/sign_up" in printed


def test_serve_tls_prints_the_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--tls`` prints lines with which another shell reaches the mock by its real names."""
    folder = tmp_path / "it's a folder; of $HOME"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    with serving("--port", "0", "--tls", until="ETM_MOCK_URL") as (_, printed):
        exports = "\n".join(line for line in printed.splitlines() if "export " in line)
        script = SNIPPETS / "list-scenarios" / "curl.sh"
        done = subprocess.run(  # noqa: S603 - an example
            ["/usr/bin/env", "bash", "-c", f"set -eu\n{exports}\nsource {script}"],
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
        )
        found = example.load(SNIPPETS / "list-scenarios")
        assert json.loads(done.stdout) == json.loads(found.printed_response)


def test_serve_log_tells_requests_and_no_secrets(tmp_path: Path) -> None:
    """``--log`` writes a line for each request: neither its token nor its query."""
    log = tmp_path / "log"
    with log.open("w") as stderr, serving("--port", "0", "--log", stderr=stderr) as (_, printed):
        url = re.search(r"http://127\.0\.0\.1:\d+", printed)
        assert url
        httpx.get(
            f"{url[0]}/api/v3/scenarios?secret=1",
            headers={"Authorization": f"Bearer {DEMO_TOKEN}"},
            trust_env=False,
        )
        httpx.get(f"{url[0]}/api/v3/a%0Aforged", trust_env=False)
    lines = log.read_text().splitlines()
    assert [re.sub(r":\d+", "", line) for line in lines] == [
        "GET 127.0.0.1/api/v3/scenarios 200",
        "GET 127.0.0.1/api/v3/a%0Aforged 404",
    ]


def test_serve_refuses_to_be_open_by_mistake(etm_mock: Command) -> None:
    """An address that other machines reach is refused unless it is asked for explicitly."""
    result = etm_mock("serve", "--port", "0", "--address", "0.0.0.0")  # noqa: S104 - refused
    assert_one_line_error(result, 2, "say --expose")


def test_serve_open_on_purpose_warns(tmp_path: Path) -> None:
    """With ``--expose`` it serves with a warning; names and control stay closed to others."""
    log = tmp_path / "log"
    arguments = ("--port", "0", "--address", "0.0.0.0", "--expose")  # noqa: S104 - the test's own
    with log.open("w") as stderr, serving(*arguments, stderr=stderr) as (_, printed):
        address = re.search(r"http://127\.0\.0\.1:\d+", printed)
        assert address
        for host, path, status in [
            ("192.0.2.7", "/api/v3/scenarios/9000001", 200),
            ("192.0.2.7", "/_mock/requests", 404),
            ("evil.example.com", "/api/v3/scenarios/9000001", 421),
            ("127.0.0.1", "/_mock/requests", 200),
        ]:
            answer = httpx.get(address[0] + path, headers={"Host": host}, trust_env=False)
            assert answer.status_code == status, (host, path)
    assert "warning: other machines can reach this mock" in log.read_text()

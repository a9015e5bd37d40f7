"""How ``etm-mock`` ends: with all that it has started, and without a trace on the disk."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from etm_mock.folders import PREFIX

COMMAND = [sys.executable, "-m", "etm_mock"]

PATIENCE = 30.0
"""Seconds after which something counts as hung."""

FAMILY = "sleep 600 & echo $! $$; exec sleep 601"
"""A command with a child of its own; it prints both numbers."""

KEEPS_A_MOCK = """\
import time

def test_it(etm_mock):
    print("ready", flush=True)
    time.sleep(600)
"""

ENDING = [signal.SIGINT, signal.SIGHUP, signal.SIGTERM]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "a temporary folder"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@contextmanager
def started(arguments: Sequence[str], **more: Any) -> Iterator[subprocess.Popen[str]]:
    """Run something away from any terminal, as a supervisor does; the tests may have one."""
    process = subprocess.Popen(  # noqa: S603 - the command under test
        arguments, stdout=subprocess.PIPE, text=True, start_new_session=True, **more
    )
    try:
        with process:
            yield process
            process.kill()
    finally:
        process.kill()


def assert_gone(numbers: Sequence[int]) -> None:
    """Wait until processes have ended; fail if they don't."""
    processes = []
    for number in numbers:
        with suppress(psutil.NoSuchProcess):
            processes.append(psutil.Process(number))
    _, alive = psutil.wait_procs(processes, PATIENCE)
    for each in alive:
        each.kill()
    assert not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]


def children_of(process: subprocess.Popen[str]) -> list[int]:
    """List the processes that one has started."""
    return [each.pid for each in psutil.Process(process.pid).children(recursive=True)]


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_signal_reaches_all_that_exec_runs(number: signal.Signals, temporary: Path) -> None:
    """A signal to the command alone ends its child, and the child's; nothing stays."""
    with started([*COMMAND, "exec", "--", "bash", "-c", FAMILY]) as process:
        assert process.stdout
        process.stdout.readline()
        family = children_of(process)
        assert len(family) == 3  # the mock, and the two
        process.send_signal(number)
        # A shell lets what it runs in the background ignore SIGINT: that is ended by SIGTERM.
        assert process.wait(PATIENCE) == 128 + number
        assert_gone(family)
    assert list(temporary.iterdir()) == []


def test_the_child_says_how_exec_ends(temporary: Path) -> None:
    """A child that takes a signal ends as it wants to."""
    program = "trap 'exit 7' HUP; echo; while :; do sleep 0.05; done"
    with started([*COMMAND, "exec", "--", "bash", "-c", program]) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        assert process.wait(PATIENCE) == 7
    assert list(temporary.iterdir()) == []


def test_what_a_command_leaves_running_is_ended(temporary: Path) -> None:
    """Nothing outlives ``exec``: not what its command started and left, stubborn or not."""
    program = "trap '' TERM; sleep 600 & echo $!"
    with started([*COMMAND, "exec", "--", "bash", "-c", program]) as process:
        assert process.stdout
        left = int(process.stdout.readline())
        assert process.wait(PATIENCE) == 0
        assert_gone([left])
    assert list(temporary.iterdir()) == []


def test_nohup(temporary: Path) -> None:
    """Where the end of the session is to be ignored, it is."""
    program = 'trap "" HUP; exec "$@"'
    with started(
        ["bash", "-c", program, "-", *COMMAND, "exec", "--", "bash", "-c", "echo; read; exit 4"],
        stdin=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.wait(PATIENCE) == 4
    assert list(temporary.iterdir()) == []


def test_at_a_terminal(temporary: Path) -> None:
    """A command reads the terminal, and Ctrl+C ends all."""
    pid, terminal = pty.fork()
    if pid == 0:
        program = 'read word; echo "<$word>"; sleep 600'
        os.execv(sys.executable, [*COMMAND, "exec", "--", "bash", "-c", program])  # noqa: S606
    with os.fdopen(terminal, "r+b", buffering=0) as opened:
        opened.write(b"well\n")
        printed = b""
        while b"<well>" not in printed:
            printed += opened.read(1024)
        opened.write(b"\x03")
        _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGINT
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [*ENDING, signal.SIGKILL], ids=lambda number: number.name)
def test_a_killed_pytest_leaves_nothing(
    number: signal.Signals, temporary: Path, tmp_path: Path
) -> None:
    """The mock's own process tidies up behind one that can't."""
    (tmp_path / "test_it.py").write_text(KEEPS_A_MOCK)
    arguments = [sys.executable, "-m", "pytest", "-qs", "-p", "etm_mock.pytest_plugin"]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with started([*arguments, "test_it.py"], cwd=tmp_path, env=alone) as process:
        assert process.stdout
        for line in process.stdout:
            if "ready" in line:
                break
        mock = children_of(process)
        assert mock
        process.send_signal(number)
        process.wait(PATIENCE)
        assert_gone(mock)
    assert list(temporary.iterdir()) == []


def test_the_next_mock_removes_what_was_left(temporary: Path) -> None:
    """What nobody could remove goes with the next start; what is in use, or not ours, stays."""
    with started([*COMMAND, "exec", "--", "sleep", "600"]) as process:
        mock: list[int] = []
        while len(mock) < 2:
            mock = children_of(process)
        for number in (process.pid, *mock):
            os.kill(number, signal.SIGKILL)
        process.wait(PATIENCE)
        assert_gone(mock)
    (left,) = temporary.iterdir()
    (temporary / f"{PREFIX}mine").mkdir()
    (temporary / f"{PREFIX}link").symlink_to(left)
    look = ["bash", "-c", f"{' '.join(COMMAND)} exec -- true; ls"]
    done = subprocess.run(  # noqa: S603 - the command under test
        [*COMMAND, "exec", "--", *look], cwd=temporary, capture_output=True, text=True, check=True
    )
    kept = {f"{PREFIX}mine", f"{PREFIX}link"}
    own = set(done.stdout.split()) - kept
    assert len(own) == 1
    assert left.name not in own
    assert {each.name for each in temporary.iterdir()} == kept


@pytest.mark.parametrize("arguments", [["serve", "--port", "0"], ["exec", "--", "sleep", "600"]])
def test_ctrl_c_at_the_start_is_quiet(arguments: list[str], temporary: Path) -> None:
    """Whenever it comes while the command starts, no traceback is printed."""
    program = (
        "import os, signal, sys, etm_mock.__main__ as command\n"
        "module = sys.argv.pop(1)\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == module: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.exit(command.main())"
    )
    for module in ("etm_mock.cli", "trustme", "etm_mock.starting_state"):
        done = subprocess.run(  # noqa: S603 - the command under test
            [sys.executable, "-c", program, module, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == -signal.SIGINT
        assert done.stderr == ""
    assert list(temporary.iterdir()) == []


def test_an_ascii_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders with a space and an accent are no trouble where the locale knows ASCII alone."""
    folder = tmp_path / "été à la mer"
    folder.mkdir()
    (folder / "été.toml").write_text('token = "alex-expired"\n')
    for name, value in {
        "TMPDIR": str(folder),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }.items():
        monkeypatch.setenv(name, value)
    url = "https://engine.energytransitionmodel.com/api/v3/scenarios"
    bearer = f'curl -s -o "été.json" -H "Authorization: Bearer $ETM_API_TOKEN" {url}; cat *.json'
    done = subprocess.run(  # noqa: S603 - the command under test
        [*COMMAND, "exec", "--setup", "été.toml", "--", "bash", "-c", bearer],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    assert b"Invalid or expired token" in done.stdout
    for arguments in (["--help"], ["exec", "--help"], ["serve", "--help"]):
        subprocess.run([*COMMAND, *arguments], capture_output=True, check=True)  # noqa: S603

"""Each block of shell, pasted whole into a shell that waits for a reader, does what it says."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from etm_docs.examples import example, fences, request, session
from etm_docs.paths import SNIPPETS
from etm_mock.server import RunningMock

INTERACTIVE = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "dash": ["-i"],
}
"""Shells, and how each starts without the files that set it up."""

WAYS = [
    *((shell, paste) for shell in ("bash", "zsh") for paste in ("bracketed", "typed")),
    ("dash", "typed"),  # it knows no other
]
"""Shells, and how a terminal hands over what is pasted: marked as such, or as if it was typed."""

KEEP = SNIPPETS / "keep-token-in-a-file"

SAVED = {"calls.sh"}
"""Files of shell that a page has its reader save, and run."""

each_way = pytest.mark.parametrize("terminal", WAYS, indirect=True, ids="-".join)


class Terminal:
    """A shell in a terminal, in a folder of its own."""

    def __init__(self, shell: str, paste: str, environment: dict[str, str], folder: Path) -> None:
        self.folder = folder
        self._bracketed = paste == "bracketed"
        program = shutil.which(shell)
        assert program, f"install {shell}"
        self._child: pexpect.spawn[str] = pexpect.spawn(
            program,
            INTERACTIVE[shell],
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "TERM": "xterm"}
            | {"HOME": str(folder), **environment},
            cwd=str(folder),
            dimensions=(50, 5000),
            encoding="utf-8",
            timeout=30,
        )
        self._child.delaybeforesend = None  # it is for passwords
        self._said = 0
        self.type("PS1= PS2=")

    def type(self, line: str) -> str:
        """Type a line, and Enter; give what comes until the shell waits again."""
        self._child.send(f"{line}\r")
        return self._until_it_waits()

    def paste(self, text: str) -> str:
        """Paste a block as its Copy button gives it, and press Enter."""
        self._child.send(f"\x1b[200~{text}\x1b[201~\r" if self._bracketed else text)
        return self._until_it_waits()

    def close(self) -> None:
        """End the shell."""
        self._child.close(force=True)

    def _until_it_waits(self) -> str:
        self._said += 1
        # The sum is in the answer alone, not in what the terminal repeats of the line.
        self._child.send(f"echo waits$(({self._said}+1000))\r")
        self._child.expect_exact(f"waits{self._said + 1000}")
        return self._child.before or ""


@pytest.fixture
def terminal(
    request: pytest.FixtureRequest, mock: RunningMock, tmp_path: Path
) -> Iterator[Terminal]:
    """Give a shell for which the ETM's addresses lead to the mock."""
    shell, paste = request.param
    opened = Terminal(shell, paste, mock.environment(), tmp_path)
    yield opened
    opened.close()


@each_way
def test_requests(terminal: Terminal, mock: RunningMock) -> None:
    """Each ``curl.sh`` sends its request, and nothing else, and gets its status."""
    for folder in example.folders():
        loaded = example.load(folder)
        loaded.start.apply(mock.url)
        terminal.type(f"ETM_API_TOKEN={loaded.start.token}")
        said = terminal.paste(loaded.file("curl").read_text())
        journal = mock.control.requests()
        wanted = [request.expected(each) for each in loaded.requests()]
        assert [request.comparable(each) for each in journal] == wanted, f"{folder.name}\n{said}"
        assert journal[-1]["status"] == loaded.status, f"{folder.name}\n{said}"


@each_way
@pytest.mark.parametrize("folder", session.session_folders(), ids=lambda folder: folder.name)
def test_session(folder: Path, terminal: Terminal, mock: RunningMock) -> None:
    """The steps of a session, pasted one after the other, get what they get as one script."""
    token = session.sign_up_and_create_token(mock)
    terminal.type(f"export ETM_API_TOKEN={token}")
    for step in session.steps(folder):
        mock.control.forget_requests()
        said = terminal.paste(step.read_text())
        assert len(mock.control.requests()) == step.read_text().count("curl "), said


ODD = {
    "nothing": {},
    "no line break at the end": {".env": "OTHER=1", ".gitignore": "build"},
    "an old token": {".env": "ETM_API_TOKEN=etm_old\n", ".gitignore": ".env\n"},
}
"""What a reader's folder may hold before, by file."""


@each_way
@pytest.mark.parametrize("before", ODD)
def test_token_in_a_file(before: str, terminal: Terminal, mock: RunningMock) -> None:
    """The two blocks keep what is there, and the token is used from the file.

    The shell writes over no file, takes a variable that is not set for an error, and has an alias.
    """
    for name, text in ODD[before].items():
        (terminal.folder / name).write_text(text)
    terminal.type("git init --quiet")
    terminal.type("set -Cu; alias curl='curl --silent'")
    terminal.type(f"ETM_API_TOKEN={mock.environment()['ETM_API_TOKEN']}")
    terminal.paste((KEEP / "save.sh").read_text())
    for name, text in ODD[before].items():
        assert set(text.split()) <= set((terminal.folder / name).read_text().split())
    assert (terminal.folder / ".env").stat().st_mode & 0o777 == 0o600
    assert ".env" in (terminal.folder / ".gitignore").read_text().split()
    terminal.type("unset ETM_API_TOKEN")
    mock.control.forget_requests()
    terminal.paste((KEEP / "load.sh").read_text())
    assert [each["status"] for each in mock.control.requests()] == [200]


@each_way
def test_token_that_is_not_set(terminal: Terminal) -> None:
    """Without a token the block says what is lacking, and writes nothing."""
    terminal.type("unset ETM_API_TOKEN")
    said = terminal.paste((KEEP / "save.sh").read_text())
    assert "ETM_API_TOKEN: is not set" in said
    assert not [*terminal.folder.glob(".env"), *terminal.folder.glob(".gitignore")]


def test_commands_have_no_comments() -> None:
    """In zsh, a comment that is typed is a part of the command."""
    typed = [
        block
        for page in fences.pages()
        for block in fences.blocks_of(page)
        if block.language == "sh" and (block.included or [Path("command.sh")])[0].name not in SAVED
    ]
    assert typed
    assert not [block.where for block in typed if re.search(r"(^|\s)#", block.shown, re.MULTILINE)]

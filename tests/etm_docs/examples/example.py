"""An example: a folder of ``snippets/``, named by what the reader does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from etm_mock.starting_state import FILE_NAME, InvalidStartingState, StartingState, read

from etm_docs.examples import request, settings
from etm_docs.examples.request import RawRequest
from etm_docs.paths import SNIPPETS, shown

VARIANTS: Final = {
    "curl": "curl.sh",
    "http": "request.http",
    "python": "python.py",
    "powershell": "powershell.ps1",
    "javascript": "javascript.mjs",
}
"""The variants of an example that sends a request, and their files."""

GENERATED: Final = {VARIANTS["powershell"], VARIANTS["javascript"]}
"""The files that ``make update`` writes from ``request.http``."""

RESPONSE: Final = "response.json"

COMMAND, OUTPUT = "command.sh", "output.txt"
"""The files of an example that runs a command."""


class InvalidExample(ValueError):  # noqa: N818 - it is the example that is invalid
    """An example that can't be run; the message names the file and what to do."""


@dataclass(frozen=True)
class Example:
    """A folder with a file of each variant, and maybe ``response.json``.

    ``status`` is the HTTP status that its request gets; ``start`` its starting state.
    """

    folder: Path
    status: int
    start: StartingState

    @property
    def name(self) -> str:
        """The example's identity."""
        return self.folder.name

    def file(self, variant: str) -> Path:
        """Give the file of a variant."""
        return self.folder / VARIANTS[variant]

    def requests(self) -> list[RawRequest]:
        """Read the requests of ``request.http``, with the example's token.

        Raises :class:`~etm_docs.examples.request.InvalidRequest`.
        """
        written = request.parse(self.file("http").read_text())
        return [each.with_token(self.start.token) for each in written]

    @property
    def response(self) -> Path:
        """The file that holds the answer as printed; it is missing where the answer is empty."""
        return self.folder / RESPONSE

    @property
    def printed_response(self) -> str:
        """The answer as printed, empty where there is none."""
        return self.response.read_text() if self.response.exists() else ""


def load(folder: Path) -> Example:
    """Read an example.

    Raises :class:`InvalidExample` for a missing, superfluous or unreadable file.
    """
    known = {*VARIANTS.values(), RESPONSE, FILE_NAME}
    present = {path.name for path in folder.iterdir()}
    for name in sorted(present - known):
        raise InvalidExample(f"{shown(folder / name)}: no file of an example; known are {known}")
    for name in sorted(set(VARIANTS.values()) - GENERATED - present):
        raise InvalidExample(f"{shown(folder / name)}: missing; an example has every variant")
    values = settings_of(folder)
    start = StartingState.of(values, folder / FILE_NAME)
    return Example(folder, int(values.get("status", 200)), start)


def settings_of(folder: Path) -> dict[str, Any]:
    """Read the ``example.toml`` of any kind of example; a missing one is empty.

    Raises :class:`InvalidExample` with the file, the line and what to do.
    """
    file = folder / FILE_NAME
    if not file.exists():
        return {}
    try:
        values = read(file)
    except InvalidStartingState as error:
        raise InvalidExample(str(error)) from None
    if problem := settings.problem(values, file.read_text()):
        line, what = problem
        raise InvalidExample(f"{shown(file)}:{line}: {what}")
    return values


def folders() -> list[Path]:
    """List the folders of ``snippets/`` that hold an example of a request."""
    return sorted(path.parent for path in SNIPPETS.glob(f"*/{VARIANTS['http']}"))


def script_folders() -> list[Path]:
    """List the folders of ``snippets/`` that hold a Python script of several requests.

    Such an example has a ``python.py`` alone, and maybe an ``example.toml``: what it sends depends
    on the answers, so there is no other variant to compare it with.
    """
    scripts = (path.parent for path in SNIPPETS.glob(f"*/{VARIANTS['python']}"))
    return sorted(set(scripts) - set(folders()))


def powershell_scripts() -> list[Path]:
    """List the scripts in PowerShell that are no variants: their folders hold nothing else."""
    requests = folders()
    return sorted(path for path in SNIPPETS.glob("*/*.ps1") if path.parent not in requests)


def matlab_folders() -> list[Path]:
    """List the folders of ``snippets/`` that hold a script in MATLAB, and what it prints."""
    return sorted({path.parent for path in SNIPPETS.glob("*/*.m")})


def command_folders() -> list[Path]:
    """List the folders of ``snippets/`` that hold an example of a command.

    ``command.sh`` is run in a folder with the example's other files. ``output.txt`` holds what it
    prints; where that differs from run to run there is none, and only the exit status counts.
    """
    return sorted(path.parent for path in SNIPPETS.glob(f"*/{COMMAND}"))

"""What may differ from one machine to another, and must not matter to the examples."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

Variables = Mapping[str, str]

_NOWHERE: Final = "127.0.0.1:9"
"""An address on which nothing listens."""


def _strange_home(folder: Path) -> Variables:
    """Make a home with settings that change what curl and httpx do, where they are heeded."""
    home = folder / "a home"
    home.mkdir()
    (home / ".netrc").write_text("default login somebody password else\n")
    (home / ".netrc").chmod(0o600)
    (home / ".curlrc").write_text("include\nverbose\nuser-agent = strange\nfail\n")
    (home / ".bashrc").write_text("echo from .bashrc\n")
    (home / ".config").mkdir()
    (home / ".config" / "curlrc").write_text("head\n")
    return {"HOME": str(home), "CURL_HOME": str(home), "NETRC": str(home / ".netrc")}


def _strange_folders(folder: Path) -> Variables:
    """Let temporary files be in a folder whose name has to be quoted."""
    temporary = folder / 'a folder\'s name, "quoted"'
    temporary.mkdir()
    return {"TMPDIR": str(temporary)}


def _empty_home(folder: Path) -> Variables:
    return {"HOME": str(folder)}


def _proxies(folder: Path) -> Variables:  # noqa: ARG001
    names = ("http_proxy", "https_proxy", "all_proxy")
    proxies = dict.fromkeys(names, f"http://{_NOWHERE}")
    return {**proxies, **{name.upper(): value for name, value in proxies.items()}}


def _other_locale(folder: Path) -> Variables:  # noqa: ARG001
    """Take a locale whose encoding is not UTF-8, or any other than C's, if there is one."""
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)  # noqa: S607
    known = [name for name in done.stdout.split() if not name.startswith(("C", "POSIX"))]
    known.sort(key=lambda name: "utf" in name.lower())
    return {"LC_ALL": known[0]} if known else {"LC_ALL": "C", "LANG": "de_DE.UTF-8"}


def _years_ahead(folder: Path) -> Variables:  # noqa: ARG001
    """Set the date, where Debian's libfaketime is installed."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    return {"LD_PRELOAD": str(library), "FAKETIME": "+5y"} if library else {}


def _always(**variables: str) -> Callable[[Path], Variables]:
    return lambda _: variables


SURROUNDINGS: Final[Mapping[str, Callable[[Path], Variables]]] = {
    "as it is": _always(),
    "time zone of the first to see a day": _always(TZ="Pacific/Kiritimati"),
    "time zone off by half an hour": _always(TZ="America/St_Johns"),
    "a date years ahead": _years_ahead,
    "locale C": _always(LC_ALL="C", LANG="C"),
    "another locale": _other_locale,
    "a narrow terminal": _always(COLUMNS="40", LINES="10", TERM="dumb"),
    "colours": _always(FORCE_COLOR="1", CLICOLOR_FORCE="1", TERM="xterm-256color"),
    "an empty home": _empty_home,
    "a home with settings": _strange_home,
    "a temporary folder to quote": _strange_folders,
    "proxies that are not there": _proxies,
    "no proxy for anything": _always(NO_PROXY="*", no_proxy="*"),
    "a proxy of another kind": _always(ALL_PROXY=f"socks5h://{_NOWHERE}", all_proxy=""),
    "other authorities": _always(
        SSL_CERT_FILE="/nowhere/a.pem",
        CURL_CA_BUNDLE="/nowhere/b.pem",
        REQUESTS_CA_BUNDLE="/nowhere/c.pem",
    ),
    "somebody's own token": _always(ETM_API_TOKEN="etm_theirs", ETM_MOCK_URL="http://x"),  # noqa: S106
    "fixed hashes": _always(PYTHONHASHSEED="0"),
    "warnings shown": _always(PYTHONWARNINGS="always"),
    "Python's own checks": _always(PYTHONDEVMODE="1"),
}
"""Each by what it is about: given a folder for its own use, the variables that differ."""

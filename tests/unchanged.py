"""Passes over tests in the browser that passed before, while all that they are made of is the same.

What such a test says depends on the page as it was built, on the tests and what they run, and on
the browser, bash and curl: when none of these has changed, neither has the answer. With
``--changed``, as ``make test`` has it, such a test isn't run again, and the summary says how many
weren't. A clean checkout knows of no earlier run, so there every test runs; so do all with
``make test CHANGED=``.
"""

import hashlib
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from runner.example import ROOT

_KEPT: Final = "browser/passed"
"""Where pytest's own cache has the tests that passed: of each, what its report recorded."""

_MADE_OF: Final = "made of"
"""The property of a report that says of what the test is made: a hash."""

_PASSED_OVER: Final = pytest.StashKey[Sequence[dict[str, Any]]]()
"""What the tests that were passed over recorded when they ran."""

_SENT: Final = "passed over"
"""Under which name a worker sends what it passed over."""

_PARTS: Final = ("tests", "snippets", "pyproject.toml", "requirements.txt")
"""What each test in the browser depends on beside the site."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption(
        "--changed",
        action="store_true",
        help="in the browser, test only what has changed since its tests passed",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Describe the mark, and keep what passes: in one process, whose workers others may be."""
    config.addinivalue_line(
        "markers", "opens(*sources): a test that opens no other pages than these"
    )
    config.stash[_PASSED_OVER] = []
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Keeper(config), "keeper of what passed in the browser")


def pass_over(config: pytest.Config, items: list[pytest.Item], folder: Path, site: Path) -> None:
    """Note what the tests of a folder are made of; take out those that need not run again."""
    kept, made = _kept(config), _Made(site)
    running: list[pytest.Item] = []
    passed_over: list[pytest.Item] = []
    for item in items:
        same = False
        if item.path.parent == folder:
            made_of = made.of(pages_of(item))
            item.user_properties.append((_MADE_OF, made_of))
            same = kept.get(item.nodeid, {}).get(_MADE_OF) == made_of
        (passed_over if same and config.option.changed else running).append(item)
    items[:] = running
    config.hook.pytest_deselected(items=passed_over)
    config.stash[_PASSED_OVER] = [kept[item.nodeid] for item in passed_over]
    if hasattr(config, "workeroutput"):
        config.workeroutput[_SENT] = recorded(config)


def recorded(config: pytest.Config) -> Sequence[dict[str, Any]]:
    """Give what the tests that were passed over recorded when they ran."""
    return config.stash[_PASSED_OVER]


def pages_of(item: pytest.Item) -> Sequence[str]:
    """Give the sources of the pages that a test opens, none if it may be any.

    They are in its mark ``opens``, or in its parameter ``source``.
    """
    if mark := item.get_closest_marker("opens"):
        return mark.args
    call = getattr(item, "callspec", None)  # of a test with parameters
    return [call.params["source"]] if call and "source" in call.params else []


class _Keeper:
    """Keeps what passed, and says what was passed over."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._passed: dict[str, dict[str, Any]] = {}
        self._other: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test ended; one passed if its set-up and its end did, too."""
        properties = dict(report.user_properties)
        if _MADE_OF not in properties:
            return
        if not report.passed:
            self._other.add(report.nodeid)
        elif report.when == "teardown":
            self._passed[report.nodeid] = properties

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker passed over: all do the same; one that broke off says nothing."""
        if sent := getattr(node, "workeroutput", {}).get(_SENT):
            self._config.stash[_PASSED_OVER] = sent

    def pytest_sessionfinish(self) -> None:
        """Write what passed."""
        if self._passed or self._other:
            kept = {**_kept(self._config), **self._passed}
            passed = {name: kept[name] for name in kept if name not in self._other}
            if cache := _cache(self._config):
                cache.set(_KEPT, passed)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was passed over."""
        if number := len(recorded(self._config)):
            terminalreporter.write_line(
                f"{number} tests in the browser not run again: nothing that they are made of has"
                " changed since they passed (without --changed, they run too)"
            )


def _kept(config: pytest.Config) -> dict[str, dict[str, Any]]:
    cache = _cache(config)
    return cache.get(_KEPT, {}) if cache else {}


def _cache(config: pytest.Config) -> pytest.Cache | None:
    return getattr(config, "cache", None)  # a run with `-p no:cacheprovider` has none


class _Made:
    """Says of what tests are made."""

    def __init__(self, site: Path) -> None:
        from audit import chromium  # not at the top: it takes long, and each run loads this module

        tools = filter(None, (chromium.path(), "curl", "bash"))
        versions = [subprocess.check_output([tool, "--version"], text=True) for tool in tools]  # noqa: S603
        parts = [file for part in _PARTS for file in _files(ROOT / part)]
        # Cards are shown by other sites that have a link to a page.
        assets = [file for file in _files(site / "assets") if file.parent.name != "cards"]
        self._site = site
        self._of_all = _hash(platform.python_version(), *versions, *parts, *assets)
        self._of_the_site = _hash(self._of_all, *_files(site), *_files(ROOT / "docs"))

    def of(self, sources: Sequence[str]) -> str:
        """Give the hash of all that a test depends on: of the site, these pages or everything."""
        from publish.pages import folder_of

        if not sources:
            return self._of_the_site
        built = [self._site / folder_of(each) / "index.html" for each in sources]
        return _hash(self._of_all, *built, *(ROOT / "docs" / each for each in sources))


def _files(top: Path) -> Sequence[Path]:
    """List the files of a folder that aren't made when its modules run; a file is its own."""
    if top.is_file():
        return [top]
    every = sorted(file for file in top.rglob("*") if file.is_file())
    return [file for file in every if "__pycache__" not in file.parts]


def _hash(*parts: str | Path) -> str:
    """Make one hash of texts and of files, with their names."""
    made = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else b""
        made.update(f"{part}\0{len(content)}\0".encode() + content)
    return made.hexdigest()

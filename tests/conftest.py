"""A mock for the tests, what keeps them on this machine and to usual signals, ``--thorough``."""

import signal
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from etm_mock.hosts import is_loopback
from etm_mock.server import RunningMock


class LeftTheMachine(BaseException):
    """A test tried to reach another machine. It can't be caught by ``except Exception``."""


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and not is_loopback(host) and host != "0.0.0.0":  # noqa: S104 - compared, not bound
        raise LeftTheMachine(f"a test tried to reach {host}")


sys.addaudithook(_stay_here)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of ``make thorough`` and ``make soak``."""
    parser.addoption(
        "--thorough", action="store_true", help="send many more requests: takes minutes"
    )
    parser.addoption("--soak", type=float, metavar="MINUTES", help="how long test_soak.py lasts")


@pytest.fixture(scope="session", autouse=True)
def usual_signals() -> Iterator[None]:
    """Signals mean what they usually do, also where the tests run in the background of a script."""
    hangup = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGHUP, hangup)
    signal.signal(signal.SIGINT, interrupt)


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether a test that sends many requests sends as many as it can (``make thorough``)."""
    return bool(request.config.getoption("thorough"))


@pytest.fixture
def mock(etm_mock_server: RunningMock) -> RunningMock:
    """The mock, reset to the docs fixture; the environment stays as it is."""
    etm_mock_server.control.reset()
    return etm_mock_server


COUNTED = ("verified blocks", "exempt blocks", "other blocks", "run examples", "alike examples")
"""What tests record of a page, in the order in which the summary takes it."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many code blocks of the built pages were verified, and how many ran there."""
    counts = Counter(dict.fromkeys(COUNTED, 0))
    recorded = []
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if isinstance(report, pytest.TestReport) and report.when == "call":
                recorded.append(dict(report.user_properties))
    for properties in recorded:
        counts.update({name: properties.get(name, 0) for name in counts})
    verified, exempt, other, run, alike = counts.values()
    if run:
        terminalreporter.write_line(
            f"{run} examples run in a browser, on their pages: {alike} gave what is printed"
        )
    if verified:
        terminalreporter.write_line(
            f"{verified + exempt + other} blocks of code on the pages: {verified} verified,"
            f" {exempt} exempt with a reason, {other} not"
        )

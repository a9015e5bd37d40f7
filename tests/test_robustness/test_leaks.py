"""Many requests: the mock holds on to nothing when they have been answered.

``make test`` sends enough of them to see a single object that each leaves behind. ``make thorough``
sends thousands, to see in the memory of the whole process what is no object of Python.
"""

import asyncio
import http.client
import json
import ssl
from collections.abc import Callable
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

import httpx
import pytest
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from test_robustness.process import ServedMock
from test_robustness.raw import connect

ROUND: Final = 200
ROUND_OF_THOROUGH: Final = 1000
ROUNDS: Final = 5
ROUNDS_OF_THOROUGH: Final = 8

MAXIMUM_GROWTH: Final = 4 * 1024 * 1024
"""How much more memory the rounds after the second may take. A request that is remembered by
mistake takes some 2 KB: in all rounds of ``make thorough`` several times as much."""

HEADERS: Final = {
    "Host": "engine.energytransitionmodel.com",
    "Authorization": f"Bearer {DEMO_TOKEN}",
    "Content-Type": "application/json",
}

# A typical mixture; the last one is refused.
CALLS: Final = (
    ("GET", "/api/v3/scenarios", None),
    ("GET", "/api/v3/scenarios/9000002", None),
    ("PUT", "/api/v3/scenarios/9000002", {"scenario": {"metadata": {"note": "x" * 500}}}),
    ("POST", "/api/v3/scenarios", {"scenario": {"end_year": 2040}}),
    ("GET", "/oauth/token/info", None),
    ("GET", "/identity/sign_in", None),
    ("GET", "/api/v3/scenarios/9000005", None),
)


@pytest.fixture
def sizes(thorough: bool) -> tuple[int, int]:
    """How many rounds of requests are sent, and of how many requests a round is."""
    return (ROUNDS_OF_THOROUGH, ROUND_OF_THOROUGH) if thorough else (ROUNDS, ROUND)


def test_http1(served: ServedMock, sizes: tuple[int, int]) -> None:
    """On a few connections, and one more for every hundred requests."""
    check(served, sizes, lambda size: ask_over_http1(served.mock, size))


def test_http2(served: ServedMock, sizes: tuple[int, int]) -> None:
    """Through the proxy, ten requests at a time on one connection."""
    check(served, sizes, lambda size: asyncio.run(ask_over_http2(served.mock, size)))


def check(served: ServedMock, sizes: tuple[int, int], ask: Callable[[int], None]) -> None:
    """Send rounds of requests, and compare what the mock holds after each of them."""
    rounds, size = sizes
    before = served.usage()
    usages = []
    for _ in range(rounds):
        ask(size)
        # It forgets what it is meant to remember.
        served.mock.control.reset()
        usages.append(served.settled(before))
    assert not usages[-1].exceeds(before), (before, usages[-1])
    # What a request leaves behind, one block at least, every round leaves; a cache grows in some.
    grown = [after.blocks - before.blocks for before, after in pairwise(usages[1:])]
    assert min(grown) < 0.5 * size, grown
    assert usages[-1].memory - usages[1].memory < MAXIMUM_GROWTH, usages


def ask_over_http1(mock: RunningMock, count: int) -> None:
    """Send a number of requests over HTTP/1.1."""
    address = urlsplit(mock.url).netloc
    connections = [http.client.HTTPConnection(address) for _ in range(4)]
    for number in range(count):
        method, path, body = CALLS[number % len(CALLS)]
        connection = connections[number % len(connections)]
        content = json.dumps(body) if body else None
        connection.request(method, path, content, HEADERS)
        connection.getresponse().read()
        if number % 100 == 0:
            connect(mock.url).close()
    for connection in connections:
        connection.close()


async def ask_over_http2(mock: RunningMock, count: int) -> None:
    """Send a number of requests over HTTP/2."""
    trusted = ssl.create_default_context(cafile=str(mock.authority))
    async with httpx.AsyncClient(
        base_url="https://engine.energytransitionmodel.com",
        http2=True,
        proxy=mock.proxy_url,
        verify=trusted,
        trust_env=False,
        headers=HEADERS,
        timeout=60,
    ) as client:

        async def ask(first: int) -> None:
            for number in range(first, count, 10):
                method, path, body = CALLS[number % len(CALLS)]
                await client.request(method, path, json=body)

        # One request opens the connection that the others share.
        await client.get("/oauth/token/info")
        await asyncio.gather(*(ask(first) for first in range(10)))

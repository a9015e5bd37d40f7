"""Thousands of requests: the mock holds on to nothing when they have been answered."""

import asyncio
import http.client
import json
import ssl
from typing import Final
from urllib.parse import urlsplit

import httpx
from etm_mock.fixtures import DEMO_TOKEN
from etm_mock.server import RunningMock
from robustness.process import ServedMock, Usage
from robustness.raw import connect

ROUND: Final = 1000
ROUNDS: Final = 8
ROUNDS_OVER_HTTP2: Final = 2

MAXIMUM_GROWTH: Final = 4 * 1024 * 1024
"""How much more memory the last thousand requests may leave than the second. A request that is
remembered by mistake takes some 2 KB: several times as much in all."""

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


def test_http1(served: ServedMock) -> None:
    """On a few connections, and one more for every hundred requests."""
    before = served.usage()
    address = urlsplit(served.mock.url).netloc
    connections = [http.client.HTTPConnection(address) for _ in range(4)]
    usages = []
    for _ in range(ROUNDS):
        for number in range(ROUND):
            method, path, body = CALLS[number % len(CALLS)]
            connection = connections[number % len(connections)]
            content = json.dumps(body) if body else None
            connection.request(method, path, content, HEADERS)
            connection.getresponse().read()
            if number % 100 == 0:
                connect(served.mock.url).close()
        usages.append(measured(served))
    for connection in connections:
        connection.close()
    assert_nothing_is_left(served, before, usages[1], usages[-1])


def test_http2(served: ServedMock) -> None:
    """Through the proxy, ten requests at a time on one connection, and a new one each round."""
    before = served.usage()
    usages = []
    for _ in range(ROUNDS_OVER_HTTP2):
        asyncio.run(ask_over_http2(served.mock, ROUND // 2))
        usages.append(measured(served))
    assert_nothing_is_left(served, before, usages[0], usages[-1])


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


def measured(served: ServedMock) -> Usage:
    """Let the mock forget what it is meant to remember, and measure what it holds then."""
    served.mock.control.reset()
    return served.usage()


def assert_nothing_is_left(served: ServedMock, before: Usage, second: Usage, last: Usage) -> None:
    """Compare what the mock holds: before and after, and along the way."""
    assert last.memory - second.memory < MAXIMUM_GROWTH, (second, last)
    after = served.settled(before)
    assert not after.exceeds(before), (before, after)

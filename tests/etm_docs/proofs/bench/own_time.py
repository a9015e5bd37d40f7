"""The mock's own time for a request: in this process, without sockets or a server."""

import asyncio
import time
from collections.abc import MutableMapping
from typing import Any

from etm_docs.proofs.bench.load import Call
from etm_mock import fixtures
from etm_mock.app import create_app
from etm_mock.state import State


def milliseconds(call: Call, count: int) -> float:
    """Answer a request ``count`` times; give the processor time of one, in milliseconds."""
    return asyncio.run(_milliseconds(call, count))


async def _milliseconds(call: Call, count: int) -> float:
    state = State()
    fixtures.load(state, "docs")
    app = create_app(state)
    head, _, body = call.bytes(80).partition(b"\r\n\r\n")
    lines = [line.partition(b": ") for line in head.split(b"\r\n")[1:]]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": call.path,
        "raw_path": call.path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower(), value) for name, _, value in lines],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    began = 0.0
    # The first few fill the caches.
    for number in range(-50, count):
        if number == 0:
            began = time.process_time()
        await app(dict(scope), receive, send)
    spent = time.process_time() - began
    if set(statuses) != {200}:
        raise RuntimeError(f"answered {set(statuses)}")
    return spent / count * 1000

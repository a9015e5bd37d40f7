"""A mixed load for minutes: nothing is lost, and the mock ends as it began (``make soak``).

Users create, read, change, share and delete scenarios over HTTP/1.1 and HTTP/2, while faults are
set for some of their requests, and broken clients send nonsense. ``make test`` does it for seconds.
"""

import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from etm_mock.server import RunningMock
from test_robustness.process import ServedMock, Usage, serving
from test_robustness.raw import connect, secure, tunnel
from test_robustness.test_broken_input import (
    FRAMES,
    PROXY_HEADS,
    REQUESTS,
    TLS_RECORDS,
    abandon,
    finish,
)

ENGINE: Final = "https://engine.energytransitionmodel.com/api/v3"

SECONDS: Final = 4.0
"""How long ``make test`` does it."""

USERS: Final = 2
"""How many users there are for HTTP/1.1, and as many again for HTTP/2."""

KEPT: Final = 20
"""How many scenarios each user keeps to the end."""

SHOWN: Final = 60.0
"""Seconds between two lines of figures."""

LONG: Final = 300.0
"""Seconds from which on memory counts."""

MAXIMUM_GROWTH: Final = 24 * 1024 * 1024
"""How many more bytes the process may have at the end: it keeps the space of a full journal."""

FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"status": 429, "retry_after": 0},
    {"status": 500},
    {"status": 503},
    {"drop": True},
    {"latency": 0.05},
)


@pytest.fixture
def seconds(request: pytest.FixtureRequest) -> float:
    """How long the load lasts."""
    minutes = request.config.getoption("soak")
    return SECONDS if minutes is None else 60 * float(minutes)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ServedMock]:
    """A mock that no other test has asked."""
    with serving(tmp_path) as served:
        yield served


class Load:
    """What all clients of a mock do until they are stopped, and how often they did it."""

    def __init__(self, mock: RunningMock) -> None:
        self._mock = mock
        self._trusted = ssl.create_default_context(cafile=str(mock.authority))
        self._stopped = threading.Event()
        self.done = Counter[str]()

    def run(self, seconds: float, show: Callable[[], object]) -> None:
        """Put the load on the mock, and ``show`` figures each minute; raise what went wrong."""
        works = [partial(self._use, http2) for http2 in (True, False) * USERS]
        works.append(partial(self._break))
        end = time.monotonic() + seconds
        with ThreadPoolExecutor(len(works)) as pool:
            running = [pool.submit(work) for work in works]
            try:
                while (left := end - time.monotonic()) > 0 and not self._stopped.is_set():
                    self._stopped.wait(min(left, SHOWN))
                    show()
            finally:
                self._stopped.set()
            for each in running:
                each.result()

    def _use(self, http2: bool) -> None:
        """Be a user: live through scenarios, and keep some, whose state is known to the end."""
        try:
            self._live(http2)
        finally:
            self._stopped.set()  # also when it goes wrong: the others needn't go on

    def _live(self, http2: bool) -> None:
        control, mark = self._mock.control, f"{threading.get_ident()}-{time.monotonic_ns()}"
        user = control.create_user(name=f"User {mark}", email=f"{mark}@example.org")
        token = control.create_token(user_id=user["id"], permissions="delete")["token"]
        kept = dict[int, int]()
        with httpx.Client(
            base_url=ENGINE,
            http2=http2,
            proxy=self._mock.proxy_url,
            verify=self._trusted,
            trust_env=False,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        ) as client:
            step = 0
            while not self._stopped.is_set():
                step += 1
                made = self._ask(client, 200, "POST", "", {"scenario": {"end_year": 2040}})
                self._change(client, made["id"], step)
                self._meet_a_fault(client, made["id"])
                if len(kept) < KEPT:
                    kept[made["id"]] = step
                else:
                    self._delete(client, made["id"])
                    scenario = random.choice(list(kept))  # noqa: S311 - not a secret
                    self._change(client, scenario, step)
                    kept[scenario] = step
                self.done["life cycles"] += 1
            for scenario, noted in kept.items():
                shown = self._ask(client, 200, "GET", f"/{scenario}")
                assert shown["metadata"] == {"step": noted}, (shown, noted)
                self.done["scenarios kept"] += 1
            listed = self._ask(client, 200, "GET", "?limit=100")
            assert {each["id"] for each in listed["data"]} == set(kept)

    def _change(self, client: httpx.Client, scenario: int, step: int) -> None:
        change = {"scenario": {"metadata": {"step": step}}}
        self._ask(client, 200, "PUT", f"/{scenario}", change)
        other = {"user_email": f"{step}@example.com", "role": "scenario_viewer"}
        self._ask(client, 201, "POST", f"/{scenario}/users", {"scenario_users": [other]})
        # Else each scenario that is kept would have more and more users.
        self._ask(client, 200, "DELETE", f"/{scenario}/users", {"scenario_users": [other]})
        assert self._ask(client, 200, "GET", f"/{scenario}")["metadata"] == {"step": step}

    def _delete(self, client: httpx.Client, scenario: int) -> None:
        self._ask(client, 200, "DELETE", f"/{scenario}")
        self._ask(client, 404, "GET", f"/{scenario}")

    def _meet_a_fault(self, client: httpx.Client, scenario: int) -> None:
        """Let the next read of a scenario go wrong; the one after it doesn't."""
        fault = random.choice(FAULTS)  # noqa: S311 - not a secret
        path = f"/api/v3/scenarios/{scenario}"
        self._mock.control.add_fault(method="GET", path=path, **fault)
        if fault.get("drop"):
            with pytest.raises(httpx.TransportError):
                client.get(f"/scenarios/{scenario}")
        else:
            self._ask(client, fault.get("status", 200), "GET", f"/{scenario}")
        self._ask(client, 200, "GET", f"/{scenario}")
        self.done["faults"] += 1

    def _ask(
        self, client: httpx.Client, status: int, method: str, path: str, body: Any = None
    ) -> Any:
        answer = client.request(method, f"/scenarios{path}", json=body)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        self.done["requests"] += 1
        return answer.json() if answer.content else None

    def _break(self) -> None:
        """Be all the broken clients, one after the other."""
        kinds = ((connect, self._mock.url, REQUESTS), (connect, self._mock.proxy_url, PROXY_HEADS))
        while not self._stopped.is_set():
            for begin, address, texts in kinds:
                self._send(partial(begin, address), texts)
            self._send(partial(tunnel, self._mock), TLS_RECORDS)
            self._send(partial(secure, self._mock), FRAMES)

    def _send(self, begin: Callable[[], Any], texts: dict[str, bytes]) -> None:
        for sent in texts.values():
            if self._stopped.is_set():
                return
            leave = random.choice((finish, abandon))  # noqa: S311 - not a secret
            leave(begin(), sent)
            self.done["broken clients"] += 1


def test_soak(own: ServedMock, seconds: float, capsys: pytest.CaptureFixture[str]) -> None:
    """After a load, the mock holds what it held after a tenth of it."""
    began = time.monotonic()

    def loaded(length: float) -> tuple[Usage, Counter[str]]:
        load = Load(own.mock)
        load.run(length, lambda: show(own.usage(), load.done))
        own.mock.control.reset()
        return own.settled(first), load.done

    def show(usage: Usage, done: Counter[str]) -> None:
        line = f"{time.monotonic() - began:7.0f} s  {usage.memory / 2**20:6.1f} MiB,"
        line += f" {usage.files} files, {usage.threads} threads, {usage.tasks} tasks;"
        with capsys.disabled():
            print(line, *(f"{count} {name}" for name, count in sorted(done.items())), flush=True)

    own.mock.control.reset()  # it has begun when it has answered
    first = own.usage()
    before, _ = loaded(seconds / 10)
    after, done = loaded(seconds)
    show(after, done)
    assert min(done[each] for each in ("life cycles", "faults", "broken clients")) > 0, done
    assert not after.exceeds(first), (first, after)
    if seconds >= LONG:  # until then, what is remembered on purpose grows; see test_leaks.py
        assert after.blocks - before.blocks < 0.1 * done["requests"], (before, after)
        assert after.memory - before.memory < MAXIMUM_GROWTH, (before, after)
    assert own.complaints() == []

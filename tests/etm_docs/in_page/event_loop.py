"""An event loop where there are no sockets: all it waits for is time."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class _Clock:
    """Stands where an event loop keeps what tells it of its sockets."""

    def select(self, timeout: float | None) -> Sequence[object]:
        time.sleep(timeout or 0)
        return ()


class Loop(asyncio.BaseEventLoop):
    """Runs coroutines to their end, in the thread that asks."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Clock()

    def _process_events(self, events: Sequence[object]) -> None:
        """Do nothing: no socket has any."""

    def _write_to_self(self) -> None:
        """Do nothing: no other thread calls."""


def install() -> None:
    """Let ``asyncio.run`` use such a loop: the browser's own, which always runs, can't wait."""
    asyncio._set_running_loop(None)
    asyncio.events.new_event_loop = Loop


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end.

    Inside another loop it is one that must not wait. Raises :class:`RuntimeError` if it does.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a request of a synchronous client can't wait inside asynchronous code")

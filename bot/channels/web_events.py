"""News for open pages: who listens, and the stream of server-sent events each of them reads."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

QUEUED = 1000  # news a page may lag behind; then it is cut off, connects again and loads everything
KEEPALIVE = 15.0  # seconds of silence after which a comment shows whether the page is still there

Queue = asyncio.Queue[str | None]


class Hub:
    """Passes each piece of news to every open page."""

    def __init__(self) -> None:
        self._queues: set[Queue] = set()
        self._is_closed = False

    @property
    def listeners(self) -> int:
        return len(self._queues)

    def publish(self, event: str, data: dict[str, Any]) -> None:
        """Tell every open page; one that does not keep up is cut off."""
        news = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        for queue in tuple(self._queues):
            if queue.qsize() < QUEUED:
                queue.put_nowait(news)
            else:
                self._cut_off(queue)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._is_closed = True
        for queue in tuple(self._queues):
            self._cut_off(queue)

    @contextmanager
    def listening(self) -> Iterator[Queue]:
        """A queue of news from now on; None in it is the end."""
        queue: Queue = asyncio.Queue()
        self._queues.add(queue)
        if self._is_closed:
            self._cut_off(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def _cut_off(self, queue: Queue) -> None:
        self._queues.discard(queue)
        queue.put_nowait(None)


async def stream(hub: Hub) -> AsyncIterator[str]:
    """The text of one page's event stream, from "retry" to the end."""
    with hub.listening() as queue:
        yield "retry: 1000\n\n"
        while (news := await _next(queue)) is not None:
            yield news


async def _next(queue: Queue) -> str | None:
    try:
        return await asyncio.wait_for(queue.get(), KEEPALIVE)
    except TimeoutError:
        return ": still here\n\n"

"""Updates that arrived at the same time: one of a chat at a time, the lowest number first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush

from bot.domain.chat import AddressKey


class Order:
    """Of the updates of one chat that wait here, the one with the lowest number goes next. One that has not
    arrived cannot be waited for: who comes later goes later, whatever its number. Remembers only chats with
    something under way."""

    def __init__(self) -> None:
        self._waiting: dict[AddressKey, list[tuple[int, int, asyncio.Event]]] = {}
        self._arrived = 0

    @asynccontextmanager
    async def turn(self, address: AddressKey, number: int) -> AsyncIterator[None]:
        """Wait until nothing of this chat is under way and nothing lower waits."""
        queue = self._waiting.get(address)
        if queue is None:
            self._waiting[address] = []
        else:
            await self._wait(queue, number, address)
        try:
            yield
        finally:
            self._pass_on(address)

    async def _wait(
        self, queue: list[tuple[int, int, asyncio.Event]], number: int, address: AddressKey
    ) -> None:
        mine = asyncio.Event()
        self._arrived += 1  # the same update may arrive twice
        place = (number, self._arrived, mine)
        heappush(queue, place)
        try:
            await mine.wait()
        except asyncio.CancelledError:
            if mine.is_set():
                self._pass_on(address)
            else:
                queue.remove(place)
            raise

    def _pass_on(self, address: AddressKey) -> None:
        if queue := self._waiting[address]:
            heappop(queue)[2].set()
        else:
            del self._waiting[address]

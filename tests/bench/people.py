"""People who tap: each the first button of their newest card, again as soon as the card has changed."""

import asyncio
import time
from dataclasses import dataclass, field

from tests.bench.crowd import chats
from tests.bench.stage import Telegram
from tests.fakes.telegram_chats import Delivery

_PATIENCE = 60.0  # seconds


@dataclass
class Crowd:
    """So many people, one card each; `waits` are the seconds from each tap to its edited card."""

    telegram: Telegram
    count: int
    waits: list[float] = field(default_factory=list)
    _tapped_at: dict[int, float] = field(default_factory=dict)
    _cards: set[int] = field(default_factory=set)
    _is_eager: bool = False

    async def open_cards(self) -> None:
        """Everybody asks what waits and gets their one card."""
        self.telegram.watch = self._see
        for chat in chats(self.count):
            self.telegram.says(chat, "/viec")
        await self.telegram.wait_for(lambda: len(self._cards) == self.count, _PATIENCE)
        await self.telegram.quiet(_PATIENCE)

    async def tap_for(self, seconds: float) -> float:
        """Everybody taps without a pause for so long; how many taps a second were answered by their cards."""
        self.waits.clear()
        self._is_eager, began = True, time.monotonic()
        for chat in chats(self.count):
            self._tap(chat)
        await asyncio.sleep(seconds)
        self._is_eager, done, span = False, len(self.waits), time.monotonic() - began
        await self._calm()
        return done / span

    async def tap_at(self, per_second: float, seconds: float) -> None:
        """Somebody taps so often, one after the other, whether answers have come or not."""
        self.waits.clear()
        began = time.monotonic()
        for number in range(int(per_second * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
            self._tap(chats(self.count)[number % self.count])
        await self._calm()

    async def _calm(self) -> None:
        await self.telegram.wait_for(lambda: not self._tapped_at, _PATIENCE)
        await self.telegram.quiet(_PATIENCE)

    def _tap(self, chat: int) -> None:
        if chat in self._tapped_at:
            return
        card = next(one for one in reversed(self.telegram.said(chat)) if one.keys)
        self._tapped_at[chat] = time.monotonic()
        self.telegram.taps_data(chat, card.keys[0][0].data, card.message_id)

    def _see(self, delivery: Delivery) -> None:
        self._cards.add(delivery.chat_id)
        if (tapped_at := self._tapped_at.pop(delivery.chat_id, None)) is not None:
            self.waits.append(delivery.at - tapped_at)
            if self._is_eager:
                asyncio.get_running_loop().call_soon(self._tap, delivery.chat_id)


def percentile(values: list[float], percent: float) -> float:
    """The value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

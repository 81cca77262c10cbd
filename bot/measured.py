"""A channel whose deliveries are measured: how late, and what came of them."""

from collections.abc import Mapping
from typing import Any, cast

from bot import measures
from bot.clock import Clock
from bot.domain.chat import Channel, Outgoing, SendResult


class _Measured:
    """Everything but sending is the channel's own."""

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self._channel, self._clock = channel, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    async def send(self, outgoing: Outgoing) -> SendResult:
        """As the channel does, and measured."""
        result = await self._channel.send(outgoing)
        delay = (self._clock.now() - outgoing.due_at).total_seconds() if outgoing.due_at else 0.0
        measures.handed_over(outgoing.lane, result, delay)
        return result


def measured(channels: Mapping[str, Channel], clock: Clock) -> Mapping[str, Channel]:
    """The channels as a sender is given them."""
    return {name: cast(Channel, _Measured(channel, clock)) for name, channel in channels.items()}

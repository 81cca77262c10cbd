"""One bot account on its messenger: its pace, its gate, and whether the messenger accepts it at all."""

import asyncio

import structlog

from bot.domain.chat import Channel, FailureReason, Lane, NotSent, SendResult, Sent
from bot.domain.pace import Pace
from bot.sending.gate import Gate
from bot.services.outbox import Parcel

_AHEAD = 3.0  # seconds' worth of messages that are claimed ahead of their turn
_CLAIMED = 60  # at least so many
_TRIED_EVERY = 30.0  # seconds, while the messenger refuses the account
_log = structlog.get_logger()


class Account:
    """What the answers of a messenger mean for whatever is sent to it next."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        able = channel.capabilities
        self._pace = Pace(able.rates, able.group_prefix)
        self.gate = Gate(lambda now, is_reply: self._pace.ready_at(now, is_reply=is_reply), self._pace.passed)
        self._way_out = Gate(lambda now, _: self._pace.fits_at(now), self._pace.left)
        self.ahead = max(_CLAIMED, int(_AHEAD * able.rates.per_second)) if able.rates else _CLAIMED
        self.is_refused = False  # the messenger does not accept the token
        self._tried_at = 0.0
        self._held: dict[int, float] = {}  # address -> until when its chat is not to be written to

    def wait_for(self, chat: str) -> float:
        """Seconds until this chat may be written to, as far as is known; not positive when now."""
        now = _now()
        return max(self._pace.chat_ready_at(chat), self._pace.held_until) - now

    def held_addresses(self) -> set[int]:
        """Addresses that the messenger asked to leave alone for now."""
        now = _now()
        self._held = {address: until for address, until in self._held.items() if until > now}
        return set(self._held)

    def may_try(self) -> bool:
        """While the account is refused: whether one message may try again now."""
        if _now() < self._tried_at + _TRIED_EVERY:
            return False
        self._tried_at = _now()
        return True

    async def begin(self, chat: str, lane: Lane) -> float:
        """A message leaves as soon as the messenger takes one more, replies first: what passed the gate
        evenly may come out of the database in a crowd. When it left, by the loop's clock."""
        place = self._way_out.enter(lane)
        await place.opened
        self._pace.began(chat, place.at)
        return place.at

    def heard(self, parcel: Parcel, began_at: float, result: SendResult) -> None:
        """What the messenger answered to something sent at `began_at` (the loop's clock)."""
        self._pace.answered(began_at, _now())
        if isinstance(result, Sent):
            self._pace.accepted(parcel.address.chat)
            self._accepted()
        elif isinstance(result, NotSent) and result.reason is FailureReason.AUTH:
            self._refused()
        elif isinstance(result, NotSent) and result.retry_after is not None:
            now = _now()
            self._pace.refused(parcel.address.chat, began_at, result.retry_after, now)
            self._held[parcel.address_id] = now + result.retry_after
        self._way_out.look()
        self.gate.look()

    def _accepted(self) -> None:
        if self.is_refused:
            _log.warning("account_accepted_again", channel=self.channel.name)
        self.is_refused = False

    def _refused(self) -> None:
        if not self.is_refused:
            _log.critical("account_refused", channel=self.channel.name)
        self.is_refused, self._tried_at = True, _now()
        self.gate.turn_away()


def _now() -> float:
    return asyncio.get_running_loop().time()

"""How fast one account may send: buckets and rates as values; time comes in as monotonic seconds."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.domain.window import Window

_WINDOW = 1.02  # seconds in which a messenger counts, and a little
_HEADROOM = (
    29 / 27
)  # a messenger takes about 30 where 27 are sent evenly: what is between lets replies overtake
_CATCH_UP = 0.15  # seconds that a wave may be behind its row, and still make up for them
_SLOWEST = 1 / 8  # of the set rate; slower than that no messenger was ever seen to ask for
_RECOVERY = 120.0  # seconds from standing still to the set rate
_FIRST_HOLD = 0.1  # seconds that the account waits after the second refusal in a row; doubled by each more
_LONGEST_DEBT = 1.0  # seconds for which replies may hold a wave back once they are gone
_NEVER = float("-inf")
_FORGET_AT = 10_000  # chats; those that nothing is to be known of are dropped
_BACKOFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))


def backoff(tries: int, chance: float) -> timedelta:
    """How long to wait after so many tries; `chance` in [0, 1) spreads it over half of that time, so that
    what failed together does not come back together."""
    longest = _BACKOFF[min(max(tries, 1), len(_BACKOFF)) - 1]
    return longest * (0.5 + chance / 2)


@dataclass(frozen=True)
class Rates:
    """What one account may send: a second, evenly; at once and then a second in one chat; a minute in one
    group."""

    per_second: float = 27.0
    chat_burst: int = 3
    chat_per_second: float = 1.0
    group_per_minute: int = 20


@dataclass(frozen=True)
class Account:
    """The whole account's pace. `free_at`: the next place in the even row; `window`: what the messenger
    may count; `rate` a second as of `refused_at`, the last refusal; `in_row`: refusals since the messenger
    took something; `held_until`: nothing leaves before."""

    rates: Rates
    rate: float = 0.0
    refused_at: float = _NEVER
    in_row: int = 0
    free_at: float = _NEVER
    held_until: float = _NEVER
    window: Window = field(default_factory=Window)

    def rate_at(self, now: float) -> float:
        """Messages a second: halved by refusals, recovering evenly."""
        full = self.rates.per_second
        return full if not self.rate else min(full, self.rate + (now - self.refused_at) * full / _RECOVERY)

    def ready_at(self, now: float, *, is_reply: bool) -> float:
        """When the next may pass and be the next to leave. A reply may at once, and leaves before the others;
        a wave's message keeps its place in the even row, and does not pass while the messenger takes no more:
        what has passed cannot be taken back."""
        return self.held_until if is_reply else max(self.held_until, self.free_at, self.fits_at(now))

    def fits_at(self, now: float) -> float:
        """When one more is not too many for a messenger that counts what came in the last second."""
        most = max(1, round(self.rate_at(now) * _HEADROOM))
        came_at = self.window.last(most, now)
        return _NEVER if came_at is None else came_at + _WINDOW

    def passed(self, now: float) -> "Account":
        """A place in the row is used up, whoever took it. What was a little late makes the row no slower."""
        gap = 1 / self.rate_at(now)
        is_behind = self.free_at >= now - max(gap, _CATCH_UP)
        free_at = (self.free_at if is_behind else now) + gap
        return replace(self, free_at=min(free_at, now + max(gap, _LONGEST_DEBT)))

    def sent(self, now: float) -> "Account":
        """One begins to leave."""
        return replace(self, window=self.window.left(now))

    def answered(self, began_at: float, now: float) -> "Account":
        """What began to leave then has an answer, whatever it is."""
        return replace(self, window=self.window.answered(began_at, now))

    def accepted(self) -> "Account":
        """The messenger took one."""
        return replace(self, in_row=0)

    def refused(self, began_at: float, wait: float, now: float) -> "Account":
        """A 429 for something sent at `began_at` to a chat that was not refused before. Requests that were
        under way together slow down once and count once. From the second in a row on, each to another chat,
        the refusal is meant for the whole account: it waits, the first times shortly, in the end as long as
        the messenger says; a few chats refused one after the other do not stop everybody for that long."""
        if began_at < self.refused_at:
            return self
        longest = _FIRST_HOLD * 2.0 ** min(self.in_row - 1, 30) if self.in_row else 0.0
        held_until = max(self.held_until, now + min(wait, longest))
        return replace(self._slower(now), held_until=held_until, in_row=self.in_row + 1, refused_at=now)

    def _slower(self, now: float) -> "Account":
        full = self.rates.per_second
        return replace(self, rate=max(self.rate_at(now) / 2, full * _SLOWEST))


@dataclass(frozen=True)
class Bucket:
    """So many at once and then so many a second; full again at `full_at`."""

    size: float
    per_second: float
    full_at: float = _NEVER

    @classmethod
    def of_chat(cls, rates: Rates) -> "Bucket":
        return cls(rates.chat_burst, rates.chat_per_second)

    @classmethod
    def of_group(cls, rates: Rates) -> "Bucket":
        """In no minute more than is allowed, the burst included."""
        size = min(rates.chat_burst, rates.group_per_minute - 1)
        return cls(size, min(rates.chat_per_second, (rates.group_per_minute - size) / 60))

    def ready_at(self) -> float:
        """When there is one to take."""
        return self.full_at - (self.size - 1) / self.per_second

    def taken(self, now: float) -> "Bucket":
        """One was taken."""
        return replace(self, full_at=max(self.full_at, now) + 1 / self.per_second)


@dataclass
class Pace:
    """One account's pace with its chats'. Without rates only what a messenger asks for is kept to."""

    rates: Rates | None
    group_prefix: str = ""  # how the id of a group's chat begins
    _account: Account = field(init=False)
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _held: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._account = Account(self.rates or Rates())

    def chat_ready_at(self, chat: str) -> float:
        """When this chat may get the next message; in the past when now."""
        held = self._held.get(chat, _NEVER)
        return held if self.rates is None else max(held, self._bucket(chat).ready_at())

    @property
    def held_until(self) -> float:
        """Until when nothing may leave at all."""
        return self._account.held_until

    def ready_at(self, now: float, *, is_reply: bool) -> float:
        """When the account may send the next message, to whomever."""
        account = self._account
        return account.held_until if self.rates is None else account.ready_at(now, is_reply=is_reply)

    def fits_at(self, now: float) -> float:
        """When something that has passed may leave, and is not too much for the messenger."""
        return _NEVER if self.rates is None else self._account.fits_at(now)

    def passed(self, now: float) -> None:
        """A message takes its moment of the account."""
        if self.rates is not None:
            self._account = self._account.passed(now)

    def left(self, now: float) -> None:
        """A message leaves: the messenger counts it soon."""
        if self.rates is not None:
            self._account = self._account.sent(now)

    def began(self, chat: str, now: float) -> None:
        """A message has begun to leave to a chat: what passed and was not to be sent any more did not."""
        if self.rates is not None:
            self._buckets[chat] = self._bucket(chat).taken(now)
        if len(self._buckets) + len(self._held) > _FORGET_AT:
            self._forget(now)

    def answered(self, began_at: float, now: float) -> None:
        """The messenger has answered what began to leave then, or will not any more."""
        self._account = self._account.answered(began_at, now)

    def accepted(self, chat: str) -> None:
        """The messenger took one."""
        self._account = self._account.accepted()
        self._held.pop(chat, None)

    def refused(self, chat: str, began_at: float, wait: float, now: float) -> None:
        """The messenger refused one (429): its chat waits exactly so many seconds. A chat refused again and
        again is its own trouble and nobody else's."""
        if chat not in self._held:
            self._account = self._account.refused(began_at, wait, now)
        self._held[chat] = now + wait

    def _bucket(self, chat: str) -> Bucket:
        known = self._buckets.get(chat)
        if known is not None:
            return known
        rates = self.rates or Rates()
        is_group = bool(self.group_prefix) and chat.startswith(self.group_prefix)
        return Bucket.of_group(rates) if is_group else Bucket.of_chat(rates)

    def _forget(self, now: float) -> None:
        self._buckets = {chat: bucket for chat, bucket in self._buckets.items() if bucket.full_at > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}

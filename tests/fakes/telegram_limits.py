"""How much the fake Telegram takes before it answers 429: by account, by chat, by group (CHANNELS)."""

import math
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.fakes.telegram_schema import ApiError, Call

COUNTED = {"sendMessage", "editMessageText"}  # what people see; answers to taps are free
_SECOND, _MINUTE = 1.0, 60.0
_GRAIN = 1e-6  # seconds; less is rounding, not haste


@dataclass(frozen=True)
class Rates:
    """What is allowed: messages in any second, in any minute of a group, and a chat's bucket."""

    account: int = 30
    chat_burst: float = 4.0  # one above what the program allows itself, so that only its network jitters
    chat_per_second: float = 1.0
    group: int = 20


class Window:
    """At most so many in any span of so many seconds."""

    def __init__(self, most: int, span: float) -> None:
        self._most, self._span, self._taken = most, span, deque[float]()

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is."""
        while self._taken and self._taken[0] <= now - self._span:
            self._taken.popleft()
        return self._taken[0] + self._span - now if len(self._taken) >= self._most else 0.0

    def take(self, now: float) -> None:
        self._taken.append(now)


class Bucket:
    """At most so many at once, refilled evenly."""

    def __init__(self, size: float, per_second: float) -> None:
        self._size, self._per_second = size, per_second
        self._left, self._at = size, 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is."""
        return max(0.0, 1 - self._filled(now)) / self._per_second

    def take(self, now: float) -> None:
        self._left, self._at = self._filled(now) - 1, now

    def _filled(self, now: float) -> float:
        return min(self._size, self._left + (now - self._at) * self._per_second)


class Limits:
    """Admits or refuses messages. A chat that was refused is refused until its retry_after is over,
    however quiet it was meanwhile; what is refused counts for no limit. `refused` counts by which one."""

    def __init__(self, rates: Rates | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self.rates, self._now = rates or Rates(), now
        self.refused: Counter[str] = Counter()
        self.taken = 0
        self._account = Window(self.rates.account, _SECOND)
        self._chats = defaultdict[int, Bucket](
            lambda: Bucket(self.rates.chat_burst, self.rates.chat_per_second)
        )
        self._groups = defaultdict[int, Window](lambda: Window(self.rates.group, _MINUTE))
        self._held: dict[int, float] = {}

    def admit(self, call: Call) -> None:
        """Count a call; ApiError 429, with retry_after, when it is one too many."""
        chat_id = call.chat_id
        if call.method not in COUNTED or chat_id is None:
            return
        now = self._now()
        for name, wait in self._waits(chat_id, now):
            if wait > _GRAIN:
                raise self._refusal(name, chat_id, now, wait)
        self.taken += 1
        for limit in (self._account, self._of(chat_id)):
            limit.take(now)

    def _of(self, chat_id: int) -> Window | Bucket:
        return self._chats[chat_id] if chat_id > 0 else self._groups[chat_id]

    def _waits(self, chat_id: int, now: float) -> Iterator[tuple[str, float]]:
        yield "held", self._held.get(chat_id, 0.0) - now
        yield "chat" if chat_id > 0 else "group", self._of(chat_id).wait(now)
        yield "account", self._account.wait(now)

    def _refusal(self, name: str, chat_id: int, now: float, wait: float) -> ApiError:
        self.refused[name] += 1
        seconds = math.ceil(wait)
        if name != "held":
            self._held[chat_id] = now + seconds
        return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

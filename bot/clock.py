"""The business clock: the system's, or one that stands still until it is moved (demo, rehearsal, tests)."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the instant that business rules follow, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class RehearsalClock:
    """Stands still until moved, and never backwards."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Go to an instant; ValueError when it lies before the present one."""
        if instant < self._now:
            raise ValueError("the clock never moves backwards")
        self._now = instant.astimezone(UTC)


def real_now() -> datetime:
    """Real UTC, which leases, retries and wrong-code windows follow whatever the business clock says."""
    return datetime.now(UTC)

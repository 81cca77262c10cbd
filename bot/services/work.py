"""What every use case is given: the session, the instant, the policy and what channels can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.chat import Capabilities
from bot.domain.policy import Policy


@dataclass(frozen=True)
class Ground:
    """What stays the same while the program runs: zone, policy, channels, secret, this process's name."""

    zone: ZoneInfo
    policy: Policy
    channels: Mapping[str, Capabilities]
    secret: bytes  # key of every HMAC
    process: str = "main"
    tone_marks: str = "ủy"


@dataclass(frozen=True)
class Work:
    """One unit of work: services take it, never commit, never await."""

    session: Session
    now: datetime
    ground: Ground

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(self.ground.zone)

    @property
    def today(self) -> date:
        return self.local_now.date()

"""What every use case is given: the session, the instant, the policy and what channels can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.chat import Capabilities
from bot.domain.policy import Policy
from bot.domain.reminders import Almanac


@dataclass(frozen=True)
class Ground:
    """What stays the same while the program runs: almanac (policy, days off, zone), channels, secret,
    this process's name."""

    almanac: Almanac
    channels: Mapping[str, Capabilities]
    secret: bytes  # key of every HMAC
    process: str = "main"
    tone_marks: str = "ủy"  # how everything that is said spells tones (bot.domain.vietnamese.spelled)

    @property
    def zone(self) -> ZoneInfo:
        return self.almanac.zone

    @property
    def policy(self) -> Policy:
        return self.almanac.policy


@dataclass(frozen=True)
class Work:
    """One unit of work: services take it, never commit, never await."""

    session: Session
    now: datetime
    ground: Ground
    speaks_first: bool = False  # time passes: the program asks by itself, nobody wrote
    sends: bool = True  # this process sends; else its answers wait for the one that does

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(self.ground.zone)

    @property
    def today(self) -> date:
        return self.local_now.date()

"""What a meeting is: its kinds and its states (DOMAIN 3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    ORDINARY = "ordinary"
    THEMATIC = "thematic"
    COMBINED = "combined"


#: At most one live meeting of these kinds per cell and period.
MONTHLY_KINDS = (Kind.ORDINARY, Kind.COMBINED)


class MeetingState(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Slot:
    """When, where and what: everything a secretary registers."""

    starts_at: datetime
    place: str
    kind: Kind = Kind.ORDINARY
    topic: str | None = None

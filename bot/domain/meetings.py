"""What a meeting is: its kinds and its states (DOMAIN 3)."""

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

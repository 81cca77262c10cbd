"""The cell's own review: what it will remedy, by whose post, until when; at most three points a meeting."""

from enum import StrEnum

MOST_REMEDIES = 3
LONGEST_TEXT = 300
LONGEST_POST = 100


class RemedyState(StrEnum):
    """What was last said of a remedy; all but FIXED are still open."""

    OPEN = "open"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"

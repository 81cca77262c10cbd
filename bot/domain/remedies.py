"""The cell's own review: what it will remedy, by whose post, until when; at most three points a meeting."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendar import last_day, period_of, shift
from bot.domain.dates import Unreadable, read_day_and_hour
from bot.domain.vietnamese import fold

MOST_REMEDIES = 3
LONGEST_TEXT = 300
LONGEST_POST = 100
FARTHEST = timedelta(days=183)  # a later date is a slip: "20/11" typed in December
_BEFORE = re.compile(r"^(?:xong |hoàn thành )?(?:trước|đến hết|đến|hạn|hết)(?: ngày)? ", re.IGNORECASE)
_MONTH_END = re.compile(r"(?:(?:truoc|den|xong) )?(?:cuoi|het) thang(?: (\d{1,2}))?")


class RemedyState(StrEnum):
    """What was last said of a remedy; all but FIXED are still open."""

    OPEN = "open"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"


@dataclass(frozen=True)
class Point:
    """What a cell will remedy, by whose post, until when (a local day)."""

    text: str
    post: str
    due_on: date


@dataclass(frozen=True)
class PointRead:
    """As much of a point as a typed line named."""

    text: str
    post: str | None = None
    due_on: date | None = None


class PointTrouble(StrEnum):
    """Why a typed line is no point; the text never names it."""

    TOO_MANY_PARTS = "too_many_parts"
    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    POST_TOO_LONG = "post_too_long"
    NO_SUCH_DAY = "no_such_day"
    DAY_IS_PAST = "day_is_past"
    DAY_TOO_FAR = "day_too_far"


class PointUnreadable(ValueError):
    """The line cannot be taken as it is."""

    def __init__(self, why: PointTrouble) -> None:
        super().__init__(why.value)
        self.why = why


def read_point(line: str, today: date) -> PointRead:
    """ "Sổ biên bản ghi chưa đủ; phó bí thư; 20/12": what, whose post, until when. The last two may be
    absent, the post alone too; PointUnreadable says what does not fit."""
    parts = [part.strip(" .,") for part in line.split(";") if part.strip(" .,")]
    if not parts:
        raise PointUnreadable(PointTrouble.NO_TEXT)
    if len(parts) > 3:
        raise PointUnreadable(PointTrouble.TOO_MANY_PARTS)
    text = check_length(parts[0], LONGEST_TEXT, PointTrouble.TEXT_TOO_LONG)
    if len(parts) == 2 and (day := _day_or_none(parts[1], today)):
        return PointRead(text, None, day)
    post = check_post(parts[1]) if len(parts) > 1 else None
    return PointRead(text, post, read_due(parts[2], today) if len(parts) == 3 else None)


def check_length(text: str, longest: int, trouble: PointTrouble) -> str:
    """The text itself; PointUnreadable when it is too long."""
    if len(text) > longest:
        raise PointUnreadable(trouble)
    return text


def check_post(text: str) -> str:
    """Whose post it is; PointUnreadable when it is too long."""
    return check_length(text.strip(" ;.,"), LONGEST_POST, PointTrouble.POST_TOO_LONG)


def read_due(text: str, today: date) -> date:
    """Until when: "20/12", "cuối tháng"; PointUnreadable when it is no day, past, or too far away."""
    day = _month_end(text, today) or _named_day(_BEFORE.sub("", text), today)
    if day is None:
        raise PointUnreadable(PointTrouble.NO_SUCH_DAY)
    if day < today:
        raise PointUnreadable(PointTrouble.DAY_IS_PAST)
    if day > today + FARTHEST:
        raise PointUnreadable(PointTrouble.DAY_TOO_FAR)
    return day


def _named_day(text: str, today: date) -> date | None:
    try:
        return read_day_and_hour(text, today=today).day
    except Unreadable:
        return None


def _month_end(text: str, today: date) -> date | None:
    found = _MONTH_END.fullmatch(fold(text))
    if found is None:
        return None
    months = range(7) if found[1] else range(1)
    ends = (last_day(shift(period_of(today), later)) for later in months)
    return next((day for day in ends if not found[1] or day.month == int(found[1])), None)


def _day_or_none(text: str, today: date) -> date | None:
    try:
        return read_due(text, today)
    except PointUnreadable as error:
        if error.why is PointTrouble.NO_SUCH_DAY:
            return None
        raise

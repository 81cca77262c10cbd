"""Hours of the day as people type them: "14h30", "2 giờ rưỡi chiều", "7h tối", "9 giờ kém 15"."""

import re
from datetime import time

from bot.domain.spoken import Rest

Clock = tuple[int, int]
_H = r"(?:gio|h|g)(?![a-z])"
_PART = r"(?:sang|trua|chieu|toi|eve|dem|am|pm)"
#: Minutes after "14h": attached, with "phút", or alone; never the day of a date that follows.
_MINUTES = (
    r"(?: ?(?P<m1>\d{1,2}) ?(?:phut\b|p\b|')"
    r"|(?P<m2>\d{2})(?![\d/.]|-\d{1,2}(?![\dhg:/.-]| ?gio))|(?P<m3>\d)(?![\d/.-])"
    r"| (?P<m4>\d{2})(?![\dhg:/.-]| gio| ?,? ?th(?:ang|g)?\b))?"
)
_TO = re.compile(
    rf"(?P<since>(?<![\d/.])\d{{1,2}} ?(?:{_H} ?(?:\d{{2}}(?!\d))?|:\d{{2}})) ?(?:-|den) ?"
    rf"\d{{1,2}} ?(?:{_H} ?(?:\d{{2}}\b(?![/.-]))?|:\d{{2}})"
)
_BEFORE = re.compile(rf"(?<!\d)(?P<h>\d{{1,2}}) ?{_H} ?kem ?(?P<m>\d{{1,2}})\b(?: ?(?:phut\b|p\b|'))?")
_HALF = re.compile(rf"(?<!\d)(?P<h>\d{{1,2}}) ?(?:{_H})? ?ruoi\b")
_COLON = re.compile(r"(?<![\d:])(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?(?![\d:])(?: ?(?:gio|h|phut|p)\b)?")
_FULL = re.compile(rf"(?<!\d)(?P<h>\d{{1,2}}) ?{_H}{_MINUTES}")
_DOTTED = re.compile(r"(?<![\d.])(?P<h>\d{1,2})\.(?P<m>\d{2})(?![\d.])")
_BARE = re.compile(rf"(?<![\d/.-])(?P<h>\d{{1,2}}) ?(?={_PART}\b)")
#: By part of the day: the hours that stand as they are, and those that mean the afternoon's count.
_PARTS: dict[str, tuple[range, range]] = {
    "sang": (range(12), range(0)),
    "am": (range(12), range(0)),
    "trua": (range(10, 15), range(1, 3)),
    "chieu": (range(12, 19), range(1, 8)),
    "pm": (range(12, 24), range(1, 12)),
    "eve": (range(17, 24), range(5, 12)),
    "dem": (range(18, 24), range(7, 12)),
}


def clear_hours(rest: Rest) -> list[Clock]:
    """Hours that say they are hours; of a span ("14h - 16h") only its beginning."""
    while span := rest.take(_TO):
        rest.give_back(span["since"])
    before = [_to(int(f["h"]), int(f["m"])) for f in rest.take_all(_BEFORE)]
    half = [(int(f["h"]), 30) for f in rest.take_all(_HALF)]
    colon = [(int(f["h"]), int(f["m"])) for f in rest.take_all(_COLON)]
    return before + half + colon + [_full(f) for f in rest.take_all(_FULL)]


def loose_hours(rest: Rest) -> list[Clock]:
    """What can only be an hour once days are taken away: "14.30", "2 chiều"."""
    dotted = [(int(f["h"]), int(f["m"])) for f in rest.take_all(_DOTTED)]
    return dotted + [(int(f["h"]), 0) for f in rest.take_all(_BARE)]


def parts_of_day(rest: Rest) -> list[str]:
    """Morning, noon, afternoon, evening or night, by the word for it."""
    named = rest.take_all(re.compile(rf"\b{_PART}\b"))
    return ["eve" if found[0] == "toi" else found[0] for found in named]


def on_the_clock(named: Clock, part: str | None) -> time:
    """The time of day; ValueError when there is none, or not in that part of the day."""
    hour, minute = named
    if part is not None:
        as_it_is, after_noon = _PARTS[part]
        if hour in after_noon:
            hour += 12
        elif hour not in as_it_is:
            raise ValueError(f"{hour} is not in {part}")
    return time(hour, minute)


def _to(hour: int, minutes: int) -> Clock:
    return (hour - 1, 60 - minutes) if minutes else (hour, 0)


def _full(found: re.Match[str]) -> Clock:
    minutes = next((m for m in (found["m1"], found["m2"], found["m3"], found["m4"]) if m), "0")
    return int(found["h"]), int(minutes)

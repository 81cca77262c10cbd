"""Examples of bot.messages.schedule."""

from datetime import date

from bot.domain.dates import Trouble
from bot.domain.meetings import Kind, Slot
from bot.messages import Message
from bot.messages.schedule import (
    Cautions,
    MeetingCancelled,
    MeetingMoved,
    MeetingScheduled,
    ScheduleAsk,
    ScheduleCancelAsk,
    ScheduleDays,
    ScheduleDiscarded,
    ScheduleKind,
    ScheduleMoveStart,
    SchedulePast,
    SchedulePlace,
    ScheduleRefused,
    ScheduleReview,
    ScheduleStart,
    ScheduleTime,
    ScheduleTooFar,
    ScheduleTopic,
    ScheduleUnchanged,
    ScheduleUnreadable,
    ScheduleWeeks,
)
from tests.unit.local import at

CELL = "Chi bộ Văn phòng"
PERIOD = 202612
SLOT = Slot(at(3), "Hội trường tầng 2")
MOVED = Slot(at(4, 16, 30), "Phòng họp số 1")
THEMATIC = Slot(at(10, 8), "Hội trường tầng 2", Kind.COMBINED, "Nâng cao chất lượng sinh hoạt chi bộ")
LONG_SLOT = Slot(at(3), "Hội trường " + "rất dài " * 60)

EXAMPLES: list[Message] = [
    ScheduleAsk(CELL, PERIOD, "first", SLOT),
    ScheduleAsk(CELL, PERIOD, "first"),
    ScheduleAsk(CELL, PERIOD, "second", SLOT),
    ScheduleAsk(CELL, PERIOD, "third", SLOT, date(2026, 11, 25)),
    ScheduleAsk("Chi bộ " + "Phòng Kế hoạch và Đầu tư " * 7, PERIOD, "third", LONG_SLOT, date(2026, 11, 25)),
    ScheduleStart(CELL, PERIOD, SLOT),
    ScheduleStart(CELL, PERIOD),
    ScheduleStart(CELL, PERIOD, is_thematic=True),
    ScheduleMoveStart(CELL, SLOT),
    ScheduleMoveStart(CELL, THEMATIC),
    ScheduleWeeks(CELL, PERIOD),
    ScheduleDays(CELL, date(2026, 12, 1), date(2026, 12, 6)),
    ScheduleDays(CELL, date(2026, 12, 31), date(2026, 12, 31)),
    ScheduleTime(CELL, date(2026, 12, 3)),
    SchedulePlace(CELL, at(3)),
    ScheduleKind(CELL, at(3)),
    ScheduleTopic(CELL, at(10, 8), Kind.THEMATIC),
    ScheduleReview(CELL, PERIOD, SLOT, 90),
    ScheduleReview(CELL, PERIOD, THEMATIC, 120),
    ScheduleReview(
        CELL,
        PERIOD,
        Slot(at(1, 22, month=1, year=2027), "Hội trường"),
        90,
        Cautions("Tết Dương lịch", False, True, True),
    ),
    ScheduleReview(CELL, PERIOD, Slot(at(6), "Hội trường"), 90, Cautions(is_sunday=True)),
    ScheduleReview(CELL, PERIOD, MOVED, 90, was=SLOT),
    ScheduleReview(CELL, PERIOD, THEMATIC, 120, was=SLOT),
    ScheduleCancelAsk(CELL, SLOT),
    MeetingScheduled(CELL, PERIOD, SLOT, told=2),
    MeetingScheduled(CELL, PERIOD, THEMATIC, told=0),
    MeetingScheduled(CELL, PERIOD, SLOT),
    MeetingMoved(CELL, MOVED, SLOT, told=1),
    MeetingMoved(CELL, THEMATIC, Slot(at(10, 8), "Hội trường tầng 2")),
    MeetingCancelled(CELL, SLOT, told=1),
    MeetingCancelled(CELL, SLOT),
    ScheduleDiscarded(CELL, PERIOD),
    ScheduleDiscarded(CELL, PERIOD, SLOT),
    ScheduleUnreadable(Trouble.NOT_UNDERSTOOD, PERIOD),
    ScheduleUnreadable(Trouble.NO_SUCH_DAY, PERIOD, in_month=202702, days=28),
    ScheduleUnreadable(Trouble.NO_SUCH_MONTH, PERIOD),
    ScheduleUnreadable(Trouble.NO_SUCH_HOUR, PERIOD),
    ScheduleUnreadable(Trouble.SEVERAL, PERIOD),
    ScheduleUnreadable(Trouble.WEEKDAY_DIFFERS, PERIOD, day=date(2026, 12, 4)),
    SchedulePast(date(2026, 11, 3)),
    SchedulePast(date(2026, 12, 3), at(3, 8)),
    ScheduleTooFar(date(2027, 6, 3), PERIOD),
    ScheduleUnchanged(SLOT),
    ScheduleRefused(CELL, PERIOD, "closed"),
    ScheduleRefused(CELL, PERIOD, "already_registered"),
    ScheduleRefused(CELL, PERIOD, "cancelled"),
    ScheduleRefused(CELL, PERIOD, "begun"),
    ScheduleRefused(CELL, PERIOD, "changed_meanwhile"),
    ScheduleRefused(CELL, PERIOD, "already_registered", SLOT),
]

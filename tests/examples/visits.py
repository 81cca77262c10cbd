"""Examples of bot.messages.visits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.attendance import Clash, Facts, Figure, Firmness, Misfit
from bot.domain.duties import DeclineReason
from bot.domain.meetings import Kind
from bot.messages import Message
from bot.messages.visits import (
    AbsenceReasonAsked,
    AbsenceRecorded,
    AttendanceAsked,
    AttendanceChoiceExpected,
    AttendanceDue,
    AttendanceFacts,
    AttendanceRecorded,
    FactsDoNotFit,
    FactsMiscounted,
    FactsNotRead,
    FigureAsked,
    FigureRefused,
    MeetingNotHeldRecorded,
    OtherFigures,
)

CELL = "Chi bộ Phòng Tổng hợp"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS_AT = datetime(2026, 12, 3, 14, tzinfo=ZONE)
CLOSES_AT = datetime(2027, 1, 6, tzinfo=ZONE)
FACTS = Facts(members=18, exempt=1, present=16, excused=1, unexcused=0, minutes=95, speakers=12)

EXAMPLES: list[Message] = []

ATTENDANCE: list[Message] = [
    AttendanceAsked(CELL, STARTS_AT, Kind.ORDINARY),
    AttendanceDue(CELL, STARTS_AT, Kind.ORDINARY, Firmness.AFTER_END, 0, CLOSES_AT),
    AttendanceDue(CELL, STARTS_AT, Kind.COMBINED, Firmness.NEXT_DAY, 1, CLOSES_AT),
    AttendanceDue(CELL, STARTS_AT, Kind.ORDINARY, Firmness.DAY_3, 3, CLOSES_AT),
    AttendanceDue(CELL, STARTS_AT, Kind.THEMATIC, Firmness.BEFORE_CLOSING, 33, CLOSES_AT),
    AttendanceChoiceExpected(CELL),
    AbsenceReasonAsked(CELL, STARTS_AT, Kind.ORDINARY),
    AttendanceFacts(CELL, STARTS_AT, Kind.ORDINARY, FACTS),
    AttendanceFacts(CELL, STARTS_AT, Kind.THEMATIC, None),
    OtherFigures(CELL, STARTS_AT, FACTS),
    FigureAsked(CELL, STARTS_AT, Figure.MINUTES, 90, 10, 600),
    FigureRefused(Figure.SPEAKERS, None, 0, 16),
    FigureRefused(Figure.EXEMPT, 19, 0, 17),
    FigureRefused(Figure.PRESENT, 3, 0, 0),
    FactsNotRead(5),
    FactsMiscounted(5),
    FactsDoNotFit(Misfit(Clash.RANGE, Figure.MINUTES, 5, 10, 600), Facts(18, 1, 16, 1, 0, 5, 12)),
    FactsDoNotFit(Misfit(Clash.EXEMPT, Figure.EXEMPT, 19, 0, 18), Facts(18, 19, -2, 1, 0, 95, 12)),
    FactsDoNotFit(Misfit(Clash.ABSENT, Figure.EXCUSED, 20, 0, 17), Facts(18, 1, -3, 20, 0, 95, 12)),
    FactsDoNotFit(Misfit(Clash.SUM, Figure.PRESENT, 17, 16, 16), Facts(18, 1, 17, 1, 0, 95, 12)),
    FactsDoNotFit(Misfit(Clash.SPEAKERS, Figure.SPEAKERS, 20, 0, 16), Facts(18, 1, 16, 1, 0, 95, 20)),
    AttendanceRecorded(CELL, STARTS_AT, FACTS),
    AbsenceRecorded(CELL, STARTS_AT, DeclineReason.BUSINESS_TRIP),
    MeetingNotHeldRecorded(CELL, STARTS_AT),
]
EXAMPLES += ATTENDANCE

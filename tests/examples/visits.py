"""Examples of bot.messages.visits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.attendance import Clash, Facts, Figure, Firmness, Misfit
from bot.domain.duties import DeclineReason, Response
from bot.domain.meetings import Kind, Slot
from bot.messages import Message
from bot.messages.visits import (
    AbsenceReasonAsked,
    AbsenceRecorded,
    AnswerStands,
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
    VisitAsked,
    VisitCancelled,
    VisitConfirmed,
    VisitDayBefore,
    VisitDeclined,
    VisitDeclineReason,
    VisitMoved,
    VisitNotice,
    VisitOver,
    VisitTwoHours,
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

ABOVE = "Đảng bộ Sở Tư pháp"
SLOT = Slot(STARTS_AT, "Hội trường tầng 2")
THEMATIC = Slot(
    datetime(2026, 12, 10, 8, tzinfo=ZONE), "Phòng họp số 1", Kind.COMBINED, "Xây dựng chi bộ bốn tốt"
)
NOT_YET, WILL_COME, CANNOT = Response.NONE, Response.CONFIRMED, Response.DECLINED
_LONG_CELL = "Chi bộ " + "Phòng Kế hoạch và Đầu tư " * 7
_LONG_SLOT = Slot(STARTS_AT, "Hội trường " + "rất dài " * 55, Kind.COMBINED, "Chủ đề " + "rất dài " * 55)

RESPONDING: list[Message] = [
    VisitNotice(CELL, ABOVE, SLOT, 90),
    VisitNotice(CELL, None, THEMATIC, 120),
    VisitNotice(_LONG_CELL, _LONG_CELL, _LONG_SLOT, 120),
    VisitMoved(CELL, ABOVE, THEMATIC, SLOT),
    VisitMoved(CELL, ABOVE, SLOT),
    VisitMoved(CELL, ABOVE, SLOT, Slot(STARTS_AT, "Phòng họp số 1"), WILL_COME),
    VisitMoved(CELL, ABOVE, SLOT, Slot(STARTS_AT, "Phòng họp số 1"), CANNOT),
    VisitMoved(_LONG_CELL, _LONG_CELL, _LONG_SLOT, Slot(THEMATIC.starts_at, _LONG_SLOT.place)),
    VisitCancelled(CELL, ABOVE, SLOT),
    VisitCancelled(_LONG_CELL, _LONG_CELL, _LONG_SLOT),
    VisitDayBefore(CELL, ABOVE, SLOT, NOT_YET),
    VisitDayBefore(CELL, ABOVE, THEMATIC, WILL_COME),
    VisitDayBefore(_LONG_CELL, _LONG_CELL, _LONG_SLOT, NOT_YET),
    VisitTwoHours(CELL, ABOVE, SLOT, NOT_YET),
    VisitTwoHours(CELL, ABOVE, SLOT, WILL_COME),
    VisitTwoHours(_LONG_CELL, _LONG_CELL, _LONG_SLOT, NOT_YET),
    VisitAsked(CELL, ABOVE, SLOT, NOT_YET, None, 90),
    VisitAsked(CELL, ABOVE, THEMATIC, WILL_COME, None, 120),
    VisitAsked(CELL, ABOVE, SLOT, CANNOT, DeclineReason.ILLNESS, 90),
    VisitDeclineReason(CELL, STARTS_AT),
    VisitConfirmed(CELL, SLOT),
    VisitDeclined(CELL, STARTS_AT, DeclineReason.BUSINESS_TRIP),
    VisitDeclined(CELL, STARTS_AT, DeclineReason.OTHER),
    VisitOver(CELL, STARTS_AT),
    AnswerStands(CELL, STARTS_AT, WILL_COME),
    AnswerStands(CELL, STARTS_AT, CANNOT),
]

EXAMPLES += RESPONDING

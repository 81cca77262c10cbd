"""Examples of bot.messages.cells and bot.messages.remedies."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.attendance import Facts
from bot.domain.meetings import Kind
from bot.domain.remedies import Point, PointTrouble, RemedyState
from bot.messages import Message
from bot.messages.cells import (
    CellReportAsked,
    CellReportDue,
    CellReportRecorded,
    NotHeldAsked,
    NotHeldRecorded,
    NothingToReview,
)
from bot.messages.remedies import (
    NoRemedies,
    PointRefused,
    RemediesAnswered,
    RemediesCheckedRecorded,
    RemediesDue,
    RemediesFull,
    RemediesOpen,
    RemediesRecorded,
    RemediesReview,
    RemediesSettled,
    RemedyAsked,
    RemedyChecked,
    RemedyDueAsked,
    RemedyLine,
    RemedyPostAsked,
    RemedyPostNamed,
)

CELL = "Chi bộ Phòng Tổng hợp"
LONG_CELL = "Chi bộ " + "Phòng Kế hoạch và Đầu tư " * 4 + "(Đảng bộ Sở Kế hoạch)"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS_AT = datetime(2026, 12, 3, 14, tzinfo=ZONE)
NEXT_AT = datetime(2027, 1, 5, 8, tzinfo=ZONE)
FACTS = Facts(members=18, exempt=1, present=16, excused=1, unexcused=0, minutes=95, speakers=12)
LARGE = Facts(members=180, exempt=10, present=160, excused=10, unexcused=0, minutes=120, speakers=112)
POINT = Point("Sổ biên bản ghi chưa đủ", "phó bí thư", date(2026, 12, 20))
OTHER = Point("Tài liệu gửi chậm", "Bí thư chi bộ", date(2026, 12, 31))
LINE = RemedyLine(1, POINT.text, POINT.post, POINT.due_on, RemedyState.OPEN)
SAID = replace(LINE, number=2, text="Tài liệu gửi chậm", state=RemedyState.FIXED)
UNFIXED = replace(LINE, number=3, state=RemedyState.NOT_FIXED, is_confirmed=True)
LATE = replace(LINE, is_overdue=True)
LONG = replace(LATE, text="Nội dung sinh hoạt chuyên đề chưa chuẩn bị kỹ; " * 6, post="Ủy viên " * 12)

EXAMPLES: list[Message] = [
    CellReportAsked(CELL, STARTS_AT, Kind.ORDINARY, FACTS),
    CellReportAsked(CELL, STARTS_AT, Kind.THEMATIC, None),
    CellReportDue(CELL, STARTS_AT, Kind.ORDINARY, FACTS),
    CellReportDue(LONG_CELL, STARTS_AT, Kind.COMBINED, LARGE),
    CellReportDue(CELL, STARTS_AT, Kind.THEMATIC, None),
    NotHeldAsked(CELL, STARTS_AT, Kind.ORDINARY),
    CellReportRecorded(CELL, STARTS_AT, FACTS),
    NotHeldRecorded(CELL, STARTS_AT),
    NothingToReview(),
    RemedyAsked(CELL, STARTS_AT, 1, 3),
    RemedyAsked(CELL, STARTS_AT, 2, 3),
    RemedyPostAsked(CELL, POINT.text),
    RemedyDueAsked(CELL, POINT.text, POINT.post),
    RemediesReview(CELL, STARTS_AT, (POINT, OTHER)),
    *(PointRefused(why) for why in PointTrouble),
    RemediesFull(CELL),
    RemedyPostNamed(),
    RemediesRecorded(CELL, STARTS_AT, (POINT,)),
    RemediesRecorded(CELL, STARTS_AT, ()),
    RemediesOpen(CELL, NEXT_AT, (LATE, SAID, UNFIXED)),
    RemediesOpen(CELL, None, (LINE,), 2),
    RemediesDue(CELL, NEXT_AT, (LINE, SAID)),
    RemediesDue(CELL, NEXT_AT, (LONG, replace(LONG, number=2), replace(LONG, number=3)), 1),
    RemediesSettled(CELL),
    RemedyChecked(CELL, STARTS_AT, LINE, 1, 2),
    RemedyChecked(CELL, STARTS_AT, SAID, 2, 2),
    RemediesAnswered(CELL, STARTS_AT),
    RemediesCheckedRecorded(CELL, STARTS_AT, 1, 1),
    RemediesCheckedRecorded(CELL, STARTS_AT, 0, 0),
    NoRemedies(),
]

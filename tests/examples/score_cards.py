"""Examples of bot.messages.score_cards."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.duties import Grade, SheetRole
from bot.domain.meetings import Kind
from bot.messages import Message
from bot.messages.score_cards import (
    EarlierVersion,
    Hiding,
    MeetingsScored,
    MeetingsToScore,
    ScoreCard,
    ShownGap,
    ShownGroup,
    ShownSheet,
)

CELL = "Chi bộ Phòng Tổng hợp"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS_AT = datetime(2026, 12, 3, 14, tzinfo=ZONE)
SENT_AT = datetime(2026, 12, 3, 16, 20, tzinfo=ZONE)
HUNDRED = Decimal(100)
GROUPS = (ShownGroup("Thời gian", Decimal(5)), ShownGroup("Tiến hành", Decimal(95)))


def sheet(role: SheetRole, scorer: str, total: str, grade: Grade, time: str = "5") -> ShownSheet:
    points = (Decimal(time), Decimal(total) - Decimal(time))
    return ShownSheet(role, scorer, None, Decimal(total), HUNDRED, grade, 1, SENT_AT, True, points)


OWN = sheet(SheetRole.SELF, "Bí thư chi bộ, Chi bộ Phòng Tổng hợp", "92", Grade.TOT)
VISITOR = replace(
    sheet(SheetRole.VISITOR, "Ủy viên Ban Chấp hành, Đảng bộ Khối", "80.5", Grade.KHA, "4"),
    assigned_by="Đảng bộ Khối",
    version=2,
    note="Tài liệu gửi chậm",
    gap_reason="Thời gian sinh hoạt ngắn hơn quy định",
)
OTHER = replace(VISITOR, scorer="", assigned_by=None, version=1, counts=False, points=(), note=None)
SUPERIOR = replace(
    sheet(SheetRole.SUPERIOR, "Trần Văn Minh, Trưởng Ban Tổ chức, Đảng bộ Khối", "85", Grade.KHA),
    maximum=None,
)
BEFORE = EarlierVersion(Decimal("78"), Grade.KHA, datetime(2026, 12, 3, 15, 45, tzinfo=ZONE))
CORRECTED = replace(VISITOR, earlier=(BEFORE,))
OFTEN = replace(SUPERIOR, version=5, earlier=(BEFORE, replace(BEFORE, total=Decimal(79)), BEFORE, BEFORE))
GAP = ShownGap(Decimal("-11.5"), is_other_grade=True, is_large=True)

EXAMPLES: list[Message] = [
    ScoreCard(CELL, STARTS_AT, Kind.ORDINARY, GROUPS, (OWN, VISITOR, OTHER, SUPERIOR), GAP, SUPERIOR),
    ScoreCard(CELL, STARTS_AT, Kind.THEMATIC, GROUPS, (OWN,), None, OWN),
    ScoreCard(CELL, STARTS_AT, Kind.ORDINARY, GROUPS, (OWN,), None, None, Hiding.FROM_CELL),
    ScoreCard(CELL, STARTS_AT, Kind.ORDINARY, (), (), None, None, Hiding.UNTIL_SCORED),
    ScoreCard(
        CELL,
        STARTS_AT,
        Kind.ORDINARY,
        GROUPS,
        (OWN, replace(VISITOR, total=Decimal(95), gap_reason=None)),
        ShownGap(Decimal(3), is_other_grade=False, is_large=False),
        VISITOR,
    ),
    ScoreCard(
        CELL,
        STARTS_AT,
        Kind.ORDINARY,
        (),
        (OWN, VISITOR),
        ShownGap(Decimal(0), is_other_grade=False, is_large=False),
        VISITOR,
    ),
    ScoreCard(CELL, STARTS_AT, Kind.ORDINARY, (), (CORRECTED, OFTEN), None, OFTEN),
    MeetingsToScore("", 12, 1, 3),
    MeetingsToScore("", 0, 1, 1),
    MeetingsToScore("kế toán", 1, 1, 1),
    MeetingsToScore("xyz", 0, 1, 1),
    MeetingsScored("", 2, 1, 1),
    MeetingsScored("", 0, 1, 1),
    MeetingsScored("kế toán", 1, 1, 1),
    MeetingsScored("xyz", 0, 1, 1),
]

"""Examples of bot.messages.scoring."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.attendance import Facts, Firmness
from bot.domain.duties import Grade, SheetRole
from bot.domain.rubric import ShownFact
from bot.messages import Message
from bot.messages.scoring import (
    LineUnknown,
    NothingToReport,
    PointsAsked,
    PointsMiscounted,
    PointsRefused,
    ReviewNotRead,
    ScoredLine,
    ScoreRecorded,
    ScoreReview,
    ScoringChoiceExpected,
    ScoringDue,
    SheetIncomplete,
)

CELL = "Chi bộ Phòng Tổng hợp"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS_AT = datetime(2026, 12, 3, 14, tzinfo=ZONE)
CLOSES_AT = datetime(2027, 1, 6, tzinfo=ZONE)
FACTS = Facts(members=18, exempt=1, present=16, excused=1, unexcused=0, minutes=95, speakers=12)
NOBODY = Facts(members=2, exempt=2, present=0, excused=0, unexcused=0, minutes=90, speakers=0)
TENTH, HUNDRED = Decimal("0.1"), Decimal(100)
TIME = ScoredLine(1, "Thời gian", Decimal(5))
RATE = ScoredLine(2, "Tỷ lệ dự sinh hoạt", Decimal(5), Decimal("4.5"))
CONTENT = ScoredLine(3, "Nội dung, nhắc nhở, ý kiến", Decimal(25))
GIVEN = (replace(TIME, points=Decimal(5)), RATE, replace(CONTENT, points=Decimal(25), is_proposed=True))
TIME_TEXT = "Thời gian sinh hoạt bảo đảm theo quy định"
RATE_TEXT = "Tỷ lệ đảng viên dự sinh hoạt, không có đảng viên vắng không có lý do"
CONTENT_TEXT = "Nội dung sinh hoạt bảo đảm; biểu dương, nhắc nhở kịp thời; đảng viên tham gia ý kiến"
EXAMPLES: list[Message] = [
    PointsAsked(CELL, STARTS_AT, TIME, 10, "Thời gian", TIME_TEXT, TENTH, FACTS, (ShownFact.MINUTES,)),
    PointsAsked(CELL, STARTS_AT, RATE, 10, "Dự họp", RATE_TEXT, TENTH, FACTS, (ShownFact.ATTENDANCE,)),
    PointsAsked(CELL, STARTS_AT, RATE, 10, "Dự họp", RATE_TEXT, TENTH, NOBODY, (ShownFact.ATTENDANCE,)),
    PointsAsked(CELL, STARTS_AT, CONTENT, 3, "Tiến hành", CONTENT_TEXT, TENTH, FACTS, (ShownFact.SPEAKERS,)),
    PointsAsked(CELL, STARTS_AT, CONTENT, 3, "Tiến hành", CONTENT_TEXT, TENTH),
    ScoreReview(CELL, STARTS_AT, GIVEN, HUNDRED, Decimal("92.5"), Grade.TOT),
    ScoreReview(CELL, STARTS_AT, (TIME, RATE, CONTENT), HUNDRED),
    ScoringDue(CELL, STARTS_AT, Firmness.AFTER_END, 0, 10, TIME, 0, CLOSES_AT, HUNDRED),
    ScoringDue(CELL, STARTS_AT, Firmness.NEXT_DAY, 2, 10, CONTENT, 1, CLOSES_AT, HUNDRED),
    ScoringDue(
        CELL, STARTS_AT, Firmness.DAY_3, 10, 10, None, 3, CLOSES_AT, HUNDRED, Decimal("92.5"), Grade.TOT
    ),
    ScoringDue(
        CELL,
        STARTS_AT,
        Firmness.BEFORE_CLOSING,
        7,
        10,
        None,
        33,
        CLOSES_AT,
        HUNDRED,
        Decimal("92.5"),
        Grade.TOT,
    ),
    PointsRefused(CONTENT, Decimal(26), TENTH),
    PointsRefused(RATE, Decimal("4.25"), TENTH),
    PointsRefused(RATE, None, TENTH),
    PointsMiscounted(6, 8, 10),
    LineUnknown(10),
    ReviewNotRead(10),
    SheetIncomplete((3, 7)),
    ScoringChoiceExpected(CELL),
    ScoreRecorded(CELL, STARTS_AT, Decimal("92.5"), HUNDRED, Grade.TOT, 1, CLOSES_AT),
    ScoreRecorded(CELL, STARTS_AT, Decimal("89.5"), HUNDRED, Grade.KHA, 2, CLOSES_AT),
    ScoreRecorded(CELL, STARTS_AT, Decimal(93), HUNDRED, Grade.TOT, 1, CLOSES_AT, SheetRole.SELF),
    ScoreRecorded(CELL, STARTS_AT, Decimal(88), HUNDRED, Grade.KHA, 1, CLOSES_AT, SheetRole.SUPERIOR),
    NothingToReport(),
]

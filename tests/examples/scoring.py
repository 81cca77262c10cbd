"""Examples of bot.messages.scoring."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.attendance import Facts, Firmness
from bot.domain.duties import Grade, SheetRole
from bot.domain.honesty import Doubt
from bot.domain.rubric import ShownFact
from bot.messages import Message
from bot.messages.scoring import (
    DoubtAsked,
    FormReplaced,
    GapReasonAsked,
    GroupAsked,
    LineUnknown,
    NoteAsked,
    NothingToReport,
    PointsAsked,
    PointsMiscounted,
    PointsRefused,
    ReviewNotRead,
    ScoredGroup,
    ScoredLine,
    ScoreRecorded,
    ScoreReview,
    ScoringChoiceExpected,
    ScoringDue,
    SheetIncomplete,
    StepTold,
    WaysAsked,
)

CELL = "Chi bộ Phòng Tổng hợp"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS_AT = datetime(2026, 12, 3, 14, tzinfo=ZONE)
CLOSES_AT = datetime(2027, 1, 6, tzinfo=ZONE)
VISITOR = (CELL, STARTS_AT, SheetRole.VISITOR)
SELF = (CELL, STARTS_AT, SheetRole.SELF)
SUPERIOR = (CELL, STARTS_AT, SheetRole.SUPERIOR)
FACTS = Facts(members=18, exempt=1, present=16, excused=1, unexcused=0, minutes=95, speakers=12)
NOBODY = Facts(members=2, exempt=2, present=0, excused=0, unexcused=0, minutes=90, speakers=0)
ONE, TENTH, HUNDRED = Decimal(1), Decimal("0.1"), Decimal(100)
RATE = ScoredLine(
    "2.1",
    "Tỷ lệ dự sinh hoạt",
    "Tỷ lệ đảng viên dự sinh hoạt trên số phải dự; không có đảng viên vắng không lý do",
    Decimal(4),
    Decimal(4),
    True,
    "16/17 = 94,1 % -> 4 điểm",
)
IN_A_ROW = ScoredLine(
    "2.2", "Vắng nhiều kỳ liên tiếp", "Không có đảng viên vắng có lý do quá 3 kỳ liên tiếp", Decimal(1)
)
COMMITTEE = ScoredLine(
    "3.3",
    "Họp chi ủy",
    "Chi ủy họp trước buổi sinh hoạt",
    Decimal(2),
    Decimal(2),
    why="chi bộ không có chi ủy -> tính đủ 2 điểm",
    applies=False,
)
CONTENT = ScoredLine(
    "4.2",
    "Nội dung, nhắc nhở, ý kiến",
    "Nội dung sinh hoạt bảo đảm; biểu dương, nhắc nhở kịp thời; đảng viên tham gia ý kiến",
    Decimal(25),
)
SPEAKERS = ScoredLine(
    "4.5",
    "Tỷ lệ phát biểu",
    "Tỷ lệ đảng viên có mặt tham gia ý kiến",
    Decimal(5),
    Decimal(3),
    why="12/16 = 75 % -> 5 điểm",
)
DRAFT = ScoredLine("3.2", "Gợi ý, dự thảo kết luận", "Có gợi ý thảo luận", Decimal(2), Decimal(0))
ATTENDANCE = ScoredGroup(2, "Đảng viên dự sinh hoạt", Decimal(5), None, 1)
PREPARED = ScoredGroup(3, "Chuẩn bị sinh hoạt", Decimal(10), Decimal(8), 0)
CONDUCT = ScoredGroup(4, "Tiến hành sinh hoạt", Decimal(30), Decimal(28), 0)
STEPS = (
    StepTold(Decimal(5), "tỷ lệ phát biểu từ 50 %"),
    StepTold(Decimal(4), "tỷ lệ phát biểu từ 40 %"),
    StepTold(Decimal(2), "các trường hợp còn lại"),
)
GROUPS = (PREPARED, CONDUCT)
GATE = "Xếp loại cao nhất là Khá: bốn tiêu chí này phải đạt điểm tối đa; Tỷ lệ phát biểu 3/5 điểm"
_OPEN = replace(RATE, points=Decimal(1), is_proposed=False)

EXAMPLES: list[Message] = [
    WaysAsked(*VISITOR, (RATE,), (COMMITTEE,), 24),
    WaysAsked(*VISITOR, (RATE,), (), 24, Decimal("93.5"), Grade.TOT),
    WaysAsked(*SELF, (), (), 10),
    WaysAsked(*SUPERIOR, (), (), 0),
    GroupAsked(*VISITOR, ATTENDANCE, 8, (RATE, IN_A_ROW), (Decimal(4), ONE), False, True),
    GroupAsked(*VISITOR, ATTENDANCE, 8, (_OPEN, IN_A_ROW), (Decimal(4), ONE), False, False),
    GroupAsked(*VISITOR, PREPARED, 8, (DRAFT, COMMITTEE), (Decimal(2),), True, False),
    GroupAsked(*SELF, PREPARED, 8, (DRAFT,), (Decimal(2),), False, False),
    GroupAsked(*SELF, PREPARED, 8, (COMMITTEE,), (), False, True),
    PointsAsked(*VISITOR, SPEAKERS, CONDUCT, 8, ONE, STEPS, FACTS, (ShownFact.SPEAKERS,)),
    PointsAsked(*VISITOR, CONTENT, CONDUCT, 7, TENTH, (), FACTS, (ShownFact.MINUTES, ShownFact.ATTENDANCE)),
    PointsAsked(*SELF, RATE, ATTENDANCE, 8, ONE, (), NOBODY, (ShownFact.ATTENDANCE,)),
    ScoreReview(*VISITOR, GROUPS, (), 24, HUNDRED, "3.1=0", False, HUNDRED, Grade.TOT),
    ScoreReview(
        *VISITOR,
        GROUPS,
        (DRAFT, SPEAKERS),
        22,
        HUNDRED,
        "3.1=0",
        True,
        Decimal(96),
        Grade.KHA,
        ("88/95 điểm, quy về thang 100", GATE),
        "Chuẩn bị chưa kỹ",
    ),
    ScoreReview(*SELF, (ATTENDANCE, PREPARED), (DRAFT,), 0, HUNDRED, "3.1=0"),
    ScoreReview(*SELF, (ATTENDANCE, PREPARED), (), 0, HUNDRED, "3.1=0"),
    ScoreReview(*SUPERIOR, GROUPS, (), 0, HUNDRED, "1=19", False, HUNDRED, Grade.TOT),
    NoteAsked(*VISITOR, (DRAFT, SPEAKERS), True),
    NoteAsked(*SELF, (DRAFT,), False),
    GapReasonAsked(*VISITOR, Decimal("88.5"), Grade.KHA, SheetRole.SELF, Decimal(99), Grade.TOT, True),
    GapReasonAsked(*SUPERIOR, Decimal(80), Grade.KHA, SheetRole.VISITOR, Decimal(95), Grade.TOT, True),
    GapReasonAsked(*SELF, Decimal(99), Grade.TOT, SheetRole.SUPERIOR, Decimal(80), Grade.KHA, False),
    DoubtAsked(*VISITOR, Doubt.ALL_MAXIMUM, HUNDRED, HUNDRED),
    DoubtAsked(*SELF, Doubt.REPEATED, Decimal("92.5"), HUNDRED),
    FormReplaced(*VISITOR, "Khung đánh giá chất lượng sinh hoạt chi bộ (mẫu chi tiết)", 12, 15),
    FormReplaced(*VISITOR, "Khung đánh giá chất lượng sinh hoạt chi bộ (mẫu chi tiết)", 27, 0),
    FormReplaced(*VISITOR, "Phiếu chấm sinh hoạt thường kỳ", 0, 5),
    ScoringDue(CELL, STARTS_AT, Firmness.AFTER_END, 27, 0, CLOSES_AT, HUNDRED),
    ScoringDue(CELL, STARTS_AT, Firmness.NEXT_DAY, 8, 1, CLOSES_AT, HUNDRED),
    ScoringDue(CELL, STARTS_AT, Firmness.DAY_3, 0, 3, CLOSES_AT, HUNDRED, Decimal("92.5"), Grade.TOT),
    ScoringDue(CELL, STARTS_AT, Firmness.BEFORE_CLOSING, 3, 33, CLOSES_AT, HUNDRED),
    PointsRefused(CONTENT, Decimal(26), TENTH),
    PointsRefused(CONTENT, None, ONE),
    PointsRefused(SPEAKERS, Decimal(1), ONE, (Decimal(5), Decimal(4), Decimal(2))),
    PointsMiscounted(3, (RATE, IN_A_ROW)),
    PointsMiscounted(3, (RATE, *(IN_A_ROW,) * 10, SPEAKERS)),
    LineUnknown("9.9", ("2.1", "2.2", "4.5")),
    LineUnknown("3.3", ("2.1", "2.2", "4.5"), "chi bộ không có chi ủy -> tính đủ 2 điểm"),
    ReviewNotRead("3.1=0"),
    SheetIncomplete(("2.2", "4.5")),
    ScoringChoiceExpected(CELL),
    ScoreRecorded(CELL, STARTS_AT, Decimal("92.5"), HUNDRED, Grade.TOT, 1, CLOSES_AT),
    ScoreRecorded(CELL, STARTS_AT, Decimal("89.5"), HUNDRED, Grade.KHA, 2, CLOSES_AT),
    ScoreRecorded(CELL, STARTS_AT, Decimal(93), HUNDRED, Grade.TOT, 1, CLOSES_AT, SheetRole.SELF),
    ScoreRecorded(CELL, STARTS_AT, Decimal(88), HUNDRED, Grade.KHA, 1, CLOSES_AT, SheetRole.SUPERIOR),
    NothingToReport(),
]

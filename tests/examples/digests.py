"""Examples of bot.messages.digests."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.annual_months import YearCounts
from bot.domain.digest_scores import Gaps, RemedyCounts
from bot.domain.digests import (
    Addendum,
    Cells,
    Digest,
    Duties,
    Figures,
    Grades,
    Owed,
    OwedCounts,
    OwedLine,
    Unit,
    Visitor,
    Visits,
)
from bot.domain.duties import DeclineReason, OutcomeReason
from bot.messages import Message
from bot.messages.digests import (
    DigestCard,
    DigestChoiceExpected,
    DigestInDoubt,
    DigestMonthExpected,
    DigestMonthUnknown,
    DigestOrganisations,
    DigestOwed,
    DigestOwedList,
    DigestVisitors,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BODY = "Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh"
FROZEN_AT = datetime(2027, 1, 4, 8, 0, tzinfo=ZONE)
NOW = datetime(2026, 12, 20, 14, 5, tzinfo=ZONE)
EVENING = datetime(2026, 12, 3, 19, 0, tzinfo=ZONE)

FULL = Figures(
    Cells(held=390, cancelled=2, without_date=10),
    Duties(assigned=458, attended=430, excused=8, missed=20),
    Visits(total=431, by_party_body=120, by_grassroots=311, scored=425, not_scored=6),
    Grades(tot=301, kha=72, trung_binh=11, kem=1, ungraded=5, points=Decimal(35150)),
)
RUNNING = Figures(
    Cells(held=1102, planned=97, not_held=1, cancelled=0, without_date=34),
    Duties(assigned=1240, attended=951, excused=3, missed=0, pending=286),
    Visits(total=960, by_party_body=300, by_grassroots=651, unassigned=9, scored=900, not_scored=60),
    Grades(tot=600, kha=201, ungraded=310, provisional=14, points=Decimal("73291.5")),
    Gaps(compared=412, points=Decimal("1318.4"), far=37, limit=Decimal(10)),
    RemedyCounts(open=61, overdue=9),
)
CELL = Figures(
    Cells(held=1),
    Duties(assigned=2, attended=1, pending=1),
    Visits(total=1, by_party_body=1, scored=1),
    Grades(kha=1, points=Decimal("89.5")),
    Gaps(compared=1, points=Decimal("-2"), far=0, limit=Decimal("7.5")),
    RemedyCounts(open=1),
)

EXAMPLES: list[Message] = [
    DigestInDoubt(("Tổng hợp tháng 12/2026, Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh",)),
    DigestCard(BODY, False, Digest(202612, FULL, Decimal("91.2"), Decimal("90.8")), FROZEN_AT, True),
    DigestCard(
        BODY,
        False,
        Digest(202612, FULL, Decimal("93.9"), Decimal("91.3")),
        FROZEN_AT,
        True,
        Addendum(visits=3, attended=2, missed=-2, scored=4),
    ),
    DigestCard(BODY, False, Digest(202612, FULL), FROZEN_AT, True, Addendum()),
    DigestCard(BODY, False, Digest(202612, RUNNING, Decimal("95"), Decimal("91")), NOW, False),
    DigestCard("Chi bộ Phòng Tổng hợp", True, Digest(202612, CELL, None, Decimal(90)), NOW, False),
    DigestCard("Đảng bộ Sở Y", False, Digest(202611, Figures(Cells(without_date=12))), NOW, False),
    DigestCard("Chi bộ Văn phòng", True, Digest(202611, Figures(Cells(without_date=1))), NOW, False),
    DigestCard(BODY, False, Digest(202612, FULL, year=YearCounts(301, 101)), FROZEN_AT, True),
    DigestCard("Chi bộ 1", True, Digest(202612, CELL, year=YearCounts(0, 1)), NOW, False),
    DigestOrganisations(
        BODY,
        202612,
        "",
        128,
        2,
        32,
        5,
        (
            Unit(7, "Đảng bộ Sở Y", Figures(duties=Duties(assigned=14, attended=11, missed=3))),
            Unit(
                8,
                "Đảng bộ Công ty Cấp nước",
                Figures(duties=Duties(assigned=9, attended=6, excused=1, pending=2)),
            ),
            Unit(9, "Chi bộ Hội Nhà nông", Figures(duties=Duties(assigned=1, attended=1))),
            Unit(10, "Đảng bộ Trường Trung cấp nghề", Figures()),
        ),
    ),
    DigestOrganisations(
        BODY,
        202612,
        "sở",
        1,
        1,
        1,
        1,
        (Unit(7, "Đảng bộ Sở Y", Figures(duties=Duties(assigned=14, attended=14))),),
    ),
    DigestOrganisations(BODY, 202612, "<tỉnh>", 0, 1, 1, 1, ()),
    DigestOrganisations("Đảng bộ Sở Y", 202612, "", 0, 1, 1, 1, ()),
    DigestVisitors(
        BODY,
        202612,
        152,
        2,
        19,
        9,
        (
            Visitor("Nguyễn Thị Lan", Duties(assigned=3, attended=3), 3, 3),
            Visitor("Trần Văn Hùng", Duties(assigned=4, attended=1, excused=1, missed=1, pending=1), 1, 0),
            Visitor("Lý Thu Vân", Duties(), 1, 1, 1),
        ),
    ),
    DigestVisitors("Đảng bộ Sở Y", 202612, 0, 1, 1, 1, ()),
    DigestOwed(
        BODY, 202612, OwedCounts(no_date=10, not_due=5, no_report=4, awaiting=2, no_score=6, missed=20), NOW
    ),
    DigestOwed(BODY, 202612, OwedCounts(), NOW),
    DigestOwedList(
        BODY,
        202612,
        Owed.NO_DATE,
        10,
        1,
        2,
        1,
        (
            OwedLine("Chi bộ 3", "Đảng bộ Sở Y", "Trần Văn Hùng", "0900 000 012"),
            OwedLine("Chi bộ Hội Nhà nông", None, "Lý Thu Vân"),
            OwedLine("Chi bộ 4", "Đảng bộ Sở Y"),
        ),
    ),
    DigestOwedList(
        BODY,
        202612,
        Owed.NO_REPORT,
        1,
        1,
        1,
        1,
        (OwedLine("Chi bộ 3", "Đảng bộ Sở Y", "Nguyễn Thị Lan", "0900 000 013", EVENING),),
    ),
    DigestOwedList(
        BODY,
        202612,
        Owed.AWAITING,
        1,
        1,
        1,
        1,
        (OwedLine("Chi bộ 3", None, "Nguyễn Thị Lan", None, EVENING, DeclineReason.BUSINESS_TRIP),),
    ),
    DigestOwedList(
        BODY, 202612, Owed.NO_SCORE, 1, 1, 1, 1, (OwedLine("Chi bộ 3", None, "Lý Thu Vân", None, EVENING),)
    ),
    DigestOwedList(
        BODY,
        202612,
        Owed.MISSED,
        2,
        1,
        1,
        1,
        (
            OwedLine("Chi bộ 3", None, "Lý Thu Vân", None, EVENING, None, OutcomeReason.WITHOUT_REASON),
            OwedLine("Chi bộ 5", None, "Đỗ Văn Minh", None, None, None, OutcomeReason.UNREACHABLE),
        ),
    ),
    DigestOwedList(BODY, 202612, Owed.MISSED, 0, 1, 1, 1, ()),
    DigestChoiceExpected(),
    DigestMonthExpected(),
    DigestMonthUnknown(202401, 202611, 202701),
]

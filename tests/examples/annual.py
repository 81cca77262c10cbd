"""Examples of bot.messages.annual."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import Message
from bot.messages.annual import (
    AnnualCells,
    AnnualChoiceExpected,
    AnnualOfCell,
    AnnualYearExpected,
    AnnualYearUnknown,
    CellLine,
)

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CELL = "Chi bộ Văn phòng (Đảng bộ Sở Y)"
FORM = "Xếp loại năm, mẫu A"
MISSING = (
    "không sinh hoạt thường kỳ tháng 02/2026",
    "quý 1 có 0 buổi sinh hoạt chuyên đề, cần 1",
    "chưa chấm điểm tháng 05/2026",
    "có 8 tháng xếp loại Tốt, cần 10 tháng",
    "điểm trung bình 10 tháng là 89,96, cần từ 90",
)
LINES = (
    CellLine("Chi bộ 1", "chưa đủ điều kiện Tốt"),
    CellLine(CELL, "chưa đủ điều kiện Tốt"),
    CellLine("Chi bộ Hội Nhà nông", "Tốt"),
)

EXAMPLES: list[Message] = [
    AnnualOfCell(CELL, 2026, FORM, "Tốt", (), tuple(range(202601, 202613)), (), None, True, NOW),
    AnnualOfCell(
        CELL,
        2026,
        FORM,
        "chưa đủ điều kiện Tốt",
        MISSING,
        (202601, 202602, 202603, 202605),
        (202607,),
        None,
        True,
        NOW,
    ),
    AnnualOfCell(
        "Chi bộ 1",
        2027,
        FORM,
        "chưa đủ điều kiện Tốt",
        ("có 0 tháng xếp loại Tốt, cần 10 tháng",),
        (),
        (),
        202702,
        False,
        NOW.replace(month=4),
    ),
    AnnualCells(2026, 301, 400, "", 400, 2, 100, 5, LINES, NOW),
    AnnualCells(2026, 301, 400, "văn phòng", 1, 1, 1, 1, LINES[1:2], NOW),
    AnnualCells(2026, 301, 400, "zz", 0, 1, 1, 1, (), NOW),
    AnnualCells(2026, 0, 0, "", 0, 1, 1, 1, (), NOW),
    AnnualYearExpected(),
    AnnualYearUnknown(2020, 2026, 2027),
    AnnualYearUnknown(2030, 2026, 2026),
    AnnualChoiceExpected(),
]

"""Examples of bot.messages.enrolment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.messages import Message
from bot.messages import enrolment as m

_AT = datetime(2026, 12, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

EXAMPLES: list[Message] = [
    m.Welcome(),
    m.CodeWrong(4),
    m.CodesLocked(),
    m.CodeExpired(),
    m.CodeUsed(),
    m.ChatTaken("Trần Văn Bình"),
    m.Suspended(),
    m.ConsentAsked("Nguyễn Thị Lan", 90),
    m.ConsentRefused(),
    m.Enrolled("Nguyễn Thị Lan", ("Bí thư chi bộ, Chi bộ Kế toán",), 3),
    m.Enrolled("Trần Văn Bình", ("Ủy viên Ban Thường vụ, Đảng bộ Khối",), 0),
    m.NewCode("K7MP-4RTX", _AT),
    m.LeaveAsked(),
    m.Left(),
    m.Stayed(),
    m.ConflictAsked("Nguyễn Thị Lan", "Bí thư chi bộ, Chi bộ Kế toán", "0900123456"),
    m.ConflictKept("Nguyễn Thị Lan"),
    m.Resumed(),
    m.ConflictReissued("Nguyễn Thị Lan", "K7MP-4RTX", _AT),
    m.ConflictSettled("Nguyễn Thị Lan"),
    m.DataCopy("Nguyễn Thị Lan", "0900123456", ("Bí thư chi bộ, Chi bộ Kế toán",), 1, 12, 10, _AT, 2),
    m.DataRequested("correction", date(2026, 12, 4), True),
    m.DataRequested("deletion", date(2026, 12, 4), False),
    m.DataRequest(
        "Nguyễn Thị Lan", "Bí thư chi bộ, Chi bộ Kế toán", "0900123456", "deletion", date(2026, 12, 4)
    ),
]

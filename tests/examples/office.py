"""Examples of bot.messages.office."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.chat import FailureReason, OutboxState
from bot.domain.completeness import Alarm
from bot.domain.duties import DeclineReason
from bot.messages import Message
from bot.messages import office as m

_AT = datetime(2026, 12, 3, 14, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_CLOSES = datetime(2027, 1, 6, 0, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

_DISAGREES = m.DayAccount(
    date(2026, 12, 3),
    date(2026, 12, 3),
    10,
    ((OutboxState.SENT, 8), (OutboxState.FAILED, 1)),
    ((FailureReason.BLOCKED, 1),),
    1,
    (Alarm.MESSAGES_LOST,),
)

_FAILED = replace(
    _DISAGREES,
    states=((OutboxState.SENT, 9), (OutboxState.FAILED, 1)),
    failures=((FailureReason.OTHER, 1),),
    missing=0,
    alarms=(Alarm.PROGRAM_FAILED,),
)

EXAMPLES: list[Message] = [
    m.CellsWithoutDate(
        202612,
        14,
        1,
        2,
        (
            m.CellLine("Chi bộ Kế toán", "Đảng bộ Công ty Chè", "Nguyễn Thị Lan", "0900123456", True),
            m.CellLine("Chi bộ Kỹ thuật", None, None, None, False),
            m.CellLine("Chi bộ Văn phòng", "Đảng bộ Sở Xây dựng", "Trần Văn Bình", None, True),
        ),
    ),
    m.CellsWithoutDate(202612, 0, 1, 1, ()),
    m.CallList(
        date(2026, 12, 4),
        1,
        3,
        1,
        1,
        (
            m.CallLine("Lê Văn Cường", "Bí thư chi bộ, Chi bộ Kỹ thuật", "0900111222", False, ()),
            m.CallLine(
                "Nguyễn Thị Lan",
                "Bí thư chi bộ, Chi bộ Kế toán",
                None,
                True,
                (m.Debt(m.DebtKind.REGISTRATION, "Chi bộ Kế toán, tháng 01/2027"),),
            ),
            m.CallLine(
                "Trần Văn Bình",
                "Ủy viên Ban Chấp hành, Đảng bộ Khối",
                "0900333444",
                True,
                (
                    m.Debt(m.DebtKind.REPORT, "Chi bộ Kế toán, 14:00 T5 03/12"),
                    m.Debt(m.DebtKind.REPORT, "Chi bộ Kho, 08:00 T6 04/12"),
                    m.Debt(m.DebtKind.SCORE, "Chi bộ Nhà máy, 08:00 T4 02/12"),
                    m.Debt(m.DebtKind.SCORE, "Chi bộ Văn phòng, 14:00 T4 02/12"),
                ),
            ),
        ),
        2,
        ("Chi bộ Kho bạc (Đảng bộ Sở Tài chính)", "Chi bộ Liên minh Hợp tác xã tỉnh"),
    ),
    m.CallList(
        date(2026, 12, 7),
        1,
        0,
        1,
        1,
        (
            m.CallLine(
                "Lê Văn Cường", "Bí thư chi bộ, Chi bộ Kỹ thuật", "0900111222", False, (), blocks=True
            ),
            *(
                m.CallLine(name, "Ủy viên Ban Chấp hành, Đảng bộ Khối", phone, True, (), False, state, reason)
                for name, phone, state, reason in (
                    ("Nguyễn Thị Lan", "0900111333", OutboxState.FAILED, FailureReason.RATE),
                    ("Trần Văn Bình", "0900111444", OutboxState.EXPIRED, None),
                    ("Phạm Thị Dung", None, OutboxState.UNKNOWN, FailureReason.UNKNOWN),
                )
            ),
        ),
        0,
        troubled=3,
    ),
    m.CallList(date(2026, 12, 4), 0, 0, 1, 1, (), 0),
    m.CallList(
        date(2026, 12, 7),
        0,
        0,
        1,
        1,
        (),
        0,
        (),
        m.DayAccount(
            date(2026, 12, 4),
            date(2026, 12, 6),
            1214,
            (
                (OutboxState.WAITING, 1),
                (OutboxState.SENT, 1200),
                (OutboxState.FAILED, 7),
                (OutboxState.UNKNOWN, 1),
                (OutboxState.EXPIRED, 1),
                (OutboxState.WITHDRAWN, 1),
                (OutboxState.SUPERSEDED, 3),
            ),
            ((FailureReason.NEVER_CONTACTED, 5), (FailureReason.BLOCKED, 2)),
            0,
            (),
        ),
    ),
    m.CallList(date(2026, 12, 4), 0, 0, 1, 1, (), 0, (), _DISAGREES),
    m.SumsDisagree(_DISAGREES),
    m.SumsDisagree(_FAILED),
    m.DeclinesAsked(
        202612,
        2,
        (
            m.DeclineLine(1, "Trần Văn Bình", "Chi bộ Kế toán", _AT, DeclineReason.BUSINESS_TRIP),
            m.DeclineLine(2, "Phạm Thị Dung", "Chi bộ Kho", _AT, DeclineReason.ILLNESS),
        ),
        _CLOSES,
    ),
    m.DeclinesDone(202612),
    m.DeclineSettled(),
    m.FileTooLarge(5),
    m.FileReceived("danh-sach.xlsx"),
    m.FileRejected("danh-sach.xlsx", "tệp đặt mật khẩu. Đề nghị đồng chí bỏ mật khẩu rồi gửi lại."),
    m.RosterOutOfReach("danh-sach.xlsx"),
    m.RosterPreview(
        "khoi.xlsx",
        447,
        402,
        606,
        458,
        12,
        3,
        1,
        (m.RosterRefusal("Tổ chức đảng", 455, "trùng mã tổ chức"),),
        7,
        ("Nguyễn Thị Lan được phân công dự chính chi bộ của mình",),
        1,
        True,
    ),
    m.RosterPreview("khoi.xlsx", 447, 402, 606, 458, 0, 0, 0, (), 0, (), 0, False),
    m.RosterApplied(12, 3, 1, 7),
    m.RosterApplied(12, 3, 1, 0),
    m.RosterDropped(),
    m.RosterChanged(),
]

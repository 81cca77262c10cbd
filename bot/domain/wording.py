"""How values are written in Vietnamese: dates, times, points, counts. Also the templates' filters."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from bot.domain.attendance import Figure
from bot.domain.calendar import WEEKDAYS
from bot.domain.chat import FailureReason, OutboxState
from bot.domain.completeness import Alarm, MessageKind, ReminderEnd
from bot.domain.duties import DeclineReason, Grade, OutcomeReason
from bot.domain.meetings import Kind

KINDS = {Kind.ORDINARY: "thường kỳ", Kind.THEMATIC: "chuyên đề", Kind.COMBINED: "thường kỳ kết hợp chuyên đề"}
GRADES = {Grade.TOT: "Tốt", Grade.KHA: "Khá", Grade.TRUNG_BINH: "Trung bình", Grade.KEM: "Kém"}
DECLINES = {
    DeclineReason.BUSINESS_TRIP: "đi công tác",
    DeclineReason.ILLNESS: "ốm",
    DeclineReason.OTHER_MEETING: "trùng lịch",
    DeclineReason.OTHER: "lý do khác",
}
OUTCOME_REASONS = {
    OutcomeReason.ACCEPTED: "có lý do chính đáng",
    OutcomeReason.CELL_DID_NOT_MEET: "chi bộ không sinh hoạt",
    OutcomeReason.WITH_REASON: "có lý do, không được chấp nhận",
    OutcomeReason.WITHOUT_REASON: "không có lý do",
    OutcomeReason.UNREACHABLE: "chưa liên lạc được",
}
FIGURES = {
    Figure.MEMBERS: "tổng số đảng viên",
    Figure.EXEMPT: "miễn sinh hoạt",
    Figure.PRESENT: "có mặt",
    Figure.EXCUSED: "vắng có lý do",
    Figure.UNEXCUSED: "vắng không lý do",
    Figure.MINUTES: "số phút sinh hoạt",
    Figure.SPEAKERS: "số đồng chí phát biểu",
}

STATES = {
    OutboxState.SENT: "đã gửi",
    OutboxState.SUPERSEDED: "đã thay bằng tin mới hơn",
    OutboxState.WITHDRAWN: "đã rút lại",
    OutboxState.EXPIRED: "hết hạn, không gửi nữa",
    OutboxState.FAILED: "không gửi được",
    OutboxState.UNKNOWN: "không rõ đã đến hay chưa",
    OutboxState.WAITING: "đang chờ gửi",
}
FAILURES = {
    FailureReason.NEVER_CONTACTED: "người nhận chưa dùng hệ thống",
    FailureReason.WINDOW_CLOSED: "quá hạn được nhắn của ứng dụng",
    FailureReason.BLOCKED: "người nhận đã chặn",
    FailureReason.QUOTA: "hết số tin được gửi",
    FailureReason.RATE: "ứng dụng yêu cầu gửi chậm lại",
    FailureReason.AUTH: "mã của bot không được chấp nhận",
    FailureReason.BAD_CONTENT: "ứng dụng không nhận nội dung",
    FailureReason.TRANSIENT: "không kết nối được",
    FailureReason.UNKNOWN: "không rõ lý do",
    FailureReason.OTHER: "lý do khác",
}
MESSAGE_KINDS = {
    MessageKind.ANSWER: "Trả lời trong hội thoại",
    MessageKind.SCHEDULE: "Đề nghị đăng ký lịch",
    MessageKind.VISIT: "Báo lịch, nhắc lịch, hỏi kết quả dự",
    MessageKind.SCORE: "Đề nghị chấm điểm",
    MessageKind.SEVERAL: "Nhiều việc trong một tin",
    MessageKind.LIST: "Danh sách cho Văn phòng",
    MessageKind.DIGEST: "Tổng hợp cho lãnh đạo",
    MessageKind.FILE: "Tệp",
    MessageKind.OTHER: "Tin khác",
}
REMINDER_KINDS = {
    "register": "Đăng ký lịch",
    "visit": "Dự sinh hoạt",
    "office": "Danh sách cho Văn phòng",
    "digest": "Tổng hợp cho lãnh đạo",
    "self": "Chi bộ tự báo cáo, tự chấm điểm",
    "prepare": "Việc cần khắc phục trước buổi sinh hoạt",
}
REMINDER_ENDS = {
    ReminderEnd.ANNOUNCED: "đã xử lý",
    ReminderEnd.WITHDRAWN: "đã rút lại",
    ReminderEnd.EXPIRED: "hết hạn, không nhắc nữa",
    ReminderEnd.FAILED: "chương trình gặp lỗi",
    ReminderEnd.AHEAD: "chưa đến giờ",
    ReminderEnd.LATE: "quá giờ mà chưa nhắc",
}
ALARMS = {
    Alarm.MESSAGES_LOST: "có tin đã mất khỏi cơ sở dữ liệu",
    Alarm.REMINDERS_LOST: "có việc nhắc đã mất khỏi cơ sở dữ liệu",
    Alarm.REMINDERS_LATE: "có việc nhắc quá giờ mà chưa nhắc",
    Alarm.NOTHING_LEAVES: "có tin đến giờ mà không tin nào gửi đi",
    Alarm.ACCOUNT_REFUSED: "mã của bot không được chấp nhận, mọi tin đang chờ",
    Alarm.MESSAGES_REFUSED: "có tin mà ứng dụng nhắn tin không nhận nội dung",
    Alarm.PROGRAM_FAILED: "có tin hoặc việc nhắc không đến được người nhận vì chương trình gặp lỗi",
    Alarm.TIME_HELD_UP: "chương trình gặp lỗi khi mở, khóa tháng hoặc bắt đầu ngày",
    Alarm.LEDGER_SILENT: "sổ theo dõi tin không được ghi, không phát hiện được tin mất",
}


def on_day(day: date) -> str:
    """ "thứ Năm, ngày 03/12/2026"; takes a local datetime too."""
    return f"{WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}"


def at_time(instant: datetime) -> str:
    """ "14 giờ 00"; the datetime is local."""
    return f"{instant.hour} giờ {instant.minute:02}"


def when(instant: datetime) -> str:
    """ "14 giờ 00, thứ Năm, ngày 03/12/2026"; the datetime is local."""
    return f"{at_time(instant)}, {on_day(instant)}"


def short_when(instant: datetime) -> str:
    """ "14:00 T5 03/12": for buttons and lists; the datetime is local."""
    day = "CN" if instant.weekday() == 6 else f"T{instant.weekday() + 2}"
    return f"{instant:%H:%M} {day} {instant:%d/%m}"


def month(period: int) -> str:
    """ "tháng 12/2026"."""
    return f"tháng {period % 100:02}/{period // 100}"


def months(periods: Sequence[int]) -> str:
    """ "tháng 01, 02/2026": periods of one year, earliest first."""
    return f"tháng {', '.join(f'{period % 100:02}' for period in periods)}/{periods[0] // 100}"


def points(value: Decimal) -> str:
    """Rounded half up to 0,1, with a comma, without a needless ",0": 89.5 -> "89,5", 90 -> "90"."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded:f}".removesuffix(".0").replace(".", ",")


def fraction(value: Fraction) -> str:
    """Rounded half up to 0,1; with more digits (up to 4) where that would show a whole number not reached or
    passed: 224/249 in percent -> "89,96", not "90"."""
    for digits in range(1, 5):
        unit = 10**digits
        rounded = (2 * value.numerator * unit + value.denominator) // (2 * value.denominator)
        if rounded % unit or value.denominator == 1:
            break
    return exactly(Decimal(rounded).scaleb(-digits))


def percent(value: Decimal) -> str:
    """ "93,9 %"; the value is in percent."""
    return f"{points(value)} %"


def count(number: int) -> str:
    """With a point between thousands: 3500 -> "3.500"."""
    return f"{number:,}".replace(",", ".")


def signed(number: int) -> str:
    """A difference with its sign: 3 -> "+3", -2 -> "−2"."""
    return ("+" if number > 0 else "−" if number < 0 else "") + count(abs(number))


def trend(difference: Decimal) -> str:
    """ "tăng 2,7", "giảm 0,5", "không đổi"."""
    if not difference:
        return "không đổi"
    return f"{'tăng' if difference > 0 else 'giảm'} {points(abs(difference))}"


def exactly(value: Decimal) -> str:
    """Every digit that was given, with a comma: 4.25 -> "4,25", 5 -> "5"."""
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")


def sum_of(parts: Iterable[tuple[str, int]]) -> str:
    """Named numbers as one sum, without what is zero: "đã gửi 3 + đang chờ gửi 1"; "0" of nothing."""
    return " + ".join(f"{name} {count(number)}" for name, number in parts if number) or "0"


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def short_day(day: date) -> str:
    """ "20/12/2026"; takes a local datetime too."""
    return f"{day:%d/%m/%Y}"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": short_day,
    "on_day": on_day,
    "at_time": at_time,
    "when": when,
    "short_when": short_when,
    "month": month,
    "months": months,
    "points": points,
    "exactly": exactly,
    "sentence": sentence,
    "figure": lambda figure: FIGURES[figure],
    "percent": percent,
    "count": count,
    "signed": signed,
    "trend": trend,
    "kind": lambda kind: KINDS[kind],
    "grade": lambda grade: GRADES[grade],
    "decline": lambda reason: DECLINES[reason],
    "state": lambda state: STATES[state],
    "failure": lambda reason: FAILURES[reason],
    "alarm": lambda alarm: ALARMS[alarm],
    "outcome_reason": lambda reason: OUTCOME_REASONS[reason],
}

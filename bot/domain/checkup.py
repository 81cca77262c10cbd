"""What a doctor makes of what was measured: good, to be looked at, or broken, and what to do about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

_CLOCK_OFF, _CLOCK_WRONG = timedelta(seconds=5), timedelta(minutes=1)
_SPACE_SHORT, _SPACE_GONE = 1024, 100  # megabytes
_MANY_PENDING = 100  # updates
_RECENT = timedelta(hours=1)


class Verdict(StrEnum):
    """How it stands; the value is what is printed."""

    GOOD = "tốt"
    LOOK = "cần xem"
    BROKEN = "hỏng"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in words, and what to do unless it is good."""

    subject: str
    verdict: Verdict
    said: str
    remedy: str = ""


def good(subject: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, Verdict.GOOD, said)


def look(subject: str, said: str, remedy: str) -> Finding:
    """It works, or may work, and somebody should look."""
    return Finding(subject, Verdict.LOOK, said, remedy)


def broken(subject: str, said: str, remedy: str) -> Finding:
    """The program does not do its work like this."""
    return Finding(subject, Verdict.BROKEN, said, remedy)


@dataclass(frozen=True)
class WebhookState:
    """What a messenger says of where it brings what happens; `url` is empty while it is asked instead."""

    url: str = ""
    pending: int = 0
    last_error: str = ""
    last_error_at: datetime | None = None


_WEBHOOK = "Webhook"


def of_webhook(state: WebhookState, wanted: str | None, now: datetime) -> Finding:
    """Compared with the setting; `wanted` is None where the program asks by itself."""
    if wanted is None and state.url:
        return look(
            _WEBHOOK,
            "bot đang gửi tin tới một địa chỉ webhook, cài đặt thì để trống",
            "chibo run sẽ tự bỏ webhook này; nếu muốn giữ thì đặt CHIBO_WEBHOOK_URL",
        )
    if wanted is not None and not state.url:
        return look(_WEBHOOK, "Telegram chưa biết địa chỉ webhook", "chạy chibo run, chương trình tự báo")
    if wanted is not None and state.url != wanted:
        return broken(
            _WEBHOOK,
            "bot đang gửi tin tới một địa chỉ khác với cài đặt",
            "kiểm tra CHIBO_WEBHOOK_URL và chương trình khác dùng bot này, rồi chạy lại chibo run",
        )
    if state.last_error and state.last_error_at and now - state.last_error_at < _RECENT:
        return look(
            _WEBHOOK,
            f"Telegram vừa không gửi tin tới được: {state.last_error}",
            "kiểm tra máy chủ web, chứng chỉ HTTPS và chibo run",
        )
    if state.pending > _MANY_PENDING:
        return look(_WEBHOOK, f"có {state.pending} tin chưa nhận", "kiểm tra chibo run có đang chạy không")
    return good(_WEBHOOK, "đúng như cài đặt" if wanted else "không dùng, chương trình tự hỏi Telegram")


def of_clock(whose: str, difference: timedelta) -> Finding:
    """The difference between this machine's clock and another one."""
    subject, off = f"Đồng hồ, so với {whose}", abs(difference)
    if off < _CLOCK_OFF:
        return good(subject, "khớp")
    said = f"lệch {off.total_seconds():.0f} giây"
    verdict = look if off < _CLOCK_WRONG else broken
    return verdict(subject, said, "bật đồng bộ giờ trên máy này: timedatectl set-ntp true")


def of_space(free_megabytes: int) -> Finding:
    """What is free on the disk of the data."""
    said = f"còn {free_megabytes} MB"
    if free_megabytes >= _SPACE_SHORT:
        return good("Ổ đĩa", said)
    verdict = look if free_megabytes >= _SPACE_GONE else broken
    return verdict("Ổ đĩa", said, "dọn bớt tệp hoặc mở rộng ổ đĩa chứa dữ liệu")


def of_queue(waited: timedelta, patience: timedelta) -> Finding:
    """How long the oldest message has waited that is due."""
    minutes = int(waited.total_seconds() // 60)
    if waited < patience:
        return good("Hàng chờ gửi", "không có tin nào chờ quá lâu")
    return broken(
        "Hàng chờ gửi",
        f"có tin đến giờ đã chờ {minutes} phút",
        "kiểm tra chibo run có đang chạy không, Telegram có vào được không",
    )


def of_references(dangling: Mapping[str, int]) -> Finding:
    """How many rows refer to rows that are no more, by the table of those."""
    subject = "Liên kết giữa các dòng dữ liệu"
    if not dangling:
        return good(subject, "đầy đủ")
    where = ", ".join(f"{table} {number}" for table, number in sorted(dangling.items()))
    return broken(
        subject,
        f"có {sum(dangling.values())} dòng trỏ tới dòng đã mất (bảng có dòng mất: {where})",
        "dừng chương trình, lấy lại các dòng đã mất từ bản sao lưu; xem mất những gì: chibo reconcile",
    )


def of_holidays(days: Collection[date], today: date) -> Finding:
    """Whether this year's and next year's public holidays are known."""
    missing = [year for year in (today.year, today.year + 1) if not any(day.year == year for day in days)]
    if not missing:
        return good("Ngày nghỉ", f"có dữ liệu đến hết năm {today.year + 1}")
    years = ", ".join(str(year) for year in missing)
    return broken("Ngày nghỉ", f"thiếu dữ liệu năm {years}", "cài bản chương trình mới hơn")

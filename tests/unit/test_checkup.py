"""What a doctor makes of what was measured: each fault with its remedy, by table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.checkup import (
    Finding,
    Verdict,
    WebhookState,
    of_clock,
    of_holidays,
    of_queue,
    of_space,
    of_webhook,
)

NOW = datetime(2026, 12, 3, 7, tzinfo=UTC)
OURS, OTHERS = "https://bot.donvi.example/telegram", "https://cu.donvi.example/telegram"
GOOD, LOOK, BROKEN = Verdict.GOOD, Verdict.LOOK, Verdict.BROKEN


def shown(finding: Finding, verdict: Verdict, *parts: str) -> None:
    assert (finding.verdict, bool(finding.remedy)) == (verdict, verdict is not GOOD)
    for part in parts:
        assert part in f"{finding.subject}: {finding.said} {finding.remedy}"


@pytest.mark.parametrize(
    ("state", "wanted", "verdict", "part"),
    [
        (WebhookState(), None, GOOD, "tự hỏi Telegram"),
        (WebhookState(OURS), OURS, GOOD, "đúng như cài đặt"),
        (WebhookState(OTHERS), None, LOOK, "CHIBO_WEBHOOK_URL"),
        (WebhookState(), OURS, LOOK, "chạy chibo run"),
        (WebhookState(OTHERS), OURS, BROKEN, "địa chỉ khác với cài đặt"),
        (WebhookState(OURS, 101), OURS, LOOK, "có 101 tin chưa nhận"),
        (WebhookState("", 101), None, LOOK, "có 101 tin chưa nhận"),
        (WebhookState(OURS, 100), OURS, GOOD, "đúng như cài đặt"),
        (
            WebhookState(OURS, 0, "503", NOW - timedelta(minutes=59)),
            OURS,
            LOOK,
            "không gửi tin tới được: 503",
        ),
        (WebhookState(OURS, 0, "503", NOW - timedelta(minutes=61)), OURS, GOOD, "đúng như cài đặt"),
    ],
)
def test_a_webhook(state: WebhookState, wanted: str | None, verdict: Verdict, part: str) -> None:
    shown(of_webhook(state, wanted, NOW), verdict, part)


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(0, GOOD), (-4, GOOD), (5, LOOK), (-59, LOOK), (60, BROKEN), (-3600, BROKEN)]
)
def test_a_clock(seconds: int, verdict: Verdict) -> None:
    shown(of_clock("cơ sở dữ liệu", timedelta(seconds=seconds)), verdict, "so với cơ sở dữ liệu")


@pytest.mark.parametrize(
    ("megabytes", "verdict"), [(1024, GOOD), (1023, LOOK), (100, LOOK), (99, BROKEN), (0, BROKEN)]
)
def test_a_disk(megabytes: int, verdict: Verdict) -> None:
    shown(of_space(megabytes), verdict, f"còn {megabytes} MB")


def test_a_queue() -> None:
    shown(of_queue(timedelta(minutes=9), timedelta(minutes=10)), GOOD)
    shown(of_queue(timedelta(minutes=10), timedelta(minutes=10)), BROKEN, "đã chờ 10 phút", "chibo run")


def test_holidays_of_this_year_and_the_next() -> None:
    shown(of_holidays([date(2026, 1, 1), date(2027, 1, 1)], date(2026, 12, 3)), GOOD, "2027")
    shown(of_holidays([date(2026, 1, 1)], date(2026, 12, 3)), BROKEN, "thiếu dữ liệu năm 2027")
    shown(of_holidays([], date(2026, 12, 3)), BROKEN, "2026, 2027")

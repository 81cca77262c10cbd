"""chibo reconcile: whether everything that was to be said on a day came to an end that can be named."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import click

from bot.commands.context import open_work
from bot.commands.days import Day
from bot.domain import wording
from bot.domain.completeness import Account, Alarm, ReminderEnd, ReminderTally, Tally, do_sums_agree
from bot.services import completeness

_HINTS = {
    Alarm.REMINDERS_LATE: "Xem chương trình có đang chạy không: chibo doctor",
    Alarm.MESSAGES_REFUSED: "Tìm message_refused trong nhật ký, báo người phát triển",
    Alarm.PROGRAM_FAILED: "Tìm tick_failed hoặc message_refused trong nhật ký, báo người phát triển",
    Alarm.LEDGER_SILENT: "Dựng lại sổ theo dõi: dừng chương trình, chạy chibo db upgrade",
}
_LOST = "Tìm trong bản sao lưu; báo người quản trị kiểm tra ai đã sửa cơ sở dữ liệu"


@click.command(
    help="Đối chiếu một ngày: tin và việc nhắc dự kiến với những gì đã xảy ra. Mặc định là hôm qua."
)
@click.argument("day", metavar="[NGÀY]", type=Day(), required=False)
def reconcile(day: date | None) -> None:
    """Print the sums by kind; exit code 1 when they do not agree, or something failed by an error."""
    with open_work(makes_file=False) as work:
        on = day or work.today - timedelta(days=1)
        account = completeness.account(work, on, on)
    for line in as_text(account):
        click.echo(line)
    if account.alarms:
        raise click.ClickException(". ".join(_remedy(alarm) for alarm in account.alarms) + ".")


def as_text(account: Account) -> Iterator[str]:
    """The account, a line for every kind, each a sum that has to agree."""
    yield wording.sentence(wording.on_day(account.since))
    yield f"Tin nhắn: {_messages(account.total)}"
    for tally in account.messages:
        yield f"  {wording.MESSAGE_KINDS[tally.kind]}: {_messages(tally)}"
        if tally.reasons:
            reasons = ((wording.FAILURES[reason], number) for reason, number in tally.reasons.items())
            yield f"    không gửi được: {wording.sum_of(reasons)}"
    yield "Việc nhắc, theo giờ dự kiến ban đầu:"
    for kind in account.reminders:
        yield f"  {wording.REMINDER_KINDS.get(kind.kind, kind.kind)}: {_reminders(kind)}"
    yield _verdict(account.alarms)


def _verdict(alarms: Sequence[Alarm]) -> str:
    if not do_sums_agree(alarms):
        return "Có chênh lệch."
    return "Khớp, nhưng có chỗ gặp lỗi." if alarms else "Khớp."


def _messages(tally: Tally) -> str:
    parts = [(name, tally.states.get(state, 0)) for state, name in wording.STATES.items()]
    return _sum(tally.planned, parts, tally.missing)


def _reminders(tally: ReminderTally) -> str:
    parts = [(wording.REMINDER_ENDS[end], tally.ends.get(end, 0)) for end in ReminderEnd]
    return _sum(tally.planned, parts, tally.missing)


def _sum(planned: int, parts: list[tuple[str, int]], missing: int) -> str:
    lost = f"; ĐÃ MẤT {wording.count(missing)}" if missing else ""
    return f"dự kiến {wording.count(planned)} = {wording.sum_of(parts)}{lost}"


def _remedy(alarm: Alarm) -> str:
    return f"{wording.sentence(wording.ALARMS[alarm])}. {_HINTS.get(alarm, _LOST)}"

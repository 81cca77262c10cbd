"""The account of what was to be said, for the office every morning, for administrators when it rings."""

from datetime import date, timedelta

from bot.domain import wording
from bot.domain.chat import Lane
from bot.domain.completeness import Account, Alarm
from bot.domain.policy import Who
from bot.messages.office import DayAccount, SumsDisagree
from bot.services import administrators, completeness, outbox
from bot.services.outbox import Delivery
from bot.services.work import Work


def since_last_list(work: Work, day: date) -> DayAccount | None:
    """For the list of a day: the days since the one before, which on a Monday was Friday's; None when
    nothing was to be said."""
    since = day - timedelta(days=1)
    while work.ground.almanac.days_off.is_off(since, Who.OFFICE):
        since -= timedelta(days=1)
    account = completeness.account(work, since, day - timedelta(days=1))
    return _told(account) if account.messages or account.alarms else None


def warn_administrators(work: Work, day: date) -> None:
    """As a day begins: when the account of the day before does not agree, every administrator hears of it,
    once, after the quiet hours."""
    yesterday = day - timedelta(days=1)
    account = completeness.account(work, yesterday, yesterday)
    if not set(account.alarms) - {Alarm.REMINDERS_LATE}:  # which after an outage are said in this very tick
        return
    for person in administrators.all_of(work):
        how = Delivery(dedupe_key=f"account:{day:%Y%m%d}:{person.id}", lane=Lane.REMINDER)
        outbox.put(work, SumsDisagree(_told(account)), person_id=person.id, how=how)


def _told(account: Account) -> DayAccount:
    total = account.total
    return DayAccount(
        account.since,
        account.until,
        total.planned,
        tuple((state, total.states[state]) for state in wording.STATES if total.states.get(state)),
        tuple(total.reasons.items()),
        total.missing,
        account.alarms,
    )

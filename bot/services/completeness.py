"""Takes account of what was to be said: the ledger against the outbox and the reminders, and alarms."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from bot.clock import real_now
from bot.domain.calendar import at
from bot.domain.chat import Lane, OutboxState
from bot.domain.completeness import Account, Alarm, MessageKind, ReminderEnd, ReminderTally, Tally, kind_of
from bot.messages.base import MESSAGES
from bot.services.work import Work
from db import migrate
from db.models.visits import ReminderState
from db.queries import completeness as queries
from db.queries import outbox as outbox_queries

_ENDS = {
    ReminderState.ANNOUNCED: ReminderEnd.ANNOUNCED,
    ReminderState.WITHDRAWN: ReminderEnd.WITHDRAWN,
    ReminderState.EXPIRED: ReminderEnd.EXPIRED,
    ReminderState.FAILED: ReminderEnd.FAILED,
}


def account(work: Work, since: date, until: date) -> Account:
    """What was queued, and which reminders were due, from one local day to another (both included), and
    what became of it. Texts may be blanked meanwhile: rows stay, and so do the sums."""
    begin = at(since, time(0), work.ground.zone)
    end = at(until + timedelta(days=1), time(0), work.ground.zone)
    late = work.now - work.ground.policy.alarm_after
    return Account(
        since,
        until,
        _tallies(queries.messages(work.session, begin, end)),
        _reminder_tallies(queries.reminders(work.session, begin, end, late)),
        queries.is_kept(work.session),
    )


def _tallies(rows: Sequence[Any]) -> tuple[Tally, ...]:
    planned: Counter[MessageKind] = Counter()
    states: defaultdict[MessageKind, Counter[OutboxState]] = defaultdict(Counter)
    reasons: defaultdict[MessageKind, Counter[Any]] = defaultdict(Counter)
    for name, lane, state, reason, entered, there in rows:
        kind = kind_of(lane, _area(name))
        planned[kind] += entered
        if state is not None:
            states[kind][state] += there
        if state is OutboxState.FAILED and reason is not None:
            reasons[kind][reason] += there
    return tuple(
        Tally(kind, planned[kind], states[kind], reasons[kind]) for kind in MessageKind if planned[kind]
    )


def _area(name: str) -> str:
    return MESSAGES[name].__module__.rpartition(".")[2] if name in MESSAGES else ""


def _reminder_tallies(rows: Sequence[Any]) -> tuple[ReminderTally, ...]:
    planned: Counter[str] = Counter()
    ends: defaultdict[str, Counter[ReminderEnd]] = defaultdict(Counter)
    for step, state, is_late, entered, there in rows:
        kind = step.partition(".")[0]
        planned[kind] += entered
        if state is not None:
            ends[kind][_end(state, is_late)] += there
    return tuple(ReminderTally(kind, planned[kind], ends[kind]) for kind in sorted(planned))


def _end(state: ReminderState, is_late: bool) -> ReminderEnd:
    return _ENDS.get(state) or (ReminderEnd.LATE if is_late else ReminderEnd.AHEAD)


def alarms(work: Work) -> tuple[Alarm, ...]:
    """What is alarming now: losses and errors of yesterday and today, and what is due and does not move."""
    return standing(work).alarms


def _alarms(work: Work, *taken: Account) -> tuple[Alarm, ...]:
    late = work.now - work.ground.policy.alarm_after
    rings = {
        **dict.fromkeys((alarm for one in taken for alarm in one.alarms), True),
        Alarm.REMINDERS_LATE: queries.has_late_reminder(work.session, late),
        Alarm.NOTHING_LEAVES: does_nothing_leave(work),
        Alarm.ACCOUNT_REFUSED: outbox_queries.is_account_refused(work.session),
    }
    return tuple(alarm for alarm in Alarm if rings.get(alarm))


def does_nothing_leave(work: Work) -> bool:
    """Whether something has been due for the policy's minutes and nothing at all was sent meanwhile."""
    span, channels = work.ground.policy.alarm_after, list(work.ground.channels)
    oldest = queries.oldest_due(work.session, work.now - span, real_now() + span, channels)
    if oldest is None:
        return False
    return not queries.was_any_sent(work.session, work.now - span, oldest.id or 0)


@dataclass(frozen=True)
class Standing:
    """How the program stands as a whole: what waits by lane, for how long, this day's sums, what rings."""

    is_schema_current: bool
    queue: Mapping[Lane, int]
    oldest: timedelta
    today: Tally
    alarms: tuple[Alarm, ...]


def standing(work: Work) -> Standing:
    """Look at everything at once."""
    today = account(work, work.today, work.today)
    yesterday = account(work, work.today - timedelta(days=1), work.today - timedelta(days=1))
    depths, since = queries.queue(work.session, work.now)
    return Standing(
        migrate.is_current_on(work.session.connection()),
        depths,
        work.now - since if since else timedelta(0),
        today.total,
        _alarms(work, yesterday, today),
    )

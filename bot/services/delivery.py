"""The outbox on its way out: what may leave now, what begins to leave, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random

import structlog

from bot.clock import real_now
from bot.domain.chat import (
    AddressKey,
    FailureReason,
    InDoubt,
    Lane,
    NotSent,
    OutboxState,
    SendResult,
    Sent,
    outcome_of,
)
from bot.domain.pace import backoff
from bot.services import doubts, outbox, rerouting
from bot.services.outbox import LEASE, Parcel
from bot.services.work import Work
from db.models import Address, OutboxMessage
from db.queries import outbox as queries
from db.queries.outbox import DueRow
from db.session import is_of_database

#: The longest that a row waits in its process's memory (real time); what waits longer is given back.
PATIENCE = LEASE / 3
#: How soon a living process that has the database writes down what became of a message (real time).
_WRITTEN_DOWN = timedelta(seconds=10)
_LOOKS = 10  # at a lane in one claim: rows of one chat, and those that have expired, hide the others'
_TOKEN_REFUSED = timedelta(minutes=1)  # before a row that met a refused token is tried again
_SWITCHES_OFF = (FailureReason.BLOCKED, FailureReason.NEVER_CONTACTED)
_ELSEWHERE = (*_SWITCHES_OFF, FailureReason.RATE, FailureReason.QUOTA, FailureReason.WINDOW_CLOSED)
_log = structlog.get_logger()


@dataclass(frozen=True)
class Claim:
    """A row that this process holds and that waits for its turn; nothing has begun."""

    outbox_id: int
    address: AddressKey
    address_id: int
    lane: Lane


def claim(
    work: Work, channels: Collection[str], most: int, answers: int = 0, busy: Collection[int] = ()
) -> list[Claim]:
    """Rows that may leave now, leased to this process, the most urgent first: one an address, none for the
    busy ones; at most so many, and so many answers beside. What expired is marked and never sent, what falls
    into quiet hours waits for their end."""
    taken = set(busy)
    claims = _claim_lane(work, Lane.REPLY, channels, answers, taken)
    room = most + len(claims)
    for lane in (Lane.REMINDER, Lane.DIGEST, Lane.FILE):
        claims += _claim_lane(work, lane, channels, room - len(claims), taken)
    return claims


def _claim_lane(work: Work, lane: Lane, channels: Collection[str], most: int, taken: set[int]) -> list[Claim]:
    if most <= 0:
        return []
    real = real_now()
    fitting: dict[int, DueRow] = {}
    for _ in range(_LOOKS):
        room = most - len(fitting)
        found = queries.due(work.session, lane, work.now, real, channels, taken, room)
        if _settle_dead(work, found):
            continue
        fitting |= _fitting(work, found, taken)
        if len(found) < room or len(fitting) == most:
            break
    held = queries.lease(work.session, fitting, work.ground.process, real, real + LEASE)
    return [_claimed(row) for row in fitting.values() if row.id in held]


def _fitting(work: Work, found: Sequence[DueRow], taken: set[int]) -> dict[int, DueRow]:
    """Of these the first of every address that may leave; what may not is written down, so that it does not
    hide the others at the next look."""
    fitting = {}
    for row in found:
        if row.address_id not in taken and _may_leave(work, row):
            taken.add(row.address_id)
            fitting[row.id] = row
    work.session.flush()
    return fitting


def _claimed(row: DueRow) -> Claim:
    return Claim(row.id, AddressKey(row.channel, row.account, row.chat), row.address_id, row.lane)


def _may_leave(work: Work, row: DueRow) -> bool:
    """Whether it is still to be said, and now; else what becomes of it is written down."""
    return row.lane is Lane.REPLY or _is_timely(work, row.id, row.expires_at, row.may_disturb)


def _settle_dead(work: Work, found: Sequence[DueRow]) -> bool:
    """What a process had on its way when it died is in doubt, but for answers, which may come twice; whether
    there was any. What is said instead is in the outbox then."""
    dead = [row for row in found if row.begun_at is not None and row.lane is not Lane.REPLY]
    for row in dead:
        tried_at = row.begun_at or real_now()
        queries.note_attempt(work.session, row.id, tried_at, FailureReason.UNKNOWN, "its process died")
        _settle(work, work.session.get_one(OutboxMessage, row.id))
    work.session.flush()
    return bool(dead)


def _settle(work: Work, row: OutboxMessage) -> None:
    """One that nobody can say anything about any more, as when a newer program does not know its form, must
    not stop everybody else's."""
    try:
        with work.session.begin_nested():
            doubts.settle(work, row)
    except Exception as error:
        if is_of_database(error):
            raise
        _log.error("doubt_not_told", outbox=row.id, message=row.message, error=type(error).__name__)
        row.state, row.reason = OutboxState.UNKNOWN, FailureReason.UNKNOWN


def _is_timely(work: Work, outbox_id: int, expires_at: datetime | None, may_disturb: bool) -> bool:
    quiet = work.ground.policy.quiet
    has_expired = expires_at is not None and expires_at <= work.now
    if not has_expired and (may_disturb or not quiet.holds_at(work.local_now)):
        return True
    row = work.session.get_one(OutboxMessage, outbox_id)
    if has_expired:
        row.state = OutboxState.UNKNOWN if outbox.is_in_doubt(row) else OutboxState.EXPIRED
    else:
        row.due_at = quiet.release(work.local_now)
        row.leased_by = row.leased_until = None
    return False


def begin(work: Work, outbox_id: int) -> Parcel | None:
    """The row as it stands now, from now on on its way; None when it is not to be sent any more, or not by
    this process, or not at this hour. So nothing leaves late or after the person acted."""
    row = work.session.get(OutboxMessage, outbox_id)
    if row is None or row.state is not OutboxState.WAITING or row.address_id is None:
        return None
    if row.lane is not Lane.REPLY and not _is_timely(work, outbox_id, row.expires_at, row.may_disturb):
        return None
    real = real_now()
    if not queries.begin(work.session, outbox_id, work.ground.process, real, real + LEASE):
        return None
    return outbox.parcel(work, row, work.session.get_one(Address, row.address_id))


def lay_aside(work: Work, outbox_id: int) -> None:
    """An answer that was to leave at once has to wait: it may be superseded or taken back until `begin`."""
    queries.lay_aside(work.session, outbox_id, work.ground.process)


def give_back(work: Work, rows: Sequence[int], wait: timedelta) -> None:
    """Let go of rows that have not left; whoever sends may claim them after so long (real time)."""
    queries.give_back(work.session, rows, work.ground.process, real_now() + wait)


def inherit(work: Work) -> None:
    """Every sender before this one is known to be dead: what they held need not wait for its lease."""
    queries.end_leases(work.session, real_now())


def take_over(work: Work) -> None:
    """This process sends from now on, and whoever did is dead or has lost the database. What that one only
    held is free at once; what it had begun, once a living one would have written down how it ended."""
    real = real_now()
    queries.end_foreign_leases(work.session, work.ground.process, real, real + _WRITTEN_DOWN)


def clock_set_back(work: Work, by: timedelta) -> None:
    """The machine's clock was set back: leases and waits end as soon as they would have."""
    for row in queries.waiting_until(work.session, real_now()):
        row.retry_at = row.retry_at - by if row.retry_at else None
        row.leased_until = row.leased_until - by if row.leased_until else None


def record(work: Work, outbox_id: int, result: SendResult) -> bool:
    """What the messenger answered: sent, failed, in doubt, or to be tried again; whether this process keeps
    the row, to begin it anew when its chat may be written to again."""
    if isinstance(result, Sent):
        if queries.sent(work.session, outbox_id, result.external_id, work.now):
            _note(work, outbox_id, result)
        return False
    row = work.session.get_one(OutboxMessage, outbox_id)
    _note(work, outbox_id, result)
    if row.state is not OutboxState.WAITING or _is_of_another(work, row):
        return False
    row.begun_at = None
    if isinstance(result, InDoubt):
        row.leased_by = row.leased_until = None
        doubts.settle(work, row)
        return False
    return _not_sent(work, row, result)


def _is_of_another(work: Work, row: OutboxMessage) -> bool:
    """Whether another process took it over meanwhile, whose word counts from then on."""
    return row.leased_by is not None and row.leased_by != work.ground.process


def _not_sent(work: Work, row: OutboxMessage, result: NotSent) -> bool:
    if result.can_pass and _yields(work, row):
        return False
    if result.can_pass and not _comes_too_late(work, row, result):
        return _again(work, row, result)
    if row.address_id and result.reason in _SWITCHES_OFF:
        work.session.get_one(Address, row.address_id).is_reachable = False
    if result.reason in _ELSEWHERE and rerouting.reroute(work, row):
        return False
    row.state, row.reason = OutboxState.FAILED, result.reason
    row.leased_by = row.leased_until = None
    _complain(row, result)
    return False


def _complain(row: OutboxMessage, result: NotSent) -> None:
    """What is wrong with the program itself, and not with a chat, is an alarm."""
    if result.reason in (FailureReason.BAD_CONTENT, FailureReason.OTHER):
        _log.error("message_refused", outbox=row.id, message=row.message, reason=result.reason.value)


def _yields(work: Work, row: OutboxMessage) -> bool:
    """An unsent card that has a successor is superseded, which edits what it would have edited."""
    successor = queries.successor(work.session, row.id or 0)
    if successor is None:
        return False
    row.state = OutboxState.SUPERSEDED
    if successor.state is OutboxState.WAITING:
        successor.replaces_id = row.replaces_id
    return True


def _comes_too_late(work: Work, row: OutboxMessage, result: NotSent) -> bool:
    """Whether the messenger asks to wait until there is nothing more to say."""
    if result.retry_after is None or row.expires_at is None:
        return False
    return work.now + timedelta(seconds=result.retry_after) >= row.expires_at


def _again(work: Work, row: OutboxMessage, result: NotSent) -> bool:
    """To be tried again. Neither a refusal for the pace (429) nor a refused token is a try of the message."""
    row.leased_by = row.leased_until = row.retry_at = None
    real = real_now()
    if result.moved_to is not None:
        rerouting.move_chat(work, row, result.moved_to)
    elif result.retry_after is not None:
        row.retry_at = real + timedelta(seconds=result.retry_after)
        if timedelta(seconds=result.retry_after) <= PATIENCE:
            row.leased_by, row.leased_until = work.ground.process, real + LEASE
            return True
    elif result.reason is FailureReason.AUTH:
        row.retry_at = real + _TOKEN_REFUSED
    else:
        row.tries += 1
        row.retry_at = real + backoff(row.tries, random())  # noqa: S311 - nothing to guess here
    return False


def _note(work: Work, outbox_id: int, result: SendResult) -> None:
    detail = "" if isinstance(result, Sent) else result.detail[:300]
    queries.note_attempt(work.session, outbox_id, real_now(), outcome_of(result), detail)

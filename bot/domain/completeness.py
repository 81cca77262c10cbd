"""Whether all that was to be said came to an end that can be named: sums by kind, and what is alarming."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.chat import FailureReason, Lane, OutboxState


class MessageKind(StrEnum):
    """What a message was for, as an office would sort them."""

    ANSWER = "answer"
    SCHEDULE = "schedule"
    VISIT = "visit"
    SCORE = "score"
    SEVERAL = "several"
    LIST = "list"
    DIGEST = "digest"
    FILE = "file"
    OTHER = "other"


class ReminderEnd(StrEnum):
    """What became of a reminder; one that was announced is a message from then on."""

    ANNOUNCED = "announced"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    FAILED = "failed"
    AHEAD = "ahead"  # its hour has not come
    LATE = "late"  # its hour is long past and nothing was said


class Alarm(StrEnum):
    """What an administrator has to look at; the value stands in /healthz and in the log."""

    MESSAGES_LOST = "messages_lost"  # rows of the outbox that are no more
    REMINDERS_LOST = "reminders_lost"  # reminders that are no more
    REMINDERS_LATE = "reminders_late"  # due for minutes and not announced: nothing ticks
    NOTHING_LEAVES = "nothing_leaves"  # due for minutes, and nothing at all was sent since
    ACCOUNT_REFUSED = "account_refused"  # the messenger does not accept the bot's token: everything waits
    MESSAGES_REFUSED = "messages_refused"  # the messenger does not take what the program made of a message
    PROGRAM_FAILED = "program_failed"  # a reminder or message that an error kept from being said
    TIME_HELD_UP = "time_held_up"  # a month does not open or close, or a day does not begin, by an error
    LEDGER_SILENT = "ledger_silent"  # what is queued is not entered, so that a loss would go unnoticed


#: What rings though every sum agrees: the end can be named, and it is the program's own fault. An end that
#: lies with people (blocked, never contacted) is no alarm.
_FAULTS = frozenset({Alarm.MESSAGES_REFUSED, Alarm.PROGRAM_FAILED})

#: By the module of bot/messages that holds a message, what it is for.
_AREAS = {
    "schedule": MessageKind.SCHEDULE,
    "visits": MessageKind.VISIT,
    "scoring": MessageKind.SCORE,
    "menu": MessageKind.SEVERAL,
    "office": MessageKind.LIST,
    "digests": MessageKind.DIGEST,
}
_LANES = {Lane.REPLY: MessageKind.ANSWER, Lane.DIGEST: MessageKind.DIGEST, Lane.FILE: MessageKind.FILE}


def kind_of(lane: Lane, area: str) -> MessageKind:
    """What a message was for, by how it travelled and by the module that holds it."""
    return _LANES.get(lane) or _AREAS.get(area, MessageKind.OTHER)


@dataclass(frozen=True)
class Tally:
    """Messages of one kind: how many were to be said, and what became of them. A card that a newer one
    overtook before it left is superseded: counted by itself, neither sent nor withdrawn."""

    kind: MessageKind
    planned: int
    states: Mapping[OutboxState, int]
    reasons: Mapping[FailureReason, int] = field(default_factory=dict)  # of the failed ones

    @property
    def missing(self) -> int:
        """How many have no end that anybody could name: they are lost."""
        return self.planned - sum(self.states.values())


@dataclass(frozen=True)
class ReminderTally:
    """Reminders of one kind (visit, register, office, digest) that were once due in the span."""

    kind: str
    planned: int
    ends: Mapping[ReminderEnd, int]

    @property
    def missing(self) -> int:
        return self.planned - sum(self.ends.values())


@dataclass(frozen=True)
class Account:
    """What was to be said from one local day to another, both included."""

    since: date
    until: date
    messages: tuple[Tally, ...]
    reminders: tuple[ReminderTally, ...]
    is_kept: bool = True  # whether the ledger is still being written

    @property
    def total(self) -> Tally:
        """All kinds together, as one."""
        return together(self.messages)

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What of it has to be looked at; empty when the sums agree and nothing failed by an error."""
        reasons = self.total.reasons
        found = {
            Alarm.MESSAGES_LOST: any(tally.missing for tally in self.messages),
            Alarm.REMINDERS_LOST: any(tally.missing for tally in self.reminders),
            Alarm.REMINDERS_LATE: any(tally.ends.get(ReminderEnd.LATE) for tally in self.reminders),
            Alarm.MESSAGES_REFUSED: reasons.get(FailureReason.BAD_CONTENT),
            Alarm.PROGRAM_FAILED: reasons.get(FailureReason.OTHER) or self._has_failed_reminder,
            Alarm.LEDGER_SILENT: not self.is_kept,
        }
        return tuple(alarm for alarm, rings in found.items() if rings)

    @property
    def _has_failed_reminder(self) -> bool:
        return any(tally.ends.get(ReminderEnd.FAILED) for tally in self.reminders)


def do_sums_agree(alarms: Collection[Alarm]) -> bool:
    """Whether nothing rings, or only what has an end that can be named."""
    return _FAULTS.issuperset(alarms)


def together(tallies: Sequence[Tally]) -> Tally:
    """The sum of several kinds."""
    states = {state: sum(tally.states.get(state, 0) for tally in tallies) for state in OutboxState}
    reasons = {reason: sum(tally.reasons.get(reason, 0) for tally in tallies) for reason in FailureReason}
    return Tally(
        MessageKind.OTHER,
        sum(tally.planned for tally in tallies),
        {state: number for state, number in states.items() if number},
        {reason: number for reason, number in reasons.items() if number},
    )


@dataclass(frozen=True)
class Health:
    """How a process found things: whether the database answers and has this program's schema, what rings."""

    is_reachable: bool = False
    is_current: bool = False
    alarms: tuple[Alarm, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether all is as it should be."""
        return self.is_reachable and self.is_current and not self.alarms

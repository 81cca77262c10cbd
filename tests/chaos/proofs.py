"""What has to be true after any kill, and when everything has calmed down: nothing lost, little repeated."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.clock import real_now
from bot.domain.chat import FailureReason, OutboxState
from db.models import (
    Address,
    Attempt,
    Draft,
    Meeting,
    OutboxMessage,
    Post,
    Reminder,
    ScoreSheet,
    SeenEvent,
    Visit,
)
from db.models.visits import ReminderState
from tests.chaos.party import Party
from tests.chaos.people import DONE
from tests.chat import ZONE
from tests.fakes.telegram import FakeTelegram

_JUST = 2.0  # seconds within which even a busy process has noted what was delivered
_KEY = re.compile(r"(\d+)\.(\d+)\..+")
#: A tap that came again after a kill was answered before; Telegram says so, and nobody minds.
_NORMAL_LIFE = "answerCallbackQuery: "


@dataclass
class Ledger:
    """What the kills left open, and what was found wrong; `doubts` counts, by chat, the kills at which
    something of that chat was on its way: as often it may have come twice. Where another process takes over
    at once, what the killed one held can no longer be read: then it is every chat that just got something."""

    party: Party
    server: FakeTelegram
    has_heirs: bool = False
    doubts: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def after_kill(self, session: Session, killed: str) -> None:
        """Before the killed one runs again: note what it had on its way; nothing shown may be missing in the
        database."""
        leased = session.exec(
            select(Address.chat)
            .join(OutboxMessage, col(OutboxMessage.address_id) == col(Address.id))
            .where(*_held_by(killed))
            .distinct()
        )
        self.doubts.update(
            {int(chat) for chat in leased} | (self._just_written_to() if self.has_heirs else set())
        )
        self.wrong += _shown_but_not_kept(session, self.server)

    def _just_written_to(self) -> set[int]:
        since = time.monotonic() - _JUST
        recent = takewhile(lambda one: one.at > since, reversed(self.server.world.delivered))
        return {one.chat_id for one in recent}

    def at_the_end(self, session: Session, now: datetime) -> None:
        """When everything has calmed down."""
        self.wrong += [
            *_shown_but_not_kept(session, self.server),
            *_still_waiting(session, now),
            *_refused(session),
            *_not_heard(session, self.server),
            *_too_often(session, self.server, self.doubts),
            *_stale(session, self.server),
            *_unconfirmed(session, self.server),
            *_confirmations_lost(session, self.server),
            *(one for one in self.server.violations if not one.startswith(_NORMAL_LIFE)),
        ]
        for chat_id in self.party.reminded:
            if not self.server.said(chat_id):
                self.wrong.append(f"{chat_id} was never reminded")


def are_all_done(session: Session, now: datetime) -> bool:
    """Whether nothing is due and nothing waits any more."""
    return not list(_still_waiting(session, now))


def are_in_doubt(session: Session, now: datetime) -> bool:
    """Whether something that may have arrived is to be said again later."""
    doubtful = OutboxMessage.state == OutboxState.WAITING, OutboxMessage.reason == FailureReason.UNKNOWN
    return session.exec(select(func.count()).where(*doubtful, OutboxMessage.due_at > now)).one() > 0


def let_leases_run_out(session: Session, killed: str) -> None:
    """As if a minute had passed since the kill."""
    for row in session.exec(select(OutboxMessage).where(*_held_by(killed))):
        row.leased_until = real_now()


def _held_by(killed: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(OutboxMessage.state) == OutboxState.WAITING, col(OutboxMessage.leased_by).contains(killed)


def repeats(session: Session, server: FakeTelegram) -> int:
    """How many messages came once more than the program remembers sending them."""
    handed_over = _handed_over(session)
    arrived = Counter(one.chat_id for one in server.world.delivered)
    return sum(max(0, arrived[chat] - handed_over[chat]) for chat in arrived)


def _still_waiting(session: Session, now: datetime) -> Iterator[str]:
    rows = select(func.count()).where(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.due_at <= now)
    if waiting := session.exec(rows).one():
        yield f"{waiting} messages still wait"
    due = select(func.count()).where(Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now)
    if planned := session.exec(due).one():
        yield f"{planned} reminders are due and not said"


def _refused(session: Session) -> Iterator[str]:
    """Nobody here blocks the bot: whatever the messenger did not take was the program's mistake."""
    rows = session.exec(
        select(Address.chat, OutboxMessage.message, Attempt.result, Attempt.detail)
        .join(OutboxMessage, col(OutboxMessage.address_id) == col(Address.id))
        .join(Attempt, col(Attempt.outbox_id) == col(OutboxMessage.id))
        .where(OutboxMessage.state == OutboxState.FAILED)
        .order_by(col(Attempt.id))
    )
    for chat, message, result, detail in rows:
        yield f"{chat} did not get a {message}: {result} ({detail})"


def _shown_but_not_kept(session: Session, server: FakeTelegram) -> Iterator[str]:
    kept = {draft or 0: revision for draft, revision in session.exec(select(Draft.id, Draft.revision))}
    for chat_id in list(server.world.chats):
        for message in server.said(chat_id):
            for data in (key.data for row in message.keys for key in row):
                found = _KEY.fullmatch(data)
                if found and kept.get(int(found[1]), 0) < int(found[2]):
                    yield f"{chat_id} was shown {data}, the draft is at {kept.get(int(found[1]))}"


def _handed_over(session: Session) -> Counter[int]:
    """Messages by chat that were handed over, or may have been, at least once."""
    states = (OutboxState.SENT, OutboxState.UNKNOWN)
    rows = session.exec(
        select(Address.chat, func.count())
        .join(OutboxMessage, col(OutboxMessage.address_id) == col(Address.id))
        .where(col(OutboxMessage.state).in_(states))
        .group_by(Address.chat)
    )
    return Counter({int(chat): count for chat, count in rows})


def _not_heard(session: Session, server: FakeTelegram) -> Iterator[str]:
    """A message that is called sent has arrived."""
    rows = session.exec(
        select(Address.chat, OutboxMessage.external_id)
        .join(OutboxMessage, col(OutboxMessage.address_id) == col(Address.id))
        .where(OutboxMessage.state == OutboxState.SENT)
    )
    for chat, external_id in rows:
        if server.world.chat(int(chat)).message(int(external_id or 0)) is None:
            yield f"{chat} never got message {external_id}, which is called sent"


def _too_often(session: Session, server: FakeTelegram, doubts: Counter[int]) -> Iterator[str]:
    handed_over = _handed_over(session)
    for chat_id, arrived in Counter(one.chat_id for one in server.world.delivered).items():
        if arrived > handed_over[chat_id] + doubts[chat_id]:
            yield f"{chat_id} got {arrived} of {handed_over[chat_id]}, with {doubts[chat_id]} in doubt"


def _stale(session: Session, server: FakeTelegram) -> Iterator[str]:
    """A card shows what was put into it last as far as the program knows, or later: not what an earlier
    process still had on its way."""
    for chat_id, cards in _newest(session).items():
        for message_id, wanted in cards.items():
            message = server.world.chat(chat_id).message(message_id)
            shown = [key.data for row in message.keys for key in row] if message else []
            if message is not None and shown not in wanted:
                yield f"{chat_id} sees an older card: {shown[:1]} instead of {wanted[0][:1]}"


def _newest(session: Session) -> dict[int, dict[int, list[list[str]]]]:
    """By chat and message: what the buttons carry of the newest that arrived in it, and of all later ones."""
    newest: dict[int, dict[int, list[list[str]]]] = {}
    for chat_id, external_id, carried in _messages(session):
        cards = newest.setdefault(chat_id, {})
        if external_id is not None:
            cards[int(external_id)] = []
        for wanted in cards.values():
            wanted.append(carried)
    return newest


def _messages(session: Session) -> Iterator[tuple[int, str | None, list[str]]]:
    """The chat, what the messenger called it if it is known to have arrived, and what its buttons carry."""
    rows = session.exec(
        select(Address.chat, OutboxMessage.external_id, OutboxMessage.choices)
        .join(OutboxMessage, col(OutboxMessage.address_id) == col(Address.id))
        .order_by(col(OutboxMessage.id))
    )
    for chat, external_id, choices in rows:
        yield int(chat), external_id, [data for row in choices for _, data in row]


def _unconfirmed(session: Session, server: FakeTelegram) -> Iterator[str]:
    """Whatever somebody wrote or tapped was taken in, and confirmed only after that."""
    seen = set(session.exec(select(SeenEvent.event_id)))
    for number in server.world.told_at:
        if str(number) not in seen:
            yield f"update {number} was lost"
    if server.unconfirmed:
        yield f"{len(server.unconfirmed)} updates were never confirmed"


def _confirmations_lost(session: Session, server: FakeTelegram) -> Iterator[str]:
    """What somebody was told is recorded is in the database as it was told."""
    meetings, sheets = _kept_meetings(session), _kept_sheets(session)
    for one in server.world.delivered:
        if DONE[0] in one.text and not _says(one.text, *meetings.get(one.chat_id, ("none",))):
            yield f"{one.chat_id} was told of a meeting that is not kept: {one.text}"
        if DONE[1] in one.text and not _says(one.text, *sheets.get(one.chat_id, ("none",))):
            yield f"{one.chat_id} was told of a sheet that is not kept: {one.text}"


def _says(text: str, *parts: str) -> bool:
    return all(part in text for part in parts)


def _kept_meetings(session: Session) -> dict[int, tuple[str, ...]]:
    rows = session.exec(
        select(Address.chat, Meeting.starts_at, Meeting.place)
        .join(Post, col(Post.person_id) == col(Address.person_id))
        .join(Meeting, col(Meeting.cell_id) == col(Post.organisation_id))
    )
    return {int(chat): (f"{at.astimezone(ZONE):%d/%m/%Y}", f"tại {place}") for chat, at, place in rows}


def _kept_sheets(session: Session) -> dict[int, tuple[str, ...]]:
    rows = session.exec(
        select(Address.chat, col(ScoreSheet.total))
        .join(ScoreSheet, col(ScoreSheet.scorer_id) == col(Address.person_id))
        .join(Visit, col(Visit.meeting_id) == col(ScoreSheet.meeting_id))
        .where(col(ScoreSheet.is_current), col(Visit.scored_at).is_not(None))
    )
    return {int(chat): (f"Tổng điểm: {total.normalize():f}/100".replace(".", ","),) for chat, total in rows}

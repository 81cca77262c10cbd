"""One inbound message from start to finish: who is it, what is it, may they, and the answer."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.clock import real_now
from bot.domain.access import Denied
from bot.domain.chat import FileRead, Inbound, Lane, Reachability, Tap, Text
from bot.domain.people import Actor
from bot.messages import Message, general
from bot.services import chats, doubts, drafts, outbox, people
from bot.services.chats import Address, Draft, Person
from bot.services.drafts import Sheet
from bot.services.outbox import Buttons, Delivery, Parcel, Queued
from bot.services.sheets import SHEETS
from bot.services.work import Work


@dataclass
class Turn:
    """What a conversation is given: the work, the chat, who speaks; and the only way to answer."""

    work: Work
    inbound: Inbound
    address: Address
    actor: Actor | None = None
    parcels: list[Parcel] = field(default_factory=list)

    @property
    def person(self) -> Person | None:
        """The row of a known person, read when it is asked for."""
        return self.work.session.get_one(Person, self.actor.person_id) if self.actor else None

    @property
    def who(self) -> Actor:
        """The actor of a known person; Denied for anybody else."""
        if self.actor is None:
            raise Denied("unknown")
        return self.actor

    @property
    def person_id(self) -> int:
        return self.who.person_id

    @property
    def is_late(self) -> bool:
        """Whether what came in may be so old (real time, policy) that it is not what they want any more."""
        sent_at = self.inbound.sent_at
        return sent_at is not None and real_now() - sent_at > self.work.ground.policy.stale_update

    def say(self, message: Message, buttons: Buttons = (), how: Delivery | None = None) -> None:
        """Answer in this chat; leaves as soon as the turn is committed."""
        how = replace(how or Delivery(), is_leased=True)
        self._send(outbox.put(self.work, message, address=self.address, buttons=buttons, how=how))

    def tell(self, person_id: int, message: Message) -> None:
        """Tell somebody else, wherever they are reached."""
        outbox.put(self.work, message, person_id=person_id)

    def show(self, draft: Draft, *, in_place: bool = True) -> None:
        """Answer with a draft's card: edited in place after a tap, as a new message after typing."""
        sheet = SHEETS[draft.form]
        replaces = draft.card_id if in_place else None
        if not in_place:
            outbox.spare(self.work, draft.card_id)
        card = drafts.card_of(self.work, sheet, draft)
        how = Delivery(lane=Lane.REPLY, replaces_id=replaces, is_leased=True)
        self._send(drafts.show(self.work, draft, card, address=self.address, how=how))

    def open(self, form: str, subject: str, *, state: object = None) -> Draft:
        """Open a form (or go on with it), focused, as a new message."""
        draft = drafts.begin(self.work, self.sheet(form), self.person_id, subject, state=state)
        drafts.focus(self.work, draft)
        self.show(draft, in_place=False)
        return draft

    def conclude(self, draft: Draft, message: Message, *, in_place: bool = True) -> None:
        """Close a draft; its card becomes this message, without buttons."""
        drafts.close(self.work, draft)
        self.say(message, how=Delivery(replaces_id=draft.card_id if in_place else None))

    def sheet(self, form: str) -> Sheet:
        """A form with how its context is fetched."""
        return SHEETS[form]

    def _send(self, row: Queued) -> None:
        self.parcels.append(outbox.parcel(self.work, row, self.address))


@dataclass(frozen=True)
class Taken:
    """What a turn leaves to its caller: the answers, leased, to be handed over after the commit, and who the
    chat belongs to now, if anybody."""

    parcels: list[Parcel] = field(default_factory=list)
    actor: Actor | None = None


Converse = Callable[[Turn], None]  # finds the conversation and lets it answer; Denied and Gone are told


def take(work: Work, inbound: Inbound, converse: Converse) -> Taken:
    """One whole turn inside the caller's transaction. The same event again has no effect."""
    if not chats.record_event(work.session, inbound.address, inbound.event_id, work.now):
        return Taken()
    turn = Turn(work, inbound, _chat(work, inbound))
    _recognise(turn)
    try:
        converse(turn)
    except Denied as denied:
        turn.say(general.NotAllowed(denied.reason))
    except drafts.Gone as gone:
        turn.say(gone.message)
    _say_again_what_is_in_doubt(turn)
    return Taken(turn.parcels, turn.actor if turn.address.person_id is not None else None)


def _say_again_what_is_in_doubt(turn: Turn) -> None:
    """Before the answer to this: the last one, where nobody knows whether it arrived. Of a card that was
    edited since only the newest is shown."""
    if turn.address.doubtful_id is not None and isinstance(turn.inbound.content, Text | Tap):
        row = doubts.say_again(turn.work, turn.address)
        if row is not None:
            turn.parcels.insert(0, outbox.parcel(turn.work, row, turn.address))


def apologise(work: Work, inbound: Inbound, error_id: str) -> Taken:
    """After a turn that failed and was rolled back: the event is seen, the person is told."""
    if not chats.record_event(work.session, inbound.address, inbound.event_id, work.now, error_id):
        return Taken()
    turn = Turn(work, inbound, chats.lock_address(work.session, inbound.address))
    turn.say(general.Apology(error_id))
    return Taken(turn.parcels)


def _chat(work: Work, inbound: Inbound) -> Address:
    """The chat's row, locked until the transaction ends. That somebody wrote is noted in real time, since a
    rehearsal's clock stands still."""
    if isinstance(inbound.content, Reachability | FileRead):
        return chats.lock_address(work.session, inbound.address)
    return chats.heard_from(work.session, inbound.address, real_now())


def _recognise(turn: Turn) -> None:
    address = turn.address
    if address.person_id is not None and address.suspended_at is None:
        turn.actor = people.actor(turn.work, address.person_id)

"""What the transcripts of enrolment, access and the office arrange and look up behind the scenes."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlmodel import SQLModel, select

from bot.domain.chat import AddressKey, Content, Inbound, OutboxState
from bot.domain.people import Role
from bot.services import invitations
from bot.services.work import Work
from db.models import Address, CodeTry, OutboxMessage, Person, Post
from tests.chat import ZONE, Chat, Player
from tests.fakes.telegram import FakeTelegram
from tests.messengers import Telegram

T = TypeVar("T", bound=SQLModel)


def server_of(chat: Chat) -> FakeTelegram:
    """The Bot API server that a cast on Telegram speaks to."""
    assert isinstance(chat.messenger, Telegram)
    return chat.messenger.server


async def code_for(chat: Chat, name: str) -> str:
    """A fresh code of one of the cast, as the office hands it over."""
    return await chat.work(lambda work: invitations.issue(work, chat.cast.people[name]))


async def newcomer(chat: Chat, name: str, place: str | None = None) -> Player:
    """One of the cast who has typed their code and not yet agreed; `place` is the chat's name."""
    player = Player(chat, name, place or name)
    await player.says(await code_for(chat, name))
    return player


async def register(player: Player, when: str, place: str = "Phòng họp tầng 2") -> None:
    """The secretary registers an ordinary meeting in one go."""
    await player.says("/lich")
    await player.says(when)
    await player.says(place)
    await player.taps("Thường kỳ")
    await player.taps("Xác nhận")
    player.sees("Đã đăng ký")


async def also_at(chat: Chat, player: Player, place: str) -> Player:
    """The same person on one more messenger, by a code from the chat they have."""
    await player.says("/themthietbi")
    other = Player(chat, player.name, place)
    await other.says(fresh_code(player))
    return other


def fresh_code(player: Player) -> str:
    """The code that the newest message names."""
    words = player.last.text.replace(":", " ").replace(",", " ").split()
    found = [word for word in words if len(word) == invitations.LENGTH and invitations.looks_like_code(word)]
    assert found, player.last.text
    return found[0]


async def leap(chat: Chat, day: str, hour: str) -> None:
    """Move the clock at once, as if the program had been stopped in between: much faster than to pass
    every morning on the way."""
    chat.clock.move_to(datetime.strptime(f"{day} {hour}", "%d/%m/%Y %H:%M").replace(tzinfo=ZONE))
    await chat.settle()


async def happens(player: Player, content: Content, event_id: str = "") -> None:
    """Something that a messenger's page does not offer: a photo, an event that comes twice."""
    channel = player.stage.messenger.channel
    number = event_id or f"made-{len(player.messages)}-{type(content).__name__}"
    address = AddressKey(channel.name, channel.account, player.chat)
    await player.stage.program.receive(Inbound(address, number, content))
    await player.stage.settle()


async def an_hour_passes(chat: Chat) -> None:
    """Of real time, which wrong codes follow: their rows are dated back."""

    def date_back(work: Work) -> None:
        for one in work.session.exec(select(CodeTry)):
            one.tried_at -= timedelta(hours=1)

    await chat.work(date_back)


def rows(chat: Chat, table: type[T]) -> list[T]:
    """Every row of a table, in the order of their ids."""
    return chat.look(lambda work: list(work.session.exec(select(table).order_by("id"))))


def bound_to(chat: Chat, name: str) -> list[str]:
    """The chats bound to one of the cast, those that wait for the office's word included."""
    mine = [one for one in rows(chat, Address) if one.person_id == chat.cast.people[name]]
    return [one.chat + (" (suspended)" if one.suspended_at else "") for one in mine]


def told(chat: Chat, name: str, message: str) -> list[OutboxState]:
    """What became of every message of a kind to one of the cast."""
    mine = chat.cast.people[name]
    return [one.state for one in rows(chat, OutboxMessage) if (one.person_id, one.message) == (mine, message)]


async def hire(chat: Chat, name: str) -> None:
    """Somebody new joins the cast, without a post as yet."""
    person = Person(code=f"M-{name}", name=name, folded_name=name.casefold(), sort_key=name.casefold())
    await chat.work(lambda work: work.session.add(person))
    chat.cast.people[name] = rows(chat, Person)[-1].id or 0


async def appoint(
    chat: Chat, name: str, place: str, role: Role = Role.OFFICE, until: date | None = None
) -> None:
    """From long ago one of the cast holds one more post; `until` is its last day."""
    title = f"Chức vụ {role.value}"
    post = Post(
        person_id=chat.cast.people[name],
        organisation_id=chat.cast.places[place],
        title=title,
        folded_title=title.casefold(),
        role=role,
        starts_on=date(2026, 1, 1),
        ends_on=until,
    )
    await chat.work(lambda work: work.session.add(post))

"""The command menu of each chat, from the router's table; offered when a person's roles are first seen."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.domain.chat import AddressKey, Channel
from bot.domain.people import Actor
from bot.domain.vietnamese import spelled
from bot.services import chats, people
from bot.services.work import Work
from handlers import router

_log = structlog.get_logger()
Commands = tuple[tuple[str, str], ...]


class Menus:
    """Offers each chat the commands of its person, again only when they changed."""

    def __init__(
        self, run: Callable[[Callable[[Work], Any]], Awaitable[Any]], channels: Mapping[str, Channel]
    ) -> None:
        self._run, self._channels = run, channels
        self._offered: dict[AddressKey, Commands] = {}
        self._offered_to: dict[AddressKey, Actor | None] = {}
        self._asked: dict[AddressKey, Actor | None] = {}  # in the order in which they first asked
        self._woken = asyncio.Event()

    def wake(self, address: AddressKey, actor: Actor | None = None) -> None:
        """Something happened in this chat: its menu has to be offered unless it belongs to the same person
        with the same roles as when it was offered last."""
        if actor is None or self._offered_to.get(address) != actor:
            self._asked[address] = actor
            self._woken.set()

    async def run(self) -> None:
        """Offer menus until cancelled; the menu carries no information, so failing costs nothing."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._asked:
                await self._patiently_offer(next(iter(self._asked)))

    async def _patiently_offer(self, address: AddressKey) -> None:
        actor = self._asked.pop(address)
        try:
            await self.offer(address)
            self._offered_to[address] = actor
        except Exception as error:  # the database is gone: the next message of the chat asks again
            _log.warning("menu_not_offered", channel=address.channel, error=type(error).__name__)

    async def offer(self, address: AddressKey) -> None:
        """Offer the menu of one chat, unless it has it already."""
        commands: Commands = await self._run(lambda work: commands_for(work, address))
        if self._offered.get(address, ()) != commands:
            self._offered[address] = commands
            await self._channels[address.channel].offer_commands(address.chat, commands)


def commands_for(work: Work, address: AddressKey) -> Commands:
    """The commands of whoever a chat belongs to; none for a chat that is not known, or whose person has
    not agreed yet."""
    person_id = chats.person_at(work, address)
    actor = people.actor(work, person_id) if person_id is not None else None
    if actor is None or not actor.is_consenting:
        return ()
    marks = work.ground.tone_marks
    return tuple((line.name, spelled(line.summary, marks)) for line in router.lines_for(actor))

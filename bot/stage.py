"""The rehearsal put together: the demo's people, the browser as their messenger, the clock to move."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.app import Program
from bot.channels.web import WebMessenger
from bot.channels.web_apps import rehearsal_app
from bot.channels.web_chat import Kept
from bot.channels.web_gate import Gate
from bot.channels.web_routes import Group, PersonTile
from bot.clock import RehearsalClock
from bot.domain.chat import AddressKey, Button, Capabilities
from bot.services import demo, rehearsal
from bot.services.work import Ground, Work
from db.session import Engine, Unreachable, unit_of_work


class NotADemo(Exception):
    """The database holds something else: the people page and the clock are refused."""


def is_demo(engine: Engine, ground: Ground, *, may_be_empty: bool = False) -> bool:
    """Whether a database is a demo's, or `may_be_empty` and has our tables with nothing in them. One without
    our tables is none."""
    try:
        with unit_of_work(engine) as session:
            work = Work(session, demo.START, ground)
            return demo.is_demo(work) or (may_be_empty and demo.is_empty(work))
    except Unreachable:
        return False


class Stage:
    """A program whose only messenger is the page; gives the page its people and its clock."""

    def __init__(
        self, engine: Engine, ground: Callable[[Mapping[str, Capabilities]], Ground], gate: Gate
    ) -> None:
        self.clock = RehearsalClock(demo.START)
        self._ground = ground({WebMessenger.name: WebMessenger.capabilities})
        zone = self._ground.zone
        self.messenger = WebMessenger(self.clock.now, zone, gate.page)
        chats = self._prepare(engine)
        self.program = Program(engine, self._ground, self.clock, [self.messenger])
        for chat in chats:
            self.program.offer_menu(AddressKey(self.messenger.name, self.messenger.account, chat))
        self.app = rehearsal_app(self.program.watch.health, self.messenger, self, gate, zone)

    def _prepare(self, engine: Engine) -> list[str]:
        """Seed a new database, or take up a demo where it stopped; whose chats there are. NotADemo for
        anything else."""
        with unit_of_work(engine) as session:
            work = Work(session, demo.START, self._ground)
            if demo.is_empty(work):
                demo.seed(work)
            elif not demo.is_demo(work):
                raise NotADemo
            self.clock.move_to(rehearsal.clock_at(work) or demo.START)
            self.messenger.restore(_kept(one) for one in rehearsal.said(work, self.messenger.name))
            return [one.code for one in demo.people(work)]

    def now(self) -> datetime:
        return self.clock.now()

    async def next_due(self) -> datetime | None:
        return await self.program.next_due()

    async def step(self) -> bool:
        moved = await self.program.step()
        await self.program.run_work(rehearsal.remember_clock)
        return moved

    async def move(self, until: datetime) -> None:
        await self.program.move(until)
        await self.program.run_work(rehearsal.remember_clock)

    async def people(self) -> Sequence[PersonTile]:
        found = await self.program.run_work(demo.people)
        return [
            PersonTile(one.code, one.name, one.post, one.organisation, Group(one.group.value))
            for one in found
        ]


def _kept(said: rehearsal.Said) -> Kept:
    rows = tuple(tuple(Button(label, data) for label, data in row) for row in said.choices)
    return Kept(said.chat, said.external_id, said.text, rows, said.at)

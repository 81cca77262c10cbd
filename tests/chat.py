"""The transcript driver: a cast that says, taps and sees, on a real program over a real database."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.app import Program
from bot.clock import RehearsalClock
from bot.domain.reminders import Almanac
from bot.services import invitations
from bot.services.policy import load_days_off, load_policy
from bot.services.work import Ground, Work
from db.session import unit_of_work
from tests.cast import Cast, gather
from tests.messengers import Messenger, Shown

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2026, 11, 18, 7, 55, tzinfo=ZONE)
ALMANAC = Almanac(load_policy(), load_days_off(), ZONE)


@dataclass
class Player:
    """One of the cast in a chat of their own."""

    stage: "Chat"
    name: str
    chat: str

    async def says(self, text: str) -> None:
        """Type a message and wait until everything that follows has arrived."""
        await self.stage.messenger.says(self.chat, text)
        await self.stage.settle()

    async def taps(self, label: str) -> None:
        """Press the newest button with this label."""
        await self.stage.messenger.taps(self.chat, label)
        await self.stage.settle()

    async def presses(self, data: str) -> None:
        """Press a button remembered from before (an old one, or twice)."""
        await self.stage.messenger.taps_data(self.chat, data)
        await self.stage.settle()

    async def offers(self, name: str, content: bytes) -> None:
        """Send a file and wait until it was read."""
        await self.stage.messenger.offers(self.chat, name, content)
        await self.stage.settle()

    def button(self, label: str) -> str:
        """What a button carries, to be pressed later."""
        return self.stage.messenger.data_of(self.chat, label)

    @property
    def messages(self) -> list[Shown]:
        return list(self.stage.messenger.shown(self.chat))

    @property
    def last(self) -> Shown:
        """The newest message of the bot."""
        assert self.messages, f"{self.name} has seen nothing"
        return self.messages[-1]

    def sees(self, *parts: str) -> None:
        """The newest message contains these words."""
        for part in parts:
            assert part in self.last.text, f"{part!r} not in: {self.last.text}"

    def has_seen(self, part: str) -> None:
        """Some message contains these words."""
        assert any(part in one.text for one in self.messages), f"{part!r} not in {self.messages}"

    def has_not_seen(self, part: str) -> None:
        """No message contains these words."""
        assert not any(part in one.text for one in self.messages), f"{part!r} in {self.messages}"

    def sees_buttons(self, *labels: str) -> None:
        """The newest message has these buttons, in this order, and no others."""
        assert self.last.buttons == labels, self.last.buttons


class Chat:
    """A program on one messenger with the cast in its database; the clock stands until moved."""

    def __init__(
        self, engine: Engine, open_messenger: Callable[[RehearsalClock], Messenger], start: datetime
    ) -> None:
        self.engine, self._open = engine, open_messenger
        self.clock = RehearsalClock(start)
        self.cast = Cast()
        self.begin()

    def begin(self) -> None:
        """Start the program, without its metronome: the tests move the clock themselves."""
        self.messenger = self._open(self.clock)
        channel = self.messenger.channel
        ground = Ground(ALMANAC, {channel.name: channel.capabilities}, b"k" * 32)
        self.program = Program(self.engine, ground, self.clock, [channel])
        self._running = asyncio.ensure_future(channel.run(self.program.receive))

    async def gather(self) -> None:
        """Write the cast into the database and pass what is due."""
        self.cast = await self.work(lambda work: gather(work.session))
        await self.program.start()
        await self.settle()

    async def work(self, job: Callable[[Work], T]) -> T:
        """Do something in a transaction of its own, outside of any chat."""
        return await self.program.run_work(job)

    async def arrive(self) -> None:
        """Until what is on its way has arrived; nothing new is begun."""
        await self.program.sender.close()

    async def settle(self) -> None:
        """Until nothing is due, nothing waits and nothing is on its way."""
        await self.program.read_files()
        await self.program.settle()

    async def join(self, name: str) -> Player:
        """Enrol one of the cast in a chat: by code, with consent."""
        player = await self.open_chat(name)
        person_id = self.cast.people[name]
        code = await self.work(lambda work: invitations.issue(work, person_id))
        await player.says(f"/start {code}")
        await player.taps("Tôi đồng ý")
        return player

    async def open_chat(self, name: str) -> Player:
        """A chat that is nobody's yet."""
        return Player(self, name, name)

    async def move_to(self, day: str, hour: str = "00:00") -> None:
        """Move the clock to a local "01/12/2026" at "08:00", passing everything on the way."""
        instant = datetime.strptime(f"{day} {hour}", "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)
        await self.program.move(instant)

    async def end(self) -> None:
        """Stop the program as a signal would."""
        await self.program.close()
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running

    async def restart(self) -> None:
        """Stop and start again: only the database remembers."""
        await self.end()
        self.begin()
        await asyncio.sleep(0)

    def look(self, job: Callable[[Work], T]) -> T:
        """Read the database directly, in the test's own thread."""
        with unit_of_work(self.engine) as session:
            return job(Work(session, self.clock.now(), self.program.ground))

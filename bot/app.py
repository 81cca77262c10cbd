"""The composition root: the only module that knows everything, and introduces the parts to each other."""

import asyncio
import gc
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

import structlog

from bot import measures
from bot.beat import Beat
from bot.clock import Clock, RehearsalClock
from bot.domain.chat import AddressKey, Channel, FileOffered, Inbound
from bot.domain.completeness import Alarm
from bot.fetcher import Fetcher
from bot.logs import new_error_id
from bot.measured import measured
from bot.scheduler import Metronome
from bot.sender import Sender
from bot.services import delivery, handing_over, outbox, people, periods, retention, ticks
from bot.services.work import Ground, Work
from bot.watch import Watch
from db.data_file import OpenFile
from db.helm import Alone, Helm
from db.session import Engine, is_embedded_engine, is_outage, lost_a_race, unit_of_work
from handlers import router, turn
from handlers.menus import Menus

T = TypeVar("T")
_THREADS = 4  # on PostgreSQL; SQLite has one writer
_TRIES = 4  # of a unit of work that loses races
_PRUNE_EVERY = 3600.0  # seconds
_LOOK_EVERY = 60.0  # seconds
_FETCH_EVERY = 30.0  # seconds
_LONGEST_STEP = timedelta(days=62)  # within two months a period opens and its secretaries are asked
_log = structlog.get_logger()


class Program:
    """Turns, ticks and deliveries over one database, for any set of channels. Of several processes on one
    database all take turns, those that tick share what is due, and the one at the helm sends."""

    def __init__(
        self,
        engine: Engine,
        ground: Ground,
        clock: Clock,
        channels: Sequence[Channel],
        *,
        helm: Helm | None = None,
        ticks: bool = True,
    ) -> None:
        self.engine, self.ground, self.clock = engine, ground, clock
        self._helm = helm or Alone()
        self._told: asyncio.Queue[Sequence[int]] = asyncio.Queue()
        self.channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        workers = 1 if is_embedded_engine(engine) else _THREADS
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="work")
        self.sender = Sender(self.run_work, measured(self.channels, clock))
        self._beat = Beat(self.run_work, self.sender, self._helm, ticks=ticks)
        self.watch = Watch(self.run_work, self._alarms, OpenFile(engine).is_in_place)
        self._fetcher = Fetcher(self.run_work, self.channels, self.receive)
        self._menus = Menus(self.run_work, self.channels)
        self._turns = WeakValueDictionary[AddressKey, asyncio.Lock]()  # of chats in which a turn is taken
        self._metronome = Metronome()

    def _alarms(self) -> set[Alarm]:
        """A refused token stops what comes in when nothing goes out; an error stops the months."""
        is_refused = any(channel.is_refused for channel in self.channels.values())
        own = {Alarm.ACCOUNT_REFUSED: is_refused, Alarm.TIME_HELD_UP: self._beat.is_held_up}
        return {alarm for alarm, rings in own.items() if rings}

    async def run_work(self, job: Callable[[Work], T]) -> T:
        """One unit of work in a worker thread: whole, committed or rolled back, never cancelled half-way.
        One that lost a race is done again, and sees what the winner did."""
        now, sends = self.clock.now(), self._helm.is_held

        def whole() -> T:
            with unit_of_work(self.engine) as session:
                return job(Work(session, now, self.ground, sends=sends))

        def patiently() -> T:
            for _ in range(_TRIES - 1):
                try:
                    return whole()
                except Exception as error:
                    if not lost_a_race(error):
                        raise
            return whole()

        return await asyncio.get_running_loop().run_in_executor(self._threads, patiently)

    async def receive(self, inbound: Inbound) -> None:
        """One thing that happened in a chat: returns after the commit, raises when nothing was recorded."""
        async with self._turns.setdefault(inbound.address, asyncio.Lock()):
            with measures.turn():
                taken = await self._turn(inbound)
            self.sender.hand_over(taken.parcels)
        if isinstance(inbound.content, FileOffered):
            self._fetcher.wake()
        self._menus.wake(inbound.address, taken.actor)

    async def _turn(self, inbound: Inbound) -> turn.Taken:
        try:
            return await self.run_work(
                lambda work: self._to_send(work, turn.take(work, inbound, router.converse))
            )
        except Exception as error:
            if is_outage(error):
                raise  # nothing is wrong with what came in: it comes again
            error_id = new_error_id()
            apology = await self.run_work(
                lambda work: self._to_send(work, turn.apologise(work, inbound, error_id))
            )
            _log.error(
                "turn_failed", error_id=error_id, content=type(inbound.content).__name__, exc_info=error
            )
            return apology

    def _to_send(self, work: Work, taken: turn.Taken) -> turn.Taken:
        """What this process shall hand over itself: nothing where another one sends, which is told."""
        if work.sends or not taken.parcels:
            return taken
        self._helm.tell(work.session, [parcel.outgoing.outbox_id for parcel in taken.parcels])
        return replace(taken, parcels=[])

    async def share(self) -> None:
        """Until cancelled: take the helm when it is free, and send what other processes tell."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._helm.run(self._told.put_nowait))
            group.create_task(self._send_what_is_told())
            group.create_task(self._take_over())

    async def _take_over(self) -> None:
        """What somebody held who has lost the helm leaves once it is certain that they do not send it."""
        while True:
            await self._helm.gained()
            try:
                await self.run_work(delivery.take_over)
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("take_over_put_off", error=type(error).__name__)  # the leases run out
            await self._helm.lost()

    async def _send_what_is_told(self) -> None:
        """Answers of other processes leave at once, not at the next beat."""
        while True:
            rows = list(await self._told.get())
            while not self._told.empty():
                rows += self._told.get_nowait()
            try:
                self.sender.hand_over(await self.run_work(partial(handing_over.claim_told, rows=rows)))
            except Exception as error:  # the database is gone: the rows wait for the beat
                _log.warning("told_rows_not_claimed", error=type(error).__name__)

    def offer_menu(self, address: AddressKey) -> None:
        """Offer a chat its commands before anything happens in it."""
        self._menus.wake(address)

    async def tick(self) -> None:
        """Do all that is due now: milestones, then one message a person."""
        await self._beat.tick()

    async def read_files(self) -> None:
        """Fetch and read the files that wait now."""
        await self._fetcher.read_all()

    async def settle(self) -> None:
        """Tick until idle and flush until nothing can leave."""
        await self._beat.settle()

    def now(self) -> datetime:
        """The business clock's instant."""
        return self.clock.now()

    async def next_due(self) -> datetime | None:
        """When somebody is to be told something next, as far as is planned now; on the business clock."""
        return await self._next(ticks.next_reminder_at)

    async def _next(self, planned: Callable[[Work], datetime | None]) -> datetime | None:
        names = list(self.channels)

        def look(work: Work) -> datetime | None:
            instants = (planned(work), outbox.next_due_at(work, work.now, names))
            return min((due for due in instants if due is not None), default=None)

        return await self.run_work(look)

    async def move(self, until: datetime) -> None:
        """Move a rehearsal's clock: step from one due instant to the next, each at its own instant, with
        everything delivered before the next step (DESIGN 3, Clocks)."""
        await self.settle()
        while (due := await self._next(ticks.next_due_at)) is not None and due <= until:
            await self._stand_at(due)
        await self._stand_at(max(until, self.clock.now()))

    async def step(self) -> bool:
        """Move a rehearsal's clock to the next instant at which something is sent; whether it moved. It stays
        when nothing waits or nobody could be told; where nothing is sent for two months it stops at the
        last thing that fell due on the way."""
        if await self.next_due() is None or not await self.run_work(people.reaches_anybody):
            return False
        await self.settle()
        before, start = self.sender.delivered, self.clock.now()
        while self.sender.delivered == before:
            due = await self._next(ticks.next_due_at)
            if due is None or due > start + _LONGEST_STEP:
                break
            await self._stand_at(due)
        return self.clock.now() > start

    async def _stand_at(self, instant: datetime) -> None:
        if not isinstance(self.clock, RehearsalClock):
            raise TypeError("the system's clock cannot be moved")
        self.clock.move_to(instant)
        await self.settle()

    async def start(self) -> None:
        """Make sure that periods open and close, and forget what is old: a program that is started anew
        again and again forgets all the same. On SQLite whoever held messages before is dead."""
        await self.run_work(periods.ensure_milestones)
        if is_embedded_engine(self.engine):
            await self.run_work(delivery.inherit)
        await self.prune()

    async def serve(self) -> None:
        """Run every channel and the metronome until cancelled; then let what is on its way arrive."""
        await self.start()
        gc.freeze()  # what was loaded stays: looking through it again and again takes a twentieth of a turn
        self._metronome.every(1.0, self._beat.once, "beat")
        self._metronome.every(_FETCH_EVERY, self._look_for_files, "files")
        self._metronome.every(_PRUNE_EVERY, self.prune, "prune")
        self._metronome.every(_LOOK_EVERY, self.watch.look, "watch")
        self._metronome.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.share())
                group.create_task(self._fetcher.run())
                group.create_task(self._menus.run())
                for channel in self.channels.values():
                    group.create_task(channel.run(self.receive))
                group.create_task(self._beat.once())  # whoever writes is answered while what piled up is said
                await self._until_cancelled()
        finally:
            await self.close()

    async def _until_cancelled(self) -> None:
        """Wait; then deliver what is on its way while the channels still have their connections."""
        try:
            await asyncio.Event().wait()
        finally:
            await self._beat.end()
            self._metronome.stop()
            await self.sender.close()

    async def _look_for_files(self) -> None:
        """Files that a process left behind when it died."""
        if self._helm.is_held:
            self._fetcher.wake()

    async def prune(self) -> None:
        """Forget what the retention policy says (DOMAIN 9)."""
        await self.run_work(retention.prune)

    async def close(self) -> None:
        """Deliver what is on its way and give the threads back."""
        await self.sender.close()
        self._threads.shutdown(wait=True)

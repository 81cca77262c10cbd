"""One run of chaos: people fill forms and reminders leave while the program is killed again and again."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Engine
from sqlmodel import col, select

from bot.domain.chat import FailureReason, OutboxState
from db.models import OutboxMessage
from db.session import unit_of_work
from tests.chaos import proofs
from tests.chaos.party import NOW, Party, found
from tests.chaos.people import Filler, Journal, all_fill
from tests.chaos.processes import Strike, Worker
from tests.chaos.proofs import Ledger
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Fault
from tests.fakes.telegram_schema import Call

_WHILE, _MOST_WHILES = timedelta(minutes=20), 4
_TURN = 0.05  # seconds that a turn may take on a busy machine
_LOOK = 0.2  # seconds between looks at the database

Trouble = Callable[[], Awaitable[None]]  # what befalls the living processes from outside


@dataclass(frozen=True)
class Plan:
    """How much chaos; `seed` decides every moment. `longest_life` in seconds; `waits_for_leases` is
    whether what a killed process held is waited for in real time, else its minute is taken as passed."""

    reminded: int
    filling: int
    kills: int
    seed: int
    roles: tuple[str, ...] = ("all",)  # of the processes
    longest_life: float = 4.0
    calm_within: float = 180.0
    waits_for_leases: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What came of it; `wrong` is empty when nothing was lost and nothing repeated without need."""

    wrong: list[str]
    seconds: float
    arrived: int
    repeats: int
    kills: int
    filled: int
    states: dict[str, int]


class Chaos:
    """The program over one database, and everybody around it."""

    def __init__(
        self, plan: Plan, engine: Engine, server: FakeTelegram, log: Path, trouble: Trouble | None = None
    ) -> None:
        self._plan, self._engine, self._server, self._log = plan, engine, server, log
        self._trouble = trouble
        self._random, self._now = Random(plan.seed), NOW
        self._workers = [self._worker(role) for role in plan.roles]
        for worker in self._workers:
            worker.settings = plan.settings | self._webhook()
        self._journal = Journal(server)
        self._fillers: list[Filler] = []
        self._kills = 0

    def _worker(self, role: str) -> Worker:
        url = self._engine.url.render_as_string(hide_password=False)
        return Worker(url, self._server.url, self._log, options=(*self._plan.options, "--role", role))

    def _webhook(self) -> dict[str, str]:
        """Where there is a process that only takes in, Telegram pushes to it."""
        roles = zip(self._plan.roles, self._workers, strict=True)
        port = next((worker.port for role, worker in roles if role == "web"), None)
        return {"CHIBO_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram"} if port else {}

    async def run(self) -> Outcome:
        """Everything, from the first start to calm."""
        began = time.monotonic()
        with unit_of_work(self._engine) as session:
            party = found(session, self._plan.reminded, self._plan.filling)
        ledger = Ledger(party, self._server, has_heirs=len(self._plan.roles) > 1)
        self._gather(party)
        filling = asyncio.ensure_future(self._fill())
        try:
            await self._kill_again_and_again(ledger)
            await self._be_troubled()
            await self._calm(filling)
            await self._wait_for_doubts(filling)
        finally:
            filling.cancel()
            await asyncio.gather(filling, *(one.stop() for one in self._workers), return_exceptions=True)
        return self._outcome(ledger, time.monotonic() - began)

    def _gather(self, party: Party) -> None:
        for chat_id in party.chats:
            self._server.world.chat(chat_id)
        self._fillers = [
            *(Filler(self._server, self._journal, chat_id, "/lich") for chat_id in party.secretaries),
            *(Filler(self._server, self._journal, chat_id, "/cham") for chat_id in party.visitors),
        ]

    async def _fill(self) -> None:
        span = self._plan.kills * self._plan.longest_life / 2
        await all_fill(self._fillers, span, self._random)

    async def _kill_again_and_again(self, ledger: Ledger) -> None:
        for worker in self._workers:
            await worker.start(self._now)
        for _ in range(self._plan.kills):
            victim = self._random.choice(self._workers)
            await self._kill(victim)
            with unit_of_work(self._engine) as session:
                ledger.after_kill(session, victim.name)
                if not self._plan.waits_for_leases:
                    proofs.let_leases_run_out(session, victim.name)
            await victim.start(self._now)

    async def _be_troubled(self) -> None:
        """In the middle of everything."""
        if self._trouble is not None:
            await asyncio.sleep(self._plan.longest_life)
            await self._trouble()

    async def _kill(self, victim: Worker) -> None:
        """At a random moment: after so many seconds, around one of its next requests, or around one of its
        first questions for updates, with which it confirms those that piled up while it was dead; where
        they are pushed, just after one came."""
        life, moment = self._random.uniform(0.5, self._plan.longest_life), self._random.randrange(3)
        if moment == 0:
            await asyncio.sleep(life)
        elif moment == 2 and self._webhook():
            await self._until_pushed(life)
        else:
            await self._strike(victim, life, *(("*", 60) if moment == 1 else ("getUpdates", 4)))
        victim.kill()
        assert await victim.ended() == -signal.SIGKILL, "the program ended by itself"
        self._kills += 1

    async def _strike(self, victim: Worker, life: float, method: str, most: int) -> None:
        strike = Strike(victim.kill, self._random.random() < 0.5)
        fault = Fault(_after(self._random.randrange(most), method), strike)
        self._server.faults.append(fault)
        await victim.ended(life + self._plan.longest_life)
        self._server.faults.remove(fault)

    async def _until_pushed(self, life: float) -> None:
        """One of the next updates has been there for an instant."""
        told, next_ones = self._server.world.told_at, self._random.randrange(1, 5)
        wanted = len(told) + next_ones
        with suppress(AssertionError):
            await self._server.wait_for(lambda: len(told) >= wanted, life)
        await asyncio.sleep(self._random.uniform(0, _TURN))

    async def _calm(self, filling: asyncio.Future[None]) -> None:
        """Until everybody is done and nothing waits; what is not calm in time the ledger tells."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._plan.calm_within):
                await filling
                while not self._is_calm():
                    if await self._workers[0].ended(_LOOK) is not None:
                        raise AssertionError("the program ended by itself")

    async def _wait_for_doubts(self, filling: asyncio.Future[None]) -> None:
        """A reminder that may have arrived is said again after a while of the business clock."""
        for _ in range(_MOST_WHILES):
            with unit_of_work(self._engine) as session:
                if not proofs.are_in_doubt(session, self._now):
                    return
            self._now += _WHILE
            await asyncio.gather(*(one.stop() for one in self._workers))
            for worker in self._workers:
                await worker.start(self._now)
            await self._calm(filling)

    def _is_calm(self) -> bool:
        with unit_of_work(self._engine) as session:
            return not self._server.unconfirmed and proofs.are_all_done(session, self._now)

    def _outcome(self, ledger: Ledger, seconds: float) -> Outcome:
        with unit_of_work(self._engine) as session:
            ledger.at_the_end(session, self._now)
            rows = session.exec(select(col(OutboxMessage.state), col(OutboxMessage.reason))).all()
            return Outcome(
                wrong=[*ledger.wrong, *self._stuck(), *_complaints(self._log)],
                seconds=seconds,
                arrived=len(self._server.world.delivered),
                repeats=proofs.repeats(session, self._server),
                kills=self._kills,
                filled=sum(one.is_done for one in self._fillers),
                states=Counter(_ended(state, reason) for state, reason in rows),
            )

    def _stuck(self) -> list[str]:
        stuck = [one for one in self._fillers if not one.is_done]
        return [f"{one.chat_id} is stuck after {one.acts[-3:]}: {one.sees()}" for one in stuck]


def _ended(state: OutboxState, reason: FailureReason | None) -> str:
    """How messages ended: "sent", "failed (blocked)"."""
    is_failed = state is OutboxState.FAILED and reason is not None
    return f"{state.value} ({reason})" if is_failed else state.value


def _after(count: int, method: str) -> Callable[[Call], bool]:
    left = iter(range(count))
    return lambda call: method in ("*", call.method) and next(left, None) is None


def _complaints(log: Path) -> list[str]:
    """What the program's log says went wrong in a way that no kill explains."""
    bad = ("turn_failed", "tick_failed", "delivery_failed", "channel_raised", "Traceback")
    return [line for line in log.read_text().splitlines() if any(word in line for word in bad)]

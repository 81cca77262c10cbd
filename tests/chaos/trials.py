"""The long forms: runs of kills, an outage, a hundred thousand updates; their figures go to the page."""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine

from tests.chaos import page
from tests.chaos.run import Chaos, Outcome, Plan, Trouble
from tests.chat import START, Chat
from tests.databases import PostgresDatabases, SqliteFiles, folder
from tests.fakes.telegram import FakeTelegram
from tests.fuzz.run import Findings, Fuzz
from tests.messengers import Telegram
from tests.postgres import Server
from tests.postgres import server as postgres

T = TypeVar("T")
_long = partial(Plan, 3_000, 50, kills=20, longest_life=9.0, calm_within=600.0, waits_for_leases=True)
_KILLS = (
    ("SQLite", _long(seed=41)),
    ("PostgreSQL", _long(seed=42)),
    ("PostgreSQL, two processes", _long(seed=43, roles=("all", "all"))),
    ("PostgreSQL, webhook", _long(seed=44, roles=("web", "worker"))),
)
_AWAY = 300  # seconds
_OUTAGE = replace(_long(seed=45, roles=("all", "all")), kills=0)
_UPDATES = (
    *(("SQLite", seed, 10_000) for seed in range(101, 108)),
    *(("PostgreSQL", seed, 10_000) for seed in range(201, 204)),
)


def kills() -> int:
    """Four runs with kills, one with an outage; how many things were wrong."""
    rows, wrong = [], list[str]()
    for name, plan in (*_KILLS, (f"PostgreSQL, stopped for {_AWAY} s", _OUTAGE)):
        outcome = _on(name, partial(_killed, plan=plan)) if plan.kills else _outage()
        wrong += [f"{name}: {one}" for one in outcome.wrong]
        rows.append(_row(name, plan, outcome))
    heads = ("Database", "seed", "kills", "reminders", "forms", "arrived", "repeats", "wrong", "outbox", "s")
    page.write("kills", f"{page.table(heads, rows)}\n\n{page.machine()}")
    return _tell(wrong)


def _row(name: str, plan: Plan, outcome: Outcome) -> tuple[object, ...]:
    states = ", ".join(f"{count} {state}" for state, count in sorted(outcome.states.items()))
    forms = f"{outcome.filled} of {plan.filling}"
    counted = (outcome.arrived, outcome.repeats, len(outcome.wrong), states, f"{outcome.seconds:.0f}")
    return (name, plan.seed, plan.kills, f"{plan.reminded:,}", forms, *counted)


async def _killed(engine: Engine, plan: Plan, trouble: Trouble | None = None) -> Outcome:
    with tempfile.TemporaryDirectory() as home:
        async with FakeTelegram() as server:
            return await Chaos(plan, engine, server, Path(home, "log"), trouble).run()


def _outage() -> Outcome:
    """The database's server is stopped and started again; nobody is killed."""
    with folder() as home, postgres(home) as server, PostgresDatabases(server).fresh() as engine:
        return asyncio.run(_killed(engine, _OUTAGE, partial(_stopped, server)))


async def _stopped(server: Server) -> None:
    server.stop()  # here and not in a thread, with whose end the server's would come
    await asyncio.sleep(_AWAY)
    server.start()


def fuzz() -> int:
    """A hundred thousand updates in ten runs; how many things were wrong."""
    sent, forms, wrong, rows = Counter[str](), set[str](), list[str](), []
    for name, seed, count in _UPDATES:
        began = time.process_time()
        found = _on(name, partial(_fuzzed, seed=seed, count=count))
        sent, forms, wrong = sent + found.sent, forms | found.forms, wrong + found.wrong
        spent = (time.process_time() - began) / count * 1000
        done = ", ".join(f"{number} {what}" for what, number in found.done.items())
        rows.append((name, seed, f"{sum(found.sent.values()):,}", len(found.wrong), done, f"{spent:.1f}"))
    heads = ("Database", "seed", "updates", "failures or out of scope", "rows at the end", "ms of CPU each")
    kinds = page.table(("What was sent", "times"), [(kind, f"{n:,}") for kind, n in sent.most_common()])
    reached = f"Forms that were reached: {', '.join(sorted(forms))}."
    page.write("fuzz", f"{page.table(heads, rows)}\n\n{kinds}\n\n{reached}\n\n{page.machine()}")
    return _tell(wrong)


async def _fuzzed(engine: Engine, seed: int, count: int) -> Findings:
    async with FakeTelegram() as server:
        chat = Chat(engine, lambda clock: Telegram(server), START)
        await chat.gather()
        try:
            return await Fuzz(chat, server, seed).run(count)
        finally:
            await chat.end()


def _on(database: str, trial: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
    with _database(database) as engine:
        return asyncio.run(trial(engine))


@contextmanager
def _database(name: str) -> Iterator[Engine]:
    with ExitStack() as stack:
        home = stack.enter_context(folder())
        if name == "SQLite":
            yield stack.enter_context(SqliteFiles(home).fresh())
        else:
            sockets = stack.enter_context(postgres(home))
            yield stack.enter_context(PostgresDatabases(sockets).fresh())


def _tell(wrong: list[str]) -> int:
    for one in wrong[:50]:
        sys.stderr.write(f"{one}\n")
    return len(wrong)

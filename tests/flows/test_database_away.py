"""A database that is gone for a while, or full: the program lives on, and nothing that came in is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import pytest
from sqlalchemy import Engine, event, text

from bot.app import Program
from bot.clock import RehearsalClock
from bot.services.work import Ground
from db.helm_shared import SharedHelm
from db.models import SeenEvent
from tests.channels.telegram_cast import LAN
from tests.channels.telegram_door import Door
from tests.chat import ALMANAC, START, Chat
from tests.databases import PostgresDatabases
from tests.fakes.telegram import FakeTelegram
from tests.flows.backstage import moment
from tests.flows.conftest import Log
from tests.flows.offstage import rows, server_of
from tests.flows.test_processes import PATIENCE, Process

on_postgres = pytest.mark.parametrize("chat", ["telegram-postgres"], indirect=True)
on_both = pytest.mark.parametrize("chat", ["telegram-postgres", "telegram-sqlite"], indirect=True)


@contextmanager
def gone(databases: PostgresDatabases) -> Iterator[None]:
    """The server is stopped for as long as the block lasts."""
    databases.server.stop()
    try:
        yield
    finally:
        databases.server.start()


@on_postgres
async def test_polling_keeps_its_offset_and_the_turn_is_done_afterwards(
    chat: Chat, postgres_databases: PostgresDatabases
) -> None:
    lan = await chat.join("Lan")
    await lan.says("/lich")
    server, before = server_of(chat), len(rows(chat, SeenEvent))
    with gone(postgres_databases):
        said = server.says(chat_of(server), "3/12 14h")
        await server.wait_for(lambda: server.polls.count(said) >= 3)
        assert not (await chat.program.watch.health()).is_reachable
        assert server.unconfirmed == [said]
    await server.quiet()
    await chat.settle()
    lan.has_seen("03/12/2026")
    lan.has_not_seen("sự cố")
    assert len(rows(chat, SeenEvent)) == before + 1


def chat_of(server: FakeTelegram) -> int:
    (only,) = server.world.chats
    return only


async def test_the_webhook_answers_503_until_the_database_is_back(
    postgres_engine: Engine, postgres_databases: PostgresDatabases
) -> None:
    async with FakeTelegram() as server:
        door = Door(server)
        ground = Ground(ALMANAC, {door.channel.name: door.channel.capabilities}, b"k" * 32)
        program = Program(postgres_engine, ground, RehearsalClock(START), [door.channel])
        async with door.open(program.receive):
            with gone(postgres_databases):
                said = server.says(LAN, "xin chào")
                await server.wait_for(lambda: len(server.pusher.pushes) >= 2)
                assert set(server.pusher.pushes) == {(said, 503)}
            await server.quiet()
            await program.settle()
            assert server.pusher.pushes[-1] == (said, 200)
            assert len(server.said(LAN)) == 1
            assert (await door.brings(said, "xin chào")).status_code == 200
            await program.settle()
            assert len(server.said(LAN)) == 1
            await program.close()


@asynccontextmanager
async def served(process: Process) -> AsyncIterator[None]:
    task = asyncio.create_task(process.program.serve())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("chat", ["web-postgres"], indirect=True)
async def test_the_program_lives_on_and_what_fell_due_meanwhile_leaves(
    chat: Chat, postgres_databases: PostgresDatabases, log: Log
) -> None:
    await chat.join("Lan")
    process = Process(chat)
    assert isinstance(process.helm, SharedHelm)
    async with served(process):
        await process.helm.gained()
        with gone(postgres_databases):
            async with asyncio.timeout(PATIENCE):
                await process.helm.lost()
            chat.clock.move_to(moment("18/11/2026", "08:00"))
            await process.program.tick()
        async with asyncio.timeout(PATIENCE):
            await process.messenger.arrived.wait()
    (asked,) = process.said()
    assert "tháng 12/2026" in asked
    assert log.records("helm_connection_lost")
    assert log.records("tick_put_off")
    assert "Traceback" not in log.getvalue()


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """No room for one more row."""
    if engine.dialect.name == "sqlite":
        limit(engine, 1)
    else:
        run(engine, _FULL.format(times=1_000_000))
    try:
        yield
    finally:
        if engine.dialect.name == "sqlite":
            limit(engine, 1_000_000)
        else:
            run(engine, "DROP TRIGGER full_disk ON seen_event; DROP FUNCTION full_disk")


_MORE_THAN_FITS = 20  # answers: what is half empty takes a few

#: What PostgreSQL says by itself when a file cannot grow; as often as the sequence lets it.
_FULL = """
CREATE SEQUENCE times; CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF nextval('times') > {times} THEN RETURN NEW; END IF;
RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON seen_event FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


def run(engine: Engine, statements: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statements))


def limit(engine: Engine, pages: int) -> None:
    """SQLite's own limit, which it raises to what there is; of every connection from now on."""
    event.listen(
        engine, "checkout", lambda connection, *_: connection.execute(f"PRAGMA max_page_count = {pages}")
    )


@on_both
async def test_what_came_in_while_the_disk_was_full_is_done_once_there_is_room(chat: Chat) -> None:
    lan = await chat.join("Lan")
    server, before = server_of(chat), len(lan.messages)
    with full(chat.engine):
        for _ in range(_MORE_THAN_FITS):
            server.says(chat_of(server), "/trogiup")
        await server.wait_for(lambda: server.polls.count(server.polls[-1]) >= 4)
        assert server.unconfirmed
    await server.quiet()
    await chat.settle()
    assert len(lan.messages) == before + _MORE_THAN_FITS
    lan.has_not_seen("sự cố")


@on_postgres
async def test_an_outage_that_passes_at_once_is_no_failure_of_the_message(chat: Chat) -> None:
    lan = await chat.join("Lan")
    run(chat.engine, _FULL.format(times=1))
    await lan.says("/trogiup")
    lan.sees("/themthietbi")
    lan.has_not_seen("sự cố")

"""The helm of several processes on one PostgreSQL: an advisory lock on its own connection, and notices."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import psycopg
import structlog
from psycopg.conninfo import make_conninfo
from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from db.helm import Heard
from db.session import KEPT_ALIVE, Engine

_BEAT = 1.0  # seconds between tries to take the helm, and between proofs that it is still held
_PATIENCE = 5.0  # seconds without an answer after which it counts as lost
#: A holder whose machine or network died is noticed by both ends in about ten seconds; one that was
#: killed at once, because its connection is closed for it.
_SERVER = (
    "SET tcp_keepalives_idle = 4",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    "SET idle_session_timeout = 0",  # an administrator's limit is for sessions that were forgotten
)
_NOTIFY = select(func.pg_notify(bindparam("channel"), bindparam("rows")))
_LONGEST = 500  # rows in one notice, which may have 8,000 bytes
_log = structlog.get_logger()


class SharedHelm:
    """One of several processes on a PostgreSQL database. The lock belongs to a session of its own, so that
    it is free as soon as that session ends, however the process died. Losing it stops claims at once; what
    is leased already still leaves, and nobody else may claim that before the lease runs out."""

    def __init__(self, engine: Engine, account: str, *, competes: bool = True) -> None:
        _, way = engine.dialect.create_connect_args(engine.url)
        way.pop("context")  # how values are adapted: none travel here
        self._way = make_conninfo("", **{**way, **KEPT_ALIVE})
        number = sha256(f"chibo helm {account}".encode()).digest()[:8]
        self._key, self._channel = int.from_bytes(number, signed=True), f"chibo_{number.hex()}"
        self._competes = competes
        self._held, self._lost = asyncio.Event(), asyncio.Event()
        self._lost.set()

    @property
    def is_held(self) -> bool:
        return self._held.is_set()

    async def gained(self) -> None:
        await self._held.wait()

    async def lost(self) -> None:
        await self._lost.wait()

    def tell(self, session: Session, rows: Sequence[int]) -> None:
        for start in range(0, len(rows), _LONGEST):
            said = ",".join(str(row) for row in rows[start : start + _LONGEST])
            session.exec(_NOTIFY, params={"channel": self._channel, "rows": said}).all()

    async def run(self, heard: Heard) -> None:
        if not self._competes:
            await asyncio.Event().wait()
        while True:
            try:
                await self._stand_by(heard)
            except (OSError, psycopg.Error) as error:  # TimeoutError is an OSError
                _log.warning("helm_connection_lost", was_held=self.is_held, error=type(error).__name__)
            finally:
                self._held.clear()
                self._lost.set()
            await asyncio.sleep(_BEAT)

    async def _stand_by(self, heard: Heard) -> None:
        connection = await self._connected()
        try:
            while True:
                await self._look(connection)
                async for notice in connection.notifies(timeout=_BEAT):
                    if self.is_held:
                        heard([int(row) for row in notice.payload.split(",")])
        finally:
            await connection.close()

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        async with asyncio.timeout(_PATIENCE):
            connection = await psycopg.AsyncConnection.connect(self._way, autocommit=True)
            for setting in _SERVER:
                await connection.execute(setting)
            # Heard from before the lock is taken, so that nothing is told in between to nobody.
            await connection.execute(
                psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(self._channel))
            )
        return connection

    async def _look(self, connection: psycopg.AsyncConnection[Any]) -> None:
        question = "SELECT true" if self.is_held else f"SELECT pg_try_advisory_lock({self._key})"
        async with asyncio.timeout(_PATIENCE):
            row = await (await connection.execute(question)).fetchone()
        if row is not None and row[0] and not self.is_held:
            self._held.set()
            self._lost.clear()
            _log.info("helm_taken")

"""Which of several processes sends for a bot account: the one that holds an advisory lock of PostgreSQL."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from sqlmodel import Session

from db.session import Engine

Heard = Callable[[Sequence[int]], object]


class Helm(Protocol):
    """Who stands at the helm claims and sends; everybody else tells them what was put into the outbox."""

    @property
    def is_held(self) -> bool:
        """Whether this process sends."""

    async def gained(self) -> None:
        """Wait until this process sends."""

    async def lost(self) -> None:
        """Wait until this process does not send any more."""

    def tell(self, session: Session, rows: Sequence[int]) -> None:
        """Say, as soon as the session commits, which rows of the outbox want to leave at once."""

    async def run(self, heard: Heard) -> None:
        """Until cancelled: take the helm when it is free, and pass on what other processes told."""


class Alone:
    """The only process on its database: it always sends."""

    is_held = True

    async def gained(self) -> None:
        return

    async def lost(self) -> None:
        await asyncio.Event().wait()

    def tell(self, session: Session, rows: Sequence[int]) -> None:
        raise AssertionError("who is alone sends by itself")

    async def run(self, heard: Heard) -> None:
        await asyncio.Event().wait()


def open_helm(engine: Engine, account: str, *, competes: bool = True) -> Helm:
    """The helm of one bot account; whose database is a file is alone."""
    if engine.dialect.name == "sqlite":
        return Alone()
    from db.helm_shared import SharedHelm  # with psycopg, nine megabytes of which SQLite needs nothing

    return SharedHelm(engine, account, competes=competes)

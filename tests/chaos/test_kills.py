"""The short form of chaos; `make chaos` runs the long one and writes docs/CHAOS.md."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.chaos.run import Chaos, Plan
from tests.databases import PostgresDatabases
from tests.fakes.telegram import FakeTelegram
from tests.flows.test_database_away import gone


@pytest.mark.parametrize(
    ("database", "roles"),
    [("sqlite", ("all",)), ("postgres", ("all", "all")), ("postgres", ("web", "worker"))],
    ids=["SQLite", "two processes", "webhook"],
)
async def test_killed_again_and_again_nothing_is_lost(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, roles: tuple[str, ...]
) -> None:
    engine: Engine = request.getfixturevalue(f"{database}_engine")
    plan = Plan(reminded=60, filling=6, kills=4, seed=1, roles=roles, longest_life=2.5)
    async with FakeTelegram() as server:
        outcome = await Chaos(plan, engine, server, tmp_path / "log").run()
    assert outcome.wrong == [], outcome
    assert bool(server.pusher.pushes) is ("web" in roles)
    assert outcome.filled == plan.filling
    assert outcome.kills == plan.kills


async def test_an_outage_of_the_database_loses_nothing_and_repeats_nothing(
    postgres_engine: Engine, postgres_databases: PostgresDatabases, tmp_path: Path
) -> None:
    async def stopped() -> None:
        with gone(postgres_databases):
            await asyncio.sleep(3)

    plan = Plan(reminded=60, filling=6, kills=0, seed=2, roles=("all", "all"), longest_life=2.0)
    async with FakeTelegram() as server:
        outcome = await Chaos(plan, postgres_engine, server, tmp_path / "log", stopped).run()
    assert outcome.wrong == [], outcome
    assert (outcome.filled, outcome.repeats) == (plan.filling, 0)

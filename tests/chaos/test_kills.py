"""The short form of chaos; `make chaos` runs the long one and writes docs/CHAOS.md."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.chaos.run import Chaos, Plan
from tests.fakes.telegram import FakeTelegram


@pytest.mark.parametrize(("database", "workers"), [("sqlite", 1), ("postgres", 2)])
async def test_killed_again_and_again_nothing_is_lost(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, workers: int
) -> None:
    engine: Engine = request.getfixturevalue(f"{database}_engine")
    plan = Plan(reminded=60, filling=6, kills=4, seed=1, workers=workers, longest_life=2.5)
    async with FakeTelegram() as server:
        outcome = await Chaos(plan, engine, server, tmp_path / "log").run()
    assert outcome.wrong == [], outcome
    assert outcome.filled == plan.filling
    assert outcome.kills == plan.kills

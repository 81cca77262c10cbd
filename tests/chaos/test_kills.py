"""The short form of chaos; `make chaos` runs the long one and writes docs/CHAOS.md."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.chaos.run import Chaos, Plan
from tests.fakes.telegram import FakeTelegram


@pytest.mark.parametrize("seed", [1])
async def test_killed_again_and_again_nothing_is_lost(engine: Engine, tmp_path: Path, seed: int) -> None:
    plan = Plan(reminded=60, filling=8, kills=4, seed=seed, longest_life=2.5)
    async with FakeTelegram() as server:
        outcome = await Chaos(plan, engine, server, tmp_path / "log").run()
    assert outcome.wrong == [], outcome
    assert outcome.filled == plan.filling
    assert outcome.lives == plan.kills + plan.workers

"""The benchmark of turns at its smallest, which also counts: a turn asks the database few questions."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from tests.bench import crowd, grading
from tests.bench.scale import SHORT
from tests.bench.turns import Stage, answers

_MOST = 18  # statements of a turn with its commit, on average


def test_a_turn_takes_few_statements(engine: Engine) -> None:
    crowd.gather(engine, 2, datetime.now(UTC) + timedelta(days=3))
    stage = Stage(engine)
    answers(stage, crowd.chats(2)[1], 6)
    assert stage.turns == 7
    assert stage.statements / stage.turns <= _MOST, "as many as if all were asked for twice"


def test_the_benchmark_of_grading_grades() -> None:
    assert grading.run(SHORT).figures[0].what == "100 detailed sheets"

"""What does not grow: a claim beside many waiting rows, a tick beside a long history; both databases."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Engine

from bot.domain.calendar import shift
from bot.domain.duties import Outcome
from bot.services import delivery, ticks
from bot.services.work import Work
from db.models import Duty, Meeting, Reminder, Visit
from db.models.visits import ReminderState
from db.session import unit_of_work
from tests.bench import broadcast, crowd, due
from tests.bench.figures import Chapter, Figure, at_most
from tests.bench.scale import Scale
from tests.bench.stage import DATABASES, database
from tests.bench.turns import GROUND

_CLAIM, _CLAIMS = 20, 5  # rows; times
_REMINDED, _PEOPLE = 50, 1_000
_FEW = 100


def claims(scale: Scale) -> Chapter:
    """A claim of as many rows as are on their way at once."""
    figures = [
        _growth(f"{kind}: a claim of {_CLAIM} of {scale.waiting} against one of {_FEW}",
                _claim_cost(kind, _FEW), _claim_cost(kind, scale.waiting))
        for kind in DATABASES
    ]  # fmt: skip
    return Chapter(
        "Waiting rows", "Rows due in the lane for reminders; wall time of a claim, the best of five.", figures
    )


def history(scale: Scale) -> Chapter:
    """A person's reminder beside few duties and beside many, which are over."""
    figures = [
        _growth(f"{kind}: a reminder beside {scale.duties} duties of earlier months against none",
                _tick_cost(kind, 0), _tick_cost(kind, scale.duties))
        for kind in DATABASES
    ]  # fmt: skip
    about = (
        "Each duty with its meeting, visit and a reminder. Wall time of a tick that reminds one"
        f" person, with its commit, the median of {_REMINDED}."
    )
    return Chapter("A tick beside history", about, figures)


def _growth(what: str, few: float, many: float) -> Figure:
    """Independent of size: not more than a half again, which is what caches and deeper indexes take."""
    told = at_most(what, many / few, "×", 1.5, digits=2)
    return Figure(told.what, f"{few:.2f} ms → {many:.2f} ms ({told.value})", told.goal, told.is_met)


def _claim_cost(kind: str, waiting: int) -> float:
    people = min(waiting, _PEOPLE)
    with database(kind) as engine:
        crowd.gather(engine, people, datetime.now(UTC) + timedelta(days=3))
        broadcast.wait_for(engine, range(1, people + 1), each=waiting // people)
        _rest(engine)
        return min(
            _timed(engine, lambda work: delivery.claim(work, ["telegram"], _CLAIM)) for _ in range(_CLAIMS)
        )


def _tick_cost(kind: str, duties: int) -> float:
    soon = datetime.now(UTC) + timedelta(hours=2)
    with database(kind) as engine:
        people = _PEOPLE if duties >= _PEOPLE or not duties else duties
        crowd.gather(engine, people, soon)
        with unit_of_work(engine) as session:
            for table in _past(people, duties, soon):
                crowd.write_values(session, *table)
            now = datetime.now(UTC)
            crowd.write(session, [due.reminder(person, now) for person in range(1, people + 1)])
        _rest(engine)
        for _ in range(10):
            _timed(engine, ticks.pass_time)  # milestones of today, and what is prepared once
        return median(_timed(engine, ticks.pass_time) for _ in range(_REMINDED))


def _timed(engine: Engine, job: Callable[[Work], object]) -> float:
    """Milliseconds of one unit of work."""
    before = time.perf_counter()
    with unit_of_work(engine) as session:
        assert job(Work(session, datetime.now(UTC), GROUND)), "there was nothing to do"
    return (time.perf_counter() - before) * 1000


def _rest(engine: Engine) -> None:
    """What a server does in the minutes after so much was written, done at once."""
    is_server = engine.dialect.name == "postgresql"
    tasks = ("VACUUM ANALYZE", "CHECKPOINT") if is_server else ("PRAGMA wal_checkpoint(TRUNCATE)",)
    with closing(engine.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        if is_server:
            driver.autocommit = True
        for task in tasks:
            driver.execute(task)
        connection.invalidate()


def _past(people: int, duties: int, starts_at: datetime) -> Iterator[tuple[type, list[dict[str, object]]]]:
    """Meetings, duties, visits and reminders of earlier months, one of each person and month."""
    months = range(1, duties // people + 1)
    cells = -(-people // crowd.VISITORS)
    this = starts_at.year * 100 + starts_at.month
    for month in months:
        period, at = shift(this, -month), starts_at - timedelta(days=30 * month)
        first_meeting, first = 2 + month * cells, 1 + month * people
        meetings = range(cells)
        yield (
            Meeting,
            [crowd.meeting(first_meeting + one, 2 + one, period, at).model_dump() for one in meetings],
        )
        duty = crowd.duty(1, period).model_dump() | {"outcome": Outcome.ATTENDED}
        visit = crowd.visit(1, 2, period).model_dump()
        visit |= {"outcome": Outcome.ATTENDED, "reported_at": at, "scored_at": at}
        told = due.reminder(1, at).model_dump() | {"state": ReminderState.ANNOUNCED, "period": period}
        numbers = [(n, 2 + n // crowd.VISITORS, first_meeting + n // crowd.VISITORS) for n in range(people)]
        yield (
            Duty,
            [
                duty | {"id": first + n, "person_id": n + 1, "cell_id": cell, "assignment_id": n + 1}
                for n, cell, _ in numbers
            ],
        )
        yield (
            Visit,
            [
                visit
                | {
                    "id": first + n,
                    "person_id": n + 1,
                    "cell_id": cell,
                    "meeting_id": meeting,
                    "duty_id": first + n,
                }
                for n, cell, meeting in numbers
            ],
        )
        yield (
            Reminder,
            [
                told | {"id": first + n, "person_id": n + 1, "subject": f"meeting:{meeting}"}
                for n, _, meeting in numbers
            ],
        )

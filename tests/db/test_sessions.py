"""Both databases keep the same things in the same way, and take many writers at once."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, text
from sqlalchemy.exc import StatementError
from sqlmodel import Session, col, select

from db.models import Address, Mark, Meeting, Organisation, Person, ScoreSheet, SeenEvent
from db.session import is_embedded, open_engine, unit_of_work
from tests.db.rows import row

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WRITERS, EACH = 8, 40


def test_each_test_has_an_empty_database(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        assert session.exec(select(func.count()).select_from(Mark)).one() == 0
        session.add(Mark(key="demo", value="yes"))


@pytest.mark.parametrize(
    "zone", [UTC, VIETNAM, timezone(-timedelta(hours=3, minutes=30))], ids=["utc", "vietnam", "west"]
)
def test_an_instant_comes_back_the_same_and_in_utc(engine: Engine, zone: ZoneInfo) -> None:
    instant = datetime(2027, 1, 1, 0, 30, 0, 123_456, tzinfo=zone)
    with unit_of_work(engine) as session:
        session.add(row(SeenEvent, seen_at=instant))
    with Session(engine) as session:
        found = session.exec(select(SeenEvent.seen_at)).one()
    assert found == instant
    assert found.tzinfo is UTC


def test_instants_are_compared_as_instants(engine: Engine) -> None:
    """On SQLite they are text: one without a fraction still stands before one with."""
    noon = datetime(2026, 12, 3, 12, tzinfo=UTC)
    instants = [noon + timedelta(milliseconds=step) for step in (-1, 0, 1)]
    with unit_of_work(engine) as session:
        for number, instant in enumerate(instants):
            session.add(row(SeenEvent, event_id=str(number), seen_at=instant.astimezone(VIETNAM)))
    with Session(engine) as session:
        ordered = session.exec(select(SeenEvent.event_id).order_by(col(SeenEvent.seen_at))).all()
        due = session.exec(
            select(SeenEvent.event_id).where(SeenEvent.seen_at <= noon.astimezone(VIETNAM))
        ).all()
    assert (list(ordered), sorted(due)) == (["0", "1", "2"], ["0", "1"])


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="timezone"), unit_of_work(engine) as session:
        session.add(row(SeenEvent, seen_at=datetime(2026, 12, 3, 14)))  # noqa: DTZ001 - the mistake that is refused


def test_keys_and_chats_are_larger_than_32_bits(engine: Engine) -> None:
    key, chat = 2**40, str(-(2**52))
    with unit_of_work(engine) as session:
        session.add(Address(id=key, channel="telegram", account="7012345678", chat=chat))
    with Session(engine) as session:
        assert session.exec(select(Address.id, Address.chat)).one() == (key, chat)


def test_every_key_is_a_bigint_on_postgres(postgres_engine: Engine) -> None:
    asked = """
        SELECT DISTINCT data_type FROM information_schema.columns
        WHERE table_schema = 'public' AND (column_name = 'id' OR column_name LIKE '%_id')
    """
    with postgres_engine.connect() as connection:
        types = set(connection.execute(text(asked)).scalars())
    assert types - {"character varying"} == {"bigint"}  # ids that a messenger gives are text


def test_points_are_exact_and_can_be_added_up(engine: Engine) -> None:
    points = [Decimal(written) for written in ("89.5", "0.1", "0.2", "33.3333")]
    total = col(ScoreSheet.total)
    with unit_of_work(engine) as session:
        for parent in (row(Organisation), row(Person), row(Meeting)):
            session.add(parent)
            session.flush()
        for version, points_given in enumerate(points, start=1):
            session.add(row(ScoreSheet, version=version, is_current=False, total=points_given))
    with Session(engine) as session:
        kept = session.exec(select(total).order_by(col(ScoreSheet.version))).all()
        added = session.exec(select(func.sum(total))).one()
        high = session.exec(select(ScoreSheet.version).where(total >= Decimal("89.5"))).all()
    assert list(kept) == points
    assert added == Decimal("123.1333")
    assert list(high) == [1]


def test_what_raises_leaves_nothing_behind(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_raise(engine)
    with Session(engine) as session:
        assert session.get(Mark, "clock") is None


def _write_and_raise(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.add(Mark(key="clock", value="x"))
        session.flush()
        raise ZeroDivisionError


def test_rows_can_be_read_after_the_commit(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        mark = Mark(key="clock", value="x")
        session.add(mark)
    assert mark.value == "x"


def test_many_writers_that_read_first_all_succeed(engine: Engine) -> None:
    """Each reads and then writes in one transaction, which a deferred BEGIN on SQLite would refuse."""
    with unit_of_work(engine) as session:
        session.add(Mark(key="count", value="0"))
    together = threading.Barrier(WRITERS)

    def write(_: int) -> None:
        together.wait()
        for _step in range(EACH):
            with unit_of_work(engine) as session:
                mark = session.exec(select(Mark).where(Mark.key == "count").with_for_update()).one()
                mark.value = str(int(mark.value) + 1)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with Session(engine) as session:
        assert session.get_one(Mark, "count").value == str(WRITERS * EACH)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 10_000)],
)
def test_sqlite_is_safe_against_a_kill(sqlite_engine: Engine, pragma: str, value: object) -> None:
    with sqlite_engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_an_embedded_database_is_made_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "chibo.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE leaf (id INTEGER)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    engine.dispose()
    assert modes == {"chibo.db": 0o600, "chibo.db-wal": 0o600, "chibo.db-shm": 0o600}
    assert is_embedded(f"sqlite:///{file}")


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_an_address_of_postgres_may_leave_out_the_driver(postgres_engine: Engine, scheme: str) -> None:
    url = postgres_engine.url.set(drivername=scheme).render_as_string(hide_password=False)
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
    assert not is_embedded(url)

"""People with a meeting to answer for, written straight into a database: the load of the benchmarks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel, insert

from bot.domain.calendar import period_of
from bot.domain.meetings import Kind
from bot.domain.people import Level
from bot.domain.vietnamese import fold, sort_key
from db.models import Address, Assignment, Consent, Duty, Meeting, Milestone, Organisation, Person, Visit
from db.models.visits import MilestoneKind
from db.session import unit_of_work
from tests.chat import ALMANAC, ZONE

FIRST_CHAT = 5_000_000_000  # beyond 32 bits, as real ones are
VISITORS = 10  # of a cell
_LONG_AGO = date(2026, 1, 1)
_SEQUENCED = (
    "organisation", "person", "address", "assignment", "consent", "duty", "meeting", "visit",
    "milestone",
)  # fmt: skip


def chats(count: int) -> range:
    """The chats of so many people, on Telegram."""
    return range(FIRST_CHAT + 1, FIRST_CHAT + count + 1)


def gather(engine: Engine, count: int, starts_at: datetime, *, account: str = "700000001") -> None:
    """So many enrolled people, each with one visit to answer, to meetings at `starts_at` of ten people each,
    in a period that is open; nobody has been told of anything."""
    with unit_of_work(engine) as session:
        for table in _tables(count, starts_at, account):
            write(session, table)
        if engine.dialect.name == "postgresql":
            for name in _SEQUENCED:
                session.connection().execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
                    )
                )


def write(session: Session, rows: Sequence[SQLModel]) -> None:
    """All rows of one table at once."""
    if rows:
        write_values(session, type(rows[0]), [_values(row) for row in rows])


def write_values(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """The same from values."""
    session.connection().execute(insert(table), rows)


def _values(row: SQLModel) -> dict[str, object]:
    values = row.model_dump()
    return values if values.get("id") is not None else {name: values[name] for name in values if name != "id"}


def _tables(count: int, starts_at: datetime, account: str) -> Iterable[Sequence[SQLModel]]:
    period = period_of(starts_at.astimezone(ZONE).date())
    numbers, cells = range(1, count + 1), range(2, 2 + -(-count // VISITORS))
    cell_of = {number: 2 + (number - 1) // VISITORS for number in numbers}
    yield [
        Organisation(id=1, code="1", name="Đảng bộ Khối", level=Level.PARTY_BODY, path="/1/"),
        *(
            Organisation(
                id=one, code=str(one), name=f"Chi bộ số {one}", level=Level.GRASSROOTS_CELL,
                parent_id=1, path=f"/1/{one}/", members=18,
            )
            for one in cells
        ),
    ]  # fmt: skip
    yield [_person(number) for number in numbers]
    yield [_address(number, account) for number in numbers]
    now = datetime.now(UTC)
    version = ALMANAC.policy.consent_version
    yield [Consent(id=number, person_id=number, version=version, agreed_at=now) for number in numbers]
    yield [
        Assignment(id=one, person_id=one, cell_id=cell_of[one], assigned_by_id=1, starts_on=_LONG_AGO)
        for one in numbers
    ]
    yield [Milestone(id=1, kind=MilestoneKind.OPEN, period=period, due_at=now, done_at=now)]
    yield [meeting(one, one, period, starts_at) for one in cells]
    yield [duty(number, period) for number in numbers]
    yield [visit(number, cell_of[number], period) for number in numbers]


def meeting(number: int, cell: int, period: int, starts_at: datetime) -> Meeting:
    """An ordinary meeting of a cell."""
    return Meeting(
        id=number, cell_id=cell, period=period, kind=Kind.ORDINARY, starts_at=starts_at, planned_minutes=90,
        place="Phòng họp tầng 2",
    )  # fmt: skip


def duty(person: int, period: int) -> Duty:
    """A person's duty to their cell, of the same number."""
    cell = 2 + (person - 1) // VISITORS
    return Duty(
        id=person, person_id=person, cell_id=cell, period=period, assignment_id=person, assigned_by_id=1
    )


def visit(person: int, meeting_id: int, period: int) -> Visit:
    """A person's visit that fulfils it, of the same number."""
    cell = 2 + (person - 1) // VISITORS
    return Visit(
        id=person, meeting_id=meeting_id, person_id=person, duty_id=person, cell_id=cell, period=period
    )


def _person(number: int) -> Person:
    name = f"Nguyễn Thị Lan {number}"
    return Person(id=number, code=f"P{number}", name=name, folded_name=fold(name), sort_key=sort_key(name))


def _address(number: int, account: str) -> Address:
    seen = datetime.now(UTC) - timedelta(days=1)
    chat = str(FIRST_CHAT + number)
    return Address(
        id=number, channel="telegram", account=account, chat=chat, person_id=number, bound_at=seen,
        last_seen_at=seen,
    )  # fmt: skip

"""What transcripts arrange and look up behind the scenes: past meetings, assignments, what left when."""

from datetime import date, datetime

from sqlalchemy import inspect, text
from sqlmodel import col, select

from bot.domain.chat import Lane, OutboxState
from bot.domain.meetings import Kind
from bot.services import drafts, periods
from bot.services.sheets import SHEETS
from bot.services.work import Work
from db.models import Assignment, Draft, Meeting, OutboxMessage, Reminder, Visit
from tests.chat import ZONE, Chat, Player


def moment(day: str, hour: str = "00:00") -> datetime:
    """A local instant of a transcript: "03/12/2026", "14:00"."""
    return datetime.strptime(f"{day} {hour}", "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


async def met(
    chat: Chat, cell: str, day: str, hour: str, place: str = "Hội trường tầng 2", kind: Kind = Kind.ORDINARY
) -> None:
    """The cell met that day, before the program was there: nobody is asked about it."""
    starts_at = moment(day, hour)
    period = starts_at.year * 100 + starts_at.month
    meeting = Meeting(
        cell_id=chat.cast.places[cell],
        period=period,
        kind=kind,
        starts_at=starts_at,
        planned_minutes=90,
        place=place,
    )
    await chat.work(lambda work: work.session.add(meeting))


async def assign(chat: Chat, person: str, cell: str, by: str = "khối") -> None:
    """From long ago somebody is assigned to one more cell."""
    assignment = Assignment(
        person_id=chat.cast.people[person],
        cell_id=chat.cast.places[cell],
        assigned_by_id=chat.cast.places[by],
        starts_on=date(2026, 1, 1),
    )

    def add(work: Work) -> None:
        work.session.add(assignment)
        work.session.flush()
        periods.reconcile_open_periods(work)

    await chat.work(add)


async def register(player: Player, when: str, place: str = "Phòng họp tầng 2") -> None:
    """The secretary registers an ordinary meeting in one go."""
    await player.says("/lich")
    await player.says(when)
    await player.says(place)
    await player.taps("Thường kỳ")
    await player.taps("Xác nhận")
    player.sees("Đã đăng ký")


async def hand(chat: Chat, name: str, form: str, subject: str) -> None:
    """The program puts a form before somebody, focused, as a command of theirs would."""

    def show(work: Work) -> None:
        draft = drafts.begin(work, SHEETS[form], chat.cast.people[name], subject)
        drafts.focus(work, draft)
        drafts.show(work, draft, drafts.card_of(work, SHEETS[form], draft))

    await chat.work(show)
    await chat.settle()


async def score(player: Player, points: str = "max 5.1=0 7=24") -> None:
    """A whole sheet in one line, 92 points, and off without a note."""
    await player.says(points)
    player.sees("Rà soát")
    await player.taps("Xác nhận và gửi")
    await player.taps("Không ghi chú")
    player.has_seen("Hệ thống đã ghi nhận phiếu")


def heard(chat: Chat, name: str, since: str = "") -> list[str]:
    """What somebody was told unasked, in order: "02/12 08:00 VisitDayBefore"; from a day on, if given."""
    rows = chat.look(
        lambda work: work.session.exec(
            select(OutboxMessage.sent_at, OutboxMessage.message)
            .where(
                OutboxMessage.person_id == chat.cast.people[name],
                OutboxMessage.state == OutboxState.SENT,
                OutboxMessage.lane != Lane.REPLY,
            )
            .order_by(col(OutboxMessage.sent_at), col(OutboxMessage.id))
        ).all()
    )
    first = moment(since) if since else moment("01/01/2026")
    return [f"{at.astimezone(ZONE):%d/%m %H:%M} {name}" for at, name in rows if at and at >= first]


def planned(chat: Chat, name: str) -> list[str]:
    """What somebody will still be reminded of, by step and hour."""
    rows = chat.look(
        lambda work: work.session.exec(
            select(Reminder.due_at, Reminder.step)
            .where(Reminder.person_id == chat.cast.people[name], Reminder.state == "planned")
            .order_by(col(Reminder.due_at))
        ).all()
    )
    return [f"{at.astimezone(ZONE):%d/%m %H:%M} {step}" for at, step in rows]


def meetings(chat: Chat, cell: str, period: int = 202612) -> list[Meeting]:
    """What a cell has in a month, cancelled ones too, in the order of registering."""
    return chat.look(
        lambda work: list(
            work.session.exec(
                select(Meeting)
                .where(Meeting.cell_id == chat.cast.places[cell], Meeting.period == period)
                .order_by(col(Meeting.id))
            )
        )
    )


def visit(chat: Chat, name: str, cell: str = "kế toán") -> Visit:
    """Somebody's part in a cell's newest meeting."""
    query = select(Visit).where(
        Visit.person_id == chat.cast.people[name], Visit.cell_id == chat.cast.places[cell]
    )
    return chat.look(lambda work: list(work.session.exec(query.order_by(col(Visit.id))))[-1])


def open_drafts(chat: Chat, name: str) -> list[str]:
    """The forms somebody has open."""
    return chat.look(
        lambda work: list(
            work.session.exec(
                select(Draft.form)
                .where(Draft.person_id == chat.cast.people[name], col(Draft.is_open))
                .order_by(Draft.form)
            )
        )
    )


def is_stored(chat: Chat, words: str) -> bool:
    """Whether any column of any table holds these words, whatever its type."""
    with chat.engine.connect() as connection:
        for table in inspect(chat.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                if any(words.casefold() in str(value).casefold() for value in row):
                    return True
    return False

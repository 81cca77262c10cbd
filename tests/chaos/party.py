"""A Party body of any size, written straight into an empty database: who is reminded, who fills forms."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.clock import real_now
from bot.domain.people import Level, Role
from bot.domain.vietnamese import fold, sort_key
from bot.services import periods
from bot.services.work import Ground, Work
from db.models import Address, Consent, Organisation, Person, Post
from db.models.visits import Milestone, MilestoneKind
from tests.chat import ALMANAC, ZONE
from tests.month import Month

BEFORE = datetime(2026, 12, 18, 7, 55, tzinfo=ZONE)
NOW = datetime(2026, 12, 18, 8, 0, tzinfo=ZONE)  # the secretaries are asked for January
ACCOUNT = "700000001"
_SINCE = date(2026, 1, 1)
_HELD, _CLOSES = datetime(2026, 12, 3, 14, 0, tzinfo=ZONE), datetime(2027, 1, 6, tzinfo=ZONE)
_FIRST_CHAT = 5_000_000_000  # beyond 32 bits, as real ones are


@dataclass(frozen=True)
class Party:
    """The chats of a body, by what their people do."""

    reminded: tuple[int, ...]  # secretaries who only listen
    secretaries: tuple[int, ...]  # who register January's meeting
    visitors: tuple[int, ...]  # who report and score December's

    @property
    def chats(self) -> tuple[int, ...]:
        return (*self.reminded, *self.secretaries, *self.visitors)


def found(session: Session, reminded: int, filling: int) -> Party:
    """Write a body with so many secretaries who listen and so many people who fill forms, half of them
    secretaries, half visitors; as it is five minutes before the reminders of the 18th."""
    writer = _Writer(session)
    secretaries = [writer.secretary() for _ in range(reminded + filling - filling // 2)]
    visitors = [writer.visitor(number) for number in range(filling // 2)]
    _open(session)
    return Party(tuple(secretaries[:reminded]), tuple(secretaries[reminded:]), tuple(visitors))


def _open(session: Session) -> None:
    """December runs as if it had been opened in time; January opens by itself."""
    opened, closing = MilestoneKind.OPEN, MilestoneKind.CLOSE
    work = Work(session, BEFORE, Ground(ALMANAC, {}, b"k" * 32))
    periods.ensure_milestones(work)
    while periods.pass_next(work):
        session.flush()
    session.add(Milestone(kind=opened, period=202612, due_at=BEFORE, done_at=BEFORE))
    session.add(Milestone(kind=closing, period=202612, due_at=_CLOSES))
    session.flush()


class _Writer:
    def __init__(self, session: Session) -> None:
        self._session, self._count, self._december = session, 0, Month(session)
        self._body = self._place("38", "Đảng bộ Khối", Level.PARTY_BODY, None)

    def secretary(self) -> int:
        """The secretary of a cell of their own; the chat."""
        person, chat = self._person()
        code = f"38.{self._count:05}"
        cell = self._place(code, f"Chi bộ {self._count}", Level.GRASSROOTS_CELL, self._body)
        title = "Bí thư chi bộ"
        self._session.add(
            Post(
                person_id=person.id or 0,
                organisation_id=cell.id or 0,
                title=title,
                folded_title=fold(title),
                role=Role.SECRETARY,
                starts_on=_SINCE,
            )
        )
        return chat

    def visitor(self, number: int) -> int:
        """Who was to visit one of the cells in December, which has met; the chat."""
        person, chat = self._person()
        cell = self._place(f"39.{number:05}", f"Chi bộ dự {number}", Level.GRASSROOTS_CELL, self._body)
        duty = self._december.duty(person, cell, self._body)
        self._december.visit(self._december.meeting(cell, starts_at=_HELD), person, duty)
        return chat

    def _place(self, code: str, name: str, level: Level, parent: Organisation | None) -> Organisation:
        place = Organisation(code=code, name=name, level=level, members=18)
        place.parent_id = parent.id if parent else None
        self._session.add(place)
        self._session.flush()
        place.path = f"{parent.path if parent else '/'}{place.id}/"
        return place

    def _person(self) -> tuple[Person, int]:
        self._count += 1
        name, chat = f"Nguyễn Văn {self._count}", _FIRST_CHAT + self._count
        person = Person(
            code=f"CB{self._count:05}", name=name, folded_name=fold(name), sort_key=sort_key(name)
        )
        self._session.add(person)
        self._session.flush()
        version = ALMANAC.policy.consent_version
        self._session.add(Consent(person_id=person.id or 0, version=version, agreed_at=BEFORE))
        address = Address(channel="telegram", account=ACCOUNT, chat=str(chat), person_id=person.id)
        address.bound_at = address.last_seen_at = real_now()
        self._session.add(address)
        return person, chat

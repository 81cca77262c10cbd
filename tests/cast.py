"""The cast of the transcripts: a small invented Party body, written into an empty database."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from bot.domain.people import Level, Role
from bot.domain.vietnamese import fold, sort_key
from db.models import Assignment, Organisation, Person, Post

_LONG_AGO = date(2026, 1, 1)


@dataclass
class Cast:
    """Ids of organisations and people by the short names that transcripts use."""

    places: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def gather(session: Session) -> Cast:
    """Write the cast: Party body > Company (cells Accounting, Store) and a grassroots cell School."""
    cast = Cast()
    _places(session, cast)
    for short, name, title, place, role in _PEOPLE:
        _person(session, cast, short, name)
        if title:
            _post(session, cast, short, title, place, role)
    for short, cell, by in _ASSIGNED:
        session.add(
            Assignment(
                person_id=cast.people[short],
                cell_id=cast.places[cell],
                assigned_by_id=cast.places[by],
                starts_on=_LONG_AGO,
            )
        )
    session.flush()
    return cast


_PLACES = (
    ("khối", "38", "Đảng bộ Khối", Level.PARTY_BODY, None, None),
    ("công ty", "38.001", "Đảng bộ Công ty Chè", Level.GRASSROOTS_BODY, "khối", None),
    ("kế toán", "38.001.001", "Chi bộ Kế toán", Level.DEPENDENT_CELL, "công ty", 18),
    ("kho", "38.001.002", "Chi bộ Kho", Level.DEPENDENT_CELL, "công ty", 9),
    ("trường", "38.002", "Chi bộ Trường Chính trị", Level.GRASSROOTS_CELL, "khối", 24),
)
_PEOPLE = (
    ("Lan", "Nguyễn Thị Lan", "Bí thư chi bộ", "kế toán", Role.SECRETARY),
    ("Phúc", "Phạm Văn Phúc", "Phó Bí thư chi bộ", "kế toán", Role.DEPUTY),
    ("Cường", "Lê Văn Cường", "Bí thư chi bộ", "kho", Role.SECRETARY),
    ("Hạnh", "Đỗ Thị Hạnh", "Bí thư chi bộ", "trường", Role.SECRETARY),
    ("Bình", "Trần Văn Bình", "Ủy viên Ban Chấp hành", "khối", None),
    ("Dung", "Vũ Thị Dung", "Ủy viên Ban Chấp hành", "công ty", None),
    ("Yến", "Hoàng Thị Yến", "Chuyên viên Văn phòng", "khối", Role.OFFICE),
    ("Thắng", "Ngô Đức Thắng", "Phó Bí thư Thường trực", "khối", Role.LEADERSHIP),
    ("Mai", "Bùi Thị Mai", "Bí thư Đảng ủy", "công ty", Role.LEADERSHIP),
)
_ASSIGNED = (
    ("Bình", "kế toán", "khối"),
    ("Bình", "kho", "khối"),
    ("Bình", "trường", "khối"),
    ("Dung", "kế toán", "công ty"),
)


def _places(session: Session, cast: Cast) -> None:
    for short, code, name, level, parent, members in _PLACES:
        place = Organisation(
            code=code, name=name, level=level, members=members, parent_id=cast.places.get(parent or "")
        )
        session.add(place)
        session.flush()
        above = session.get_one(Organisation, place.parent_id).path if place.parent_id else "/"
        place.path = f"{above}{place.id}/"
        cast.places[short] = place.id or 0


def _person(session: Session, cast: Cast, short: str, name: str) -> None:
    number = len(cast.people) + 1
    person = Person(
        code=f"CB{number:03}",
        name=name,
        folded_name=fold(name),
        sort_key=sort_key(name),
        phone=f"090000{number:04}",
    )
    session.add(person)
    session.flush()
    cast.people[short] = person.id or 0


def _post(session: Session, cast: Cast, short: str, title: str, place: str, role: Role | None) -> None:
    session.add(
        Post(
            person_id=cast.people[short],
            organisation_id=cast.places[place],
            title=title,
            folded_title=fold(title),
            role=role,
            starts_on=_LONG_AGO,
        )
    )

"""What is kept about a person, for their own question, and what they ask the office to do about it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from bot.domain.policy import Who
from bot.messages.enrolment import DataRequest
from bot.services import audit, enrolment, offices
from bot.services.work import Work
from db.models import Person, ScoreSheet, Visit
from db.queries import chats
from db.queries import people as people_queries


@dataclass(frozen=True)
class Kept:
    """What the program keeps about a person: posts in words, the rest in numbers."""

    posts: tuple[str, ...]
    chats: int
    visits: int
    sheets: int


def kept_about(work: Work, person_id: int) -> Kept:
    """A copy of what is kept, for the person's own request (DOMAIN 9)."""
    session = work.session
    visits = session.exec(select(func.count(col(Visit.id))).where(Visit.person_id == person_id)).one()
    sheets = session.exec(
        select(func.count(col(ScoreSheet.id))).where(ScoreSheet.scorer_id == person_id)
    ).one()
    posts = enrolment.posts_in_words(work, person_id)
    return Kept(posts, len(chats.addresses_of(session, person_id)), visits, sheets)


def answer_by(work: Work) -> date:
    """Until when the office answers a request made now."""
    days = work.ground.policy.data_answer_days
    return work.ground.almanac.workday_after(work.today, days, Who.OFFICE)


def request(work: Work, person_id: int, kind: str) -> tuple[DataRequest, list[Person]]:
    """A request for correction or deletion: what the office is told, and who that is."""
    person = work.session.get_one(Person, person_id)
    post = people_queries.main_post(work.session, person_id, work.today)
    audit.note(work, person_id, f"data_{kind}", f"person:{person_id}")
    told = DataRequest(person.name, post, person.phone, kind, answer_by(work))
    return told, offices.in_charge_of(work, person_id)

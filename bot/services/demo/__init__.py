"""The rehearsal's data: an invented Party body with one month behind it, in a database marked as such."""

from dataclasses import replace

from sqlmodel import col, select

from bot.services import periods
from bot.services.demo.founding import enrol, found, invite
from bot.services.demo.month import play
from bot.services.demo.players import Player, RoleGroup, people
from bot.services.demo.story import START, load_story
from bot.services.work import Work
from db.models import Address, Mark, Milestone, Organisation, Person

__all__ = [
    "START",
    "NotEmpty",
    "Player",
    "RoleGroup",
    "invitation_codes",
    "is_demo",
    "is_empty",
    "people",
    "seed",
]

_MARK = "demo"


class NotEmpty(Exception):
    """The database holds something already: it is not filled with invented data."""


def seed(work: Work) -> None:
    """Fill an empty database with the demo as it stands at START, whatever `work.now` is; NotEmpty."""
    if not is_empty(work):
        raise NotEmpty
    story, now = load_story(), replace(work, now=START)
    work.session.add(Mark(key=_MARK, value="1"))
    cast = found(work, story)
    enrol(work, story, cast)
    play(work, story, cast)
    invite(now, story, cast)
    periods.ensure_milestones(now)
    work.session.flush()


def is_empty(work: Work) -> bool:
    """Whether nothing was ever kept here."""
    keys = (Organisation.id, Person.id, Address.id, Milestone.id, Mark.key)
    return all(work.session.exec(select(col(key)).limit(1)).first() is None for key in keys)


def is_demo(work: Work) -> bool:
    """Whether this database was filled with invented data, and may be played with."""
    mark = work.session.get(Mark, _MARK)
    return mark is not None and mark.value == "1"


def invitation_codes() -> dict[str, str]:
    """The one-time codes of those who have not enrolled when the demo starts, by their chats."""
    return {one.person: one.code for one in load_story().invitations}

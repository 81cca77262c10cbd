"""The people of a rehearsal as its page lists them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from bot.domain.people import Role
from bot.services.work import Work
from db.models import Assignment, Organisation, Person, Post
from db.queries.people import in_force


class RoleGroup(StrEnum):
    """Under which heading somebody is listed, in this order; the first that fits."""

    LEADERSHIP = "leadership"
    OFFICE = "office"
    VISITOR = "visitor"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    OTHER = "other"


@dataclass(frozen=True)
class Player:
    """Somebody who may be played; `code` is their chat, `organisation` that of the highest post."""

    code: str
    name: str
    post: str
    organisation: str
    group: RoleGroup


_GROUP_OF = {
    Role.LEADERSHIP: RoleGroup.LEADERSHIP,
    Role.OFFICE: RoleGroup.OFFICE,
    Role.SECRETARY: RoleGroup.SECRETARY,
    Role.DEPUTY: RoleGroup.SECRETARY,
    Role.ADMINISTRATOR: RoleGroup.ADMINISTRATOR,
}
_RANK = {group: rank for rank, group in enumerate(RoleGroup)}
Held = Sequence[tuple[Post, Organisation]]


def people(work: Work) -> list[Player]:
    """Everybody with a post or an assignment today, by group, place in the tree and post."""
    posts = _posts(work)
    visiting = set(
        work.session.exec(select(Assignment.person_id).where(in_force(Assignment, work.today))).all()
    )
    listed = [
        (_player(person, held, person.id in visiting), held)
        for person in work.session.exec(select(Person).order_by(Person.sort_key, col(Person.id)))
        if (held := posts.get(person.id or 0, ())) or person.id in visiting
    ]
    return [player for player, _ in sorted(listed, key=lambda pair: _order(*pair))]


def _posts(work: Work) -> Mapping[int, Held]:
    """Everybody's posts today, the highest first."""
    rows = work.session.exec(
        select(Post, Organisation)
        .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
        .where(in_force(Post, work.today))
        .order_by(Organisation.code, col(Post.id))
    )
    held: defaultdict[int, list[tuple[Post, Organisation]]] = defaultdict(list)
    for post, organisation in rows:
        held[post.person_id].append((post, organisation))
    return held


def _player(person: Person, held: Held, is_visiting: bool) -> Player:
    titles = ", ".join(post.title for post, _ in held)
    groups = [_GROUP_OF[post.role] for post, _ in held if post.role is not None]
    groups.append(RoleGroup.VISITOR if is_visiting else RoleGroup.OTHER)
    place = held[0][1].name if held else ""
    return Player(person.code, person.name, titles, place, min(groups, key=_RANK.__getitem__))


def _order(player: Player, held: Held) -> tuple[int, str, int]:
    # What is alike stays in the order of names, in which it came.
    highest = held[0] if held else None
    return _RANK[player.group], highest[1].code if highest else "", (highest[0].id or 0) if highest else 0

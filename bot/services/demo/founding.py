"""Founds the demo's Party body: its roster, and who can be reached in the browser."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.chat import AddressKey
from bot.domain.roster_absence import Absent
from bot.domain.roster_plan import RosterPlan
from bot.domain.roster_state import AssignmentKey, PersonFacts, PostKey, Roster, Term, Terms
from bot.domain.vietnamese import fold
from bot.services import enrolment, invitations, roster
from bot.services.demo.story import Story
from bot.services.roster.post_table import load_post_table
from bot.services.work import Work
from db.models import Invitation, Organisation, Person
from db.queries import chats
from db.queries import roster as queries

_BEFORE = timedelta(days=7)  # the office begins a week before the first meeting is registered


@dataclass(frozen=True)
class Cast:
    """The ids behind the codes of people and organisations."""

    people: Mapping[str, int]
    places: Mapping[str, int]


def local_work(work: Work, local: datetime) -> Work:
    """The work as if it were a local time of the story."""
    return replace(work, now=local.replace(tzinfo=work.ground.zone).astimezone(UTC))


def found(work: Work, story: Story) -> Cast:
    """Write the roster as an import would."""
    begun = local_work(work, story.registered_from - _BEFORE)
    plan = RosterPlan(begun.today, Roster(), _roster(story), (), (), Absent(), ())
    roster.apply(begun, plan)
    return Cast(queries.codes_to_ids(work.session, Person), queries.codes_to_ids(work.session, Organisation))


def _roster(story: Story) -> Roster:
    return Roster(
        {one.code: one for one in story.organisations},
        {one.code: PersonFacts(one.code, one.name, one.phone) for one in story.people},
        _posts(story),
        _assignments(story),
    )


def _posts(story: Story) -> dict[PostKey, Terms]:
    levels = {one.code: one.level for one in story.organisations}
    posts: dict[PostKey, Terms] = {}
    for person in story.people:
        for post in person.posts:
            rule = load_post_table().rule(post.title, levels[post.at])
            term = Term(post.since, text=post.title, role=rule.role if rule else None)
            posts[PostKey(person.code, fold(post.title), post.at)] = (term,)
    return posts


def _assignments(story: Story) -> dict[AssignmentKey, Terms]:
    return {
        AssignmentKey(person.code, one.cell): (Term(one.since, one.until, one.decision, body=one.by),)
        for person in story.people
        for one in person.assignments
    }


def enrol(work: Work, story: Story, cast: Cast) -> None:
    """Bind everybody's chat on the page, which is named by their code, and let them agree; only those
    who hold an unused invitation are not there yet."""
    begun = local_work(work, story.registered_from - _BEFORE)
    invited = {one.person for one in story.invitations}
    for code, person_id in cast.people.items():
        if code in invited:
            continue
        address = chats.lock_address(work.session, AddressKey("web", "rehearsal", code))
        address.person_id, address.bound_at, address.last_seen_at = person_id, begun.now, begun.now
        enrolment.consent(begun, person_id)


def invite(work: Work, story: Story, cast: Cast) -> None:
    """Issue the codes of those who have not enrolled: fixed ones, so that the story can name them."""
    work.session.add_all(
        Invitation(
            person_id=cast.people[one.person],
            code_hmac=invitations.code_hmac(work.ground.secret, one.code),
            issued_at=work.now,
            expires_at=invitations.valid_until(work),
        )
        for one in story.invitations
    )

"""Months written at random, by a seeded source, for comparing two ways of counting them."""

import random
from datetime import timedelta

from bot.domain.duties import DeclineReason, Grade, Outcome, OutcomeReason, SheetRole
from bot.domain.meetings import Kind, MeetingState
from bot.domain.people import Level
from db.models import Duty, Meeting, Organisation, Person
from tests.month import EVENING, Month


def write_at_random(month: Month, chance: random.Random) -> list[Organisation]:
    """A tree with a month and the month before; returns its organisations."""
    body = month.organisation(Level.PARTY_BODY)
    bodies = [month.organisation(Level.GRASSROOTS_BODY, body) for _ in range(3)]
    part = month.organisation(Level.SUB_BODY, bodies[0])
    parents = [*bodies, part] * 12
    cells = [month.organisation(Level.DEPENDENT_CELL, parent) for parent in parents]
    cells.append(month.organisation(Level.GRASSROOTS_CELL, body))
    people = [month.person() for _ in range(8)]
    for period in (202611, 202612):
        month.period = period
        for cell in cells:
            _random_cell(month, chance, cell, people, [body, *bodies, part])
    return [body, *bodies, part, *cells]


def _random_cell(
    month: Month,
    chance: random.Random,
    cell: Organisation,
    people: list[Person],
    assigners: list[Organisation],
) -> None:
    duties = [
        _random_duty(month, chance, one, cell, assigners)
        for one in chance.sample(people, chance.randint(0, 4))
    ]
    for kind in chance.sample(list(Kind), chance.randint(0, 3)):
        is_live = kind is not Kind.COMBINED and chance.random() < 0.8  # only one monthly meeting may be live
        state = MeetingState.SCHEDULED if is_live else MeetingState.CANCELLED
        starts_at = EVENING + timedelta(minutes=chance.choice([-3000, 0, 10, 29, 30, 31, 3000]))
        meeting = month.meeting(cell, kind, starts_at, chance.choice([60, 90, 120]), state)
        for duty in duties:
            _random_visit(month, chance, meeting, duty)
        for scorer in chance.sample(people, chance.randint(0, 3)):
            _random_sheet(month, chance, meeting, scorer)


def _random_duty(
    month: Month, chance: random.Random, person: Person, cell: Organisation, assigners: list[Organisation]
) -> Duty:
    outcome = chance.choice(list(Outcome))
    reasons = {
        Outcome.EXCUSED: [OutcomeReason.ACCEPTED, OutcomeReason.CELL_DID_NOT_MEET],
        Outcome.MISSED: [OutcomeReason.WITH_REASON, OutcomeReason.UNREACHABLE],
    }
    reason = chance.choice(reasons[outcome]) if outcome in reasons else None
    return month.duty(person, cell, chance.choice(assigners), outcome, reason)


def _random_visit(month: Month, chance: random.Random, meeting: Meeting, duty: Duty) -> None:
    person = month.session.get_one(Person, duty.person_id)
    declined = chance.choice([None, None, DeclineReason.ILLNESS])
    month.visit(
        meeting,
        person,
        chance.choice([duty, duty, None]),
        chance.choice([duty.outcome, Outcome.ATTENDED, Outcome.PENDING]),
        chance.random() < 0.5,
        declined,
    )


def _random_sheet(month: Month, chance: random.Random, meeting: Meeting, scorer: Person) -> None:
    total = str(chance.randint(400, 1000) / 10)
    submitted_at = EVENING + timedelta(minutes=chance.randint(0, 10_000))
    month.sheet(
        meeting, scorer, chance.choice(list(SheetRole)), total, chance.choice(list(Grade)), submitted_at
    )

"""Plays the demo's past month through the program itself, each event at its own instant."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import col, update

from bot.domain.calendar import period_of
from bot.services import meetings, periods
from bot.services.demo.deeds import Part, Sitting
from bot.services.demo.founding import Cast, local_work
from bot.services.demo.story import START, Story
from bot.services.work import Work
from db.models import Milestone, Reminder
from db.models.visits import MilestoneKind, ReminderState

Event = tuple[datetime, Callable[[Work], None]]  # a local time of the story, and what happens then

_BETWEEN_CELLS = timedelta(minutes=20)
_A_DAY = timedelta(days=1)
_TO_REPORT = timedelta(minutes=45)  # after the planned end
_TO_SCORE = timedelta(minutes=10)  # after the report


def play(work: Work, story: Story, cast: Cast) -> None:
    """Open the month and let everything of it happen up to START."""
    _open(work, period_of(story.meetings[0].starts.date()))
    for when, happen in sorted(_events(work, story, cast), key=lambda event: event[0]):
        then = local_work(work, when)
        _consider_reminded(then)
        happen(then)
    _consider_reminded(replace(work, now=START))


def _open(work: Work, period: int) -> None:
    opening_at = work.ground.policy.opening_at(period, work.ground.zone).astimezone(UTC)
    work.session.add(Milestone(kind=MilestoneKind.OPEN, period=period, due_at=opening_at))
    work.session.flush()
    periods.pass_next(replace(work, now=opening_at))


def _consider_reminded(work: Work) -> None:
    """What fell due was said at the time, in chats that nobody has to read again."""
    work.session.exec(
        update(Reminder)
        .where(col(Reminder.state) == ReminderState.PLANNED, col(Reminder.due_at) <= work.now)
        .values(state=ReminderState.ANNOUNCED)
        .execution_options(synchronize_session="fetch")
    )


def _events(work: Work, story: Story, cast: Cast) -> Iterator[Event]:
    for number, told in enumerate(story.meetings):
        sitting = Sitting(cast.places[told.cell], told)
        registered = story.registered_from + number * _BETWEEN_CELLS
        length = timedelta(minutes=meetings.minutes_for(work, sitting.cell_id, told.kind))
        yield registered, sitting.register
        if told.is_cancelled:
            yield told.starts - _A_DAY, sitting.cancel
        for visit in told.visits:
            part = Part(sitting, cast.people[visit.person], visit)
            yield from _events_of(part, registered + _A_DAY, told.starts + length + _TO_REPORT)


def _events_of(part: Part, answered: datetime, reported: datetime) -> Iterator[Event]:
    if part.told.declines:
        yield answered, part.decline
        return
    yield answered, part.confirm
    yield reported, part.report
    if part.told.deducted is not None:
        yield reported + _TO_SCORE, part.score

"""What the people of the demo do about one meeting, each deed through the service that does it."""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.attendance import from_line
from bot.domain.calendar import period_of
from bot.domain.duties import SheetRole
from bot.domain.meetings import Slot
from bot.domain.rubric import Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_sheet import Origin, open_sheet
from bot.domain.score_sheets import Filling
from bot.services import judging, meetings, rubrics, scoring, visits
from bot.services.demo.story import MeetingTold, VisitTold
from bot.services.judging import Task
from bot.services.work import Work
from db.models import Meeting, Organisation, Visit
from db.queries import visits as queries


@dataclass(frozen=True)
class Sitting:
    """A cell's meeting: registered, and perhaps called off."""

    cell_id: int
    told: MeetingTold

    def register(self, work: Work) -> None:
        told = self.told
        slot = Slot(told.starts.replace(tzinfo=work.ground.zone), told.place, told.kind, told.topic)
        meetings.schedule(work, self.cell_id, self._period, slot)

    def cancel(self, work: Work) -> None:
        meetings.cancel(work, self.row(work))

    def row(self, work: Work) -> Meeting:
        """The meeting as it was registered; LookupError when it was not."""
        found = queries.monthly_meeting(work.session, self.cell_id, self._period)
        if found is None:
            raise LookupError(f"the cell {self.told.cell} has no meeting in {self._period}")
        return found

    @property
    def _period(self) -> int:
        return period_of(self.told.starts.date())


@dataclass(frozen=True)
class Part:
    """One visitor's part in a sitting: answered, reported, scored."""

    sitting: Sitting
    person_id: int
    told: VisitTold

    def confirm(self, work: Work) -> None:
        visits.confirm(work, self._row(work))

    def decline(self, work: Work) -> None:
        if self.told.declines is not None:
            visits.decline(work, self._row(work), self.told.declines)

    def report(self, work: Work) -> None:
        facts = from_line(self.told.facts)
        if facts is None:
            raise ValueError(f"the figures of {self.told.person} are not seven")
        visits.report_attended(work, self._row(work), facts)

    def score(self, work: Work) -> None:
        meeting = self.sitting.row(work)
        cell = work.session.get_one(Organisation, meeting.cell_id)
        rubric = rubrics.rubric_for(work, cell, self.sitting.told.starts.date(), meeting.kind)
        task = Task(meeting, SheetRole.VISITOR, self.person_id, self._row(work))
        scoring.submit(work, task, rubric, Filling(self._answers(rubric, judging.facts_for(work, task))))

    def _answers(self, rubric: Rubric, facts: MeetingFacts) -> dict[str, Decimal]:
        deducted = self.told.deducted or {}
        return {
            line.item.key: deducted.get(line.item.code, line.item.maximum)
            for line in open_sheet(rubric, facts)
            if line.origin is Origin.OPEN or line.item.code in deducted
        }

    def _row(self, work: Work) -> Visit:
        found = visits.of(work, self.sitting.row(work).id or 0, self.person_id)
        if found is None:
            raise LookupError(f"{self.told.person} is not to visit {self.sitting.told.cell}")
        return found

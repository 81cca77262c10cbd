"""What the tests of the score sheet's form share: contexts, a sheet being filled in, what it says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.attendance import Facts
from bot.domain.chat import Capabilities
from bot.domain.duties import Grade, SheetRole
from bot.domain.meetings import Kind
from bot.domain.rubric import Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import Result, grade
from bot.domain.score_sheets import GivenSheet
from bot.forms.engine import Card, Chosen, Typed
from bot.forms.scoring import ScoringContext, ScoringForm, ScoringState, filling
from bot.messages import Message
from bot.render import render
from tests.unit.answering import Answering
from tests.unit.rubrics import DETAILED

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FACTS = MeetingFacts(Kind.ORDINARY, Facts(18, 1, 16, 1, 0, 95, 12), 90, has_cell_committee=True, members=18)
CONTEXT = ScoringContext(
    DETAILED,
    "Chi bộ Phòng Tổng hợp",
    datetime(2026, 12, 3, 14, tzinfo=ZONE),
    FACTS,
    datetime(2027, 1, 6, tzinfo=ZONE),
    date(2026, 12, 6),
)


def by(form: Rubric, **changed: Any) -> ScoringContext:
    """The same meeting judged by another form."""
    kind = Kind.ORDINARY if Kind.ORDINARY in form.kinds else form.kinds[0]
    return replace(CONTEXT, rubric=form, facts=replace(FACTS, kind=kind), **changed)


def sheet(total: str, grade: Grade, role: SheetRole = SheetRole.SELF, **points: str) -> GivenSheet:
    """Somebody else's sheet."""
    exact = {key: Decimal(value) for key, value in points.items()}
    return GivenSheet(role, "detailed_42hd", 1, 1, exact, exact, Decimal(total), grade, CONTEXT.starts_at)


class Filling(Answering):
    """A score sheet in one chat: taps by label, typed text; every state passes through the draft's JSON."""

    most_options = 11
    state: ScoringState

    def __init__(self, context: ScoringContext = CONTEXT) -> None:
        super().__init__(ScoringForm(), context)

    def does(self, *acts: str) -> "Filling":
        """A button's label is tapped, or typed as one of its other names; anything else is typed."""
        for act in acts:
            named = {name: one.key for one in self.card.options for name in (*one.aliases, one.label)}
            self._go(Chosen(named[act]) if act in named else Typed(act))
        return self

    def text(self) -> str:
        """What the card says, in plain text."""
        return words(self.card.message)

    def refusal(self, act: str) -> str:
        """What is said when typed text does not fit, which changes nothing."""
        before = self.state
        said = words(self.refused(Typed(act)))
        assert self.state == before
        return said

    @property
    def outcome(self) -> Result:
        """What the sheet comes to."""
        return grade(self.context.rubric, self.context.facts, filling(self.state).answers)


def words(message: Message) -> str:
    """A message as plain text."""
    return render(message, Capabilities(has_html=False))


def labels(card: Card) -> list[str]:
    """What its buttons say."""
    return [option.label for option in card.options]


def deducted(result: Result) -> dict[str, Decimal]:
    """The lines below their maximum."""
    return {
        line.item.key: line.points
        for line in result.lines
        if line.points < line.item.maximum and line.reason is None
    }


def typed_marks(points: Iterable[tuple[str, Decimal]]) -> str:
    """ "3.1=0 4.5=3"."""
    return " ".join(f"{mark}={value}" for mark, value in points)

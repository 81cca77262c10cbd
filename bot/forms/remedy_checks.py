"""What became of what a cell wanted to remedy: the secretary's list, the visitor's question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.remedies import RemedyState
from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, rows
from bot.messages.general import ChooseByButton
from bot.messages.remedies import (
    RemediesAnswered,
    RemediesDue,
    RemediesOpen,
    RemediesSettled,
    RemedyChecked,
    RemedyLine,
)

SHOWN = 6  # points on a card
_TO_SHEET = Option("skip", "Chấm điểm")


@dataclass(frozen=True)
class Word:
    """What was just said of one point, or nothing yet."""

    remedy_id: int | None = None
    is_fixed: bool = False


@dataclass(frozen=True)
class Remedies:
    """A cell's points that are not settled, the oldest first, by id; instants are local."""

    cell: str
    at: datetime | None
    lines: tuple[tuple[int, RemedyLine], ...]
    speaks_first: bool = False


class PreparationForm(Form[Word, Remedies]):
    """Subject "cell:ID": the secretary marks what is remedied, or takes the mark back. Result: "said"."""

    name = "preparation"
    state_type = Word
    takes_text = False
    transient = frozenset({"remedy_id", "is_fixed"})  # so that the card's other buttons go on being good

    def begin(self, context: Remedies) -> Word:
        return Word()

    def card(self, state: Word, context: Remedies) -> Card:
        if not context.lines:
            return Card(RemediesSettled(context.cell))
        shown = context.lines[:SHOWN]
        kind = RemediesDue if context.speaks_first else RemediesOpen
        message = kind(
            context.cell, context.at, tuple(line for _, line in shown), len(context.lines) - len(shown)
        )
        return Card(message, rows(_marks(shown)))

    def advance(self, state: Word, intent: Intent, context: Remedies) -> Word:
        return _said(intent)

    def result(self, state: Word) -> str | None:
        return None if state.remedy_id is None else "said"

    def takes_numbers(self, state: Word) -> bool:
        return True  # a typed "2" would mean the second line, not the second button


class RemedyCheckForm(Form[Word, Remedies]):
    """Subject "meeting:ID": the visitor says of each point whether it is remedied; the context holds those
    still to be asked about, none when another visitor was faster. Results: "said", and "skipped" for all the
    rest."""

    name = "remedy_check"
    state_type = Word
    takes_text = False
    transient = frozenset({"remedy_id", "is_fixed"})

    def begin(self, context: Remedies) -> Word:
        return Word()

    def card(self, state: Word, context: Remedies) -> Card:
        assert context.at is not None
        if not context.lines:
            return Card(RemediesAnswered(context.cell, context.at), rows((_TO_SHEET,)))
        (remedy_id, line), count = context.lines[0], len(context.lines)
        yes = Option(f"yes-{remedy_id}", "Đã khắc phục", ("đã", "rồi", "có"))
        no = Option(f"no-{remedy_id}", "Chưa khắc phục", ("chưa", "không"))
        message = RemedyChecked(context.cell, context.at, line, line.number, line.number + count - 1)
        return Card(message, ((yes, no), (Option("skip", "Chưa xem được, chấm điểm trước"),)))

    def advance(self, state: Word, intent: Intent, context: Remedies) -> Word:
        if not context.lines or intent == Chosen("skip"):
            return Word(0)
        return _said(intent)

    def result(self, state: Word) -> str | None:
        if state.remedy_id is None:
            return None
        return "said" if state.remedy_id else "skipped"


def _marks(shown: Sequence[tuple[int, RemedyLine]]) -> list[Option]:
    return [
        Option(f"no-{remedy_id}", f"Việc {line.number}: chưa xong")
        if line.state is RemedyState.FIXED
        else Option(f"yes-{remedy_id}", f"Việc {line.number}: đã khắc phục")
        for remedy_id, line in shown
    ]


def _said(intent: Intent) -> Word:
    if isinstance(intent, Chosen):
        word, _, number = intent.key.partition("-")
        if word in ("yes", "no") and number.isdecimal():
            return Word(int(number[:18]), word == "yes")
    raise Rejected(ChooseByButton())

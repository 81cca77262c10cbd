"""What a score sheet asks before it is sent, when its form was replaced, and when it is owed."""

from bot.domain.attendance import Firmness
from bot.domain.honesty import doubt_about
from bot.forms import scoring_told as told
from bot.forms.engine import Card, Option, rows
from bot.forms.scoring_state import ScoringContext, ScoringState, Sheet, far_from, is_in_doubt
from bot.messages.scoring import DoubtAsked, FormReplaced, GapReasonAsked, NoteAsked, ScoringDue

_BACK = Option("back", "Quay lại")
_NO_NOTE = Option("no_note", "Không ghi chú", ("không",))
_SEND = Option("send", "Xác nhận và gửi", ("xác nhận", "gửi", "đúng"))
_GO_ON = Option("go_on", "Chấm tiếp", ("tiếp tục", "tiếp"))


def note(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    """One note for all deductions."""
    deductions = tuple(told.told_line(line, state) for line in sheet.deductions)
    sends = far_from(sheet, context) is None and not is_in_doubt(sheet, context)
    message = NoteAsked(context.cell, context.starts_at, context.role, deductions, sends)
    return Card(message, rows((_NO_NOTE, _BACK)))


def gap(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    """The reason for being far from another's sheet."""
    result, far = sheet.result, far_from(sheet, context)
    assert result is not None
    assert far is not None
    message = GapReasonAsked(
        context.cell,
        context.starts_at,
        context.role,
        result.total,
        result.grade,
        far.role,
        far.total,
        far.grade,
        not is_in_doubt(sheet, context),
    )
    return Card(message, rows((_BACK,)))


def doubt(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    """Whether a sheet given so easily is meant."""
    result = sheet.result
    assert result is not None
    why = doubt_about(result, context.last)
    assert why is not None
    maximum = sheet.rubric.maximum
    message = DoubtAsked(context.cell, context.starts_at, context.role, why, result.total, maximum)
    return Card(message, rows((_SEND, _BACK)))


def replaced(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    """That the form was withdrawn, and what was kept."""
    message = FormReplaced(
        context.cell,
        context.starts_at,
        context.role,
        context.rubric.title,
        len(state.answers),
        len(sheet.open),
    )
    return Card(message, rows((_GO_ON,)))


def due(context: ScoringContext, sheet: Sheet, firmness: Firmness) -> ScoringDue:
    """What a reminder says in the place of the card's text."""
    result = sheet.result
    return ScoringDue(
        context.cell,
        context.starts_at,
        firmness,
        len(sheet.open),
        (context.today - context.starts_at.date()).days,
        context.closes_at,
        sheet.rubric.maximum,
        result.total if result else None,
        result.grade if result else None,
    )

"""What a score sheet looks like while it is filled in: the ways, a group, a line, the review."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import ceil

from bot.domain import numbers
from bot.domain.rubric import Item, ItemKind
from bot.domain.rubric_sheet import Origin
from bot.domain.wording import exactly
from bot.forms import scoring_told as told
from bot.forms.engine import Card, Option, rows
from bot.forms.scoring_closing_cards import doubt, due, gap, note, replaced
from bot.forms.scoring_state import ScoringContext, ScoringState, ScoringStep, Sheet, sheet_of
from bot.messages.scoring import GroupAsked, PointsAsked, ScoreReview, WaysAsked

_OFFERED = 5
_ROW = 4
_FEW = 6  # lines of a group, so that its card has room for one more choice
_BACK = Option("back", "Quay lại")
_REVIEW = Option("review", "Đến phần rà soát", ("rà soát", "xem lại"))
_SEND = Option("send", "Xác nhận và gửi", ("xác nhận", "gửi"))
_NEXT = Option("next", "Chấm tiếp", ("tiếp tục",))
_REST = Option("rest", "Còn lại đạt tối đa", ("tối đa", "max"))
_WHOLE = Option("rest", "Cả nhóm đạt tối đa", ("tối đa", "max", "còn lại đạt tối đa"))
_NEXT_GROUP = Option("next", "Nhóm tiếp theo", ("tiếp", "tiếp tục"))
_DEDUCT = Option("deduct", "Chấm theo mục trừ", ("mục trừ", "trừ", "max", "tối đa"))
_WALK = Option("walk", "Chấm từng nhóm", ("từng nhóm", "nhóm"))
_FOLLOW = Option("follow", "Theo phiếu tự chấm", ("tự chấm",))


def points_key(points: Decimal) -> str:
    """What a button of points carries: 4.5 -> "p4_5"."""
    return "p" + f"{points:f}".replace(".", "_")


def points_of(key: str) -> Decimal:
    """The points of such a button."""
    return numbers.shortest(Decimal(key.removeprefix("p").replace("_", ".")))


def card(state: ScoringState, context: ScoringContext) -> Card:
    """What to show now; a reminder has another text and the same choices."""
    sheet = sheet_of(state, context)
    shown = _CARDS[state.step](state, context, sheet)
    if context.firmness is None:
        return shown
    return Card(due(context, sheet, context.firmness), shown.rows)


def _ways(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    own = context.self_score
    message = WaysAsked(
        context.cell,
        context.starts_at,
        context.role,
        told.decided_by_facts(sheet, state),
        told.not_applicable(sheet, state),
        len(sheet.open),
        own.total if own else None,
        own.grade if own else None,
    )
    ways = (_DEDUCT, _WALK, _FOLLOW) if own else (_DEDUCT, _WALK)
    return Card(message, rows(ways))


def _group(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    lines = sheet.of_group(state.group)
    everything = (sheet.lines[item.key] for item in sheet.rubric.groups[state.group].items)
    message = GroupAsked(
        context.cell,
        context.starts_at,
        context.role,
        told.told_group(state.group, sheet),
        len(sheet.rubric.groups),
        tuple(told.told_line(line, state) for line in everything),
        tuple(line.item.maximum for line in lines),
        state.from_review,
        not sheet.is_deducted(state.group),
    )
    marks = rows((Option(f"l{_place(sheet, line.item.key)}", line.item.code) for line in lines), _ROW)
    return Card(message, (*marks, *_onward(state, sheet)))


def _onward(state: ScoringState, sheet: Sheet) -> tuple[tuple[Option, ...], ...]:
    lines = sheet.of_group(state.group)
    if state.from_review:
        return ((_BACK,),)
    is_open = any(line.origin is Origin.OPEN for line in lines)
    on = (_REST if sheet.is_deducted(state.group) else _WHOLE) if is_open else _NEXT_GROUP
    return ((on,), (_BACK, _REVIEW) if len(lines) <= _FEW else (_BACK,))


def _place(sheet: Sheet, key: str) -> int:
    return list(sheet.lines).index(key)


def _line(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    assert state.item is not None
    line = sheet.lines[state.item]
    message = PointsAsked(
        context.cell,
        context.starts_at,
        context.role,
        told.told_line(line, state),
        told.told_group(state.group, sheet),
        len(sheet.rubric.groups),
        sheet.rubric.step,
        told.told_steps(line),
        context.facts.figures,
        line.item.shows,
    )
    current = None if line.origin is Origin.OPEN else line.points
    ways = (_BACK,) if state.from_review else (_BACK, _REVIEW)
    return Card(message, (*rows(_points(line.item, current), _ROW), ways))


def _points(item: Item, current: Decimal | None) -> tuple[Option, ...]:
    values = item.choices or _stepping_down(item.maximum)
    if current is None:
        return tuple(_value(value, item) for value in values)
    aliases = (exactly(current), "tối đa", "max") if current == item.maximum else (exactly(current),)
    kept = Option(points_key(current), f"Giữ {exactly(current)}", aliases)
    most = len(values) - (item.kind is ItemKind.NUMBER)
    others = [value for value in values if value != current][:most]
    return (kept, *(_value(value, item) for value in others))


def _value(value: Decimal, item: Item) -> Option:
    aliases = ("tối đa", "max") if value == item.maximum else ()
    return Option(points_key(value), exactly(value), aliases)


def _stepping_down(maximum: Decimal) -> tuple[Decimal, ...]:
    # Five, so that the card has at most seven choices together with the ways back and on.
    unit = max(1, ceil(maximum / 10))
    steps = (maximum - unit * place for place in range(_OFFERED))
    return tuple(points for points in steps if points >= 0)


def _review(state: ScoringState, context: ScoringContext, sheet: Sheet) -> Card:
    result = sheet.result
    reasons = [gate.reason for gate in result.failed if gate.reason] if result else []
    message = ScoreReview(
        context.cell,
        context.starts_at,
        context.role,
        told.told_groups(sheet),
        tuple(told.told_line(line, state) for line in sheet.deductions),
        told.filled_in(sheet, state),
        sheet.rubric.maximum,
        told.example(sheet),
        context.own is not None,
        result.total if result else None,
        result.grade if result else None,
        (*([result.rescaled] if result and result.rescaled else ()), *reasons),
        state.note or None,
    )
    if state.step is ScoringStep.SUBMITTED:
        return Card(message)
    first = (_SEND,) if result else (_NEXT, _REST)
    groups = (
        Option(f"g{place}", str(place + 1))
        for place in range(len(sheet.rubric.groups))
        if sheet.of_group(place)
    )
    return Card(message, (first, *rows(groups, _ROW), (_BACK,)))


_Drawn = Callable[[ScoringState, ScoringContext, Sheet], Card]
_CARDS: Mapping[ScoringStep, _Drawn] = {
    ScoringStep.WAYS: _ways,
    ScoringStep.GROUP: _group,
    ScoringStep.LINE: _line,
    ScoringStep.REVIEW: _review,
    ScoringStep.NOTE: note,
    ScoringStep.GAP: gap,
    ScoringStep.DOUBT: doubt,
    ScoringStep.REPLACED: replaced,
    ScoringStep.SUBMITTED: _review,
}

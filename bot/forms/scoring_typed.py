"""What may be typed into a score sheet: points in order, "mark=points", "max", both, a mark, a note."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain import numbers
from bot.domain.rubric import ItemKind, Rubric
from bot.domain.rubric_sheet import Line, Origin
from bot.domain.vietnamese import fold
from bot.forms.engine import Rejected
from bot.forms.scoring_moves import at_maximum
from bot.forms.scoring_state import ScoringState, ScoringStep, Sheet
from bot.forms.scoring_told import example, told_line
from bot.messages.scoring import LineUnknown, PointsMiscounted, PointsRefused, ReviewNotRead, ScoredLine

_AROUND_SIGN = re.compile(r" ?= ?")
_MAXIMA = ("max", "toi da")
_SIGN = re.compile(r"[:,;.]")
_SENDING = ("gui", "xac nhan va gui")
_LONGEST_MARK = 12  # characters; the forms' own have up to four


@dataclass(frozen=True)
class Points:
    """Points by line's key."""

    given: Mapping[str, Decimal]


@dataclass(frozen=True)
class Named:
    """One line named to be opened or turned."""

    key: str


@dataclass(frozen=True)
class NamedGroup:
    """One group named to be opened; its place from 0."""

    place: int


@dataclass(frozen=True)
class Note:
    """Words on the deductions."""

    text: str


@dataclass(frozen=True)
class SentOff:
    """Words on the deductions after "gửi:", to be sent with the sheet at once."""

    note: str


Read = Points | Named | NamedGroup | Note | SentOff


def read(state: ScoringState, text: str, sheet: Sheet) -> Read:
    """What the text says here; Rejected names the line that does not fit and what is allowed."""
    pieces = numbers.tokens(_AROUND_SIGN.sub("=", unicodedata.normalize("NFKC", text)))
    if pieces and all("=" in piece for piece in pieces):
        return Points(dict(_assigned(state, piece, sheet) for piece in pieces))
    rest = [piece for piece in pieces if fold(piece) not in _MAXIMA]
    if rest and len(rest) < len(pieces) and all("=" in piece for piece in rest):
        return Points(_but_for(state, rest, sheet))
    if len(pieces) == len(sheet.askable) > 1 and _are_points(pieces):
        return Points(_in_order(state, sheet.askable, pieces, sheet.rubric))
    if state.step is ScoringStep.LINE:
        return Points(_from_line(state, pieces, sheet))
    if state.step is ScoringStep.GROUP:
        return _in_group(state, pieces, sheet)
    return _at_large(state, text, pieces, sheet)


def _are_points(pieces: Sequence[str]) -> bool:
    return all(piece in _MAXIMA or numbers.decimal(piece) is not None for piece in pieces)


def _but_for(state: ScoringState, pieces: Sequence[str], sheet: Sheet) -> dict[str, Decimal]:
    """The open lines of the card at their maximum, but for these: "max 3.2=0 7=27"."""
    place = state.group if state.step in (ScoringStep.GROUP, ScoringStep.LINE) else None
    return at_maximum(sheet, place) | dict(_assigned(state, piece, sheet) for piece in pieces)


def _from_line(state: ScoringState, pieces: tuple[str, ...], sheet: Sheet) -> dict[str, Decimal]:
    """One number for the line on display, or one for each from there to the end of its group."""
    lines = sheet.of_group(state.group)
    here = next(n for n, line in enumerate(lines) if line.item.key == state.item)
    if len(pieces) <= 1:
        return _in_order(state, lines[here : here + 1], pieces or ("",), sheet.rubric)
    return _in_order(state, lines[here:], pieces, sheet.rubric)


def _in_group(state: ScoringState, pieces: tuple[str, ...], sheet: Sheet) -> Read:
    lines = sheet.of_group(state.group)
    by_mark = {line.item.code: line for line in lines}
    if len(pieces) == 1 and len(lines) > 1 and pieces[0] in by_mark:
        return Named(by_mark[pieces[0]].item.key)
    if fold(" ".join(pieces)) in _MAXIMA:
        return Points({line.item.key: line.item.maximum for line in lines})
    if len(lines) > 1 and not any(map(_is_number, pieces)):
        raise Rejected(ReviewNotRead(example(sheet)))
    return Points(_in_order(state, lines, pieces, sheet.rubric))


def _at_large(state: ScoringState, text: str, pieces: tuple[str, ...], sheet: Sheet) -> Read:
    """In the review or before the first card: a mark, a group's number, points of the first open group, a
    note where something was deducted."""
    if len(pieces) == 1 and _is_number(pieces[0]):
        return _named(pieces[0], sheet)
    if pieces and _are_points(pieces):
        if state.step is ScoringStep.WAYS and sheet.open:
            lines = sheet.of_group(sheet.place_of(sheet.open[0].item.key))
            return Points(_in_order(state, lines, pieces, sheet.rubric))
        raise Rejected(PointsMiscounted(len(pieces), told(state, sheet.askable)))
    if state.step is ScoringStep.REVIEW and any(c.isalpha() for c in text):
        note = _note(text)
        if sheet.deductions or (sheet.open and isinstance(note, SentOff)):
            return note
    raise Rejected(ReviewNotRead(example(sheet)))


def _note(text: str) -> Note | SentOff:
    """A sign has to follow "gửi": a note may begin with that word."""
    head, *rest = _SIGN.split(text, maxsplit=1)
    is_sent = fold(head) in _SENDING and any(c.isalpha() for c in "".join(rest))
    return SentOff(rest[0].strip()) if is_sent else Note(text)


def _is_number(piece: str) -> bool:
    return numbers.decimal(piece) is not None or re.fullmatch(r"\d+(\.\d+)*", piece) is not None


def _named(mark: str, sheet: Sheet) -> Read:
    whole = numbers.whole(mark)
    if whole is not None and 1 <= whole <= len(sheet.rubric.groups) and sheet.of_group(whole - 1):
        return NamedGroup(whole - 1)
    return Named(_line(mark, sheet).item.key)


def _in_order(
    state: ScoringState, lines: Sequence[Line], pieces: Sequence[str], rubric: Rubric
) -> dict[str, Decimal]:
    if len(lines) != len(pieces):
        raise Rejected(PointsMiscounted(len(pieces), told(state, lines)))
    return {
        line.item.key: points(state, line, piece, rubric) for line, piece in zip(lines, pieces, strict=True)
    }


def _assigned(state: ScoringState, piece: str, sheet: Sheet) -> tuple[str, Decimal]:
    mark, _, value = piece.partition("=")
    line = _line(mark, sheet)
    return line.item.key, points(state, line, value, sheet.rubric)


def _line(mark: str, sheet: Sheet) -> Line:
    """A line by the regulation's mark; by the number of a group that has no other; by its number in the form
    where that can be no group's. So no number ever means another line than the cards show."""
    wanted = mark.rstrip(".")
    found = next((line for line in sheet.lines.values() if line.item.code == wanted), None)
    found = found or _by_number(numbers.whole(wanted), sheet)
    if found is None:
        raise Rejected(LineUnknown(_quoted(mark), tuple(line.item.code for line in sheet.askable)))
    if found.origin is Origin.NOT_APPLICABLE:
        askable = tuple(line.item.code for line in sheet.askable)
        raise Rejected(LineUnknown(_quoted(mark), askable, found.reason))
    return found


def _quoted(mark: str) -> str:
    """As much of it as shows what was meant: said back whole, thousands of digits fit into no message."""
    return mark if len(mark) <= _LONGEST_MARK else f"{mark[:_LONGEST_MARK]}…"


def _by_number(number: int | None, sheet: Sheet) -> Line | None:
    groups = sheet.rubric.groups
    if number is None or not 1 <= number <= len(sheet.lines):
        return None
    if number > len(groups):
        return list(sheet.lines.values())[number - 1]
    items = groups[number - 1].items
    return sheet.lines[items[0].key] if len(items) == 1 else None


def points(state: ScoringState, line: Line, piece: str, rubric: Rubric) -> Decimal:
    """The points that a piece of text gives to a line; "max" is its maximum."""
    value = line.item.maximum if fold(piece) in _MAXIMA else numbers.decimal(piece)
    if value is None or not rubric.allows(line.item, value):
        allowed = () if line.item.kind is ItemKind.NUMBER else line.item.choices
        raise Rejected(PointsRefused(told_line(line, state), value, rubric.step, allowed))
    return numbers.shortest(value)


def told(state: ScoringState, lines: Sequence[Line]) -> tuple[ScoredLine, ...]:
    """Lines for the message that says how many there are."""
    return tuple(told_line(line, state) for line in lines)

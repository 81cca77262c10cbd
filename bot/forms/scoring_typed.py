"""What may be typed into a score sheet: points for the lines that follow, "line=points", a line's number."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from bot.domain import numbers
from bot.domain.rubric import Rubric
from bot.domain.vietnamese import fold
from bot.forms.engine import Rejected
from bot.forms.scoring_cards import ScoringState, ScoringStep, scored_line
from bot.messages.scoring import LineUnknown, PointsMiscounted, PointsRefused, ReviewNotRead

_AROUND_SIGN = re.compile(r" ?= ?")

#: Points by line, lines counted from 0; or one line to open.
Given = list[tuple[int, Decimal]]


def read(state: ScoringState, text: str, rubric: Rubric) -> Given | int:
    """What the text says; Rejected names the line that does not fit and what is allowed."""
    plain = _AROUND_SIGN.sub("=", unicodedata.normalize("NFKC", text))
    pieces = numbers.tokens(plain)
    if pieces and all("=" in piece for piece in pieces):
        return [_assigned(state, piece, rubric) for piece in pieces]
    if state.step is ScoringStep.LINE:
        return _following(state, pieces, rubric)
    if len(pieces) == 1 and numbers.whole(pieces[0]) is not None:
        return _place(pieces[0], rubric)
    raise Rejected(ReviewNotRead(len(rubric.items)))


def _following(state: ScoringState, pieces: tuple[str, ...], rubric: Rubric) -> Given:
    count = len(rubric.items)
    places: Iterable[int] = range(state.line, state.line + max(1, len(pieces)))
    if state.line + len(pieces) > count:
        raise Rejected(PointsMiscounted(len(pieces), state.line + 1, count))
    return [
        (place, points(state, place, piece, rubric))
        for place, piece in zip(places, pieces or ("",), strict=True)
    ]


def _assigned(state: ScoringState, piece: str, rubric: Rubric) -> tuple[int, Decimal]:
    line, _, value = piece.partition("=")
    place = _place(line, rubric)
    return place, points(state, place, value, rubric)


def _place(line: str, rubric: Rubric) -> int:
    """A line by its number in the review, or by the regulation's mark where that is no plain number."""
    number = numbers.whole(line)
    if number is not None and 1 <= number <= len(rubric.items):
        return number - 1
    for place, item in enumerate(rubric.items):
        if number is None and item.code == line:
            return place
    raise Rejected(LineUnknown(len(rubric.items)))


def points(state: ScoringState, place: int, piece: str, rubric: Rubric) -> Decimal:
    """The points that a piece of text gives to a line; "max" is its maximum."""
    item = rubric.items[place]
    value = item.maximum if fold(piece) == "max" else numbers.decimal(piece)
    if value is None or not rubric.allows(item, value):
        raise Rejected(PointsRefused(scored_line(state, rubric, place), value, rubric.step))
    return numbers.shortest(value)

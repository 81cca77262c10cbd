"""Secretaries, office and leadership look at the grade of a year: of their own cell, of those below."""

import re

from bot.domain.access import require
from bot.forms.annual import AnnualState
from bot.messages.annual import AnnualYearExpected, AnnualYearUnknown
from bot.services import annual, annual_cards
from handlers.forms import Answered, Conversation
from handlers.turn import Turn

_YEAR = re.compile(r"(?:năm\s+)?(\d{4})", re.IGNORECASE)


def start(turn: Turn, text: str = "") -> None:
    """/xeploainam, with or without a year: that of the month before by default."""
    require(bool(annual.roots_of(turn.who)), "no_years")
    asked = _YEAR.fullmatch(text.strip())
    if text and asked is None:
        return turn.say(AnnualYearExpected())
    year = int(asked[1]) if asked else annual.default_year(turn.work)
    first, last = annual.years_known(turn.work)
    if not first <= year <= last:
        return turn.say(AnnualYearUnknown(year, first, last))
    turn.open("annual", annual_cards.subject(year), state=AnnualState())
    return None


def _may_see(turn: Turn, subject: str) -> bool:
    return bool(annual.roots_of(turn.who))  # which cells, the context of the card decides


def _looked(turn: Turn, answered: Answered) -> None:
    """Looking decides nothing."""


CONVERSATIONS = {"annual": Conversation(_may_see, _looked)}

"""How dated posts and assignments follow one another: a later one ends the one before, history stays."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.people import Role
from bot.domain.roster_reasons import Reason, Unfit
from bot.domain.roster_rows import TermDates
from bot.domain.roster_state import Term, Terms

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What a row says of a term. None for `body` leaves what is known; `text` too."""

    dates: TermDates
    text: str | None = None
    role: Role | None = None
    body: str | None = None


@dataclass(frozen=True)
class Merged:
    """The terms afterwards, the first day of the one the row speaks of, and whether it is new."""

    terms: Terms
    starts_on: date
    is_new: bool


def merge(terms: Terms, said: Said, listed: frozenset[date], on: date) -> Merged:
    """Put what a row says among the terms of its key; `listed` are the first days that the file names.

    Without a first day the row means the term that is not over, else one that starts `on`. A first day
    before a known one corrects it, unless the file names both; a later one ends the term before it.
    Unfit when the term would end before it begins.
    """
    found = _meant(terms, said.dates, listed, on)
    base = found or Term(on)
    made = _updated(replace(base, starts_on=said.dates.starts_on or base.starts_on), said)
    if made.ends_on is not None and made.ends_on < made.starts_on:
        raise Unfit(Reason.ENDS_BEFORE_IT_BEGINS)
    rest = [term for term in terms if term is not found]
    return Merged(_in_line([*rest, made]), made.starts_on, found is None)


def _meant(terms: Terms, dates: TermDates, listed: frozenset[date], on: date) -> Term | None:
    if dates.starts_on is None:
        return next((term for term in terms if not term.is_over(on)), None)
    exact = next((term for term in terms if term.starts_on == dates.starts_on), None)
    return exact or _corrected(terms, dates.starts_on, dates.ends_on, listed, on)


def _corrected(
    terms: Terms, starts_on: date, ends_on: date | None, listed: frozenset[date], on: date
) -> Term | None:
    later = next((term for term in terms if term.starts_on > starts_on), None)
    if later is None or later.starts_on in listed or later.is_over(on):
        return None
    return later if ends_on is None or ends_on >= later.starts_on else None


def _updated(term: Term, said: Said) -> Term:
    return replace(
        term,
        ends_on=said.dates.ends_on if said.dates.says_end else term.ends_on,
        text=said.text if said.text is not None and not _same(said.text, term.text) else term.text,
        role=said.role,
        body=said.body or term.body,
    )


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.casefold() == other.casefold()


def _in_line(terms: Iterable[Term]) -> Terms:
    """In order, each ended the day before the next begins where it would reach into it."""
    ordered = sorted(terms, key=lambda term: term.starts_on)
    ends = [*(term.starts_on - DAY for term in ordered[1:]), None]
    return tuple(
        replace(term, ends_on=end)
        if end is not None and (term.ends_on is None or term.ends_on > end)
        else term
        for term, end in zip(ordered, ends, strict=True)
    )


def end_before(term: Term, day: date) -> Term:
    """The term with its last day before `day`; one that starts that day or later keeps its first day, as
    nothing that was once known is deleted."""
    last = max(term.starts_on, day - DAY)
    return term if term.ends_on is not None and term.ends_on <= last else replace(term, ends_on=last)

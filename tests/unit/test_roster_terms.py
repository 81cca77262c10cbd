"""How dated posts and assignments follow one another."""

from datetime import date

import pytest

from bot.domain.roster_reasons import Reason, Unfit
from bot.domain.roster_rows import TermDates
from bot.domain.roster_state import Term, Terms
from bot.domain.roster_terms import Said, end_before, merge

ON = date(2026, 11, 24)
Span = tuple[str, str | None]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def terms(*spans: Span) -> Terms:
    return tuple(
        Term(date.fromisoformat(start), day(end), id=number) for number, (start, end) in enumerate(spans, 1)
    )


def merged(
    known: Terms,
    start: str | None,
    end: str | None = None,
    says_end: bool = True,
    listed: tuple[str, ...] = (),
) -> list[Span]:
    days = frozenset(date.fromisoformat(one) for one in (*listed, *([start] if start else [])))
    found = merge(known, Said(TermDates(day(start), day(end), says_end)), days, ON).terms
    return [(f"{term.starts_on}", f"{term.ends_on}" if term.ends_on else None) for term in found]


@pytest.mark.parametrize(
    ("known", "start", "end", "then"),
    [
        ((), None, None, [("2026-11-24", None)]),
        ((), "2026-01-01", None, [("2026-01-01", None)]),
        ((), "2026-01-01", "2026-12-31", [("2026-01-01", "2026-12-31")]),
        # without a first day: the one that is not over
        ((("2025-01-01", None),), None, None, [("2025-01-01", None)]),
        ((("2025-01-01", None),), None, "2026-12-31", [("2025-01-01", "2026-12-31")]),
        ((("2025-01-01", "2026-06-30"),), None, None, [("2025-01-01", "2026-06-30"), ("2026-11-24", None)]),
        ((("2027-01-01", None),), None, None, [("2027-01-01", None)]),
        # the same first day: what the file says of the end holds
        ((("2026-01-01", None),), "2026-01-01", "2026-12-31", [("2026-01-01", "2026-12-31")]),
        ((("2026-01-01", "2026-12-31"),), "2026-01-01", None, [("2026-01-01", None)]),
        # a later first day ends the one before
        ((("2026-01-01", None),), "2026-12-01", None, [("2026-01-01", "2026-11-30"), ("2026-12-01", None)]),
        (
            (("2026-01-01", "2027-12-31"),),
            "2026-12-01",
            None,
            [("2026-01-01", "2026-11-30"), ("2026-12-01", None)],
        ),
        # an earlier first day corrects, unless it was over before
        ((("2026-11-24", None),), "2025-06-01", None, [("2025-06-01", None)]),
        (
            (("2026-11-24", None),),
            "2020-01-01",
            "2024-12-31",
            [("2020-01-01", "2024-12-31"), ("2026-11-24", None)],
        ),
        # the file of before the change brings nothing back
        (
            (("2026-01-01", "2026-06-30"), ("2026-07-01", None)),
            "2026-01-01",
            None,
            [("2026-01-01", "2026-06-30"), ("2026-07-01", None)],
        ),
    ],
)
def test_a_row_among_what_is_known(
    known: tuple[Span, ...], start: str | None, end: str | None, then: list[Span]
) -> None:
    assert merged(terms(*known), start, end) == then
    assert merged(merge_result(known, start, end), start, end) == then


def merge_result(known: tuple[Span, ...], start: str | None, end: str | None) -> Terms:
    return terms(*merged(terms(*known), start, end))


def test_without_a_column_for_the_end_the_known_end_stays() -> None:
    assert merged(terms(("2026-01-01", "2026-12-31")), "2026-01-01", None, says_end=False) == [
        ("2026-01-01", "2026-12-31")
    ]


def test_both_first_days_in_the_file_are_two_terms() -> None:
    known = terms(("2025-01-01", None))
    assert merged(known, "2020-01-01", listed=("2025-01-01",)) == [
        ("2020-01-01", "2024-12-31"),
        ("2025-01-01", None),
    ]


def test_an_end_before_the_first_day_is_refused() -> None:
    with pytest.raises(Unfit) as unfit:
        merged((), None, "2026-01-31")
    assert unfit.value.why is Reason.ENDS_BEFORE_IT_BEGINS


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (("2026-01-01", None), "2026-11-23"),
        (("2026-01-01", "2026-12-31"), "2026-11-23"),
        (("2026-01-01", "2026-06-30"), "2026-06-30"),
        (("2026-11-24", None), "2026-11-24"),
        (("2027-01-01", None), "2027-01-01"),
    ],
)
def test_ending_never_reaches_before_the_first_day(span: Span, last: str) -> None:
    (term,) = terms(span)
    assert f"{end_before(term, ON).ends_on}" == last

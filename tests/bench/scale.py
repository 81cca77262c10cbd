"""How large and how long: the whole run, and a short one that only proves that each benchmark works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes and times of one run."""

    people: int  # who tap side by side
    seconds: float  # of each rate
    turns: int  # measured alone
    broadcast: int  # messages at the real pace, and ten times as many at ten times the pace
    storm: float  # seconds
    waiting: int  # rows of the outbox
    duties: int  # of history
    due: int  # reminders
    sheets: int


WHOLE = Scale(
    people=60,
    seconds=6,
    turns=900,
    broadcast=3_000,
    storm=20,
    waiting=100_000,
    duties=250_000,
    due=300,
    sheets=100_000,
)
SHORT = Scale(
    people=4, seconds=1, turns=12, broadcast=12, storm=1, waiting=200, duties=400, due=5, sheets=100
)

"""The form engine: a form is data, an answer is a pure step, a draft is a row kept elsewhere.

A form has a state (a frozen dataclass, kept as JSON in the draft) and a context (what the program
knows: names, dates, defaults; fetched anew for every step, never kept). `card` is a pure function of
both, so "3" typed on a messenger without buttons is the third choice of a card that can be recomputed.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import TypeAdapter

from bot.messages.base import Message

S = TypeVar("S")
C = TypeVar("C")


@dataclass(frozen=True)
class Option:
    """One choice of a card; `key` is what a button carries (at most 24 of A-Za-z0-9_-)."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()


Rows = tuple[tuple[Option, ...], ...]


@dataclass(frozen=True)
class Card:
    """A message with its choices, in rows."""

    message: Message
    rows: Rows = ()

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(option for row in self.rows for option in row)


@dataclass(frozen=True)
class Chosen:
    """An option was tapped (or typed so that it names exactly one)."""

    key: str


@dataclass(frozen=True)
class Typed:
    """Text for the form's open question, cleaned (NFC, single spaces)."""

    text: str


Intent = Chosen | Typed


class Rejected(Exception):
    """The answer does not fit; the draft is unchanged and `message` says what would fit."""

    def __init__(self, message: Message) -> None:
        super().__init__(type(message).__name__)
        self.message = message


class Form(ABC, Generic[S, C]):
    """A multi-step question. Subclasses set `name` and `state_type` and define the methods."""

    name: ClassVar[str]
    state_type: ClassVar[type[Any]]
    is_filled_in: ClassVar[bool] = False  # has answers worth keeping: no reminder starts it anew
    takes_text: ClassVar[bool] = True  # else typed text can only name a choice
    transient: ClassVar[frozenset[str]] = frozenset()  # fields of the state that no draft keeps

    @cached_property
    def states(self) -> TypeAdapter[Any]:
        """Turns states into JSON values and back."""
        return TypeAdapter(self.state_type)

    @abstractmethod
    def begin(self, context: C) -> S:
        """The state in which a new draft starts."""

    @abstractmethod
    def card(self, state: S, context: C) -> Card:
        """What to show now."""

    @abstractmethod
    def advance(self, state: S, intent: Intent, context: C) -> S:
        """The next state; Rejected when the intent does not fit."""

    @abstractmethod
    def result(self, state: S) -> str | None:
        """What has just been decided and is to be carried out, or None while questions are open."""

    def takes_numbers(self, state: S) -> bool:
        """Whether typed text with a digit in it answers the form's own question here, so that it never
        names an option (choices are then lettered A, B, C on a messenger without buttons)."""
        return False

    def is_free_text(self, state: S) -> bool:
        """Whether typed text here is a person's own words, so that the guard has to read it first."""
        return False

    def may_name_people(self, state: S) -> bool:
        """Whether names are in order here (a place may be called after somebody)."""
        return False


def dump_state(form: Form[Any, Any], state: Any) -> dict[str, Any]:
    """A state as JSON values, for the draft."""
    values: dict[str, Any] = form.states.dump_python(state, mode="json", exclude=set(form.transient))
    return values


def load_state(form: Form[Any, Any], values: dict[str, Any]) -> Any:
    """A state from the draft's JSON; ValueError when an older program wrote something else."""
    return form.states.validate_python(values)


def rows(options: Iterable[Option], per_row: int = 1) -> Rows:
    """Options laid out `per_row` to a row, in order."""
    listed = tuple(options)
    return tuple(listed[i : i + per_row] for i in range(0, len(listed), per_row))

"""The digest as a form: a card of figures and the lists behind it, edited in place; it decides nothing."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.calendar import shift
from bot.domain.digests import Owed, parse_period
from bot.forms.digest_cards import DigestContext, Key, card
from bot.forms.engine import Card, Chosen, Form, Intent, Rejected
from bot.messages.digests import DigestChoiceExpected, DigestMonthUnknown

LONGEST_SEARCH = 60


class View(StrEnum):
    """What is on display of the organisation at the end of the trail."""

    SUMMARY = "summary"
    ORGANISATIONS = "organisations"
    VISITORS = "visitors"
    OWED = "owed"
    OWED_LIST = "owed_list"


@dataclass(frozen=True)
class DigestState:
    """Where in the digest somebody is. `trail` leads from the subject's body down to the organisation on
    display; `from_pages` are the pages of the lists passed on the way; pages count from 0."""

    trail: tuple[int, ...]
    period: int
    view: View = View.SUMMARY
    page: int = 0
    from_pages: tuple[int, ...] = ()
    search: str = ""
    kind: Owed = Owed.NO_REPORT
    is_live: bool = False
    asks_year: bool = False  # the cells' years are asked for, just now

    @property
    def organisation_id(self) -> int:
        return self.trail[-1]


class DigestForm(Form[DigestState, DigestContext]):
    """Subject "body:ID:PERIOD". Looking changes nothing; the result is "year" when the grades of the year are
    asked for, which have a card of their own."""

    name = "digest"
    state_type = DigestState
    transient = frozenset({"asks_year"})

    def begin(self, context: DigestContext) -> DigestState:
        return DigestState((context.body_id,), context.period)

    def card(self, state: DigestState, context: DigestContext) -> Card:
        return card(context)

    def advance(self, state: DigestState, intent: Intent, context: DigestContext) -> DigestState:
        if not isinstance(intent, Chosen):
            return _typed(state, intent.text, context)
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise Rejected(DigestChoiceExpected())
        return _chosen(state, intent.key)

    def result(self, state: DigestState) -> str | None:
        return "year" if state.asks_year else None

    def is_free_text(self, state: DigestState) -> bool:
        return state.view is View.ORGANISATIONS

    def may_name_people(self, state: DigestState) -> bool:
        return state.view is View.ORGANISATIONS  # organisations are called after people


def _typed(state: DigestState, text: str, context: DigestContext) -> DigestState:
    """A month on the card of figures, part of a name on the list of organisations."""
    if state.view is View.ORGANISATIONS:
        return replace(state, search=text[:LONGEST_SEARCH], page=0)
    period = parse_period(text, context.now.date())
    if state.view is not View.SUMMARY or period is None:
        raise Rejected(DigestChoiceExpected())
    if not context.first_period <= period <= context.last_period:
        raise Rejected(DigestMonthUnknown(period, context.first_period, context.last_period))
    return replace(state, period=period, is_live=False)


def _chosen(state: DigestState, key: str) -> DigestState:
    name, _, value = key.partition("-")
    match name:
        case Key.ORGANISATION:
            return _enter(state, int(value))
        case Key.LIST:
            return replace(state, view=View.OWED_LIST, kind=Owed(value), page=0)
        case Key.PAGE:
            return replace(state, page=int(value))
        case Key.BACK:
            return _back(state)
        case Key.EARLIER | Key.LATER:
            return replace(state, period=shift(state.period, 1 if name == Key.LATER else -1), is_live=False)
        case Key.YEAR:
            return replace(state, asks_year=True)
        case Key.LIVE | Key.FROZEN:
            return replace(state, is_live=name == Key.LIVE)
    return replace(state, view=View(name), page=0, search="")


def _enter(state: DigestState, organisation_id: int) -> DigestState:
    return replace(
        state,
        trail=(*state.trail, organisation_id),
        from_pages=(*state.from_pages, state.page),
        view=View.SUMMARY,
        page=0,
        search="",
    )


def _back(state: DigestState) -> DigestState:
    """One step up, never above the subject's body."""
    if state.view is View.ORGANISATIONS and state.search:
        return replace(state, search="", page=0)
    if state.view is View.OWED_LIST:
        return replace(state, view=View.OWED, page=0)
    if state.view is not View.SUMMARY:
        return replace(state, view=View.SUMMARY, page=0)
    if len(state.trail) == 1:
        return state
    return replace(
        state,
        trail=state.trail[:-1],
        from_pages=state.from_pages[:-1],
        view=View.ORGANISATIONS,
        page=state.from_pages[-1],
    )

"""What the digest's cards have to know, fetched for one state and for what the person may see."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain import access
from bot.domain.calendar import period_of, shift
from bot.domain.digests import worst_first
from bot.domain.people import Place
from bot.domain.vietnamese import fold
from bot.forms.digest import DigestForm, DigestState, View
from bot.forms.digest_cards import (
    LINES_PER_PAGE,
    ORGANISATIONS_PER_PAGE,
    Content,
    DigestContext,
    Leaf,
    OwedPage,
    Summary,
    UnitsPage,
    VisitorsPage,
)
from bot.services import digests, people
from bot.services.digests import Page
from bot.services.drafts import Gone, Sheet
from bot.services.work import Work
from db.models import Organisation
from db.queries import digests as queries


@dataclass(frozen=True)
class Sight:
    """What behind the counts somebody may see."""

    names: bool
    phones: bool


def subject(body_id: int, period: int) -> str:
    """The subject of a digest's draft."""
    return f"body:{body_id}:{period}"


def parse_subject(text: str) -> tuple[int, int]:
    """Body and period of a digest's draft; ValueError for anything else."""
    kind, body_id, period = text.split(":")
    if kind != "body":
        raise ValueError(f"no digest is about {text}")
    return int(body_id), int(period)


def load(work: Work, person_id: int, draft_subject: str, state: DigestState | None) -> DigestContext:
    """For a draft of this person; Gone when the body is no more or is not theirs to look at."""
    body_id, period = parse_subject(draft_subject)
    organisation = work.session.get(Organisation, body_id)
    if organisation is None:
        raise Gone
    actor, body = people.actor(work, person_id), people.place(organisation)
    if not access.may_see_digest(actor, body):
        raise Gone
    sight = Sight(access.may_see_names(actor, body), access.may_see_call_list(actor, body))
    return context(work, body, period, state or DigestState((body_id,), period), sight)


def context(work: Work, body: Place, period: int, state: DigestState, sight: Sight) -> DigestContext:
    """For one state within a body's digest; Gone when the organisation on display is not inside the body."""
    shown = work.session.get(Organisation, state.organisation_id)
    if shown is None or not people.place(shown).is_within(body):
        raise Gone
    first, last = known_periods(work, period)
    return DigestContext(
        body_id=body.id,
        period=period,
        organisation=shown.name,
        is_cell=shown.level.is_cell,
        is_below=len(state.trail) > 1,
        shown_period=state.period,
        first_period=first,
        last_period=last,
        may_see_names=sight.names,
        now=work.local_now,
        content=_content(work, state, sight),
    )


def known_periods(work: Work, period: int) -> tuple[int, int]:
    """The first and the last period that may be looked at; `period` itself is always among them."""
    first = queries.first_period(work.session) or period
    return min(period, first), max(period, shift(period_of(work.today), 1))


def _content(work: Work, state: DigestState, sight: Sight) -> Content:
    """What the view shows; lists of people become counts for those who may not see names."""
    if state.view is View.ORGANISATIONS:
        return _units(work, state)
    if state.view is View.VISITORS and sight.names:
        return _visitors(work, state, sight)
    if state.view is View.OWED_LIST and sight.names:
        return _owed_list(work, state, sight)
    if state.view in (View.OWED, View.OWED_LIST):
        return digests.owed(work, state.organisation_id, state.period)
    return _summary(work, state)


def _summary(work: Work, state: DigestState) -> Summary:
    kept = digests.frozen(work, state.organisation_id, state.period)
    if kept is None or state.is_live:
        live = digests.figures(work, state.organisation_id, state.period)
        return Summary(live, work.local_now, is_frozen=False, can_switch=kept is not None)
    taken_at = kept.taken_at.astimezone(work.ground.zone)
    return Summary(kept.digest, taken_at, is_frozen=True, later=kept.later, can_switch=kept.later is not None)


def _units(work: Work, state: DigestState) -> UnitsPage:
    units = digests.breakdown(work, state.organisation_id, state.period, is_live=state.is_live)
    wanted = fold(state.search)
    found = worst_first(unit for unit in units if wanted in fold(unit.name))
    page = digests.page_of(found, state.page, ORGANISATIONS_PER_PAGE)
    return UnitsPage(_leaf(page, ORGANISATIONS_PER_PAGE), state.search, page.lines)


def _visitors(work: Work, state: DigestState, sight: Sight) -> VisitorsPage:
    """How many sheets are doubtful is counted for the office alone."""
    page = digests.visitors(work, state.organisation_id, state.period, state.page, LINES_PER_PAGE)
    lines = page.lines if sight.phones else tuple(replace(line, doubtful=0) for line in page.lines)
    return VisitorsPage(_leaf(page, LINES_PER_PAGE), lines)


def _owed_list(work: Work, state: DigestState, sight: Sight) -> OwedPage:
    page = digests.owed_lines(
        work, state.organisation_id, state.period, state.kind, state.page, LINES_PER_PAGE
    )
    lines = page.lines if sight.phones else tuple(replace(line, phone=None) for line in page.lines)
    return OwedPage(_leaf(page, LINES_PER_PAGE), state.kind, lines)


def _leaf(page: Page[Any], size: int) -> Leaf:
    return Leaf(page.number, page.pages, page.total, size)


#: How drafts of the digest are shown.
SHEET = Sheet(DigestForm(), load)

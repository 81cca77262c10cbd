"""Every form together with how its context is fetched: the one table that draws cards."""

from typing import Any

from bot.forms.attendance import AttendanceForm
from bot.forms.cell_report import CellReportForm
from bot.forms.confirmations import (
    Conflict,
    Consent,
    Discard,
    Leave,
    PersonalData,
    RosterImport,
)
from bot.forms.digest import DigestForm
from bot.forms.menu import MenuForm
from bot.forms.office import DecideDeclines, Page, PagedList
from bot.forms.remedies import RemediesForm
from bot.forms.remedy_checks import PreparationForm, RemedyCheckForm
from bot.forms.respond import RespondForm
from bot.forms.schedule import ScheduleForm
from bot.forms.score_cards import PickMeetingForm, ScoreCardForm
from bot.forms.scoring import ScoringForm
from bot.services import (
    annual_cards,
    attendance,
    digest_cards,
    digests,
    drafts,
    lists,
    own_reviews,
    questions,
    remedies,
    responding,
    scheduling,
    score_cards,
    score_lists,
    scoring,
)
from bot.services.drafts import Gone, Sheet
from bot.services.wordings import FILLED_IN
from bot.services.work import Work
from db.models import Draft


def _leaf(work: Work, person_id: int, subject: str, state: Page | None) -> Any:
    return lists.leaf(work, subject, state.number if state else 0)


def _declines(work: Work, person_id: int, subject: str, state: Any) -> Any:
    return lists.declines_for(work, subject)


def _digest(work: Work, person_id: int, subject: str, state: Any) -> Any:
    if work.speaks_first:
        # What leadership is told on the day is kept: repeating it gives the same (DOMAIN 7).
        digests.freeze(work, *digest_cards.parse_subject(subject))
    return digest_cards.load(work, person_id, subject, state)


def _menu(work: Work, person_id: int, subject: str, state: Any) -> Any:
    return work.speaks_first


SHEETS: dict[str, Sheet] = {
    sheet.form.name: sheet
    for sheet in (
        Sheet(ScheduleForm(), scheduling.context),
        Sheet(RespondForm(), responding.context),
        Sheet(AttendanceForm(), attendance.context),
        Sheet(CellReportForm(), own_reviews.context),
        Sheet(ScoringForm(), scoring.context),
        Sheet(RemediesForm(), remedies.context),
        Sheet(ScoreCardForm(), score_cards.context),
        Sheet(PickMeetingForm(), score_lists.context),
        Sheet(PreparationForm(), remedies.before_next),
        Sheet(RemedyCheckForm(), remedies.to_check),
        Sheet(DigestForm(), _digest),
        annual_cards.SHEET,
        Sheet(PagedList(), _leaf),
        Sheet(DecideDeclines(), _declines),
        Sheet(MenuForm(), _menu),
        Sheet(Consent(), questions.consent),
        Sheet(Leave(), questions.leave),
        Sheet(Discard(), questions.discard),
        Sheet(Conflict(), questions.conflict),
        Sheet(PersonalData(), questions.own_data),
        Sheet(RosterImport(), questions.roster),
    )
}


def under_way(work: Work, person_id: int) -> Draft | None:
    """What somebody is filling in now: of several the one touched last."""
    return next(
        (draft for draft in drafts.open_of(work, person_id, tuple(FILLED_IN)) if _is_begun(work, draft)), None
    )


def _is_begun(work: Work, draft: Draft) -> bool:
    try:
        return drafts.is_under_way(work, SHEETS[draft.form], draft)
    except Gone:
        return False

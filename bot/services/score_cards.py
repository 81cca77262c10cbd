"""What the scores of one meeting look like side by side, for one reader: who may see which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain import access
from bot.domain.duties import SheetRole
from bot.domain.official import Judgement, official
from bot.domain.people import Actor, Place
from bot.domain.policy_scoring import ScoringPolicy
from bot.domain.rubric import Group, Rubric
from bot.forms.score_cards import Looking, ScoreCardContext
from bot.messages.score_cards import EarlierVersion, Hiding, ScoreCard, ShownGap, ShownGroup, ShownSheet
from bot.services import people, rubrics, score_sheets
from bot.services.drafts import Gone
from bot.services.score_policy import scoring_policy
from bot.services.work import Work
from db.models import Meeting, Organisation, Person, ScoreSheet
from db.queries import people as people_queries
from db.queries import score_cards as queries
from db.queries import visits as visit_queries
from db.queries.score_cards import SheetRow

_ORDER = (SheetRole.SELF, SheetRole.VISITOR, SheetRole.SUPERIOR)


@dataclass(frozen=True)
class _Reader:
    """Who looks at the scores of a cell, and whether they have scored the meeting themselves."""

    actor: Actor
    cell: Place
    policy: ScoringPolicy
    has_scored: bool

    def sees(self, row: SheetRow) -> bool:
        """One's own sheet; above the cell everything; the cell's own leaders what the policy leaves them; a
        visitor all after having scored, before it the cell's own where the policy lets them."""
        if row.sheet.scorer_id == self.actor.person_id or access.may_see_names(self.actor, self.cell):
            return True
        role = row.sheet.role
        if access.may_score_own_cell(self.actor, self.cell):
            return role is not SheetRole.VISITOR or self.policy.cell_sees_visitor_score
        return self.has_scored or (role is SheetRole.SELF and self.policy.visitor_sees_self_score)

    @property
    def hiding(self) -> Hiding:
        leads = access.may_score_own_cell(self.actor, self.cell)
        return Hiding.FROM_CELL if leads else Hiding.UNTIL_SCORED

    @property
    def sees_names(self) -> bool:
        return access.may_see_names(self.actor, self.cell)


def context(work: Work, person_id: int, subject: str, _: Looking | None) -> ScoreCardContext:
    """For one reader; Gone when there is no such meeting."""
    meeting = work.session.get(Meeting, int(subject.split(":")[1]))
    if meeting is None:
        raise Gone
    cell = work.session.get_one(Organisation, meeting.cell_id)
    rows = queries.sheets_of(work.session, meeting.id or 0)
    own = tuple(row.sheet.role for row in rows if row.sheet.scorer_id == person_id)
    actor = people.actor(work, person_id)
    reader = _Reader(actor, people.place(cell), scoring_policy(work, cell), bool(own))
    can_fix = own if not visit_queries.is_closed(work.session, meeting.period) else ()
    return ScoreCardContext(_card(work, meeting, cell, rows, reader), can_fix)


def _card(
    work: Work, meeting: Meeting, cell: Organisation, rows: Sequence[SheetRow], reader: _Reader
) -> ScoreCard:
    counting = {id(row) for role in _ORDER if (row := _counting(rows, role)) is not None}
    seen = [row for row in rows if reader.sees(row)]
    ordered = sorted(seen, key=lambda row: (_ORDER.index(row.sheet.role), id(row) not in counting))
    rubric = _form(work, ordered[0]) if ordered else None
    shown = {id(row): _shown(work, row, id(row) in counting, rubric, reader.sees_names) for row in ordered}
    best = _counting(rows, *_ORDER)
    return ScoreCard(
        people.cell_name(work, cell),
        meeting.starts_at.astimezone(work.ground.zone),
        meeting.kind,
        _groups(rubric),
        tuple(shown.values()),
        _gap(rows, seen, reader.policy),
        shown.get(id(best)) if best else None,
        reader.hiding if len(seen) < len(rows) else None,
    )


def _counting(rows: Sequence[SheetRow], *roles: SheetRole) -> SheetRow | None:
    """The sheet that counts among those of these roles (DOMAIN 3)."""
    judged = {
        Judgement(row.sheet.role, row.sheet.grade, row.sheet.total, row.sheet.submitted_at, row.level): row
        for row in rows
        if row.sheet.role in roles
    }
    best = official(judged)
    return judged[best] if best else None


def _form(work: Work, row: SheetRow) -> Rubric | None:
    try:
        return rubrics.rubric(work, row.sheet.rubric, row.sheet.rubric_version)
    except LookupError:  # a form that the program no longer knows: totals only
        return None


def _groups(rubric: Rubric | None) -> tuple[ShownGroup, ...]:
    return tuple(ShownGroup(group.title, group.maximum) for group in rubric.groups) if rubric else ()


def _shown(work: Work, row: SheetRow, counts: bool, common: Rubric | None, with_name: bool) -> ShownSheet:
    given, form = score_sheets.given(work, row.sheet), _form(work, row)
    is_common = form is not None and form is common
    return ShownSheet(
        given.role,
        _scorer(work, row.sheet.scorer_id, with_name),
        row.assigned_by,
        given.total,
        form.maximum if form else None,
        given.grade,
        given.version,
        given.submitted_at,
        counts,
        tuple(_points_of(group, given.points) for group in common.groups) if common and is_common else (),
        given.note,
        given.gap_reason,
        _earlier(work, row.sheet) if with_name else (),
    )


def _earlier(work: Work, sheet: ScoreSheet) -> tuple[EarlierVersion, ...]:
    before = queries.earlier_versions(work.session, sheet) if sheet.version > 1 else ()
    zone = work.ground.zone
    return tuple(EarlierVersion(one.total, one.grade, one.submitted_at.astimezone(zone)) for one in before)


def _points_of(group: Group, points: Mapping[str, Decimal]) -> Decimal:
    given = (points.get(item.key, Decimal(0)) for item in group.items)
    return min(group.maximum, sum(given, Decimal(0)))


def _scorer(work: Work, person_id: int, with_name: bool) -> str:
    """The post, after the name for those who may see names; a post that has ended is not known any more."""
    post = people_queries.main_post(work.session, person_id, work.today)
    name = work.session.get_one(Person, person_id).name
    return ", ".join(filter(None, (name, post))) if with_name else post


def _gap(rows: Sequence[SheetRow], seen: Sequence[SheetRow], policy: ScoringPolicy) -> ShownGap | None:
    """Between the visitor's score that counts and the cell's own, where the reader sees both."""
    own, visitor = _counting(rows, SheetRole.SELF), _counting(rows, SheetRole.VISITOR)
    if own is None or visitor is None or own not in seen or visitor not in seen:
        return None
    points = visitor.sheet.total - own.sheet.total
    is_other = visitor.sheet.grade is not own.sheet.grade
    return ShownGap(points, is_other, is_other or abs(points) >= policy.gap_points)

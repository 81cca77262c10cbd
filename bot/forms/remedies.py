"""What a cell will remedy: up to three points in a line each, or step by step with posts and days offered."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import last_day, period_of, shift
from bot.domain.guard import looks_like_a_name
from bot.domain.remedies import (
    MOST_REMEDIES,
    Point,
    PointTrouble,
    PointUnreadable,
    check_post,
    read_due,
    read_point,
)
from bot.forms.engine import Card, Form, Intent, Option, Rejected, Typed, rows
from bot.messages.general import ChooseByButton
from bot.messages.remedies import (
    PointRefused,
    RemediesFull,
    RemediesReview,
    RemedyAsked,
    RemedyDueAsked,
    RemedyPostAsked,
    RemedyPostNamed,
)


class RemedyStep(StrEnum):
    TEXT = "text"  # what is to be remedied; the post and the day may follow in the same line
    POST = "post"  # by whose post
    DUE = "due"  # until when
    REVIEW = "review"  # all points, to change or confirm
    DECIDED = "decided"


@dataclass(frozen=True)
class RemediesState:
    """`points` are complete; `text`, `post` and `due_on` belong to the one being named."""

    points: tuple[Point, ...] = ()
    step: RemedyStep = RemedyStep.TEXT
    text: str = ""
    post: str | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class RemediesContext:
    """`kept`: points named before for the same meeting, which a new answer replaces; starts_at is local."""

    cell: str
    starts_at: datetime
    today: date
    kept: tuple[Point, ...] = ()


_POSTS = ("Bí thư chi bộ", "Phó bí thư chi bộ", "Chi ủy", "Chi ủy viên phụ trách")
_NONE = Option("none", "Không có việc cần khắc phục", ("không có", "không"))
_SAVE = Option("save", "Ghi nhận", ("xong", "đồng ý"))
_ADD = Option("add", "Thêm một việc", ("thêm",))
_BACK = Option("back", "Quay lại")


class RemediesForm(Form[RemediesState, RemediesContext]):
    """Subject "meeting:ID". Result: "saved", of state.points, which may be none."""

    name = "remedies"
    state_type = RemediesState
    is_filled_in = True

    def begin(self, context: RemediesContext) -> RemediesState:
        """At the first point, or at the review of those named before."""
        return RemediesState(context.kept, RemedyStep.REVIEW if context.kept else RemedyStep.TEXT)

    def card(self, state: RemediesState, context: RemediesContext) -> Card:
        """What to show now."""
        return _CARDS[state.step](state, context)

    def advance(self, state: RemediesState, intent: Intent, context: RemediesContext) -> RemediesState:
        """The next state; Rejected says what of a point does not fit."""
        if isinstance(intent, Typed):
            return _typed(state, intent.text, context)
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise Rejected(ChooseByButton())
        return _chosen(state, intent.key)

    def result(self, state: RemediesState) -> str | None:
        """ "saved", or None while questions are open."""
        return "saved" if state.step is RemedyStep.DECIDED else None

    def takes_numbers(self, state: RemediesState) -> bool:
        """Days are typed as digits, and may stand in a point's line."""
        return state.step is not RemedyStep.REVIEW

    def is_free_text(self, state: RemediesState) -> bool:
        """A point is in the secretary's own words."""
        return state.step not in (RemedyStep.DUE, RemedyStep.DECIDED)


def _typed(state: RemediesState, text: str, context: RemediesContext) -> RemediesState:
    try:
        if state.step is RemedyStep.POST:
            return _gone_on(replace(state, post=_post(check_post(text))))
        if state.step is RemedyStep.DUE:
            return _gone_on(replace(state, due_on=read_due(text, context.today)))
        return _line(state, text, context)
    except PointUnreadable as error:
        raise Rejected(PointRefused(error.why)) from None


def _line(state: RemediesState, text: str, context: RemediesContext) -> RemediesState:
    if len(state.points) >= MOST_REMEDIES:
        raise Rejected(RemediesFull(context.cell))
    read = read_point(text, context.today)
    post = None if read.post is None else _post(read.post)
    return _gone_on(replace(state, text=read.text, post=post, due_on=read.due_on))


def _post(text: str) -> str:
    if not text:
        raise PointUnreadable(PointTrouble.NO_TEXT)
    if looks_like_a_name(text):
        raise Rejected(RemedyPostNamed())
    return text


def _gone_on(state: RemediesState) -> RemediesState:
    """To what is still open of the point, or to the review."""
    if state.post is None:
        return replace(state, step=RemedyStep.POST)
    if state.due_on is None:
        return replace(state, step=RemedyStep.DUE)
    return RemediesState((*state.points, Point(state.text, state.post, state.due_on)), RemedyStep.REVIEW)


def _chosen(state: RemediesState, key: str) -> RemediesState:
    kind, _, value = key.partition("-")
    if kind in ("none", "save"):
        return RemediesState(state.points, RemedyStep.DECIDED)
    if kind == "add":
        return RemediesState(state.points, RemedyStep.TEXT)
    if kind == "back":
        return _back(state)
    if kind == "drop":
        left = tuple(point for place, point in enumerate(state.points) if place != int(value))
        return RemediesState(left, RemedyStep.REVIEW if left else RemedyStep.TEXT)
    if kind == "post":
        return _gone_on(replace(state, post=_POSTS[int(value)]))
    return _gone_on(replace(state, due_on=date.fromisoformat(value)))


def _back(state: RemediesState) -> RemediesState:
    if state.step is RemedyStep.DUE:
        return replace(state, step=RemedyStep.POST, post=None)
    if state.step is RemedyStep.POST:
        return RemediesState(state.points, RemedyStep.TEXT)
    return RemediesState(state.points, RemedyStep.REVIEW)


def _text(state: RemediesState, context: RemediesContext) -> Card:
    message = RemedyAsked(context.cell, context.starts_at, len(state.points) + 1, MOST_REMEDIES)
    return Card(message, ((_BACK if state.points else _NONE,),))


def _post_card(state: RemediesState, context: RemediesContext) -> Card:
    posts = tuple(Option(f"post-{place}", post) for place, post in enumerate(_POSTS))
    return Card(RemedyPostAsked(context.cell, state.text), (*rows(posts, 2), (_BACK,)))


def _due_card(state: RemediesState, context: RemediesContext) -> Card:
    message = RemedyDueAsked(context.cell, state.text, state.post or "")
    days = (Option(f"due-{day}", f"{day:%d/%m/%Y}") for day in _likely_days(context.today))
    return Card(message, (*rows(days, 2), (_BACK,)))


def _likely_days(today: date) -> list[date]:
    """In a week, in two, at the end of this month and of the next."""
    this = period_of(today)
    ends = {last_day(this), last_day(shift(this, 1))}
    return sorted({today + timedelta(days=7), today + timedelta(days=14), *ends} - {today})


def _review(state: RemediesState, context: RemediesContext) -> Card:
    message = RemediesReview(context.cell, context.starts_at, state.points)
    if state.step is RemedyStep.DECIDED:
        return Card(message)
    drops = (Option(f"drop-{place}", f"Bỏ việc {place + 1}") for place in range(len(state.points)))
    add = ((_ADD,),) if len(state.points) < MOST_REMEDIES else ()
    return Card(message, ((_SAVE,), *add, *rows(drops, 3)))


_CARDS = {
    RemedyStep.TEXT: _text,
    RemedyStep.POST: _post_card,
    RemedyStep.DUE: _due_card,
    RemedyStep.REVIEW: _review,
    RemedyStep.DECIDED: _review,
}

"""Leadership and office look at a month's figures, and at what stands behind them."""

from bot.domain.access import may_see_digest, require
from bot.domain.calendar import period_of, shift
from bot.domain.digests import parse_period
from bot.domain.people import Role
from bot.forms.annual import AnnualState
from bot.forms.digest import DigestState
from bot.messages.digests import DigestMonthExpected, DigestMonthUnknown
from bot.services import annual_cards, digest_cards, people
from bot.services.chats import Organisation
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def start(turn: Turn, text: str = "") -> None:
    """/tonghop, with or without a month: the last one of which there is something to say by default."""
    bodies = people.bodies_of(turn.work, turn.who, Role.LEADERSHIP, Role.OFFICE)
    require(bool(bodies), "no_figures")
    period = parse_period(text, turn.work.today) if text else _default(turn)
    if period is None:
        return turn.say(DigestMonthExpected())
    first, last = digest_cards.known_periods(turn.work, _default(turn))
    if not first <= period <= last:
        return turn.say(DigestMonthUnknown(period, first, last))
    body = bodies[0]
    turn.open(
        "digest", digest_cards.subject(body.id or 0, period), state=DigestState((body.id or 0,), period)
    )
    return None


def _default(turn: Turn) -> int:
    """The month before until its closing, then this one."""
    this = period_of(turn.work.today)
    before = shift(this, -1)
    closes_at = turn.work.ground.policy.closing_at(before, turn.work.ground.zone)
    return before if turn.work.now < closes_at else this


def _may_see(turn: Turn, subject: str) -> bool:
    body_id, _ = digest_cards.parse_subject(subject)
    return may_see_digest(turn.who, people.place(turn.work.session.get_one(Organisation, body_id)))


def _asked(turn: Turn, answered: Answered) -> None:
    """December's digest leads to the grades of the year, cell by cell."""
    turn.open("annual", annual_cards.subject(answered.state.period // 100), state=AnnualState())


CONVERSATIONS = {"digest": Conversation(_may_see, _asked)}

"""The office's daily list: whom to ring, because they cannot be reached or owe something."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import wording
from bot.domain.calendar import first_day, shift
from bot.domain.chat import FailureReason, OutboxState
from bot.domain.duties import Outcome
from bot.domain.people import Role
from bot.messages.office import CallLine, Debt, DebtKind
from bot.services import people
from bot.services.wordings import named
from bot.services.work import Work
from db.models import Organisation, Person
from db.queries import outbox as outbox_queries
from db.queries import people as people_queries
from db.queries import visits as queries

Trouble = tuple[OutboxState, FailureReason | None]
_LATELY = timedelta(days=7)  # what did not arrive before is no reason to ring any more
_AN_EVENING = timedelta(days=1)  # a report is owed once the day after its meeting has come


@dataclass(frozen=True)
class Call:
    """Somebody to ring and why; without debts only because no message reaches them, or the last one did not:
    then `trouble` says what became of it."""

    person_id: int
    is_reachable: bool
    debts: tuple[Debt, ...]
    blocks: bool = False
    trouble: Trouble | None = None


def calls(work: Work, body: Organisation, day: date) -> list[Call]:
    """Whoever owes something and cannot be reached, whoever else cannot be reached, whom the last message did
    not reach, then who owes."""
    people.learn_shared_names(work)
    reached = people_queries.reachable_people(work.session, work.ground.policy.consent_version)
    owing = _owing(work, body, reached)
    active = [person.id or 0 for person in people_queries.active_people(work.session, body.path, day)]
    everybody = dict.fromkeys([*active, *owing])
    found = [_call(work, one, one in reached, owing.get(one, ())) for one in everybody]
    lost = [call for call in found if not call.is_reachable]
    return [
        *(call for call in lost if call.debts),
        *(call for call in lost if not call.debts),
        *(call for call in found if call.is_reachable and call.trouble),
        *(call for call in found if call.is_reachable and not call.trouble and call.debts),
    ]


def _call(work: Work, person_id: int, is_reached: bool, debts: tuple[Debt, ...]) -> Call:
    blocking, troubles = _deaf(work)
    trouble = troubles.get(person_id) if is_reached else None
    return Call(person_id, is_reached, debts, not is_reached and person_id in blocking, trouble)


def _deaf(work: Work) -> tuple[set[int], dict[int, Trouble]]:
    """Who has blocked the program, and whom the last message did not reach; looked up once a transaction."""
    known: tuple[set[int], dict[int, Trouble]] | None = work.session.info.get("deaf")
    if known is None:
        troubles = outbox_queries.undelivered(work.session, work.now - _LATELY)
        known = people_queries.people_who_block(work.session), troubles
        work.session.info["deaf"] = known
    return known


def line(work: Work, call: Call) -> CallLine:
    """A call as the list shows it, with the telephone number."""
    person = work.session.get_one(Person, call.person_id)
    post = people_queries.main_post(work.session, call.person_id, work.today)
    state, reason = call.trouble or (None, None)
    return CallLine(
        person.name, post, person.phone, call.is_reachable, call.debts, call.blocks, state, reason
    )


def _owing(work: Work, body: Organisation, reached: set[int]) -> dict[int, tuple[Debt, ...]]:
    owing: defaultdict[int, list[Debt]] = defaultdict(list)
    for person_id, debt in (*_registrations(work, body, reached), *_reports(work, body)):
        owing[person_id].append(debt)
    return {person_id: tuple(debts) for person_id, debts in owing.items()}


def _registrations(work: Work, body: Organisation, reached: set[int]) -> Iterable[tuple[int, Debt]]:
    for period in queries.open_periods(work.session):
        if not _is_registration_owed(work, period):
            continue
        cells = queries.cells_without_date(work.session, body.path, period)
        keepers = people_queries.keepers(work.session, body.path, work.today, (Role.SECRETARY, Role.DEPUTY))
        for cell in cells:
            answering = keepers.get(cell.id or 0, [])
            person = next((one for one in answering if one in reached), answering[0] if answering else None)
            if person is not None:
                about = f"{people.cell_name(work, cell)}, {wording.month(period)}"
                yield person, Debt(DebtKind.REGISTRATION, about)


def _is_registration_owed(work: Work, period: int) -> bool:
    """From the second asking, the day by which dates are due (DOMAIN 3), until the month is over."""
    if first_day(shift(period, 1)) <= work.today:
        return False
    step = work.ground.policy.step("register", "second")
    if step is None or step.moment.in_month is None:
        return True
    return step.moment.in_month.of(period, work.ground.zone) < work.now


def _reports(work: Work, body: Organisation) -> Iterable[tuple[int, Debt]]:
    for visit, meeting, _, cell in queries.owed_reports(work.session, body.path, work.now - _AN_EVENING):
        kind = DebtKind.SCORE if visit.outcome is Outcome.ATTENDED else DebtKind.REPORT
        yield visit.person_id, Debt(kind, named(work, meeting, cell))

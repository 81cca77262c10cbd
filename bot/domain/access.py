"""Who may do what (DOMAIN 2): every action by name, the default is no, nothing before consent."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from bot.domain.people import Actor, Place, Role

P = ParamSpec("P")
Rule = Callable[Concatenate[Actor, P], bool]

#: Every action there is; tests/unit/test_access.py has a column for each.
ACTIONS: dict[str, Callable[..., bool]] = {}


class Denied(Exception):
    """Somebody may not do what they asked; `reason` is a key of the message that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require(allowed: bool, reason: str) -> None:
    """The first line of a conversation: Denied with the reason unless allowed."""
    if not allowed:
        raise Denied(reason)


def _action(rule: Rule[P]) -> Rule[P]:
    @wraps(rule)
    def decide(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> bool:
        return actor.is_consenting and rule(actor, *args, **kwargs)

    ACTIONS[rule.__name__] = decide
    return decide


@_action
def may_schedule(actor: Actor, cell: Place) -> bool:
    """Register, move and cancel a cell's meetings: its secretary and deputies."""
    return _leads_cell(actor, cell)


@_action
def may_respond(actor: Actor, cell_id: int, person_id: int) -> bool:
    """Confirm or decline a visit: one's own, to a cell assigned."""
    return _is_own_visit(actor, cell_id, person_id)


@_action
def may_report(actor: Actor, cell_id: int, person_id: int) -> bool:
    """Report attendance and the facts of a meeting: one's own visit."""
    return _is_own_visit(actor, cell_id, person_id)


@_action
def may_score(actor: Actor, cell_id: int, person_id: int) -> bool:
    """Fill in the visitor's score sheet: one's own visit."""
    return _is_own_visit(actor, cell_id, person_id)


@_action
def may_score_own_cell(actor: Actor, cell: Place) -> bool:
    """Give the cell's own score of a meeting: its secretary and deputies."""
    return _leads_cell(actor, cell)


@_action
def may_score_as_superior(actor: Actor, cell: Place) -> bool:
    """Give the superior committee's score: office and leadership of a body above the cell, but nobody who
    leads the cell as well: they would confirm themselves."""
    above = (office for office in actor.offices if office.place.id != cell.id)
    return not _leads_cell(actor, cell) and _follows(replace(actor, offices=tuple(above)), cell)


@_action
def may_see_meeting(actor: Actor, cell: Place) -> bool:
    """See when, where and what: the cell's own, its visitors, office and leadership above."""
    return _leads_cell(actor, cell) or cell.id in actor.assigned_cells or _follows(actor, cell)


@_action
def may_see_digest(actor: Actor, body: Place) -> bool:
    """See a month's figures of a body: its leadership and office, and those above."""
    return _follows(actor, body)


@_action
def may_see_names(actor: Actor, body: Place) -> bool:
    """See who visited and who owes what, behind the counts: as the digest."""
    return _follows(actor, body)


@_action
def may_see_year(actor: Actor, place: Place) -> bool:
    """See the grade of a cell's year, or of all below a body: the cell's own leaders, office and leadership
    above."""
    return _leads_cell(actor, place) or _follows(actor, place)


@_action
def may_decide_declines(actor: Actor, cell: Place) -> bool:
    """Say whether a declined duty is excused or missed: the office above the cell."""
    return _holds(actor, cell, Role.OFFICE)


@_action
def may_see_call_list(actor: Actor, body: Place) -> bool:
    """See whom to call, with telephone numbers: the office."""
    return _holds(actor, body, Role.OFFICE)


@_action
def may_import_roster(actor: Actor, body: Place) -> bool:
    """Change the roster of a body and all below it: the office; the administrator, who imports the first
    one."""
    return _holds(actor, body, Role.OFFICE, Role.ADMINISTRATOR)


@_action
def may_resolve_code_conflict(actor: Actor, place: Place) -> bool:
    """Keep or revoke the chat of somebody at a place, and issue a new code: office and administrator."""
    return _holds(actor, place, Role.OFFICE, Role.ADMINISTRATOR)


@_action
def may_administer(actor: Actor) -> bool:
    """Accounts, rubrics and policy: administrators, wherever they stand."""
    return any(office.role is Role.ADMINISTRATOR for office in actor.offices)


def _leads_cell(actor: Actor, cell: Place) -> bool:
    roles = (Role.SECRETARY, Role.DEPUTY)
    return any(office.role in roles and office.place.id == cell.id for office in actor.offices)


def _is_own_visit(actor: Actor, cell_id: int, person_id: int) -> bool:
    return actor.person_id == person_id and cell_id in actor.assigned_cells


def _follows(actor: Actor, place: Place) -> bool:
    return _holds(actor, place, Role.OFFICE, Role.LEADERSHIP)


def _holds(actor: Actor, place: Place, *roles: Role) -> bool:
    return any(office.role in roles and place.is_within(office.place) for office in actor.offices)

"""Access as one table: rows are the cast, columns every action, each inside and outside scope."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain import access
from bot.domain.people import EVERYWHERE, Actor, Office, Place, Role

ROOT = Place(1, "/1/")
NORTH = Place(2, "/1/2/")
CELL = Place(3, "/1/2/3/")  # in NORTH
SISTER = Place(33, "/1/2/33/")  # in NORTH too
SOUTH = Place(4, "/1/4/")
FAR_CELL = Place(5, "/1/4/5/")  # in SOUTH
ALIEN = Place(20, "/20/")  # another Party body
ALIEN_CELL = Place(21, "/20/21/")
VISITOR_ID, ANOTHER_ID = 7, 8


def holder(role: Role, place: Place) -> Actor:
    return Actor(person_id=100, offices=(Office(role, place),))


VISITOR = Actor(person_id=VISITOR_ID, assigned_cells=frozenset({CELL.id}))
EVERYTHING = Actor(
    VISITOR_ID, tuple(Office(role, place) for role in Role for place in (ROOT, CELL)), VISITOR.assigned_cells
)
CAST = {
    "secretary": holder(Role.SECRETARY, CELL),
    "deputy": holder(Role.DEPUTY, CELL),
    "visitor": VISITOR,
    "office of root": holder(Role.OFFICE, ROOT),
    "office of north": holder(Role.OFFICE, NORTH),
    "leadership of root": holder(Role.LEADERSHIP, ROOT),
    "leadership of north": holder(Role.LEADERSHIP, NORTH),
    "leadership of the cell": holder(Role.LEADERSHIP, CELL),
    "secretary and leadership of north": Actor(
        100, (Office(Role.SECRETARY, CELL), Office(Role.LEADERSHIP, NORTH))
    ),
    "administrator": holder(Role.ADMINISTRATOR, EVERYWHERE),
    "administrator of root": holder(Role.ADMINISTRATOR, ROOT),
    "nobody": Actor(person_id=101),
    "not consenting": replace(EVERYTHING, is_consenting=False),
}

# Where each action is tried: by name of the try, the arguments after the actor.
OWN_VISITS: dict[str, tuple[object, ...]] = {
    "own": (CELL.id, VISITOR_ID),
    "another's": (CELL.id, ANOTHER_ID),
    "own elsewhere": (FAR_CELL.id, VISITOR_ID),
}
CELLS: dict[str, tuple[object, ...]] = {
    "cell": (CELL,),
    "sister": (SISTER,),
    "far": (FAR_CELL,),
    "alien": (ALIEN_CELL,),
}
BODIES: dict[str, tuple[object, ...]] = {
    "root": (ROOT,),
    "north": (NORTH,),
    "south": (SOUTH,),
    "cell": (CELL,),
    "alien": (ALIEN,),
    "everywhere": (EVERYWHERE,),
}
TRIES: dict[str, dict[str, tuple[object, ...]]] = {
    "may_schedule": CELLS,
    "may_respond": OWN_VISITS,
    "may_report": OWN_VISITS,
    "may_score": OWN_VISITS,
    "may_score_own_cell": CELLS,
    "may_score_as_superior": CELLS,
    "may_see_meeting": CELLS,
    "may_see_digest": BODIES,
    "may_see_names": BODIES,
    "may_see_year": BODIES,
    "may_decide_declines": CELLS,
    "may_see_call_list": BODIES,
    "may_import_roster": BODIES,
    "may_resolve_code_conflict": BODIES,
    "may_administer": {"at all": ()},
}

# What is allowed; whatever is not listed is refused.
SUBTREE = {"root": "root north south cell", "north": "north cell"}
BODIES_OF_ALL = " ".join(BODIES)
CELLS_BELOW = {"root": "cell sister far", "north": "cell sister"}
ALLOWED: dict[str, dict[str, str]] = {
    "secretary": {
        "may_schedule": "cell",
        "may_score_own_cell": "cell",
        "may_see_meeting": "cell",
        "may_see_year": "cell",
    },
    "deputy": {
        "may_schedule": "cell",
        "may_score_own_cell": "cell",
        "may_see_meeting": "cell",
        "may_see_year": "cell",
    },
    "visitor": {"may_respond": "own", "may_report": "own", "may_score": "own", "may_see_meeting": "cell"},
    **{
        f"office of {body}": {
            "may_score_as_superior": CELLS_BELOW[body],
            "may_see_meeting": CELLS_BELOW[body],
            "may_see_digest": SUBTREE[body],
            "may_see_names": SUBTREE[body],
            "may_see_year": SUBTREE[body],
            "may_decide_declines": CELLS_BELOW[body],
            "may_see_call_list": SUBTREE[body],
            "may_import_roster": SUBTREE[body],
            "may_resolve_code_conflict": SUBTREE[body],
        }
        for body in SUBTREE
    },
    **{
        f"leadership of {body}": {
            "may_score_as_superior": CELLS_BELOW[body],
            "may_see_meeting": CELLS_BELOW[body],
            "may_see_digest": SUBTREE[body],
            "may_see_names": SUBTREE[body],
            "may_see_year": SUBTREE[body],
        }
        for body in SUBTREE
    },
    "leadership of the cell": {
        "may_see_meeting": "cell",
        "may_see_year": "cell",
        "may_see_digest": "cell",
        "may_see_names": "cell",
    },
    "secretary and leadership of north": {
        "may_schedule": "cell",
        "may_score_own_cell": "cell",
        "may_score_as_superior": "sister",
        "may_see_meeting": "cell sister",
        "may_see_year": SUBTREE["north"],
        "may_see_digest": SUBTREE["north"],
        "may_see_names": SUBTREE["north"],
    },
    "administrator": {
        "may_import_roster": BODIES_OF_ALL,
        "may_resolve_code_conflict": BODIES_OF_ALL,
        "may_administer": "at all",
    },
    "administrator of root": {
        "may_import_roster": SUBTREE["root"],
        "may_resolve_code_conflict": SUBTREE["root"],
        "may_administer": "at all",
    },
    "nobody": {},
    "not consenting": {},
}


def allowed_tries(action: Callable[..., bool], actor: Actor) -> set[str]:
    return {name for name, args in TRIES[action.__name__].items() if action(actor, *args)}


def expected(who: str, action: str) -> set[str]:
    listed = ALLOWED[who].get(action, "")
    return {name for name in TRIES[action] if name == listed or name in listed.split()}


def test_the_table_has_a_column_for_every_action() -> None:
    named = {name for name in vars(access) if name.startswith("may_")}
    assert set(TRIES) == set(access.ACTIONS) == named


def test_the_table_lists_only_what_is_tried() -> None:
    assert set(ALLOWED) == set(CAST)
    for rights in ALLOWED.values():
        for action, listed in rights.items():
            assert listed in TRIES[action] or set(listed.split()) <= set(TRIES[action])


@pytest.mark.parametrize("action", sorted(TRIES))
@pytest.mark.parametrize("who", CAST)
def test_who_may_do_what(who: str, action: str) -> None:
    assert allowed_tries(access.ACTIONS[action], CAST[who]) == expected(who, action)


@pytest.mark.parametrize("action", sorted(TRIES))
def test_consent_is_all_that_the_not_consenting_one_lacks(action: str) -> None:
    consenting = replace(CAST["not consenting"], is_consenting=True)
    assert allowed_tries(access.ACTIONS[action], consenting)


def test_a_path_that_merely_begins_alike_is_not_below() -> None:
    assert not access.may_see_digest(holder(Role.OFFICE, Place(2, "/1/2/")), Place(22, "/1/22/"))


def test_rights_of_several_posts_add_up() -> None:
    both = Actor(9, (Office(Role.SECRETARY, CELL), Office(Role.LEADERSHIP, SOUTH)))
    assert access.may_schedule(both, CELL)
    assert access.may_see_digest(both, SOUTH)
    assert not access.may_schedule(both, FAR_CELL)
    assert not access.may_see_digest(both, NORTH)


def test_require_names_the_reason() -> None:
    access.require(True, "not_assigned")
    with pytest.raises(access.Denied) as denied:
        access.require(access.may_score(VISITOR, FAR_CELL.id, VISITOR_ID), "not_assigned")
    assert denied.value.reason == "not_assigned"

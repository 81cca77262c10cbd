"""Personal one-time codes: made, kept as HMAC, and listed for handing over."""

import hashlib
import hmac
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update

from bot.domain.people import Level
from bot.domain.vietnamese import fold
from bot.services import audit
from bot.services.work import Work
from db.models import Invitation, Organisation, Person
from db.queries import roster as queries

LENGTH = 8
_GRASSROOTS = (Level.GRASSROOTS_BODY, Level.GRASSROOTS_CELL)
#: Nothing that is taken for something else (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), and nothing that a Vietnamese
#: keyboard makes another letter of: no vowels, no D, no W.
ALPHABET = "CFGHJKMNPQRTX34679"


@dataclass(frozen=True)
class InvitationSheetRow:
    """One line of the sheet that is handed over; `body` is the grassroots organisation it belongs to,
    or the Party body itself."""

    body_code: str
    body: str
    name: str
    post: str
    code: str


def code_hmac(secret: bytes, code: str) -> str:
    """What is kept of a code, however it was typed: small letters, spaces and dashes make no difference."""
    return hmac.new(secret, _bare(code).encode(), hashlib.sha256).hexdigest()


def _bare(code: str) -> str:
    return re.sub(r"[\W_]", "", fold(code)).upper()


def looks_like_code(text: str) -> bool:
    """Whether a whole message may be meant as a code."""
    bare = _bare(text)
    if len(text) > 3 * LENGTH or len(bare) != LENGTH or not (bare.isascii() and bare.isalnum()):
        return False
    return not _is_words(text, bare)


def _is_words(text: str, bare: str) -> bool:
    # "Tôi đồng ý" has eight letters; nobody shall lose a try by being polite.
    return len(text.split()) > 1 and bare.isalpha() and bool(set(bare) & set("AEIOUY"))


def valid_until(work: Work) -> datetime:
    """Until when a code issued now is valid, local."""
    return work.local_now + timedelta(days=work.ground.policy.code_valid_days)


def issue(work: Work, person_id: int, grants_administrator: bool = False) -> str:
    """A new code for a person; their older unused codes die."""
    return _issue(work, [person_id], grants_administrator)[person_id]


def issue_all(work: Work) -> tuple[list[InvitationSheetRow], list[str]]:
    """New codes for everybody with a post or an assignment in force whom no chat is bound to; their older
    unused codes die. In the order of the bodies in the tree, then of names; with it who is left out, by code
    and name: their administrator's code is unused, was handed over already, and shall stay good."""
    found = queries.not_enrolled(work.session, work.today)
    administrators = _administrators_to_be(work, [person.id or 0 for person in found])
    invited = [person for person in found if person.id not in administrators]
    rows = _rows(work, invited, _issue(work, [person.id or 0 for person in invited], False))
    audit.note(work, None, "invitations.issued", f"{len(rows)}")
    return rows, [f"{person.code} {person.name}" for person in found if person.id in administrators]


def _issue(work: Work, person_ids: list[int], grants_administrator: bool) -> Mapping[int, str]:
    administrators = _administrators_to_be(work, person_ids)
    _revoke(work, person_ids)
    codes = {person_id: "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for person_id in person_ids}
    work.session.add_all(
        Invitation(
            person_id=person_id,
            code_hmac=code_hmac(work.ground.secret, code),
            issued_at=work.now,
            expires_at=work.now + timedelta(days=work.ground.policy.code_valid_days),
            grants_administrator=grants_administrator or person_id in administrators,
        )
        for person_id, code in codes.items()
    )
    work.session.flush()
    return codes


def _administrators_to_be(work: Work, person_ids: list[int]) -> set[int]:
    """Who holds an unused administrator's code: a new code must not quietly be worth less."""
    found = work.session.exec(
        select(Invitation.person_id).where(
            col(Invitation.person_id).in_(person_ids),
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.grants_administrator),
            col(Invitation.expires_at) > work.now,
        )
    )
    return set(found)


def _revoke(work: Work, person_ids: list[int]) -> None:
    work.session.exec(
        update(Invitation)
        .where(
            col(Invitation.person_id).in_(person_ids),
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=work.now)
        .execution_options(synchronize_session="fetch")
    )


def _rows(work: Work, invited: Iterable[Person], codes: Mapping[int, str]) -> list[InvitationSheetRow]:
    bodies = _bodies(work)
    titles, places = _posts(work)
    made = []
    for person in invited:
        number = person.id or 0
        body = bodies[places[number]]
        row = InvitationSheetRow(body.code, body.name, person.name, titles[number], codes[number])
        made.append((body.level is not Level.PARTY_BODY, row))
    return [row for _, row in sorted(made, key=lambda pair: (pair[0], pair[1].body_code))]


def _posts(work: Work) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Of every person their posts in words, and the path that decides on whose sheet they stand."""
    titles: defaultdict[int, str] = defaultdict(lambda: "Người được phân công dự sinh hoạt")
    places: dict[int, str] = {}
    for person_id, title, organisation, path in queries.posts_in_force(work.session, work.today):
        post = f"{title}, {organisation}"
        titles[person_id] = f"{titles[person_id]}; {post}" if person_id in titles else post
        places.setdefault(person_id, path)
    for person_id, path in queries.assigned_places(work.session, work.today):
        places.setdefault(person_id, path)
    return titles, places


def _bodies(work: Work) -> Mapping[str, Organisation]:
    """By the path of every organisation: the grassroots organisation it is or lies in, else its root."""
    by_path = {one.path: one for one in queries.organisations(work.session)}
    return {path: _body(by_path, path) for path in by_path}


def _body(by_path: Mapping[str, Organisation], path: str) -> Organisation:
    steps = path.strip("/").split("/")
    above = [by_path["/" + "/".join(steps[:depth]) + "/"] for depth in range(1, len(steps) + 1)]
    return next((one for one in above if one.level in _GRASSROOTS), above[0])

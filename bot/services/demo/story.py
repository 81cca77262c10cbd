"""The demo's story as values: who there is, and what happened in the month that is past."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, TypeAdapter, with_config

from bot.domain.duties import DeclineReason
from bot.domain.meetings import Kind
from bot.domain.roster_state import OrganisationFacts

#: Where the demo's clock stands at first: five minutes before the secretaries are asked for December.
START = datetime(2026, 11, 18, 7, 55, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).astimezone(UTC)

_STRICT = ConfigDict(extra="forbid")  # a misspelt key would be a fact that silently is not there
_SINCE = date(2026, 1, 1)


@with_config(_STRICT)
@dataclass(frozen=True)
class PostTold:
    """A post at an organisation, by its code."""

    title: str
    at: str
    since: date = _SINCE


@with_config(_STRICT)
@dataclass(frozen=True)
class AssignmentTold:
    """A cell to visit, and the organisation that assigned, by their codes; both days included."""

    cell: str
    by: str
    decision: str
    since: date = _SINCE
    until: date | None = None


@with_config(_STRICT)
@dataclass(frozen=True)
class PersonTold:
    """Somebody with posts and cells to visit."""

    code: str
    name: str
    phone: str | None = None
    posts: tuple[PostTold, ...] = ()
    assignments: tuple[AssignmentTold, ...] = ()


@with_config(_STRICT)
@dataclass(frozen=True)
class InvitationTold:
    """The fixed code of somebody who has not enrolled."""

    person: str
    code: str


@with_config(_STRICT)
@dataclass(frozen=True)
class VisitTold:
    """What a visitor did: declined, or came and gave the figures (as typed on one line), and then scored:
    points of the lines below their maximum, by the regulation's mark; None without a sheet."""

    person: str
    declines: DeclineReason | None = None
    facts: tuple[int, ...] = ()
    deducted: Mapping[str, Decimal] | None = None


@with_config(_STRICT)
@dataclass(frozen=True)
class MeetingTold:
    """A meeting with those of its visitors who did something; `starts` is local."""

    cell: str
    starts: datetime
    place: str
    kind: Kind = Kind.ORDINARY
    topic: str | None = None
    is_cancelled: bool = False
    visits: tuple[VisitTold, ...] = ()


@with_config(_STRICT)
@dataclass(frozen=True)
class Story:
    """Everything in db/seeds/demo.toml; `registered_from` is local."""

    registered_from: datetime
    invitations: tuple[InvitationTold, ...]
    organisations: tuple[OrganisationFacts, ...]
    people: tuple[PersonTold, ...]
    meetings: tuple[MeetingTold, ...]


@cache
def load_story() -> Story:
    """The story of db/seeds/demo.toml."""
    file = resources.files("db").joinpath("seeds", "demo.toml")
    return TypeAdapter(Story).validate_python(tomllib.loads(file.read_text("utf-8")))

"""An import under way: what was known, what the file says, and what has come of it so far."""

from dataclasses import dataclass, field
from datetime import date

from bot.domain.roster_posts import PostTable
from bot.domain.roster_reasons import Reason
from bot.domain.roster_rows import AssignmentRow, OrganisationRow, PersonRow, RosterFile
from bot.domain.roster_state import AssignmentKey, PostKey, Roster


@dataclass
class Import:
    """`after` starts as a copy of `before` and is filled row by row; what rows named is remembered, so
    that the rest can be told absent."""

    before: Roster
    file: RosterFile
    table: PostTable
    on: date
    after: Roster = field(init=False)
    named_organisations: set[str] = field(default_factory=set)
    named_phones: set[str] = field(default_factory=set)
    named_posts: set[tuple[PostKey, date]] = field(default_factory=set)
    named_assignments: set[tuple[AssignmentKey, date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.after = self.before.copy()

    def refuse(self, row: OrganisationRow | PersonRow | AssignmentRow, why: Reason) -> None:
        self.file.refuse(row, why)

    def is_known(self, organisation: str) -> bool:
        """Whether rows may refer to it: it is there and has not ended."""
        facts = self.after.organisations.get(organisation)
        return facts is not None and (facts.ended_on is None or facts.ended_on >= self.on)

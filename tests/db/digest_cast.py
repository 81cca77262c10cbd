"""The organisations and people of the digest's tests."""

from datetime import date

from bot.domain.duties import Outcome
from bot.domain.people import Level, Role
from db.models import Consent, Meeting, Organisation, Person, Post
from tests.month import EVENING, Month


class Cast:
    """A Party body with one grassroots body of two cells, and a grassroots cell of its own."""

    def __init__(self, month: Month, consent_version: int) -> None:
        self.month, self.consent_version = month, consent_version
        self.body = month.organisation(Level.PARTY_BODY, None, "Đảng bộ Khối")
        self.grassroots = month.organisation(Level.GRASSROOTS_BODY, self.body, "Đảng bộ Sở Y")
        self.first = month.organisation(Level.DEPENDENT_CELL, self.grassroots, "Chi bộ 1")
        self.second = month.organisation(Level.DEPENDENT_CELL, self.grassroots, "Chi bộ 2")
        self.alone = month.organisation(Level.GRASSROOTS_CELL, self.body, "Chi bộ Hội Nhà nông")
        self.lan = month.person("Nguyễn Thị Lan", "0900000013")
        self.hung = month.person("Trần Văn Hùng")

    def attended(self, person: Person, cell: Organisation, is_scored: bool = True) -> Meeting:
        meeting = self.month.meeting(cell)
        duty = self.month.duty(person, cell, self.body, Outcome.ATTENDED)
        self.month.visit(meeting, person, duty, Outcome.ATTENDED, is_scored)
        return meeting

    def lead(self, person: Person, organisation: Organisation, role: Role) -> None:
        post = Post(
            person_id=person.id or 0,
            organisation_id=organisation.id or 0,
            title=role,
            folded_title=role,
            role=role,
            starts_on=date(2026, 1, 1),
        )
        consent = Consent(person_id=person.id or 0, version=self.consent_version, agreed_at=EVENING)
        self.month.session.add_all([post, consent])
        self.month.session.flush()

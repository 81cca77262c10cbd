"""What holds for a cell's three scores: the policy's settings, or those of the bodies above it."""

from sqlmodel import col, select

from bot.domain.policy_scoring import ScoringPolicy
from bot.services import people
from bot.services.work import Work
from db.models import Organisation


def scoring_policy(work: Work, cell: Organisation) -> ScoringPolicy:
    """The settings in force for a cell: of each the nearest body's own."""
    policies = work.ground.policy.scoring
    if not policies.own:
        return policies.default
    steps = people.place(cell).steps
    found = work.session.exec(
        select(Organisation.id, Organisation.code).where(col(Organisation.id).in_(steps))
    )
    codes = dict(found.all())
    return policies.of(codes[step] for step in steps if step in codes)

"""The roster: what an import would do, doing it, and the whole of it for export."""

from bot.domain.roster_plan import EndsNotRepeated, NoRoster, RosterPlan
from bot.services.roster.applying import apply
from bot.services.roster.knowing import known_roster
from bot.services.roster.planning import plan

__all__ = ["EndsNotRepeated", "NoRoster", "RosterPlan", "apply", "known_roster", "plan"]

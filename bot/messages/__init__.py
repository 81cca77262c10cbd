"""Everything the bot says: one frozen dataclass per message, each with a template of its name."""

from bot.messages import annual, digests, enrolment, general, guard, menu, office, schedule, scoring, visits
from bot.messages.base import MESSAGES, Message, from_fields, to_fields

__all__ = [
    "MESSAGES",
    "Message",
    "annual",
    "digests",
    "enrolment",
    "from_fields",
    "general",
    "guard",
    "menu",
    "office",
    "schedule",
    "scoring",
    "to_fields",
    "visits",
]

"""Examples of bot.messages.guard."""

from bot.domain.guard import GuardReason
from bot.messages import Message
from bot.messages.guard import GuardDoubt, GuardRefused

EXAMPLES: list[Message] = [
    GuardRefused(GuardReason.TOO_LONG, detail=612),
    GuardRefused(GuardReason.SECURITY_MARKING),
    GuardRefused(GuardReason.PERSON_NAMED),
    GuardDoubt(GuardReason.DISCIPLINE),
    GuardDoubt(GuardReason.DENUNCIATION),
]

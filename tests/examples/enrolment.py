"""Examples of bot.messages.enrolment."""

from bot.messages import Message

EXAMPLES: list[Message] = []

"""Examples of bot.messages.schedule."""

from bot.messages import Message

EXAMPLES: list[Message] = []

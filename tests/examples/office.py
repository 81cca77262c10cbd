"""Examples of bot.messages.office."""

from bot.messages import Message

EXAMPLES: list[Message] = []

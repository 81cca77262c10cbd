"""Examples of bot.messages.general."""

from bot.messages import Message

EXAMPLES: list[Message] = []

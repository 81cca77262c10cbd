"""Examples of bot.messages.visits."""

from bot.messages import Message

EXAMPLES: list[Message] = []

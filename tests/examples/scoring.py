"""Examples of bot.messages.scoring."""

from bot.messages import Message

EXAMPLES: list[Message] = []

"""Examples of bot.messages.digests."""

from bot.messages import Message

EXAMPLES: list[Message] = []

"""How old an update can be: a message has its date, a tap only that of its card."""

from dataclasses import replace
from datetime import datetime

from bot.domain.chat import Inbound, Tap


class Ages:
    """Dates taps by what is known, in real UTC. Telegram tells no time of a tap, and keeps updates for a day
    while the program is away. Certain is: a tap comes after its card, and after any moment at which Telegram
    had nothing more to give (`emptied`). The later of both is the earliest that the tap can have been made;
    how much later it was, nobody can know. So of what waited through a long absence a fresh tap on an old
    card counts as old, which costs its author one more tap; the other way round an old one would be taken
    for what they want now."""

    def __init__(self) -> None:
        self._emptied_at: datetime | None = None

    def emptied(self, at: datetime) -> None:
        """Nothing waited at Telegram at this moment: whatever is still to come was made later."""
        self._emptied_at = max(at, self._emptied_at or at)

    def dated(self, inbound: Inbound) -> Inbound:
        """The same, a tap with the earliest moment at which it can have been made."""
        if not isinstance(inbound.content, Tap) or self._emptied_at is None:
            return inbound
        return replace(inbound, sent_at=max(inbound.sent_at or self._emptied_at, self._emptied_at))

"""Why Telegram could not be asked: said in the log, and whether it refuses the token is remembered."""

import logging

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram_errors import failure
from bot.domain.chat import InDoubt

log = logging.getLogger(__name__)


class Complaints:
    """Of one account's intake. What is no answer of Telegram's, such as an outage, changes nothing."""

    def __init__(self) -> None:
        self.is_refused = False  # Telegram does not accept the token

    def over(self) -> None:
        """Telegram answered as it should."""
        if self.is_refused:
            log.warning("Telegram accepts the bot's token again")
        self.is_refused = False

    def hear(self, error: TelegramError) -> float:
        """Log why Telegram could not be asked; the seconds it wants to be left alone."""
        if isinstance(error, Conflict):
            log.error(
                "another process takes in this bot's updates, only one may run with its token: %s", error
            )
        elif isinstance(error, InvalidToken):
            self.is_refused = True
            log.critical("Telegram does not accept the bot's token (401): check CHIBO_TELEGRAM_TOKEN")
        else:
            log.warning("Telegram cannot be reached: %s", error)
        result = failure(error)
        return 0.0 if isinstance(result, InDoubt) else result.retry_after or 0.0

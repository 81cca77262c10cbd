"""The start token of a rehearsal: set, or made anew at every start."""

import secrets

from bot.settings import Settings


def start_token(settings: Settings) -> str:
    """The token that every request of a rehearsal has to carry."""
    if settings.rehearsal_token is not None:
        return settings.rehearsal_token.get_secret_value()
    return secrets.token_urlsafe(16)

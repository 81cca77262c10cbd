"""What Telegram allows: every limit of the Bot API that the program depends on (Bot API 10.0)."""

import re

from bot.domain.chat import Button, Capabilities
from bot.domain.pace import Rates

TEXT_LENGTH = 4096  # after entities
BUTTONS_PER_ROW = 4  # the API takes 8; old phones show no more than 4 legibly
BUTTONS_PER_MESSAGE = 100
CALLBACK_DATA_BYTES = 64
START_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
COMMANDS = 100
COMMAND_DESCRIPTION_LENGTH = 256
UPDATES_PER_POLL = 100
WEBHOOK_CONNECTIONS = 40  # that Telegram opens at once; up to 100 are allowed
UPDATE_BYTES = 1024 * 1024  # more than any update has; the API names no limit
DOWNLOAD_BYTES = 20 * 1024 * 1024
GROUP_PREFIX = "-"  # of a chat's id

CAPABILITIES = Capabilities(
    text_limit=TEXT_LENGTH,
    has_html=True,
    has_buttons=True,
    can_edit=True,
    can_receive_files=True,
    has_start_link=True,
    buttons_per_row=BUTTONS_PER_ROW,
    rates=Rates(),
    group_prefix=GROUP_PREFIX,
)

Rows = tuple[tuple[Button, ...], ...]


def folded(rows: Rows, per_row: int) -> Rows:
    """The same buttons in the same order, rows longer than `per_row` broken into several."""
    return tuple(row[start : start + per_row] for row in rows for start in range(0, len(row), per_row))


def misfit(rows: Rows) -> str | None:
    """Why Telegram will not take these buttons, or None. It would answer with a bare BUTTON_DATA_INVALID."""
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS_PER_MESSAGE:
        return f"{len(buttons)} buttons, at most {BUTTONS_PER_MESSAGE}"
    for button in buttons:
        if not button.label.strip():
            return "a button without a label"
        if not 1 <= len(button.data.encode()) <= CALLBACK_DATA_BYTES:
            return f"a button carries {len(button.data.encode())} bytes, at most {CALLBACK_DATA_BYTES}"
    return None

"""One message on its way out: sent, put in place of a card, and what became of it."""

import logging

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram_errors import failure, is_unchanged, is_uneditable
from bot.channels.telegram_limits import BUTTONS_PER_ROW, Rows, folded, misfit
from bot.domain.chat import FailureReason, InDoubt, NotSent, Outgoing, SendResult, Sent

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def deliver(bot: Bot, outgoing: Outgoing) -> SendResult:
    """Send a message or put it in place of the card it edits; afterwards leave the chat when told to."""
    result = await _delivered(bot, outgoing)
    if outgoing.leaves_chat and not (isinstance(result, NotSent) and result.can_pass):
        await _leave(bot, outgoing.chat)
    return result


async def _delivered(bot: Bot, outgoing: Outgoing) -> SendResult:
    if reason := misfit(outgoing.rows):
        return NotSent(FailureReason.BAD_CONTENT, reason)
    try:
        return await _edit_or_send(bot, outgoing)
    except TelegramError as error:
        return failure(error)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Telegram accepted it, but the library cannot read the answer.
        return InDoubt(type(error).__name__)


async def _edit_or_send(bot: Bot, outgoing: Outgoing) -> SendResult:
    card = outgoing.edits or ""
    if not card.isdecimal():  # nothing to edit, or a card of another messenger
        return await _send(bot, outgoing)
    try:
        return await _edit(bot, outgoing, card)
    except BadRequest as error:
        if is_unchanged(error):
            return Sent(card)
        if is_uneditable(error):
            return await _send(bot, outgoing)
        raise


async def _send(bot: Bot, outgoing: Outgoing) -> SendResult:
    message: Message = await bot.send_message(
        outgoing.chat,
        outgoing.text,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        protect_content=outgoing.is_protected or None,
        reply_markup=_keyboard(outgoing.rows),
    )
    return Sent(str(message.message_id))


async def _edit(bot: Bot, outgoing: Outgoing, card: str) -> SendResult:
    await bot.edit_message_text(
        outgoing.text,
        chat_id=outgoing.chat,
        message_id=int(card),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=_keyboard(outgoing.rows),
    )
    return Sent(card)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    lines = [
        [InlineKeyboardButton(button.label, callback_data=button.data) for button in row]
        for row in folded(rows, BUTTONS_PER_ROW)
    ]
    return InlineKeyboardMarkup(lines) if lines else None


async def _leave(bot: Bot, chat: str) -> None:
    try:
        await bot.leave_chat(chat)
    except TelegramError as error:
        log.warning("chat not left: %s", error)

"""A bare echo on aiogram, for comparison; runs in an environment of its own, which knows nothing of ours."""

import argparse
import asyncio

from aiogram import Bot, Dispatcher, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

_POOL = 64  # connections, as the program has


def _markup(count: int) -> types.InlineKeyboardMarkup:
    button = types.InlineKeyboardButton(text="Tiếp", callback_data=str(count))
    return types.InlineKeyboardMarkup(inline_keyboard=[[button]])


async def written(message: types.Message) -> None:
    """A message gets a card with a button."""
    await message.answer("0", reply_markup=_markup(0))


async def tapped(tap: types.CallbackQuery) -> None:
    """A tap is answered and its card edited, side by side."""
    count = int(tap.data or "0") + 1
    answer = asyncio.create_task(_answered(tap))
    await tap.message.edit_text(str(count), reply_markup=_markup(count))
    await answer


async def _answered(tap: types.CallbackQuery) -> None:
    await tap.answer()  # what it gives can be awaited, but not by gather()


async def main() -> None:
    """Poll until killed; updates are handled side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--token", required=True)
    given = parser.parse_args()
    session = AiohttpSession(api=TelegramAPIServer.from_base(given.url), limit=_POOL)
    dispatcher = Dispatcher()
    dispatcher.message.register(written)
    dispatcher.callback_query.register(tapped)
    wanted = ["message", "callback_query"]
    await dispatcher.start_polling(Bot(given.token, session=session), allowed_updates=wanted)


if __name__ == "__main__":
    asyncio.run(main())

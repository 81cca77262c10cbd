"""The bots that are compared, each a process: python -m tests.bench.bots chibo|ptb|ptb-aiohttp URL."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping

import httpx
from httpx_aiohttp import AiohttpTransport
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.app import Program
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.domain.pace import Rates
from bot.services.work import Ground
from db.session import open_engine
from tests.chat import ALMANAC

_POOL = 64


async def chibo(given: argparse.Namespace) -> None:
    """The program itself on a database, at a pace or as fast as it goes."""
    channel = TelegramChannel(
        given.token, given.url, rates=Rates(per_second=given.rate) if given.rate else None
    )
    engine = open_engine(given.database)
    ground = Ground(ALMANAC, {channel.name: channel.capabilities}, b"k" * 32)
    await Program(engine, ground, SystemClock(), [channel]).serve()


def _keyboard(count: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Tiếp", callback_data=str(count))]])


async def _written(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.effective_message is not None:
        await update.effective_message.reply_text("0", reply_markup=_keyboard(0))


async def _tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    tap = update.callback_query
    if tap is not None:
        count = int(tap.data or "0") + 1
        await asyncio.gather(tap.answer(), tap.edit_message_text(str(count), reply_markup=_keyboard(count)))


async def ptb(given: argparse.Namespace) -> None:
    """A bare echo on python-telegram-bot's Application, updates side by side, on its default transport."""
    await _run_application(ApplicationBuilder(), given)


async def ptb_aiohttp(given: argparse.Namespace) -> None:
    """The same on its best transport."""
    transport = AiohttpTransport(limits=httpx.Limits(max_connections=_POOL))
    request = HTTPXRequest(connection_pool_size=_POOL, httpx_kwargs={"transport": transport})
    await _run_application(ApplicationBuilder().request(request), given)


async def _run_application(builder: "ApplicationBuilder", given: argparse.Namespace) -> None:  # type: ignore[type-arg]
    application = builder.token(given.token).base_url(f"{given.url}/bot").concurrent_updates(True).build()
    application.add_handlers([MessageHandler(filters.TEXT, _written), CallbackQueryHandler(_tapped)])
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(allowed_updates=["message", "callback_query"])
        await asyncio.Event().wait()


BOTS: Mapping[str, Callable[[argparse.Namespace], Awaitable[None]]] = {
    "chibo": chibo, "ptb": ptb, "ptb-aiohttp": ptb_aiohttp,
}  # fmt: skip


async def _until_stopped(given: argparse.Namespace) -> None:
    task = asyncio.ensure_future(BOTS[given.bot](given))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()):
        raise error


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bot", choices=BOTS)
    parser.add_argument("url")
    parser.add_argument("--token", required=True)
    parser.add_argument("--database", default="")
    parser.add_argument("--rate", type=float, default=0.0, help="messages a second; 0 as fast as it goes")
    asyncio.run(_until_stopped(parser.parse_args(sys.argv[1:])))

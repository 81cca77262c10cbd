"""The fake Telegram as a process of its own: python -m tests.fakes --limits; prints its addresses."""

import argparse
import asyncio
import inspect
import json
import signal
import sys

from aiohttp import web

from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_control import Control
from tests.fakes.telegram_limits import Limits, Rates

HELP = f"""\
{__doc__}
Start the program against it with CHIBO_TELEGRAM_API_URL=URL (the first address printed) and
CHIBO_TELEGRAM_TOKEN=TOKEN (printed too). The second address, "control", lets people act:

{inspect.cleandoc(Control.__doc__ or "")}"""


async def serve(server: FakeTelegram, port: int = 0) -> None:
    """Until SIGINT or SIGTERM; the first line printed is {"url", "control", "token"} as JSON."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(Control(server).application(), access_log=None)
    async with server:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        control = f"http://127.0.0.1:{runner.addresses[0][1]}"
        sys.stdout.write(json.dumps({"url": server.url, "control": control, "token": server.token}) + "\n")
        sys.stdout.flush()
        await stop.wait()
        await runner.cleanup()


def _given() -> argparse.Namespace:
    usual = Rates()
    parser = argparse.ArgumentParser(
        prog="python -m tests.fakes", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=0, help="of the Bot API; 0 is any free one")
    parser.add_argument("--control", type=int, default=0, help="port of the control; 0 is any free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="answer 429 to what is too much")
    parser.add_argument("--account", type=int, default=usual.account, help="messages in any second")
    parser.add_argument("--burst", type=float, default=usual.chat_burst, help="messages at once in a chat")
    parser.add_argument("--group", type=int, default=usual.group, help="messages of a group in any minute")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds there and back")
    return parser.parse_args()


def _server(given: argparse.Namespace) -> FakeTelegram:
    rates = Rates(given.account, given.burst, group=given.group)
    limits = Limits(rates) if given.limits else None
    return FakeTelegram(given.token, limits=limits, delay=given.delay, port=given.port)


if __name__ == "__main__":
    asked = _given()
    asyncio.run(serve(_server(asked), asked.control))

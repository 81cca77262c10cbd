"""Long polling that confirms an update only after its turn is committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, CallbackQuery, Update
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.channels.telegram_ages import Ages
from bot.channels.telegram_complaints import Complaints
from bot.channels.telegram_decode import ALLOWED_UPDATES, UNREADABLE, complain_of, decode
from bot.channels.telegram_intake import Intake, pauses
from bot.channels.telegram_limits import UPDATES_PER_POLL
from bot.channels.telegram_requests import Timing
from bot.clock import real_now
from bot.domain.chat import Receive

log = logging.getLogger(__name__)
Raw = dict[str, Any]  # an update as Telegram tells it
GLANCE = 0.05, 1.0  # seconds between looks for newer updates while an older one is not committed


class Polling:
    """Asks for updates from the lowest uncommitted one on, so what is under way comes again and is
    skipped. While one person's update waits, the 99 that follow it are seen, not more. `may_ask` waits for
    this process's turn: Telegram lets only one ask."""

    def __init__(
        self,
        bot: Bot,
        account: str,
        receive: Receive,
        timing: Timing,
        may_ask: Callable[[], Awaitable[None]],
        complaints: Complaints,
    ) -> None:
        self._bot, self._account, self._timing, self._may_ask = bot, account, timing, may_ask
        self._complaints = complaints
        self._intake = Intake(receive, timing.first_pause, timing.longest_pause)
        self._taps = Taps(bot)
        self._ages = Ages()
        self._is_up_to_date, self._asked_at = False, real_now()
        self._after_last: int | None = None

    async def run(self) -> None:
        """Take in updates until cancelled."""
        try:
            await self._serve()
        finally:
            await self._intake.close()
            await self._taps.close()

    async def _serve(self) -> None:
        glances = pauses(*GLANCE)
        while True:
            await self._may_ask()
            if self._take_in(await self._patiently_ask()):
                glances = pauses(*GLANCE)
            if self._intake.lowest is not None:
                await self._intake.settle(next(glances))

    async def _patiently_ask(self) -> Sequence[Raw]:
        for pause in pauses(self._timing.first_pause, self._timing.longest_pause):
            try:
                found = await self._ask()
                self._complaints.over()
                return found
            except TelegramError as error:
                wait = self._complaints.hear(error)
            await asyncio.sleep(max(pause, wait))
            await self._may_ask()
        return ()

    async def _ask(self) -> Sequence[Raw]:
        lowest = self._intake.lowest
        offset = lowest if lowest is not None else self._after_last
        # After an absence without waiting: what waits now was made before, what comes afterwards was not.
        patience = self._timing.poll if self._is_up_to_date else 0
        self._is_up_to_date, self._asked_at = False, real_now()
        return await self._raw_updates(offset, patience)

    async def _raw_updates(self, offset: int | None, patience: int) -> Sequence[Raw]:
        """Not by the library's own get_updates: it reads every update, also those that are under way and
        come again with each question, and drops them all when it cannot read one."""
        question: dict[str, Any] = {"limit": UPDATES_PER_POLL, "timeout": patience, "offset": offset}
        question |= {"allowed_updates": list(ALLOWED_UPDATES)}
        try:
            found: Sequence[Raw] = await self._bot.do_api_request(
                "getUpdates", api_kwargs=question, read_timeout=patience + self._timing.read
            )
        except EndPointNotFound as error:  # there is such a method, so it is the token that is unknown
            raise InvalidToken(str(error)) from None
        return found

    def _take_in(self, updates: Sequence[Raw]) -> bool:
        """Begin with what is new; whether there was any."""
        numbered = {int(str(raw["update_id"])): raw for raw in updates}
        new = [number for number in numbered if not self._intake.knows(number)]
        for number in new:
            self._begin(self._read(number, numbered[number]))
        self._intake.forget_all_but(numbered)
        # Not max() with the former value: after a quiet week Telegram starts at a random number.
        self._after_last = max(numbered) + 1 if numbered else self._after_last
        self._is_up_to_date = len(updates) < UPDATES_PER_POLL
        if self._is_up_to_date:
            self._ages.emptied(self._asked_at)
        return bool(new)

    def _read(self, number: int, raw: Raw) -> Update:
        try:
            return Update.de_json(raw, self._bot)
        except UNREADABLE as error:
            complain_of(number, error)
            return Update(number)

    def _begin(self, update: Update) -> None:
        if update.callback_query:
            self._taps.answer(update.callback_query)
        inbound = decode(update, self._account)
        if inbound is None:
            self._intake.dismiss(update.update_id)
        else:
            self._intake.take(update.update_id, self._ages.dated(inbound))


class Taps:
    """Stops a button's spinner before any work is done; what Telegram says to that does not matter."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._answers: set[asyncio.Task[None]] = set()

    def answer(self, tap: CallbackQuery) -> None:
        """Answer beside the turn."""
        answer = asyncio.create_task(_quietly_answer(self._bot, tap.id))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)

    async def close(self) -> None:
        """Let go of answers under way."""
        for answer in self._answers:
            answer.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)


async def _quietly_answer(bot: Bot, query: str) -> None:
    try:
        await bot.answer_callback_query(query)
    except TelegramError as error:
        log.debug("tap not answered: %s", error)

"""People who fill forms: each answers the card they see, and does it again when nothing comes."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_chats import Seen

_PATIENCE = 1.5, 30.0  # seconds until somebody taps again: doubled each time, up to the longest
#: Seconds without news until somebody goes on; longer after a repeat, whose answers come one a second: going
#: on at the first of them would begin as many conversations as there were repeats.
_READING, _READING_REPEATS = 0.3, 1.5

#: What the newest message contains -> what is done then: a [button] is tapped, the rest is typed.
_ANSWERS = (
    ("Đồng chí nhắn địa điểm sinh hoạt", "Hội trường tầng 2"),
    ("chọn hình thức sinh hoạt", "[Thường kỳ]"),
    ("Đề nghị đồng chí kiểm tra:", "[Xác nhận]"),
    ("ăng ký lịch sinh hoạt tháng 01/2027", "5/1 8h"),
    ("đã dự buổi sinh hoạt này hay không", "[Đã dự]"),
    ('đồng chí chọn "Đúng như trên"', "[Đúng như trên]"),
    ("Rà soát phiếu chấm điểm", "[Xác nhận và gửi]"),
    ("Tất cả các tiêu chí đều đạt điểm tối đa", "[Xác nhận và gửi]"),
    ("Đề nghị đồng chí chọn cách chấm", "[Chấm theo mục trừ]"),
    ("chọn một mục bên dưới", "[last]"),
)
#: What says that it is done, now or already before.
DONE = ("Đã đăng ký lịch sinh hoạt tháng", "Hệ thống đã ghi nhận phiếu chấm điểm")
_DONE_BEFORE = ("đã đăng ký buổi sinh hoạt", "Phiếu chấm điểm đã gửi:")


class Journal:
    """What arrived in each chat: how often, and which message came or changed last."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server, self._read = server, 0
        self.arrived: Counter[int] = Counter()
        self._last: dict[int, int] = {}

    def look(self, chat_id: int) -> int:
        """How much has arrived in a chat."""
        delivered = self._server.world.delivered
        for one in delivered[self._read :]:
            self.arrived[one.chat_id] += 1
            self._last[one.chat_id] = one.message_id
        self._read = len(delivered)
        return self.arrived[chat_id]

    def newest(self, chat_id: int) -> Seen | None:
        """The message that came or changed last, as it is now."""
        self.look(chat_id)
        return self._server.world.chat(chat_id).message(self._last.get(chat_id, 0))


@dataclass
class Filler:
    """One of them; `begins` is how they begin, and what they do when they do not know how to go on."""

    server: FakeTelegram
    journal: Journal
    chat_id: int
    begins: str
    acts: list[str] = field(default_factory=list)
    is_done: bool = False

    async def fill(self, after: float) -> None:
        """Begin so many seconds from now; answer until it is done."""
        await asyncio.sleep(after)
        act, patience = self.begins, _PATIENCE[0]
        while not self.is_done:
            self._do(act)
            if await self._something_comes(patience):
                is_first = patience == _PATIENCE[0]
                while await self._something_comes(_READING if is_first else _READING_REPEATS):
                    pass
                act, patience = self._answer(), _PATIENCE[0]
            else:
                patience = min(2 * patience, _PATIENCE[1])

    def sees(self) -> str:
        """The message that came or changed last."""
        card = self.journal.newest(self.chat_id)
        return card.text if card else ""

    def _do(self, act: str) -> None:
        self.acts.append(act)
        if not act.startswith("["):
            self.server.says(self.chat_id, act)
            return
        card = self.journal.newest(self.chat_id)
        assert card is not None
        labels = [label for row in card.buttons for label in row]
        label = labels[-1] if act == "[last]" else act[1:-1]
        self.server.taps(self.chat_id, label, card.message_id)

    async def _something_comes(self, within: float) -> bool:
        before = self.journal.look(self.chat_id)
        try:
            await self.server.wait_for(lambda: self.journal.look(self.chat_id) > before, within)
        except AssertionError:
            return False
        return True

    def _answer(self) -> str:
        card = self.journal.newest(self.chat_id)
        assert card is not None
        if any(words in card.text for words in (*DONE, *_DONE_BEFORE)):
            self.is_done = True
        for words, act in _ANSWERS:
            if words in card.text and (not act.startswith("[") or card.keys):
                return act
        return self.begins


async def all_fill(fillers: list[Filler], within: float, random: Random) -> None:
    """Everybody begins at some moment within so many seconds."""
    async with asyncio.TaskGroup() as group:
        for one in fillers:
            group.create_task(one.fill(random.uniform(0, within)))

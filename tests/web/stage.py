"""A small honest program behind the page: it echoes, shows a card that is edited, and has things due."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.channels.web import WebMessenger
from bot.channels.web_routes import Group, PersonTile
from bot.clock import RehearsalClock
from bot.domain.chat import Button, FileOffered, Inbound, Outgoing, Sent, Tap, Text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2026, 11, 18, 7, 55, tzinfo=ZONE)
REMINDER = (
    "Kính gửi đồng chí <b>Nguyễn Thị Lan</b>.\n\nĐề nghị đồng chí đăng ký lịch sinh hoạt chi bộ "
    "<b>tháng 12/2026</b> trước ngày 20/11/2026.\n\n<i>Trân trọng cảm ơn đồng chí.</i>"
)
PEOPLE = (
    PersonTile("TT01", "Vũ Đức Thắng", "Phó Bí thư Thường trực", "Đảng bộ Khối", Group.LEADERSHIP),
    PersonTile("TT02", "Trịnh Thị Mai", "Ủy viên Ban Thường vụ", "Đảng bộ Khối", Group.LEADERSHIP),
    PersonTile("VP01", "Phạm Quốc Bình", "Chánh Văn phòng", "Đảng bộ Khối", Group.OFFICE),
    PersonTile("DU01", "Hoàng Văn Nam", "Ủy viên Ban Chấp hành", "Đảng bộ Khối", Group.VISITOR),
    PersonTile("DU02", "Đỗ Thị Hương", "Chuyên viên Ban Tổ chức", "Đảng bộ Khối", Group.VISITOR),
    PersonTile("BT01", "Nguyễn Thị Lan", "Bí thư chi bộ", "Chi bộ Phòng Kế hoạch", Group.SECRETARY),
    PersonTile("BT02", "Lê Minh Tuấn", "Phó Bí thư chi bộ", "Chi bộ Phòng Tài vụ", Group.SECRETARY),
)


class Stage:
    """The rehearsal of the tests (bot.channels.web_routes.Rehearsal) and its conversation."""

    def __init__(self) -> None:
        self.clock = RehearsalClock(START)
        self.messenger = WebMessenger(self.clock.now, ZONE)
        self.due = [(START + timedelta(minutes=5), "BT01", REMINDER)]
        self.handled: list[Inbound] = []
        self.is_failing = False
        self.is_moving, self.may_move = asyncio.Event(), asyncio.Event()
        self.may_move.set()
        self._seen: set[str] = set()
        self._numbers = count(1)

    async def people(self) -> Sequence[PersonTile]:
        return PEOPLE

    def now(self) -> datetime:
        return self.clock.now()

    async def next_due(self) -> datetime | None:
        return min((at for at, _, _ in self.due), default=None)

    async def step(self) -> bool:
        due = await self.next_due()
        if due is not None:
            await self.move(max(due, self.now()))
        return due is not None

    async def move(self, until: datetime) -> None:
        self.is_moving.set()
        await self.may_move.wait()
        while (due := await self.next_due()) and due <= until:
            self.clock.move_to(due)
            ready = [item for item in self.due if item[0] <= due]
            self.due = [item for item in self.due if item not in ready]
            for _, chat, text in ready:
                await self.tell(chat, text)
        self.clock.move_to(until)

    async def receive(self, inbound: Inbound) -> None:
        if self.is_failing:
            raise RuntimeError("the database is gone")
        if inbound.event_id in self._seen:
            return
        self._seen.add(inbound.event_id)
        self.handled.append(inbound)
        await self._answer(inbound.address.chat, inbound)

    async def tell(
        self, chat: str, text: str, rows: tuple[tuple[Button, ...], ...] = (), edits: str | None = None
    ) -> str:
        result = await self.messenger.send(Outgoing(next(self._numbers), chat, text, rows, edits))
        assert isinstance(result, Sent)
        return result.external_id

    async def _answer(self, chat: str, inbound: Inbound) -> None:
        match inbound.content:
            case Text("/lich"):
                await self.tell(chat, "Đề nghị đồng chí chọn ngày sinh hoạt <b>tháng 12/2026</b>.", days())
            case Text(text):
                await self.tell(chat, f"Hệ thống đã nhận: <b>{escaped(text)}</b>")
            case Tap(data=data):
                entries = self.messenger.transcript(chat).entries.values()
                card = next(entry.id for entry in reversed(entries) if entry.rows)
                await self.tell(chat, f"Đã chọn <b>{data}</b>. Đề nghị xác nhận.", confirm(), edits=card)
            case FileOffered(name, size):
                await self.tell(chat, f"Hệ thống đã nhận tệp <b>{escaped(name)}</b>, {size} byte.")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def days() -> tuple[tuple[Button, ...], ...]:
    numbers = [Button(str(day), f"7.0.{day}") for day in range(1, 29)]
    weeks = tuple(tuple(numbers[at : at + 7]) for at in range(0, 28, 7))
    return (*weeks, (Button("Như tháng trước: 14:00 T5 03/12", "7.0.same"),))


def confirm() -> tuple[tuple[Button, ...], ...]:
    return ((Button("Xác nhận", "7.1.yes"), Button("Quay lại", "7.1.back")),)

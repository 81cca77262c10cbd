"""A whole Party body at real size as a crowd: who schedules, who answers, who never does."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.documents.workbook import parse_in_child
from bot.domain.workbooks import ParsedWorkbook
from bot.services import invitations, roster
from bot.services.work import Work
from tests.chat import Chat
from tests.workbooks import khoi_workbook

_POINTS = (
    "max 8.3=0",
    "max 3.2=0 7=24 5.2=0",
    "max 4.1=0 5.2=0 5.3=0 7=20 3.1=0",
    "max 4.1=0 4.2=0 5.2=0 5.3=0 7=10 3.1=0 3.2=0",
)
_SLOTS = ("3/12 8h", "3/12 14h", "4/12 8h", "4/12 14h30", "5/12 8h")


@dataclass(frozen=True)
class Habits:
    """One in so many does not do it; the first of the list is one of them."""

    unenrolled: int = 25
    unregistered: int = 40
    declines: int = 12
    unreported: int = 15
    unscored: int = 20


@dataclass
class Province:
    """The people with a chat, by their posts, in the order of the invitations."""

    chat: Chat
    habits: Habits
    secretaries: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @classmethod
    async def of_khoi(cls, chat: Chat) -> "Province":
        """The workbook of shared/, imported as the office would."""
        parsed = await parse_in_child(khoi_workbook())
        assert isinstance(parsed, ParsedWorkbook)
        return await cls.found(chat, lambda work: roster.apply(work, roster.plan(work, parsed)), Habits())

    @classmethod
    async def found(cls, chat: Chat, write_roster: Callable[[Work], object], habits: Habits) -> "Province":
        """Write a roster, open the period, enrol nearly everybody by code and consent."""
        await chat.work(write_roster)
        await chat.program.start()
        await chat.settle()
        province = cls(chat, habits)
        rows, _ = await chat.work(invitations.issue_all)
        for number, row in enumerate(rows):
            if number % habits.unenrolled:
                await province._does(row.code, f"/start {row.code}", "[Tôi đồng ý]")
                is_secretary = row.post.startswith("Bí thư chi bộ")
                (province.secretaries if is_secretary else province.others).append(row.code)
        return province

    async def _does(self, who: str, *acts: str) -> None:
        """Say a text or tap a [button], one after the other."""
        for act in acts:
            if act.startswith("["):
                await self.chat.messenger.taps(who, act[1:-1])
            else:
                await self.chat.messenger.says(who, act)
            await self.chat.arrive()

    async def schedule(self) -> None:
        """Secretaries register: date and hour, place, kind, confirmation; some never do."""
        for number, who in enumerate(self.secretaries):
            if number % self.habits.unregistered:
                slot = _SLOTS[number % len(_SLOTS)]
                await self._does(who, slot, "Hội trường", "[Thường kỳ]", "[Xác nhận]")
        await self.chat.settle()

    async def respond(self) -> None:
        """Visitors answer what they have been told; some decline."""
        answered = 0
        for who in self.others:
            while await self._opens(who, "/viec", "Sẽ dự"):
                answered += 1
                decline = ("[Không dự được]", "[Đi công tác]")
                await self._does(who, *(("[Sẽ dự]",) if answered % self.habits.declines else decline))
        await self.chat.settle()

    async def report(self) -> None:
        """Visitors report and score what is over; some never do, some forget the score."""
        reported = 0
        for number, who in enumerate(self.others):
            while number % self.habits.unreported and await self._opens(who, "/cham", "Đã dự"):
                reported += 1
                await self._does(who, "[Đã dự]", "[Đúng như trên]")
                if reported % self.habits.unscored == 0:
                    break
                points = _POINTS[reported % len(_POINTS)]
                await self._does(who, points, "[Xác nhận và gửi]", "[Không ghi chú]")
        await self.chat.settle()

    async def _opens(self, who: str, command: str, button: str) -> bool:
        """Ask what is open and open the first of it; whether its card has this button."""
        await self._does(who, command)
        shown = self.chat.messenger.shown(who)[-1]
        if shown.buttons and button not in shown.buttons:
            await self._does(who, f"[{shown.buttons[0]}]")
            shown = self.chat.messenger.shown(who)[-1]
        return button in shown.buttons

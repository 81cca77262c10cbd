"""A whole Party body at real size as a crowd: who schedules, who answers, who never does."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.documents.workbook import parse_in_child
from bot.domain.workbooks import ParsedWorkbook
from bot.services import invitations, roster
from bot.services.work import Work
from tests.chat import Chat
from tests.workbooks import khoi_workbook

#: Every so many of the list does not enrol, does not register, declines, never reports, forgets to score.
NOT_ENROLLED, NOT_REGISTERED, DECLINES, NEVER_REPORTS, NOT_SCORING = 25, 40, 12, 15, 20
_POINTS = (
    "5 5 5 5 5 25 10 5 30 5",
    "5 4 5 4,5 5 20 8 5 27 5",
    "4 3 4 3 4 18 6 4 20 4",
    "3 2 3 2 3 12 5 3 15 3",
)
_SLOTS = ("3/12 8h", "3/12 14h", "4/12 8h", "4/12 14h30", "5/12 8h")


@dataclass
class Province:
    """The people with a chat, by their posts, in the order of the invitations."""

    chat: Chat
    secretaries: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @classmethod
    async def of_khoi(cls, chat: Chat) -> "Province":
        """The workbook of shared/, imported as the office would."""
        parsed = await parse_in_child(khoi_workbook())
        assert isinstance(parsed, ParsedWorkbook)
        return await cls.found(chat, lambda work: roster.apply(work, roster.plan(work, parsed)))

    @classmethod
    async def found(cls, chat: Chat, write_roster: Callable[[Work], object]) -> "Province":
        """Write a roster, open the period, enrol nearly everybody by code and consent."""
        await chat.work(write_roster)
        await chat.program.start()
        await chat.settle()
        province = cls(chat)
        rows = await chat.work(invitations.issue_all)
        for number, row in enumerate(rows):
            if number % NOT_ENROLLED:
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
        """Secretaries register: date and hour, place, kind, confirmation; every fortieth never does."""
        for number, who in enumerate(self.secretaries):
            if number % NOT_REGISTERED:
                slot = _SLOTS[number % len(_SLOTS)]
                await self._does(who, slot, "Hội trường", "[Thường kỳ]", "[Xác nhận]")
        await self.chat.settle()

    async def respond(self) -> None:
        """Visitors answer what they have been told; every twelfth answer is a decline."""
        answered = 0
        for who in self.others:
            while await self._opens(who, "/viec", "Sẽ dự"):
                answered += 1
                decline = ("[Không dự được]", "[Đi công tác]")
                await self._does(who, *(("[Sẽ dự]",) if answered % DECLINES else decline))
        await self.chat.settle()

    async def report(self) -> None:
        """Visitors report and score what is over; every fifteenth never does, some forget the score."""
        reported = 0
        for number, who in enumerate(self.others):
            while number % NEVER_REPORTS and await self._opens(who, "/cham", "Đã dự"):
                reported += 1
                await self._does(who, "[Đã dự]", "[Đúng như trên]")
                if reported % NOT_SCORING == 0:
                    break
                await self._does(who, _POINTS[reported % len(_POINTS)], "[Xác nhận và gửi]")
        await self.chat.settle()

    async def _opens(self, who: str, command: str, button: str) -> bool:
        """Ask what is open and open the first of it; whether its card has this button."""
        await self._does(who, command)
        shown = self.chat.messenger.shown(who)[-1]
        if shown.buttons and button not in shown.buttons:
            await self._does(who, f"[{shown.buttons[0]}]")
            shown = self.chat.messenger.shown(who)[-1]
        return button in shown.buttons

"""A whole Party body at real size as a crowd: who schedules, who answers, who never does."""


from dataclasses import dataclass, field

from bot.documents.workbook import parse_in_child
from bot.domain.workbooks import ParsedWorkbook
from bot.services import invitations, roster
from tests.chat import Chat
from tests.roster_files import KHOI

#: Every so many of the list does not enrol, does not register, declines, never reports, forgets to score.
NOT_ENROLLED, NOT_REGISTERED, DECLINES, NEVER_REPORTS, NOT_SCORING = 25, 40, 12, 15, 20
_SLOTS = ("3/12 8h", "3/12 14h", "4/12 8h", "4/12 14h30", "5/12 8h")


@dataclass
class Province:
    """The people with a chat, by their posts, in the order of the invitations."""

    chat: Chat
    secretaries: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @classmethod
    async def found(cls, chat: Chat) -> "Province":
        """Import the workbook, open the period, enrol nearly everybody by code and consent."""
        parsed = await parse_in_child(KHOI.read_bytes())
        assert isinstance(parsed, ParsedWorkbook)
        await chat.work(lambda work: roster.apply(work, roster.plan(work, parsed)))
        await chat.program.start()
        await chat.settle()
        province = cls(chat)
        rows = await chat.work(invitations.issue_all)
        for number, row in enumerate(rows):
            if number % NOT_ENROLLED:
                await province._does(row.code, f"/start {row.code}", "[Tôi đồng ý]")
                people = province.secretaries if row.post.startswith("Bí thư chi bộ") else province.others
                people.append(row.code)
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
            for _ in range(len(await self._open(who, "/viec"))):
                if "[Sẽ dự]" not in self._buttons(who):
                    await self._open(who, "/viec")
                answered += 1
                declines = answered % DECLINES == 0
                await self._does(who, *(("[Không dự được]", "[Đi công tác]") if declines else ("[Sẽ dự]",)))
        await self.chat.settle()

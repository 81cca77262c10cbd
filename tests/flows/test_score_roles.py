"""Sheets of the cell itself and of the superior beside the visitor's, and corrections of each."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.domain.duties import SheetRole
from bot.services import judging, scoring
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import CellReport, ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import hand, meetings, open_drafts, planned, score
from tests.flows.test_scoring import scoring as begin
from tests.flows.test_scoring import sheets

FULL = "max 8.3=0"


def subject(chat: Chat, role: SheetRole) -> str:
    return judging.subject_of(meetings(chat, "kế toán")[0].id or 0, role)


async def scored(chat: Chat) -> Player:
    """The visitor of 3/12 has sent the sheet: 92 points."""
    binh = await begin(chat)
    await score(binh)
    binh.sees("/cham sửa")
    return binh


def told(sheet: ScoreSheet) -> tuple[SheetRole, int, bool, Decimal]:
    return (sheet.role, sheet.version, sheet.is_current, sheet.total)


async def test_a_sheet_is_corrected_from_what_it_says_and_every_version_stays(chat: Chat) -> None:
    binh = await scored(chat)
    await binh.says("/cham")
    await binh.taps("Sửa: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("Rà soát", "Tổng điểm: 92/100")
    await binh.says("8.3=0")
    binh.sees("Tổng điểm: 91/100")
    send = binh.button("Xác nhận và gửi")
    await chat.restart()
    await binh.presses(send)
    await binh.says("Tài liệu đăng muộn")
    binh.sees("đã ghi nhận bản sửa lần 1 của phiếu chấm điểm", "91/100")
    assert [told(sheet) for sheet in sheets(chat)] == [
        (SheetRole.VISITOR, 1, False, Decimal(92)),
        (SheetRole.VISITOR, 2, True, Decimal(91)),
    ]
    first, second = sheets(chat)
    assert first.scorer_id == second.scorer_id == chat.cast.people["Bình"]
    assert second.facts is not None
    assert second.facts["figures"]["minutes"] == 95
    assert planned(chat, "Bình") == []


async def test_sending_a_correction_that_changes_nothing_makes_no_version(web: Chat) -> None:
    binh = await scored(web)
    await binh.says("/cham sửa")
    await binh.taps("Sửa: Chi bộ Kế toán, 14:00 T5 03/12")
    await binh.taps("Xác nhận và gửi")
    await binh.taps("Không ghi chú")
    binh.sees("Hệ thống đã ghi nhận phiếu chấm điểm")
    assert len(sheets(web)) == 1


async def test_nothing_is_corrected_after_the_closing(web: Chat) -> None:
    binh = await scored(web)
    await binh.says("/cham")
    await binh.taps("Sửa: Chi bộ Kế toán, 14:00 T5 03/12")
    await web.move_to("06/01/2027", "00:00")
    await binh.taps("Xác nhận và gửi")
    binh.has_seen("Tháng này đã khóa sổ")
    await binh.says("/cham")
    binh.sees("không còn buổi sinh hoạt nào phải báo cáo")
    assert len(sheets(web)) == 1


async def test_the_cell_and_the_superior_give_sheets_of_their_own(web: Chat) -> None:
    await scored(web)
    lan = Player(web, "Lan", "Lan")
    yen = await web.join("Yến")
    for player, role, points in ((lan, SheetRole.SELF, FULL), (yen, SheetRole.SUPERIOR, "max 3.2=0")):
        await hand(web, player.name, "scoring", subject(web, role))
        player.sees("Chi bộ Kế toán", "95/90 phút")
        await score(player, points)
    lan.has_seen("đã ghi nhận phiếu tự chấm điểm")
    yen.sees("đã ghi nhận phiếu chấm điểm của cấp trên", "98/100")
    assert [told(sheet) for sheet in sheets(web)] == [
        (SheetRole.VISITOR, 1, True, Decimal(92)),
        (SheetRole.SELF, 1, True, Decimal(99)),
        (SheetRole.SUPERIOR, 1, True, Decimal(98)),
    ]


async def test_each_role_starts_from_the_figures_it_knows(web: Chat) -> None:
    await begin(web)
    meeting = meetings(web, "kế toán")[0]
    lan, yen = web.cast.people["Lan"], web.cast.people["Yến"]

    def minutes(person: int, role: SheetRole) -> int | None:
        about = subject(web, role)
        facts = web.look(lambda work: judging.facts_for(work, judging.task_of(work, person, about)))
        return facts.figures.minutes if facts.figures else None

    assert [minutes(lan, SheetRole.SELF), minutes(yen, SheetRole.SUPERIOR)] == [95, 95]
    report = CellReport(
        meeting_id=meeting.id or 0,
        cell_id=meeting.cell_id,
        period=meeting.period,
        author_id=lan,
        reported_at=web.clock.now(),
        members=18,
        exempt=1,
        present=17,
        excused=0,
        unexcused=0,
        minutes=100,
        speakers=9,
    )
    await web.work(lambda work: work.session.add(report))
    assert [minutes(lan, SheetRole.SELF), minutes(yen, SheetRole.SUPERIOR)] == [100, 95]


async def test_nobody_scores_in_a_role_that_is_not_theirs(web: Chat) -> None:
    await begin(web)
    for name, role in (("Bình", SheetRole.SELF), ("Lan", SheetRole.SUPERIOR), ("Cường", SheetRole.SELF)):
        player = Player(web, name, name) if name != "Cường" else await web.join(name)
        await hand(web, name, "scoring", subject(web, role))
        await player.says(FULL)
        player.sees("không còn thuộc việc của đồng chí")
        assert "scoring" not in open_drafts(web, name) or name == "Bình"
    assert sheets(web) == []


async def test_a_meeting_is_judged_once_it_has_begun(web: Chat) -> None:
    await begin(web)
    meeting = meetings(web, "kế toán")[0]

    def asked(work: Work, before: timedelta) -> bool:
        try:
            scoring.context(
                replace(work, now=meeting.starts_at - before),
                web.cast.people["Lan"],
                subject(web, SheetRole.SELF),
                None,
            )
        except Gone:
            return False
        return True

    assert not web.look(lambda work: asked(work, timedelta(minutes=1)))
    assert web.look(lambda work: asked(work, timedelta()))

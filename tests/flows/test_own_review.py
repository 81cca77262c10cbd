"""The cell's own word on its meeting: reminded, figures in a tap or two, its score, who is asked."""

from decimal import Decimal

from sqlmodel import col, select

from bot.domain.duties import SheetRole
from bot.domain.people import Role
from bot.services import periods
from bot.services.work import Work
from db.models import CellReport, Post, ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import heard, open_drafts, planned, register, score


async def met(chat: Chat) -> Player:
    """The secretary's meeting of 3/12 at 14:00 is over, and she was asked for the cell's own score."""
    lan = await chat.join("Lan")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await chat.move_to("03/12/2026", "16:00")
    return lan


def reports(chat: Chat) -> list[CellReport]:
    return chat.look(lambda work: list(work.session.exec(select(CellReport))))


def own_sheets(chat: Chat) -> list[ScoreSheet]:
    query = select(ScoreSheet).where(ScoreSheet.role == SheetRole.SELF).order_by(col(ScoreSheet.id))
    return chat.look(lambda work: list(work.session.exec(query)))


async def test_figures_and_the_own_score_without_any_visitor(chat: Chat) -> None:
    lan = await met(chat)
    lan.sees("Kính gửi đồng chí", "tự chấm điểm", "Sổ tay đảng viên điện tử", "18 đảng viên")
    await lan.taps("Đúng như trên")
    lan.sees("Đề nghị đồng chí chọn cách chấm", "Chi bộ Kế toán")
    lan.has_seen("Hệ thống đã ghi nhận số liệu của Chi bộ Kế toán")
    await score(lan)
    lan.has_seen("92/100")
    lan.sees("việc chi bộ cần khắc phục")
    await lan.taps("Không có việc cần khắc phục")
    lan.sees("không có việc cần khắc phục")
    (report,), (sheet,) = reports(chat), own_sheets(chat)
    assert (report.members, report.present, report.is_held) == (18, 18, True)
    assert (sheet.total, sheet.scorer_id) == (Decimal(92), chat.cast.people["Lan"])
    told = heard(chat, "Lan")
    await chat.move_to("10/12/2026", "12:00")
    assert heard(chat, "Lan") == told, "done: day 2 says nothing"
    await lan.says("/tucham")
    lan.sees("không có buổi sinh hoạt nào của chi bộ chờ tự chấm điểm")


async def test_who_does_nothing_is_asked_again_on_day_2_and_not_after(web: Chat) -> None:
    lan = await met(web)
    assert heard(web, "Lan", "03/12/2026") == ["03/12 16:00 CellReportDue"]
    assert "05/12 08:00 day_2" in planned(web, "Lan")
    await web.move_to("05/12/2026", "08:00")
    lan.sees("tự chấm điểm")
    await web.move_to("17/12/2026", "12:00")
    assert heard(web, "Lan", "03/12/2026") == ["03/12 16:00 CellReportDue", "05/12 08:00 CellReportDue"]
    await lan.says("/viec")
    lan.sees("tự", "Chi bộ Kế toán")


async def test_reported_and_not_scored_is_asked_for_the_sheet_alone(web: Chat) -> None:
    lan = await met(web)
    await lan.says("18 1 1 0 95 12")
    lan.sees("Đề nghị đồng chí chọn cách chấm")
    await web.move_to("05/12/2026", "08:00")
    lan.sees("Đến nay hệ thống chưa nhận được phiếu chấm điểm", "Còn 24 tiêu chí")
    await lan.says("/tucham")
    lan.sees("Đề nghị đồng chí chọn cách chấm")


async def test_a_cell_that_did_not_meet_owes_nothing(web: Chat) -> None:
    lan = await met(web)
    await lan.taps("Chi bộ không sinh hoạt")
    lan.sees("xác nhận", "không tổ chức")
    await lan.taps("Quay lại")
    await lan.taps("Chi bộ không sinh hoạt")
    await lan.taps("Đúng, chi bộ không sinh hoạt")
    lan.sees("Hệ thống đã ghi nhận", "không tổ chức")
    assert [report.is_held for report in reports(web)] == [False]
    assert [step for step in planned(web, "Lan") if "day_2" in step] == []
    await lan.says("/tucham")
    lan.sees("không có buổi sinh hoạt nào")


async def test_the_deputy_is_asked_while_the_secretary_cannot_be_reached(web: Chat) -> None:
    lan, phuc = await web.join("Lan"), await web.join("Phúc")
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await lan.says("/ngung")
    await lan.taps("Ngừng sử dụng")
    await web.move_to("03/12/2026", "16:00")
    phuc.sees("Kính gửi đồng chí", "tự chấm điểm", "Chi bộ Kế toán")


async def test_of_secretary_and_deputy_one_is_enough(web: Chat) -> None:
    phuc = await web.join("Phúc")
    lan = await met(web)
    card = lan.button("Đúng như trên")
    await phuc.says("/tucham")
    await phuc.taps("Đúng như trên")
    await score(phuc)
    await lan.presses(card)
    lan.sees("đã hoàn thành")
    assert [step for step in planned(web, "Lan") if "day_2" in step] == []
    assert [sheet.scorer_id for sheet in own_sheets(web)] == [web.cast.people["Phúc"]]


async def test_a_moved_meeting_is_asked_about_at_its_new_time_and_a_cancelled_one_not(web: Chat) -> None:
    lan = await web.join("Lan")
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    assert "03/12 16:00 after_end" in planned(web, "Lan")
    await lan.says("/lich")
    await lan.says("4/12 8h")
    await lan.taps("Xác nhận")
    assert [one for one in planned(web, "Lan") if "after_end" in one] == ["04/12 10:00 after_end"]
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Hủy buổi 08:00 T6 04/12")
    assert [one for one in planned(web, "Lan") if "after_end" in one or "day_2" in one] == []


async def test_nothing_is_said_of_a_closed_month(web: Chat) -> None:
    lan = await met(web)
    card = lan.button("Đúng như trên")
    await web.move_to("06/01/2027")
    await lan.presses(card)
    lan.sees("khóa sổ")
    assert reports(web) == []
    assert "cell_report" not in open_drafts(web, "Lan")


async def test_a_new_secretary_is_asked_instead_of_the_old_one(web: Chat) -> None:
    lan, phuc = await web.join("Lan"), await web.join("Phúc")
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")

    def resign(work: Work) -> None:
        query = select(Post).where(Post.person_id == web.cast.people["Lan"], Post.role == Role.SECRETARY)
        work.session.delete(work.session.exec(query).one())
        work.session.flush()
        periods.reconcile_open_periods(work)

    await web.work(resign)
    await web.move_to("03/12/2026", "16:00")
    phuc.sees("tự chấm điểm")
    await lan.says("/tucham")
    lan.sees("bí thư")
    assert heard(web, "Lan", "03/12/2026") == []


async def test_the_visitor_starts_from_the_cells_own_figures(web: Chat) -> None:
    binh = await web.join("Bình")
    lan = await met(web)
    await lan.says("18 2 1 0 85 9")
    await binh.taps("Đã dự")
    binh.sees("Miễn sinh hoạt: 2", "Thời gian: 85 phút", "Phát biểu: 9 đồng chí")

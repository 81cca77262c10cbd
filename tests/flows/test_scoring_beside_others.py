"""A sheet beside others in the chat: the cell's own to start from, a gap, last month's, a form withdrawn."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.almanac import Almanac
from bot.domain.duties import SheetRole
from bot.domain.honesty import Doubt
from bot.domain.policy_scoring import ScoringPolicies, ScoringPolicy
from bot.services import judging
from db.models import ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import hand, is_stored, meetings, score
from tests.flows.test_rubric_activation import activate, withdraw
from tests.flows.test_scoring import asked, sheets

REPORT = "18 1 1 0 95 12"


async def judged_by_cell(chat: Chat, points: str = "max 5.1=0 7=24") -> Player:
    """The cell has given its own sheet of 3/12, before the visitor's report."""
    binh = await asked(chat)
    subject = judging.subject_of(meetings(chat, "kế toán")[0].id or 0, SheetRole.SELF)
    await hand(chat, "Lan", "scoring", subject)
    await score(Player(chat, "Lan", "Lan"), f"1=5 2.1=4 4.5=5 {points}")
    return binh


def of_visitor(chat: Chat) -> list[ScoreSheet]:
    return [one for one in sheets(chat) if one.role is SheetRole.VISITOR]


async def test_the_visitor_starts_from_the_cells_own_sheet(chat: Chat) -> None:
    binh = await judged_by_cell(chat)
    await binh.says(REPORT)
    binh.sees("Theo phiếu tự chấm của chi bộ (92 điểm, Tốt)")
    await binh.taps("Theo phiếu tự chấm")
    binh.sees("- 5.1. Điều hành: 0/2 (đề xuất)", "- 7. Kết quả", "24/30", "Tổng điểm: 92/100")
    await binh.taps("5")
    await binh.taps("5.1")
    await binh.taps("Xác nhận và gửi")
    await binh.says("Hoàn thành 7 trên 10 nhiệm vụ")
    binh.sees("94/100")
    assert [one.total for one in of_visitor(chat)] == [Decimal(94)]


async def test_not_where_the_policy_hides_it_and_then_no_gap_tells_of_it(web: Chat) -> None:
    ground = web.program.ground
    policies = ScoringPolicies(ScoringPolicy(visitor_sees_self_score=False))
    policy = replace(ground.almanac.policy, scoring=policies)
    web.program.ground = replace(ground, almanac=Almanac(policy, ground.almanac.days_off, ground.zone))
    binh = await judged_by_cell(web)
    await binh.says(REPORT)
    binh.sees_buttons("Chấm theo mục trừ", "Chấm từng nhóm")
    await score(binh, "max 4.2=0 7=15")
    assert [(one.total, one.gap_reason) for one in of_visitor(web)] == [(Decimal(70), None)]


async def test_far_from_the_cells_own_sheet_the_visitor_says_why(chat: Chat) -> None:
    binh = await judged_by_cell(chat)
    await binh.says(REPORT)
    await binh.says("max 4.2=0 7=15")
    await binh.taps("Xác nhận và gửi")
    await binh.taps("Không ghi chú")
    binh.sees("Phiếu của đồng chí: 70 điểm, Khá. Phiếu tự chấm của chi bộ: 92 điểm, Tốt.")
    await binh.says("Đồng chí Nguyễn Thị Lan chấm cao")
    binh.sees("nêu họ tên cá nhân")
    assert not is_stored(chat, "chấm cao")
    await binh.says("Nội dung thường kỳ chưa bảo đảm")
    binh.sees("70/100")
    assert [one.gap_reason for one in of_visitor(chat)] == ["Nội dung thường kỳ chưa bảo đảm"]


@pytest.mark.parametrize(("points", "doubt"), [("max 3.2=0", Doubt.REPEATED), ("max 3.1=0", None)])
async def test_last_months_sheet_again_is_asked_about_once(
    web: Chat, points: str, doubt: Doubt | None
) -> None:
    binh = await asked(web)
    await binh.says(REPORT)
    await score(binh, "max 3.2=0")
    await web.move_to("18/12/2026", "08:00")
    lan = Player(web, "Lan", "Lan")
    await lan.taps("Như tháng trước: 14:00 T5 07/01")
    await lan.taps("Xác nhận")
    await web.move_to("07/01/2027", "16:00")
    await binh.says(REPORT)
    await binh.says(points)
    await binh.taps("Xác nhận và gửi")
    await binh.taps("Không ghi chú")
    if doubt:
        binh.sees("giống hệt phiếu tháng trước")
        await binh.taps("Xác nhận và gửi")
    binh.has_seen("Hệ thống đã ghi nhận phiếu")
    assert [one.doubt for one in sheets(web)] == [None, doubt]


async def test_a_form_withdrawn_under_an_open_sheet_keeps_what_remains(chat: Chat) -> None:
    binh = await asked(chat)
    await chat.work(lambda work: activate(work, "short_42hd", on=date(2026, 12, 3)))
    await binh.says(REPORT)
    await binh.taps("Chấm từng nhóm")
    for points in ("5", "4,5", "5 4"):
        await binh.says(points)
    binh.sees("Nhóm 4/7")
    old = binh.button("5")
    await chat.work(lambda work: withdraw(work, "short_42hd", on=date(2026, 12, 3)))
    await binh.presses(old)
    binh.sees("Mẫu phiếu đồng chí đang chấm đã được thay", "Khung đánh giá chất lượng", "mẫu chi tiết")
    await binh.taps("Chấm tiếp")
    binh.sees("Nhóm 2/8")
    await binh.taps("Quay lại")
    await binh.taps("Quay lại")
    await score(binh, "max 3.2=0")
    assert [(one.rubric, one.total) for one in sheets(chat)] == [("detailed_42hd", Decimal(98))]

"""The three scores side by side: who scores as superior, who sees which sheet, what is official."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select

from bot.domain.almanac import Almanac
from bot.domain.duties import Grade, SheetRole
from bot.domain.policy_scoring import Own, ScoringPolicies
from db.models import ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import assign, register

_OWN, _LOW, _MIDDLE = "max 5.1=0 7=24", "max 4.1=0 4.4=0 5.3=0 7=20", "max 4.1=0 7=20"


async def meeting_over(chat: Chat, *names: str) -> list[Player]:
    """These people have joined; the secretary's meeting of 3/12 at 14:00 is over."""
    players = [await chat.join(name) for name in ("Lan", *names)]
    await chat.move_to("18/11/2026", "08:00")
    await register(players[0], "3/12 14h")
    await chat.move_to("03/12/2026", "16:00")
    return players


async def score(player: Player, points: str) -> None:
    """What is deducted, and on to the end of the sheet."""
    await player.says(points)
    await send(player)


async def send(player: Player) -> None:
    """Off without a note; with a reason where another's sheet is far away."""
    await player.taps("Xác nhận và gửi")
    await player.taps("Không ghi chú")
    if "cách nhau nhiều" in player.last.text:
        await player.says("Chấm theo thực tế buổi sinh hoạt")


async def judged_by_cell(lan: Player) -> None:
    await lan.says("18 1 1 0 95 12")
    await score(lan, _OWN)
    await lan.taps("Không có việc cần khắc phục")


async def visited(binh: Player, points: str = _LOW) -> None:
    await binh.says("18 1 1 0 95 12")
    await score(binh, points)


def set_policy(chat: Chat, code: str, own: Own) -> None:
    """What a body sets otherwise about scores."""
    ground = chat.program.ground
    policy = replace(ground.almanac.policy, scoring=ScoringPolicies(own={code: own}))
    chat.program.ground = replace(ground, almanac=Almanac(policy, ground.almanac.days_off, ground.zone))


def sheets(chat: Chat, role: SheetRole) -> list[ScoreSheet]:
    query = select(ScoreSheet).where(ScoreSheet.role == role).order_by(col(ScoreSheet.id))
    return chat.look(lambda work: list(work.session.exec(query)))


async def test_office_and_leadership_score_a_meeting_below_them(chat: Chat) -> None:
    lan, yen, mai = await meeting_over(chat, "Yến", "Mai")
    await yen.says("/chamcap")
    yen.sees("Đề nghị đồng chí chọn cách chấm", "Chi bộ Kế toán")
    await score(yen, _MIDDLE)
    yen.sees("phiếu chấm điểm của cấp trên", "85/100")
    await yen.says("/chamcap")
    yen.sees("không có buổi sinh hoạt nào chờ cấp trên chấm điểm")
    await mai.says("/chamcap")
    mai.sees("không có buổi sinh hoạt nào chờ")
    await lan.says("/chamcap")
    lan.sees("cấp ủy cấp trên")
    assert [sheet.scorer_id for sheet in sheets(chat, SheetRole.SUPERIOR)] == [chat.cast.people["Yến"]]


async def test_which_meeting_is_chosen_from_pages_or_by_part_of_a_name(web: Chat) -> None:
    lan, cuong, hanh, yen = [await web.join(name) for name in ("Lan", "Cường", "Hạnh", "Yến")]
    await web.move_to("18/11/2026", "08:00")
    for secretary, when in ((lan, "3/12 14h"), (cuong, "3/12 8h"), (hanh, "2/12 8h")):
        await register(secretary, when)
    await web.move_to("03/12/2026", "18:00")
    await yen.says("/chamcap")
    yen.sees("3 buổi sinh hoạt chưa có điểm của cấp trên")
    yen.sees_buttons(
        "Chi bộ Kế toán, 14:00 T5 03/12",
        "Chi bộ Kho, 08:00 T5 03/12",
        "Chi bộ Trường Chính trị, 08:00 T4 02/12",
    )
    old = yen.button("Chi bộ Kho, 08:00 T5 03/12")
    await yen.says("trường")
    yen.sees("Tìm theo", "1 buổi")
    yen.sees_buttons("Chi bộ Trường Chính trị, 08:00 T4 02/12", "Bỏ tìm")
    await yen.says("không có đâu")
    yen.sees("Không có chi bộ nào có tên chứa")
    await yen.taps("Bỏ tìm")
    await yen.presses(old)
    yen.sees("3 buổi")
    await yen.taps("Chi bộ Kho, 08:00 T5 03/12")
    yen.sees("Đề nghị đồng chí chọn cách chấm", "Chi bộ Kho")


async def test_three_scores_on_one_card(chat: Chat) -> None:
    lan, binh, yen, thang = await meeting_over(chat, "Bình", "Yến", "Thắng")
    await judged_by_cell(lan)
    await thang.says("/phieudiem")
    thang.sees("Chi bộ tự chấm: 92/100, Tốt", "Xếp loại chính thức (tạm tính): Tốt")
    await visited(binh)
    await thang.says("/phieudiem")
    thang.sees(
        "2. Người dự chấm: 80/100, Khá",
        "Trần Văn Bình, Ủy viên Ban Chấp hành, Đảng bộ Khối, do Đảng bộ Khối phân công; gửi lúc 16:00 T5",
        "thấp hơn chi bộ tự chấm 12 điểm, khác xếp loại",
        "Xếp loại chính thức: Khá, 80 điểm, theo phiếu người dự chấm",
    )
    assert "24; 20" in thang.last.text, "points by group, side by side"
    await yen.says("/chamcap")
    await score(yen, _MIDDLE)
    await yen.says("/phieudiem")
    yen.sees("3. Cấp trên chấm: 85/100, Khá", "Hoàng Thị Yến", "theo phiếu cấp trên chấm")
    yen.sees_buttons("Sửa phiếu cấp trên của tôi")
    await yen.taps("Sửa phiếu cấp trên của tôi")
    await yen.says("1=4")
    await send(yen)
    await thang.says("/phieudiem")
    thang.sees("84/100", "đã sửa lần 1 lúc 16:00 T5 03/12")
    thang.sees_buttons()
    assert [sheet.is_current for sheet in sheets(chat, SheetRole.SUPERIOR)] == [False, True]


async def test_the_digest_counts_gaps_open_remedies_and_for_the_office_doubtful_sheets(web: Chat) -> None:
    lan, binh, yen, thang = await meeting_over(web, "Bình", "Yến", "Thắng")
    await lan.says("18 1 1 0 95 12")
    await score(lan, _OWN)
    await lan.says("Sổ biên bản ghi chưa đủ; phó bí thư; 20/12")
    await lan.taps("Ghi nhận")
    await binh.says("18 0 0 0 95 12")
    await binh.says("max")
    await binh.taps("Xác nhận và gửi")
    await binh.taps("Xác nhận và gửi")  # everything at its maximum is asked about once
    binh.sees("đã ghi nhận", "100/100")
    await web.move_to("21/12/2026", "12:00")
    await thang.says("/tonghop 12/2026")
    thang.sees(
        "Chi bộ tự chấm so với người dự (1 buổi): bình quân thấp hơn 8 điểm",
        "chênh từ 10 điểm hoặc khác xếp loại: 0 chi bộ",
        "Việc cần khắc phục chưa xong: 1, trong đó quá hạn 1",
    )
    await thang.taps("Theo người dự")
    assert "tối đa hoặc giống" not in thang.last.text
    await yen.says("/tonghop 12/2026")
    await yen.taps("Theo người dự")
    yen.sees("đã chấm 1 (trong đó 1 phiếu điểm tối đa hoặc giống tháng trước)")


async def test_the_cell_does_not_see_how_its_visitors_scored(web: Chat) -> None:
    lan, binh = await meeting_over(web, "Bình")
    await judged_by_cell(lan)
    await visited(binh)
    await lan.says("/phieudiem")
    lan.sees("Chi bộ tự chấm: 92/100", "Điểm của người dự không hiển thị cho chi bộ")
    for hidden in ("80", "Người dự chấm", "Khá", "chính thức", "thấp hơn"):
        assert hidden not in lan.last.text
    lan.sees_buttons("Sửa phiếu tự chấm của tôi")


@pytest.mark.parametrize(("code", "sees"), [("38", True), ("38.001", True), ("38.002", False)])
async def test_unless_the_policy_of_a_body_above_it_says_so(web: Chat, code: str, sees: bool) -> None:
    set_policy(web, code, Own(cell_sees_visitor_score=True))
    lan, binh = await meeting_over(web, "Bình")
    await judged_by_cell(lan)
    await visited(binh)
    await lan.says("/phieudiem")
    assert ("Người dự chấm: 80/100" in lan.last.text) is sees
    lan.has_not_seen("Trần Văn Bình")


async def test_a_visitor_sees_the_others_after_scoring(web: Chat) -> None:
    lan, binh, dung = await meeting_over(web, "Bình", "Dung")
    await judged_by_cell(lan)
    await visited(binh)
    await dung.says("/phieudiem")
    dung.sees("Chi bộ tự chấm: 92/100", "sau khi đồng chí gửi phiếu của mình")
    assert "80/100" not in dung.last.text
    await dung.says("/cham")
    await visited(dung, _MIDDLE)
    await dung.says("/phieudiem")
    dung.sees(
        "Người dự chấm: 80/100, Khá (phiếu được tính)",
        "Ủy viên Ban Chấp hành, Đảng bộ Khối, do Đảng bộ Khối phân công",
        "3. Người dự chấm: 85/100",
        "Xếp loại chính thức: Khá, 80 điểm",
    )
    assert "Trần Văn Bình" not in dung.last.text, "a post, no name"
    dung.sees_buttons("Sửa phiếu của tôi")


async def test_not_even_the_cells_own_score_where_the_policy_says_so(web: Chat) -> None:
    set_policy(web, "38", Own(visitor_sees_self_score=False))
    lan, dung = await meeting_over(web, "Dung")
    await judged_by_cell(lan)
    await dung.says("/phieudiem")
    dung.sees("sau khi đồng chí gửi phiếu của mình")
    assert "92/100" not in dung.last.text
    await dung.says("/cham")
    await visited(dung, _MIDDLE)
    await dung.says("/phieudiem")
    dung.sees("Chi bộ tự chấm: 92/100", "85/100")


async def test_the_office_sees_every_version_with_who_and_when_others_the_last(web: Chat) -> None:
    _, binh, yen = await meeting_over(web, "Bình", "Yến")
    await visited(binh)
    await web.move_to("04/12/2026", "09:00")
    await binh.says("/cham sửa")
    await binh.taps("Sửa: Chi bộ Kế toán, 14:00 T5 03/12")
    await score(binh, "7=24")
    await yen.says("/phieudiem")
    yen.sees("84/100", "Trần Văn Bình", "đã sửa lần 1 lúc 09:00 T6 04/12")
    yen.sees("Trước đó đã gửi", "80 điểm, Khá, lúc 16:00 T5 03/12")
    await binh.says("/phieudiem")
    binh.sees("84/100")
    assert "Trước đó" not in binh.last.text


async def test_corrections_end_with_the_month(web: Chat) -> None:
    _, binh, yen = await meeting_over(web, "Bình", "Yến")
    await visited(binh)
    await binh.says("/phieudiem")
    fix = binh.button("Sửa phiếu của tôi")
    await web.move_to("06/01/2027")
    await binh.presses(fix)
    assert "Rà soát" not in binh.last.text
    await binh.says("/phieudiem")
    binh.sees("80/100")
    binh.sees_buttons()
    await yen.says("/chamcap")
    yen.sees("không có buổi sinh hoạt nào chờ")


async def test_a_secretary_who_visits_elsewhere_sees_each_cell_as_what_they_are_there(web: Chat) -> None:
    await assign(web, "Lan", "kho")
    lan, cuong = [await web.join(name) for name in ("Lan", "Cường")]
    await web.move_to("18/11/2026", "08:00")
    await register(cuong, "3/12 8h")
    await register(lan, "3/12 14h")
    await web.move_to("03/12/2026", "11:00")
    await lan.says("/cham")
    await lan.taps("Đã dự")
    await lan.taps("Đúng như trên")
    await score(lan, _LOW)
    await cuong.says("/tucham")
    await cuong.taps("Đúng như trên")
    await score(cuong, _OWN)
    await lan.says("/phieudiem")
    lan.sees("Chi bộ Kho", "Chi bộ tự chấm: 92/100", "Người dự chấm: 80/100")
    await cuong.says("/phieudiem")
    cuong.sees("không hiển thị cho chi bộ")


async def test_who_has_nothing_to_look_at_is_told_so(web: Chat) -> None:
    lan = await web.join("Lan")
    await lan.says("/phieudiem")
    lan.sees("không có buổi sinh hoạt nào có phiếu chấm điểm để xem")


async def test_of_secretary_and_deputy_the_latest_counts(web: Chat) -> None:
    lan, phuc, thang = await meeting_over(web, "Phúc", "Thắng")
    await judged_by_cell(lan)
    await web.move_to("04/12/2026", "09:00")
    await phuc.says("/phieudiem")
    phuc.sees_buttons()
    sheet = sheets(web, SheetRole.SELF)[0]
    await web.work(lambda work: work.session.add(_copy_of(sheet, web.cast.people["Phúc"])))
    await thang.says("/phieudiem")
    thang.sees("1. Chi bộ tự chấm: 70/100, Khá (phiếu được tính)", "2. Chi bộ tự chấm: 92/100, Tốt")
    thang.sees("Xếp loại chính thức (tạm tính): Khá, 70 điểm")


def _copy_of(sheet: ScoreSheet, scorer_id: int) -> ScoreSheet:
    values = sheet.model_dump(exclude={"id"})
    values |= {"scorer_id": scorer_id, "total": Decimal(70), "grade": Grade.KHA}
    return ScoreSheet(**values | {"submitted_at": sheet.submitted_at + timedelta(hours=1)})

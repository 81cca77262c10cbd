"""/ngung and /dulieu: how somebody stops, what stays, and what they may ask about their data."""

from bot.domain.chat import OutboxState
from db.models import Address, AuditEntry, Consent, Draft, Duty
from tests.chat import Chat
from tests.flows.offstage import also_at, bound_to, code_for, register, rows, told


async def test_leaving_asks_first_and_may_be_taken_back(web: Chat) -> None:
    lan = await web.join("Lan")
    await lan.says("/ngung")
    lan.sees("Đồng chí muốn ngừng sử dụng hệ thống?", "mã mới của Văn phòng")
    lan.sees_buttons("Tiếp tục sử dụng", "Ngừng sử dụng")
    first = lan.button("Ngừng sử dụng")
    await lan.taps("Tiếp tục sử dụng")
    lan.sees("Không có gì thay đổi")
    await lan.presses(first)
    lan.sees("đã hoàn thành hoặc đã được bỏ")
    assert bound_to(web, "Lan") == ["Lan"]


async def test_whoever_leaves_is_unbound_everywhere(chat: Chat) -> None:
    lan = await chat.join("Lan")
    tablet = await also_at(chat, lan, "Tablet")
    await lan.says("/ngung")
    await lan.taps("Ngừng sử dụng")
    lan.sees("đã ngừng gửi tin cho đồng chí", "Nhiệm vụ được phân công vẫn do Văn phòng theo dõi")
    assert bound_to(chat, "Lan") == []
    assert all(one.withdrawn_at for one in rows(chat, Consent))
    assert not any(one.is_open for one in rows(chat, Draft))
    for player in (lan, tablet):
        await player.says("/viec")
        player.sees("đề nghị đồng chí gõ mã riêng")
    assert told(chat, "Lan", "Left") == []  # said to a chat that is nobody's any more
    assert {one.person_id for one in rows(chat, Address)} == {None}


async def test_coming_back_takes_a_new_code_and_a_new_consent(web: Chat) -> None:
    lan, code = await web.open_chat("Lan"), await code_for(web, "Lan")
    await lan.says(code)
    await lan.taps("Tôi đồng ý")
    await lan.says("/themthietbi")
    await lan.says("/ngung")
    leaving = lan.button("Ngừng sử dụng")
    await lan.taps("Ngừng sử dụng")
    for again in (code, f"/start {code}"):
        await lan.says(again)
        lan.sees("Mã này đã hết hạn", "mã mới")
    await lan.says(await code_for(web, "Lan"))
    lan.sees("Đồng chí có đồng ý không?")
    await lan.taps("Tôi đồng ý")
    await lan.presses(leaving)
    lan.sees("đã hoàn thành hoặc đã được bỏ")
    assert bound_to(web, "Lan") == ["Lan"]


async def test_the_code_for_another_messenger_dies_with_leaving(web: Chat) -> None:
    lan, tablet = await web.join("Lan"), await web.open_chat("Tablet")
    await lan.says("/themthietbi")
    code = next(word for word in lan.last.text.split() if len(word) == 8 and word.isupper())
    await lan.says("/ngung")
    await lan.taps("Ngừng sử dụng")
    await tablet.says(code)
    tablet.sees("Mã này đã hết hạn")


async def test_what_waits_is_withdrawn_and_nothing_comes_after(web: Chat) -> None:
    lan, yen = await web.join("Lan"), await web.join("Yến")
    await web.move_to("18/11/2026", "21:30")
    await lan.says("/dulieu")
    await lan.taps("Đề nghị xóa")
    assert told(web, "Yến", "DataRequest") == [OutboxState.WAITING]
    await yen.says("/ngung")
    await yen.taps("Ngừng sử dụng")
    assert told(web, "Yến", "DataRequest") == [OutboxState.WITHDRAWN]
    heard = len(yen.messages)
    await web.move_to("25/11/2026", "12:00")
    assert len(yen.messages) == heard


async def test_the_duties_of_who_left_stay_on_the_offices_list(web: Chat) -> None:
    lan, binh, yen = await web.join("Lan"), await web.join("Bình"), await web.join("Yến")
    await register(lan, "3/12 14h")
    before = [(one.person_id, one.cell_id) for one in rows(web, Duty)]
    await binh.says("/ngung")
    await binh.taps("Ngừng sử dụng")
    assert [(one.person_id, one.cell_id) for one in rows(web, Duty)] == before
    await yen.says("/danhba")
    yen.sees("Trần Văn Bình", "0900000005", "Chưa dùng hệ thống")
    heard = len(binh.messages)
    await web.move_to("03/12/2026", "17:00")
    assert len(binh.messages) == heard


async def test_a_copy_of_what_is_kept(web: Chat) -> None:
    binh = await web.join("Bình")
    await also_at(web, binh, "Tablet")
    await binh.says("/dulieu")
    binh.sees(
        "Họ tên: Trần Văn Bình",
        "Số điện thoại: 0900000005",
        "Chức vụ: Ủy viên Ban Chấp hành, Đảng bộ Khối",
        "Số cuộc trò chuyện đang gắn: 2",
        "Đồng ý lưu dữ liệu: 7 giờ 55, thứ Tư, ngày 18/11/2026",
        "Văn phòng trả lời trong 2 ngày làm việc",
    )
    binh.sees_buttons("Đề nghị sửa", "Đề nghị xóa")


async def test_a_request_reaches_the_office_with_its_date(chat: Chat) -> None:
    yen, binh = await chat.join("Yến"), await chat.join("Bình")
    await binh.says("/dulieu")
    await binh.taps("Đề nghị sửa")
    binh.sees("đã được chuyển đến Văn phòng", "chậm nhất thứ Sáu, ngày 20/11/2026")
    yen.sees("Trần Văn Bình", "Điện thoại: 0900000005", "sửa", "chậm nhất thứ Sáu, ngày 20/11/2026")


async def test_holidays_and_weekends_are_no_working_days(web: Chat) -> None:
    yen, binh = await web.join("Yến"), await web.join("Bình")
    await web.move_to("20/11/2026", "10:00")  # a Friday; Tuesday the 24th is a public holiday
    await binh.says("/dulieu")
    await binh.taps("Đề nghị xóa")
    yen.has_seen("xóa dữ liệu đang lưu")
    binh.sees("chậm nhất thứ Tư, ngày 25/11/2026")


async def test_a_request_that_reaches_nobody_is_not_said_to_have_been_passed_on(web: Chat) -> None:
    binh = await web.join("Bình")
    await binh.says("/dulieu")
    await binh.taps("Đề nghị xóa")
    binh.sees("chưa chuyển được qua hệ thống", "báo trực tiếp với Văn phòng")
    assert told(web, "Yến", "DataRequest") == [OutboxState.FAILED]
    assert "data_deletion" in [one.action for one in rows(web, AuditEntry)]


async def test_whose_office_of_their_own_body_is_nobody_asks_the_one_above(web: Chat) -> None:
    yen, lan = await web.join("Yến"), await web.join("Lan")
    await lan.says("/dulieu")
    await lan.taps("Đề nghị sửa")
    yen.sees("Nguyễn Thị Lan", "Bí thư chi bộ, Chi bộ Kế toán")

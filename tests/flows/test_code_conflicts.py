"""A used code from another chat: nothing is bound, the first chat stops, the office decides once."""

import asyncio
from datetime import date

from bot.domain.chat import OutboxState
from bot.domain.people import Role
from bot.services import invitations
from db.models import AuditEntry, CodeTry, Consent, Post
from tests.chat import Chat, Player
from tests.flows.offstage import (
    also_at,
    an_hour_passes,
    bound_to,
    code_for,
    fresh_code,
    newcomer,
    rows,
    told,
)

KEEP, REISSUE = "Giữ cuộc trò chuyện cũ", "Thu hồi và cấp mã mới"


async def enrolled(chat: Chat, name: str) -> tuple[Player, str]:
    """One of the cast in a chat of their own, and the code that bound it."""
    code, player = await code_for(chat, name), await chat.open_chat(name)
    await player.says(code)
    await player.taps("Tôi đồng ý")
    return player, code


async def admin_code(chat: Chat, name: str) -> str:
    """An administrator's code of one of the cast."""
    person_id = chat.cast.people[name]
    return await chat.work(lambda work: invitations.issue(work, person_id, grants_administrator=True))


async def administrator(chat: Chat, name: str) -> Player:
    """One of the cast enrols with an administrator's code."""
    player = await chat.open_chat(name)
    await player.says(await admin_code(chat, name))
    await player.taps("Tôi đồng ý")
    return player


async def contested(chat: Chat) -> tuple[Player, Player, str]:
    """Lan's code was typed from another chat."""
    lan, code = await enrolled(chat, "Lan")
    stranger = await chat.open_chat("Stranger")
    await stranger.says(code)
    return lan, stranger, code


async def test_it_binds_nothing_suspends_the_first_and_asks_the_office(chat: Chat) -> None:
    yen = await chat.join("Yến")
    lan, stranger, _ = await contested(chat)
    stranger.sees("Mã này đã được dùng ở một cuộc trò chuyện khác", "Văn phòng đã được báo")
    yen.sees("Nguyễn Thị Lan", "Bí thư chi bộ, Chi bộ Kế toán", "0900000001", "gọi điện kiểm tra")
    yen.sees_buttons(KEEP, REISSUE)
    await lan.says("/viec")
    lan.sees("đang tạm dừng để Văn phòng xác nhận")
    await stranger.says("/viec")
    stranger.sees("đề nghị đồng chí gõ mã riêng")
    await yen.taps(KEEP)
    yen.sees("Đã giữ cuộc trò chuyện cũ của đồng chí Nguyễn Thị Lan")
    lan.sees("Văn phòng đã xác nhận cuộc trò chuyện này")
    await lan.says("/viec")
    lan.sees("Đăng ký lịch")
    assert rows(chat, CodeTry) == []


async def test_what_was_kept_cannot_be_stopped_with_the_same_code_again(web: Chat) -> None:
    yen = await web.join("Yến")
    lan, stranger, code = await contested(web)
    await yen.taps(KEEP)
    heard = len(yen.messages)
    await stranger.says(code)
    stranger.sees("Mã này đã hết hạn")
    assert len(yen.messages) == heard
    assert bound_to(web, "Lan") == ["Lan"]
    await lan.says(f"/start {code}")
    lan.sees("Kính chào đồng chí Nguyễn Thị Lan")


async def test_revoked_the_first_chat_is_nobodys_and_what_it_agreed_to_is_void(chat: Chat) -> None:
    yen = await chat.join("Yến")
    first, lan, code = await contested(chat)
    await yen.taps(REISSUE)
    yen.sees("Đã thu hồi cuộc trò chuyện cũ của đồng chí Nguyễn Thị Lan", "Mã mới")
    fresh = fresh_code(yen)
    await first.says("/viec")
    first.sees("đề nghị đồng chí gõ mã riêng")
    await first.says(code)
    first.sees("Mã này đã hết hạn")
    await lan.says(fresh)
    lan.sees("Đồng chí có đồng ý không?")  # the stranger agreed, Lan has not
    await lan.taps("Tôi đồng ý")
    assert len(bound_to(chat, "Lan")) == 1
    assert [one.withdrawn_at is None for one in rows(chat, Consent)[1:]] == [False, True]


async def asked_at_night(chat: Chat) -> tuple[Player, Player]:
    """A request waits for the morning; meanwhile the office person's own code is contested. An
    administrator decides."""
    admin, lan = await administrator(chat, "Thắng"), await chat.join("Lan")
    yen, code = await enrolled(chat, "Yến")
    await chat.move_to("18/11/2026", "21:30")
    await lan.says("/dulieu")
    await lan.taps("Đề nghị sửa")
    await (await chat.open_chat("Stranger")).says(code)
    heard = len(yen.messages)
    await chat.move_to("19/11/2026", "07:15")
    assert len(yen.messages) == heard
    assert told(chat, "Yến", "DataRequest") == [OutboxState.WAITING]
    return admin, yen


async def test_what_waited_for_a_strangers_chat_never_arrives_there(web: Chat) -> None:
    admin, first = await asked_at_night(web)
    heard = len(first.messages)
    await admin.taps(REISSUE)
    await web.move_to("19/11/2026", "12:00")
    assert len(first.messages) == heard
    assert told(web, "Yến", "DataRequest") == [OutboxState.WITHDRAWN]


async def test_what_waited_arrives_once_the_chat_is_kept(web: Chat) -> None:
    admin, yen = await asked_at_night(web)
    await admin.taps(KEEP)
    yen.has_seen("Nguyễn Thị Lan")
    assert told(web, "Yến", "DataRequest") == [OutboxState.SENT]


async def second_office_person(chat: Chat) -> Player:
    """Cường's colleague Dung moves to the office: two who may decide."""
    post = Post(
        person_id=chat.cast.people["Dung"],
        organisation_id=chat.cast.places["khối"],
        title="Chánh Văn phòng",
        folded_title="chanh van phong",
        role=Role.OFFICE,
        starts_on=date(2026, 1, 1),
    )
    await chat.work(lambda work: work.session.add(post))
    return await chat.join("Dung")


async def test_two_office_people_decide_one_after_the_other(web: Chat) -> None:
    yen, dung = await web.join("Yến"), await second_office_person(web)
    lan, _, _ = await contested(web)
    yen.sees_buttons(KEEP, REISSUE)
    dung.sees_buttons(KEEP, REISSUE)
    await yen.taps(KEEP)
    await dung.taps(REISSUE)
    dung.sees("đã được xử lý, không cần chọn nữa")
    assert bound_to(web, "Lan") == [lan.chat]


async def test_two_office_people_decide_at_once(chat: Chat) -> None:
    yen, dung = await chat.join("Yến"), await second_office_person(chat)
    await contested(chat)
    await asyncio.gather(
        chat.messenger.taps_data(yen.chat, yen.button(KEEP)),
        chat.messenger.taps_data(dung.chat, dung.button(REISSUE)),
    )
    await chat.settle()
    decided = [one.action for one in rows(chat, AuditEntry) if one.action.startswith("binding_")]
    assert len(decided) == 1
    settled = [one for one in (yen, dung) if "đã được xử lý, không cần chọn nữa" in one.last.text]
    assert len(settled) == 1
    assert len(bound_to(chat, "Lan")) == (decided == ["binding_kept"])


async def test_the_office_is_asked_once_however_often_the_code_is_typed(web: Chat) -> None:
    yen = await web.join("Yến")
    _, stranger, code = await contested(web)
    heard = len(yen.messages)
    for _ in range(3):
        await stranger.says(code)
        stranger.sees("Mã này đã được dùng")
    assert len(yen.messages) == heard


async def test_the_office_person_whose_own_code_is_contested_does_not_decide(web: Chat) -> None:
    yen, code = await enrolled(web, "Yến")
    tablet = await also_at(web, yen, "Tablet")
    stranger = await web.open_chat("Stranger")
    await stranger.says(code)
    heard = len(tablet.messages)
    await tablet.says("/viec")
    assert len(tablet.messages) == heard + 1
    tablet.has_not_seen("nay lại được nhập")


async def test_without_an_office_that_can_be_reached_an_administrator_decides(web: Chat) -> None:
    admin = await administrator(web, "Thắng")
    lan, _, _ = await contested(web)
    admin.sees("Nguyễn Thị Lan")
    await admin.taps(KEEP)
    admin.sees("Đã giữ cuộc trò chuyện cũ")
    await lan.says("/viec")
    lan.has_seen("Đăng ký lịch")


async def test_an_administrators_new_code_makes_an_administrator_again(web: Chat) -> None:
    yen = await web.join("Yến")
    code = await admin_code(web, "Bình")
    first = await web.open_chat("Bình")
    await first.says(code)
    await first.taps("Tôi đồng ý")
    first.sees("Quản trị hệ thống")
    await (await web.open_chat("Other")).says(code)
    await yen.taps(REISSUE)
    binh = Player(web, "Bình", "Elsewhere")
    await binh.says(fresh_code(yen))
    await binh.taps("Tôi đồng ý")
    binh.sees("Quản trị hệ thống")


async def test_a_fresh_code_ends_the_suspension(web: Chat) -> None:
    yen = await web.join("Yến")
    lan, stranger, code = await contested(web)
    await lan.says(code)
    lan.sees("đang tạm dừng")
    await lan.says(await code_for(web, "Bình"))
    lan.sees("đang tạm dừng")
    await lan.says(await code_for(web, "Lan"))
    lan.sees("Kính chào đồng chí Nguyễn Thị Lan")
    await yen.taps(REISSUE)
    yen.sees("đã được xử lý, không cần chọn nữa")
    await stranger.says(code)
    stranger.sees("Mã này đã hết hạn")
    assert bound_to(web, "Lan") == ["Lan"]


async def test_a_suspended_chat_is_not_a_place_to_guess_codes(web: Chat) -> None:
    await web.join("Yến")
    lan, _, _ = await contested(web)
    for _ in range(5):
        await lan.says("CFGH234X")
    lan.sees("đã hết số lần thử")
    heard = len(lan.messages)
    await lan.says("/viec")
    assert len(lan.messages) == heard
    await an_hour_passes(web)
    await lan.says("/viec")
    lan.sees("đang tạm dừng")


async def test_the_code_of_who_has_left_suspends_nobody(web: Chat) -> None:
    yen, (lan, code) = await web.join("Yến"), await enrolled(web, "Lan")
    await lan.says("/ngung")
    await lan.taps("Ngừng sử dụng")
    again = await newcomer(web, "Lan", place="Elsewhere")
    await again.taps("Tôi đồng ý")
    heard, stranger = len(yen.messages), await web.open_chat("Stranger")
    await stranger.says(code)
    stranger.sees("Mã này đã hết hạn")
    assert len(yen.messages) == heard
    assert bound_to(web, "Lan") == ["Elsewhere"]


async def test_only_the_office_of_the_person_may_decide(web: Chat) -> None:
    yen, mai = await web.join("Yến"), await web.join("Mai")
    await contested(web)
    button = yen.button(KEEP)
    await mai.presses(button)
    mai.sees("không còn thuộc việc của đồng chí")
    assert bound_to(web, "Lan") == ["Lan (suspended)"]


async def test_the_role_outlives_the_code_that_brought_it(web: Chat) -> None:
    yen, code = await web.join("Yến"), await admin_code(web, "Thắng")
    admin = await web.open_chat("Thắng")
    await admin.says(code)
    await admin.taps("Tôi đồng ý")
    await (await web.open_chat("Other")).says(code)
    await yen.taps(KEEP)
    await admin.says("/start " + code)
    admin.sees("Quản trị hệ thống")
    await admin.says("/ngung")
    await admin.taps("Ngừng sử dụng")
    again = await newcomer(web, "Thắng", place="Elsewhere")
    await again.taps("Tôi đồng ý")
    again.sees("Quản trị hệ thống")

"""Every morning the office reads what became of the messages; what is lost reaches administrators too."""

from sqlalchemy import text

from bot.domain.completeness import Alarm
from bot.services import completeness, invitations
from tests.chat import Chat, Player
from tests.flows.backstage import register


async def administrator(chat: Chat) -> Player:
    """Phúc uses a code that grants the role."""
    player = await chat.open_chat("Phúc")
    person = chat.cast.people["Phúc"]
    code = await chat.work(lambda work: invitations.issue(work, person, grants_administrator=True))
    await player.says(f"/start {code}")
    await player.taps("Tôi đồng ý")
    return player


def lose(chat: Chat, message: str) -> None:
    """Somebody deletes a message of this name from the database."""
    with chat.engine.begin() as connection:
        unchecked = {
            "sqlite": "PRAGMA defer_foreign_keys = ON",
            "postgresql": "SET LOCAL session_replication_role = replica",
        }
        connection.execute(text(unchecked[chat.engine.dialect.name]))
        for referring in ("draft SET card_id", "reminder SET outbox_id", "outbox SET replaces_id"):
            connection.execute(text(f"UPDATE {referring} = NULL"))
        connection.execute(text("DELETE FROM attempt"))
        connection.execute(text("DELETE FROM outbox WHERE message = :name"), {"name": message})


async def test_the_office_reads_what_became_of_yesterdays_messages(chat: Chat) -> None:
    yen, lan = await chat.join("Yến"), await chat.join("Lan")
    await chat.join("Bình")
    await register(lan, "3/12 14h")
    await chat.move_to("19/11/2026", "07:30")
    yen.sees("Tin của cả hệ thống, thứ Tư, ngày 18/11/2026", "Dự kiến gửi ", "đã gửi: ")
    yen.sees("không gửi được: 3 (người nhận chưa dùng hệ thống 3)")
    assert "đã mất" not in yen.last.text


async def test_on_a_monday_it_speaks_of_friday_to_sunday(web: Chat) -> None:
    yen = await web.join("Yến")
    await web.move_to("23/11/2026", "07:30")
    yen.sees("Tin của cả hệ thống, từ thứ Sáu, ngày 20/11/2026 đến Chủ nhật, ngày 22/11/2026")


async def test_a_loss_reaches_the_office_and_administrators(chat: Chat) -> None:
    yen, phuc = await chat.join("Yến"), await administrator(chat)
    await chat.join("Bình")
    lose(chat, "Enrolled")
    await chat.move_to("19/11/2026", "07:00")
    phuc.sees("Đối chiếu tin của thứ Tư, ngày 18/11/2026 không khớp", "đã mất: 3", "chibo doctor")
    await chat.move_to("19/11/2026", "07:30")
    yen.sees("Có tin đã mất khỏi cơ sở dữ liệu. Đề nghị đồng chí báo ngay người quản trị hệ thống.")


async def test_a_loss_is_told_though_nobody_is_to_be_rung(web: Chat) -> None:
    yen = await web.join("Yến")
    for name in ("Lan", "Phúc", "Cường", "Hạnh", "Bình", "Dung", "Thắng", "Mai"):
        await web.join(name)
    for name, when in (("Lan", "3/12 14h"), ("Cường", "4/12 8h"), ("Hạnh", "5/12 8h")):
        await register(Player(web, name, name), when)
    heard = len(yen.messages)
    lose(web, "Enrolled")
    await web.move_to("19/11/2026", "07:30")
    assert len(yen.messages) == heard + 1
    yen.sees("Không có ai cần liên hệ", "đã mất: 9")


async def test_an_error_of_the_program_reaches_the_office_and_administrators(web: Chat) -> None:
    yen, phuc = await web.join("Yến"), await administrator(web)
    lan_id = web.cast.people["Lan"]
    with web.engine.begin() as connection:  # a reminder that cannot be said
        connection.execute(
            text("UPDATE reminder SET subject = 'cell:none:202612' WHERE person_id = :lan"), {"lan": lan_id}
        )
    await web.move_to("19/11/2026", "07:00")
    phuc.sees("Đối chiếu tin của thứ Tư, ngày 18/11/2026 có chỗ gặp lỗi", "vì chương trình gặp lỗi")
    await web.move_to("19/11/2026", "07:30")
    yen.sees("Có tin hoặc việc nhắc không đến được người nhận vì chương trình gặp lỗi. Đề nghị đồng chí báo")
    assert web.look(completeness.alarms) == (Alarm.PROGRAM_FAILED,)
    await web.move_to("20/11/2026", "07:30")
    assert web.look(completeness.alarms) == (), "the day before yesterday is told already"


async def test_administrators_hear_nothing_while_the_sums_agree(web: Chat) -> None:
    phuc = await administrator(web)
    await web.move_to("24/11/2026", "12:00")
    phuc.has_seen("đăng ký lịch")
    phuc.has_not_seen("không khớp")

"""Closing at 00:00 on the 6th: every duty in a named end state, and afterwards nothing changes."""

from datetime import date

from bot.domain.duties import Outcome, OutcomeReason, Response
from bot.services import periods
from db.models import Assignment, Duty, Reminder, ScoreSheet, Visit
from tests.chat import Chat, Player
from tests.flows.offstage import hire, leap, register, rows

CLOSED = "đã khóa sổ"


def ends(chat: Chat, period: int = 202612) -> dict[tuple[str, str], tuple[Outcome, OutcomeReason | None]]:
    """Outcome and reason of every duty of a month, by person and cell."""
    people = {number: name for name, number in chat.cast.people.items()}
    places = {number: name for name, number in chat.cast.places.items()}
    return {
        (people[one.person_id], places[one.cell_id]): (one.outcome, one.outcome_reason)
        for one in rows(chat, Duty)
        if one.period == period
    }


async def assign(chat: Chat, name: str, cell: str) -> None:
    """From long ago somebody new is assigned to a cell."""
    await hire(chat, name)
    assignment = Assignment(
        person_id=chat.cast.people[name],
        cell_id=chat.cast.places[cell],
        assigned_by_id=chat.cast.places["khối"],
        starts_on=date(2026, 1, 1),
    )
    await chat.work(lambda work: work.session.add(assignment))


async def december(chat: Chat) -> tuple[Player, Player]:
    """Accounting meets on 03/12, Store on 04/12, School never. Bình attends Accounting, declines Store;
    Dung never answers; "Lâm" declined Accounting but was not decided on; "Sơn" never enrolled."""
    await assign(chat, "Lâm", "kế toán")
    await assign(chat, "Sơn", "kế toán")
    await chat.work(periods.reconcile_open_periods)
    lan, cuong = await chat.join("Lan"), await chat.join("Cường")
    binh, dung, lam = await chat.join("Bình"), await chat.join("Dung"), await chat.join("Lâm")
    await register(lan, "3/12 14h")
    await binh.taps("Sẽ dự")
    await lam.taps("Không dự được")
    await lam.taps("Ốm")
    await register(cuong, "4/12 8h")
    await binh.taps("Không dự được")
    await binh.taps("Đi công tác")
    await leap(chat, "03/12/2026", "16:00")
    await binh.taps("Đã dự")
    await binh.says("18 1 1 0 95 12")
    return binh, dung


async def test_every_duty_ends_with_its_reason(chat: Chat) -> None:
    await december(chat)
    await leap(chat, "05/01/2027", "23:59")
    pending = {key for key, (outcome, _) in ends(chat).items() if outcome is Outcome.PENDING}
    assert pending == {
        ("Lâm", "kế toán"),
        ("Sơn", "kế toán"),
        ("Dung", "kế toán"),
        ("Bình", "kho"),
        ("Bình", "trường"),
    }
    await leap(chat, "06/01/2027", "00:00")
    assert ends(chat) == {
        ("Bình", "kế toán"): (Outcome.ATTENDED, None),
        ("Bình", "kho"): (Outcome.MISSED, OutcomeReason.WITH_REASON),
        ("Bình", "trường"): (Outcome.EXCUSED, OutcomeReason.CELL_DID_NOT_MEET),
        ("Dung", "kế toán"): (Outcome.MISSED, OutcomeReason.WITHOUT_REASON),
        ("Lâm", "kế toán"): (Outcome.MISSED, OutcomeReason.WITH_REASON),
        ("Sơn", "kế toán"): (Outcome.MISSED, OutcomeReason.UNREACHABLE),
    }
    assert not [one for one in rows(chat, Visit) if one.period == 202612 and one.outcome is Outcome.PENDING]
    assert not [
        one
        for one in rows(chat, Reminder)
        if one.period == 202612 and one.state == "planned" and one.kind in ("visit", "register")
    ]


async def test_afterwards_reporting_is_answered_and_changes_nothing(web: Chat) -> None:
    _, dung = await december(web)
    await leap(web, "05/01/2027", "08:00")
    was_there = dung.button("Đã dự")
    await leap(web, "06/01/2027", "00:00")
    before, visits = ends(web), [one.model_dump() for one in rows(web, Visit)]
    await dung.presses(was_there)
    dung.sees(CLOSED)
    await dung.says("18 1 1 0 95 12")
    await dung.says("/cham")
    await dung.says("/viec")
    assert ends(web) == before
    assert [one.model_dump() for one in rows(web, Visit)] == visits


async def test_a_score_begun_before_closing_is_not_taken_after_it(web: Chat) -> None:
    binh, _ = await december(web)
    await binh.says("max 5.1=0 7=24")
    binh.sees("Tổng điểm: 92/100")
    send = binh.button("Xác nhận và gửi")
    await leap(web, "06/01/2027", "00:00")
    await binh.presses(send)
    binh.sees(CLOSED)
    assert rows(web, ScoreSheet) == []


async def test_a_decline_is_not_taken_after_closing_either(web: Chat) -> None:
    yen = await web.join("Yến")
    await december(web)
    await yen.says("/lydo")
    accept = yen.button("1. Chấp nhận")
    await leap(web, "06/01/2027", "00:00")
    before = ends(web)
    await yen.presses(accept)
    yen.sees("không còn chờ xem xét")
    yen.has_seen("Không còn lý do không dự nào của tháng 12/2026")
    assert ends(web) == before


async def test_nobody_is_reminded_of_a_closed_month(web: Chat) -> None:
    await december(web)
    await leap(web, "05/01/2027", "12:00")
    await web.move_to("06/01/2027", "00:00")
    heard = {name: len(Player(web, name, name).messages) for name in ("Bình", "Dung", "Lâm")}
    await web.move_to("08/01/2027", "12:00")
    for name, count in heard.items():
        news = Player(web, name, name).messages[count:]
        assert not [one.text for one in news if "12/2026" in one.text]


async def test_whoever_is_told_that_the_cell_did_not_meet_excuses_its_other_visitors(web: Chat) -> None:
    lan, binh = await web.join("Lan"), await web.join("Bình")
    await web.join("Dung")
    await register(lan, "3/12 14h")
    await leap(web, "03/12/2026", "16:00")
    await binh.taps("Không dự")
    await binh.taps("Chi bộ không sinh hoạt")
    await leap(web, "06/01/2027", "00:00")
    reason = OutcomeReason.CELL_DID_NOT_MEET
    assert ends(web)["Bình", "kế toán"] == (Outcome.EXCUSED, reason)
    assert ends(web)["Dung", "kế toán"] == (Outcome.EXCUSED, reason)


async def test_a_decline_of_a_cancelled_meeting_is_no_reason(web: Chat) -> None:
    """The meeting declined was cancelled; of the new one nothing was heard."""
    lan, binh = await web.join("Lan"), await web.join("Bình")
    await register(lan, "3/12 14h")
    await binh.taps("Không dự được")
    await binh.taps("Ốm")
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Hủy buổi 14:00 T5 03/12")
    await register(lan, "4/12 14h")
    assert [one.response for one in rows(web, Visit) if one.person_id == web.cast.people["Bình"]][
        -1
    ] is Response.NONE
    await leap(web, "06/01/2027", "00:00")
    assert ends(web)["Bình", "kế toán"] == (Outcome.MISSED, OutcomeReason.WITHOUT_REASON)


async def test_the_next_month_goes_on(web: Chat) -> None:
    lan = await web.join("Lan")
    await leap(web, "06/01/2027", "00:00")
    await lan.says("/lich")
    lan.sees("tháng 01/2027")
    for text in ("8/1 14h", "Phòng họp"):
        await lan.says(text)
    for label in ("Thường kỳ", "Xác nhận"):
        await lan.taps(label)
    lan.sees("Đã đăng ký")
    assert {one.outcome for one in rows(web, Duty) if one.period == 202701} == {Outcome.PENDING}

"""What a draft is about, in words that name the cell and the date."""

from bot.domain import wording
from bot.domain.duties import SheetRole
from bot.domain.meetings import Kind
from bot.forms.respond import Occasion, RespondContext
from bot.services import people
from bot.services.judging import role_of
from bot.services.work import Work
from db.models import Draft, Meeting, Organisation, ScoreSheet

#: What somebody fills in, and so what /huy may set aside.
FILLED_IN = {
    "schedule": "đăng ký lịch",
    "attendance": "báo cáo dự sinh hoạt",
    "cell_report": "số liệu của chi bộ",
    "scoring": "chấm điểm",
    "remedies": "việc cần khắc phục",
}


#: What judging a meeting is called, by the role in which it is done.
_SCORING = {
    SheetRole.SELF: "tự chấm điểm",
    SheetRole.VISITOR: "chấm điểm",
    SheetRole.SUPERIOR: "chấm điểm của cấp trên",
}


def what_is(work: Work, draft: Draft) -> str:
    """ "chấm điểm Chi bộ Kế toán, 14:00 T5 03/12"."""
    name = FILLED_IN.get(draft.form, "mục")
    if draft.form == "scoring":
        name = _SCORING[role_of(draft.subject)]
    elif _is_registered(draft.form, draft.subject):
        name = "thay đổi lịch"
    return f"{name} {about(work, draft.subject)}".strip()


def _is_registered(form: str, subject: str) -> bool:
    return form == "schedule" and subject.startswith("meeting:")


def about(work: Work, subject: str) -> str:
    """A cell and a month, or a cell and a meeting's hour; empty for other subjects."""
    kind, *rest = subject.split(":")
    if kind == "cell":
        cell = work.session.get_one(Organisation, int(rest[0]))
        name = people.cell_name(work, cell)
        return f"{name}, {wording.month(int(rest[1]))}" if len(rest) > 1 else name
    if kind == "meeting":
        meeting = work.session.get_one(Meeting, int(rest[0]))
        cell = work.session.get_one(Organisation, meeting.cell_id)
        return named(work, meeting, cell)
    return ""


def _cell_of(work: Work, subject: str) -> Organisation:
    meeting = work.session.get_one(Meeting, int(subject.split(":")[1]))
    return work.session.get_one(Organisation, meeting.cell_id)


def named(work: Work, meeting: Meeting, cell: Organisation) -> str:
    """A meeting by its cell and hour: "Chi bộ Kế toán, 14:00 T5 03/12"."""
    starts_at = meeting.starts_at.astimezone(work.ground.zone)
    return f"{people.cell_name(work, cell)}, {wording.short_when(starts_at)}"


#: A list's and a digest's name on a button.
_LISTS = {"list": "Danh sách cần liên hệ", "declines": "Lý do không dự chờ xem xét", "digest": "Tổng hợp"}
_WITHOUT_DATE = "Chi bộ chưa có lịch"
_DUE = {
    "schedule": "Đăng ký lịch",
    "respond": "Dự sinh hoạt",
    "attendance": "Báo cáo dự",
    "cell_report": "Tự chấm điểm",
    "remedies": "Nêu việc cần khắc phục",
    "preparation": "Việc cần khắc phục",
    "remedy_check": "Chấm điểm",
}


def due(work: Work, form: str, subject: str) -> str:
    """A button's label for something due: "Báo cáo dự: Chi bộ Kế toán, 14:00 T5 03/12"."""
    if form == "list" and subject.startswith("body:"):
        return f"{_WITHOUT_DATE}, {wording.month(int(subject.split(':')[2]))}"
    if form in _LISTS:
        return _LISTS[form]
    if form == "scoring":
        return f"{wording.sentence(_SCORING[role_of(subject)])}: {about(work, subject)}"
    name = _DUE[form]
    if _is_registered(form, subject):
        name = "Lịch đã đăng ký"
    elif form == "schedule" and subject.endswith(f":{Kind.THEMATIC}"):
        name = "Buổi chuyên đề"
    return f"{name}: {about(work, subject)}"


def correction(work: Work, sheet: ScoreSheet, meeting: Meeting, cell: Organisation) -> tuple[str, str]:
    """A button's label and a line for a sheet that was sent: "Sửa: Chi bộ Kế toán, 14:00 T5 03/12", and what
    it came to."""
    name = named(work, meeting, cell)
    grade = wording.GRADES[sheet.grade]
    return f"Sửa: {name}", f"{name}: {wording.points(sheet.total)} điểm, {grade}"


_NAME = 50  # so that the old hour, too, stays within a menu's line
_NEWS = {
    Occasion.NOTICE: "Lịch mới",
    Occasion.MOVED: "Thay đổi lịch",
    Occasion.CANCELLED: "Đã hủy",
    Occasion.DAY_BEFORE: "Nhắc lịch",
    Occasion.TWO_HOURS: "Sắp đến giờ",
}


def news(work: Work, subject: str, visit: RespondContext) -> tuple[str, str]:
    """A button's label and a line for one meeting among several things: "Đã hủy: Chi bộ Kế toán, 14:00 T5
    03/12"; the line of a move tells what was before."""
    name = _NEWS.get(visit.occasion, _DUE["respond"]) if visit.occasion else _DUE["respond"]
    when = wording.short_when(visit.slot.starts_at)
    cell = people.cell_name(work, _cell_of(work, subject))
    short = cell if len(cell) <= _NAME else cell[: _NAME - 1].rstrip() + "…"
    label, line = f"{name}: {cell}, {when}", f"{name}: {short}, {when}"
    if visit.occasion is Occasion.CANCELLED:
        return label, line
    if visit.occasion is Occasion.MOVED and visit.was and visit.was.starts_at != visit.slot.starts_at:
        return label, f"{line} (lịch cũ: {wording.short_when(visit.was.starts_at)})"
    return label, f"{line}, tại {visit.slot.place}"

"""What comes in finds its conversation. The table of commands also makes the help and the command menu."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.chat import FileOffered, FileRead, Reachability, Tap, Text, Unsupported
from bot.domain.people import Actor, Role
from bot.domain.vietnamese import fold
from bot.messages import general
from bot.messages.general import CommandLine
from bot.services import groups
from handlers import (
    annual,
    code_conflicts,
    digests,
    discarding,
    enrolment,
    forms,
    menu,
    office,
    own_review,
    personal_data,
    remedies,
    schedule,
    score_cards,
    scoring,
    visits,
)
from handlers.turn import Turn

_SECRETARY = (Role.SECRETARY, Role.DEPUTY)
_OFFICE = (Role.OFFICE,)
_FIGURES = (Role.LEADERSHIP, Role.OFFICE)
_YEARS = (*_SECRETARY, *_FIGURES)


@dataclass(frozen=True)
class Command:
    """A command: its name without slash, what it is for, who sees it, and what it starts. `roles` empty
    means everybody; `is_for_visitors` also whoever is assigned to a cell."""

    name: str
    summary: str
    start: Callable[[Turn, str], None]
    roles: tuple[Role, ...] = ()
    is_for_visitors: bool = False

    def is_for(self, actor: Actor) -> bool:
        """Whether this person sees the command in help and menu."""
        if not self.roles and not self.is_for_visitors:
            return True
        held = {office.role for office in actor.offices}
        return bool(held & set(self.roles)) or (self.is_for_visitors and bool(actor.assigned_cells))


def help_(turn: Turn, _: str = "") -> None:
    """What this person can do here."""
    name = turn.person.name if turn.person else ""
    turn.say(general.Help(name, lines_for(turn.who), office.may_send_roster(turn)))


COMMANDS = (
    Command("viec", "Những việc đang chờ đồng chí", visits.to_do),
    Command("lich", "Đăng ký, chuyển hoặc hủy lịch sinh hoạt chi bộ", schedule.start, _SECRETARY),
    Command("tucham", "Chi bộ tự chấm điểm buổi sinh hoạt", own_review.start, _SECRETARY),
    Command("khacphuc", "Việc chi bộ cần khắc phục", remedies.start, _SECRETARY),
    Command("cham", "Báo cáo dự sinh hoạt và chấm điểm", visits.report, is_for_visitors=True),
    Command(
        "phieudiem",
        "Xem các phiếu điểm của một buổi sinh hoạt",
        score_cards.look,
        (*_SECRETARY, *_FIGURES),
        is_for_visitors=True,
    ),
    Command("chamcap", "Chấm điểm của cấp trên", score_cards.superior, _FIGURES),
    Command("tonghop", "Tổng hợp theo tháng, ví dụ: /tonghop 12/2026", digests.start, _FIGURES),
    Command("xeploainam", "Xếp loại chi bộ theo năm, ví dụ: /xeploainam 2026", annual.start, _YEARS),
    Command("danhba", "Danh sách cần liên hệ hôm nay", office.call_list, _OFFICE),
    Command("chuacolich", "Chi bộ chưa có lịch sinh hoạt", office.without_date, _OFFICE),
    Command("lydo", "Lý do không dự chờ xem xét", office.declines, _OFFICE),
    Command("huy", "Bỏ phiếu đang điền", discarding.ask),
    Command(
        "themthietbi", "Lấy mã để dùng thêm ứng dụng khác", lambda turn, _: enrolment.another_messenger(turn)
    ),
    Command("dulieu", "Xem dữ liệu đang lưu về đồng chí", personal_data.show),
    Command("ngung", "Ngừng sử dụng", lambda turn, _: enrolment.ask_to_leave(turn)),
    Command("trogiup", "Hướng dẫn", help_),
)
_BY_NAME = {command.name: command for command in COMMANDS} | {"help": COMMANDS[-1], "start": COMMANDS[-1]}

CONVERSATIONS = (
    enrolment.CONVERSATIONS
    | code_conflicts.CONVERSATIONS
    | personal_data.CONVERSATIONS
    | schedule.CONVERSATIONS
    | visits.CONVERSATIONS
    | scoring.CONVERSATIONS
    | own_review.CONVERSATIONS
    | remedies.CONVERSATIONS
    | score_cards.CONVERSATIONS
    | digests.CONVERSATIONS
    | annual.CONVERSATIONS
    | office.CONVERSATIONS
    | discarding.CONVERSATIONS
    | menu.CONVERSATIONS
)


def lines_for(actor: Actor) -> tuple[CommandLine, ...]:
    """The commands a person sees, in the table's order."""
    return tuple(CommandLine(command.name, command.summary) for command in COMMANDS if command.is_for(actor))


def converse(turn: Turn) -> None:
    """Find out what came in and let the right conversation answer it."""
    content = turn.inbound.content
    if isinstance(content, Reachability):
        turn.address.is_reachable = content.is_reachable
    elif isinstance(content, FileRead):
        office.file_read(turn, content)
    elif not turn.inbound.is_private:
        _in_group(turn)
    elif turn.actor is None:
        enrolment.unknown(turn)
    elif not turn.who.is_consenting and not enrolment.is_consent_answer(turn):
        enrolment.ask_consent(turn)
    else:
        _of_known(turn)


def _in_group(turn: Turn) -> None:
    if not groups.is_being_left(turn.work, turn.address, turn.inbound.sent_at):
        turn.say(general.PrivateOnly())


def _of_known(turn: Turn) -> None:
    content = turn.inbound.content
    if isinstance(content, Tap):
        forms.tap(turn, content.data, CONVERSATIONS)
    elif isinstance(content, Text):
        _text(turn, content.text)
    elif isinstance(content, FileOffered):
        office.file_offered(turn, content)
    elif isinstance(content, Unsupported):
        turn.say(general.FilesRefused(takes_rosters=False))


def _text(turn: Turn, text: str) -> None:
    if text.lstrip().startswith("/"):
        return _command(turn, text.strip())
    if enrolment.is_own_code(turn, text):
        return enrolment.enter(turn, text)
    if not forms.typed(turn, text, CONVERSATIONS):
        turn.say(general.NothingOpen(lines_for(turn.who)))
    return None


def _command(turn: Turn, text: str) -> None:
    head, _, rest = " ".join(text[1:].split()).partition(" ")
    name = fold(head.partition("@")[0]).replace(" ", "")
    if name == "start" and rest:
        return enrolment.enter(turn, rest)
    # Whom a command is not for is told so by the command itself: access is its first line.
    return _BY_NAME[name].start(turn, rest) if name in _BY_NAME else help_(turn)

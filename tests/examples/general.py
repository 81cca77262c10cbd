"""Examples of bot.messages.general."""

from bot.messages import Message
from bot.messages import general as m

_COMMANDS = (
    m.CommandLine("viec", "Những việc đang chờ đồng chí"),
    m.CommandLine("trogiup", "Hướng dẫn"),
)

EXAMPLES: list[Message] = [
    m.Help("Nguyễn Thị Lan", _COMMANDS, False),
    m.Help("Hoàng Thị Yến", _COMMANDS, True),
    m.NothingOpen(_COMMANDS),
    m.Apology("A1B2C3D4"),
    m.CardGone(),
    m.CardClosed(),
    m.ReceivedLate(),
    m.NotAllowed("closed"),
    m.NotAllowed("not_secretary"),
    m.NotAllowed("not_assigned"),
    m.NotAllowed("not_office"),
    m.NotAllowed("unknown"),
    m.NotAllowed("not_superior"),
    m.ChooseByButton(),
    m.FilesRefused(False),
    m.FilesRefused(True),
    m.PrivateOnly(),
    m.NothingToDo(),
    m.DiscardAsked("chấm điểm Chi bộ Kế toán, 03/12/2026"),
    m.Discarded("chấm điểm Chi bộ Kế toán, 03/12/2026"),
    m.NothingToDiscard(),
    m.Kept("chấm điểm Chi bộ Kế toán, 03/12/2026"),
]

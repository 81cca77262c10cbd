"""Examples of bot.messages.menu."""

from bot.messages import Message
from bot.messages.menu import ChooseOne, SheetsSent, ThingsComing, ThingsDue, ThingsToDo

_LINES = (
    "Chi bộ Kế toán, 14:00 T5 03/12: báo cáo dự sinh hoạt",
    "Chi bộ Kỹ thuật, 08:00 T6 04/12: chấm điểm",
    "Chi bộ Văn phòng, tháng 12/2026: đăng ký lịch sinh hoạt",
)

_LONG = ("Chi bộ Phòng Kế hoạch và Đầu tư " * 4)[:110].strip()

EXAMPLES: list[Message] = [
    ThingsDue(3, _LINES),
    ThingsDue(1, ("Chấm điểm: Chi bộ Kế toán, 14:00 T5 03/12",)),
    ThingsDue(9, _LINES, 6),
    ThingsDue(7, (_LONG, _LONG, _LONG), 4),
    ThingsToDo(3, _LINES),
    ThingsToDo(9, _LINES, 6),
    ThingsToDo(0, ()),
    ThingsComing(1, ("Dự sinh hoạt: Chi bộ Kế toán, 14:00 T5 03/12",)),
    ThingsComing(9, _LINES, 6),
    SheetsSent(1, ("Chi bộ Kế toán, 14:00 T5 03/12: 92,5 điểm, Tốt",)),
    SheetsSent(1, ("Chi bộ Kế toán, 14:00 T5 03/12: 92,5 điểm, Tốt",), is_all=False),
    SheetsSent(9, ("Chi bộ Kế toán, 14:00 T5 03/12: 92,5 điểm, Tốt",), 8),
    ChooseOne(2, ("Chi bộ Kế toán, tháng 12/2026", "Chi bộ Kỹ thuật, tháng 12/2026")),
    ChooseOne(9, ("Chi bộ Kế toán, tháng 12/2026", "Chi bộ Kỹ thuật, tháng 12/2026"), 7),
]

"""Why a database cannot be worked with, and what to do about it, in the administrator's words."""

from bot.settings import variable
from db.lacks import Lack, lack_of

RIGHTS = "cấp quyền đọc và ghi mọi bảng cho tài khoản này, hoặc dùng tài khoản đã tạo các bảng"
PARTS = "dừng chương trình, lấy lại cơ sở dữ liệu từ bản sao lưu"
_LACKS = {
    Lack.RIGHTS: ("tài khoản không đủ quyền", RIGHTS),
    Lack.PARTS: ("thiếu bảng hoặc cột", PARTS),
    Lack.WRITING: ("chỉ đọc được, không ghi được", "cho phép ghi, hoặc kết nối đến máy chủ chính"),
}


def told(error: Exception) -> tuple[str, str]:
    """What is the matter, with the database's own words, and what to do."""
    reason = str(getattr(error, "orig", error)).strip().partition("\n")[0].rstrip(".")
    lack = lack_of(error)
    if lack is None:
        return reason, f"kiểm tra máy chủ và {variable('database_url')}"
    said, remedy = _LACKS[lack]
    return f"{said} ({reason})", remedy

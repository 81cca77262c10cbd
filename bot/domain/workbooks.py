"""A spreadsheet as values: what was read of it, or why it was not read."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: What a cell holds; a date is its ISO text.
Cell = str | int | float | bool | None


@dataclass(frozen=True)
class SheetRow:
    """A row that is not blank; `number` is the row as Excel shows it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet with the rows that are not blank, in order."""

    title: str
    rows: tuple[SheetRow, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class ParsedWorkbook:
    sheets: tuple[Sheet, ...]

    def to_json(self) -> str:
        """As kept between reading and importing."""
        return json.dumps({"sheets": [_sheet_fields(sheet) for sheet in self.sheets]}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str | bytes) -> "ParsedWorkbook | Refusal":
        """What `to_json` wrote, or the process that read the file, which may have refused it."""
        values = json.loads(text)
        if "refused" in values:
            return Refusal(FileReason(values["refused"]))
        return ParsedWorkbook(tuple(_sheet(fields) for fields in values["sheets"]))


def _sheet_fields(sheet: Sheet) -> dict[str, Any]:
    rows = [[row.number, list(row.cells)] for row in sheet.rows]
    return {"title": sheet.title, "is_hidden": sheet.is_hidden, "rows": rows}


def _sheet(fields: dict[str, Any]) -> Sheet:
    rows = tuple(SheetRow(number, tuple(cells)) for number, cells in fields["rows"])
    return Sheet(fields["title"], rows, fields["is_hidden"])


class FileReason(StrEnum):
    """Why a file was refused as a whole."""

    NOT_A_WORKBOOK = "not a workbook"
    OLD_FORMAT = "old format"
    PASSWORD_PROTECTED = "password-protected"  # noqa: S105 - a reason, not a secret
    TOO_LARGE = "too large"
    UNPACKS_TOO_LARGE = "unpacks too large"
    TOO_MANY_ROWS = "too many rows"
    TOO_SLOW = "took too long"
    DAMAGED = "damaged"
    NO_ROSTER = "no roster in it"


FILE_REASONS = {
    FileReason.NOT_A_WORKBOOK: "tệp không phải là bảng tính .xlsx; đề nghị lưu lại bằng Excel ở dạng .xlsx",
    FileReason.OLD_FORMAT: "tệp ở định dạng .xls cũ; đề nghị mở bằng Excel và lưu lại dạng .xlsx",
    FileReason.PASSWORD_PROTECTED: "tệp có mật khẩu; đề nghị bỏ mật khẩu mở tệp rồi gửi lại",
    FileReason.TOO_LARGE: "tệp quá lớn; đề nghị chỉ giữ lại các trang danh sách rồi gửi lại",
    FileReason.UNPACKS_TOO_LARGE: "nội dung tệp khi mở ra quá lớn; đề nghị chỉ giữ lại các trang danh sách",
    FileReason.TOO_MANY_ROWS: (
        "tệp có quá nhiều dòng, kể cả dòng trống đã định dạng; "
        "đề nghị xóa các dòng trống ở cuối trang rồi gửi lại"
    ),
    FileReason.TOO_SLOW: "đọc tệp quá lâu; đề nghị chép danh sách sang một tệp mới rồi gửi lại",
    FileReason.DAMAGED: "tệp bị hỏng hoặc khai sai kích thước; đề nghị mở bằng Excel và lưu lại",
    FileReason.NO_ROSTER: (
        "không trang nào có tiêu đề cột của danh sách tổ chức đảng, cán bộ hay phân công trong mười dòng đầu"
    ),
}


@dataclass(frozen=True)
class Refusal:
    """The file as a whole was refused, nothing of it was used."""

    reason: FileReason

    @property
    def words(self) -> str:
        """The reason in Vietnamese, with what to do."""
        return FILE_REASONS[self.reason]

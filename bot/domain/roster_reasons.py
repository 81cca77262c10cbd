"""Why a row of a roster is refused, what is merely warned about, and how both are said."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """The closed list of reasons for refusing a row."""

    CODE_MISSING = "code missing"
    NAME_MISSING = "name missing"
    DUPLICATE_CODE = "duplicate code"
    DUPLICATE_ROW = "duplicate row"
    UNKNOWN_LEVEL = "unknown level"
    UNKNOWN_PARENT = "unknown parent"
    PARENT_MISSING = "parent missing"
    PARENT_IS_A_CELL = "parent is a cell"
    CIRCULAR_PARENT = "circular parent"
    HAS_ORGANISATIONS_BELOW = "a cell has organisations below it"
    UNKNOWN_PERSON = "unknown person"
    UNKNOWN_ORGANISATION = "unknown organisation"
    ORGANISATION_MISSING = "organisation missing"
    NOT_A_CELL = "assigned organisation is not a cell"
    NOT_ABOVE_THE_CELL = "assigning organisation is not above the cell"
    IMPOSSIBLE_DATE = "impossible date"
    ENDS_BEFORE_IT_BEGINS = "ends before it begins"
    IMPOSSIBLE_NUMBER = "impossible number"
    NEITHER_YES_NOR_NO = "neither yes nor no"
    TEXT_TOO_LONG = "text too long"


REASONS = {
    Reason.CODE_MISSING: "thiếu mã",
    Reason.NAME_MISSING: "thiếu tên",
    Reason.DUPLICATE_CODE: "trùng mã với một dòng phía trên",
    Reason.DUPLICATE_ROW: "lặp lại một dòng phía trên",
    Reason.UNKNOWN_LEVEL: "không rõ loại hình tổ chức",
    Reason.UNKNOWN_PARENT: "không có tổ chức cấp trên mang mã này",
    Reason.PARENT_MISSING: "thiếu tổ chức cấp trên",
    Reason.PARENT_IS_A_CELL: "tổ chức cấp trên là một chi bộ",
    Reason.CIRCULAR_PARENT: "tổ chức cấp trên nằm dưới chính tổ chức này",
    Reason.HAS_ORGANISATIONS_BELOW: "chi bộ không thể có tổ chức trực thuộc",
    Reason.UNKNOWN_PERSON: "không có cán bộ mang mã này",
    Reason.UNKNOWN_ORGANISATION: "không có tổ chức mang mã này",
    Reason.ORGANISATION_MISSING: "thiếu mã tổ chức",
    Reason.NOT_A_CELL: "tổ chức được phân công không phải là chi bộ",
    Reason.NOT_ABOVE_THE_CELL: "tổ chức phân công không phải là cấp trên của chi bộ",
    Reason.IMPOSSIBLE_DATE: "ngày không hợp lệ",
    Reason.ENDS_BEFORE_IT_BEGINS: "ngày kết thúc trước ngày bắt đầu",
    Reason.IMPOSSIBLE_NUMBER: "số không hợp lệ",
    Reason.NEITHER_YES_NOR_NO: "chỉ ghi Có hoặc Không",
    Reason.TEXT_TOO_LONG: "nội dung quá dài",
}


@dataclass(frozen=True, order=True)
class Where:
    """A row of the file; `sheet` counts from 0, `title` and `row` are as Excel shows them."""

    sheet: int
    row: int
    title: str


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not imported, while every other row is."""

    where: Where
    why: Reason

    @property
    def words(self) -> str:
        """The reason in Vietnamese."""
        return REASONS[self.why]


class Unfit(Exception):
    """A row cannot be used, for a reason of the closed list."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.value)
        self.why = why


class Doubt(StrEnum):
    """What is imported all the same, and listed for the office to look at."""

    OWN_CELL = "own cell"
    POST_WITHOUT_ROLE = "post without role"
    PERSON_WITHOUT_POST = "person without post"
    UNREADABLE_PHONE = "unreadable phone"
    OTHER_NAME = "other name"
    CELL_WITHOUT_VISITOR = "cell without visitor"
    CELL_WITHOUT_SECRETARY = "cell without secretary"
    TWO_SECRETARIES = "two secretaries at once"
    ENDED_WITH_DUTIES = "organisation ends while something lies in it"


DOUBTS = {
    Doubt.OWN_CELL: "được phân công dự chính chi bộ của mình",
    Doubt.POST_WITHOUT_ROLE: "chức vụ chưa có vai trò trong chương trình",
    Doubt.PERSON_WITHOUT_POST: "có tổ chức nhưng không ghi chức vụ",
    Doubt.UNREADABLE_PHONE: "không đọc được số điện thoại",
    Doubt.OTHER_NAME: "tên ở phần phân công khác tên ở danh sách cán bộ",
    Doubt.CELL_WITHOUT_VISITOR: "chi bộ chưa có người được phân công dự",
    Doubt.CELL_WITHOUT_SECRETARY: "chi bộ chưa có bí thư hay phó bí thư",
    Doubt.TWO_SECRETARIES: "chi bộ có hai bí thư cùng lúc, đề nghị ghi ngày kết thúc cho người trước",
    Doubt.ENDED_WITH_DUTIES: "tổ chức kết thúc trong khi còn chức vụ hoặc phân công",
}


@dataclass(frozen=True)
class Warned:
    """One thing to look at; `about` names it (code and name)."""

    doubt: Doubt
    about: str
    where: Where | None = None

    @property
    def words(self) -> str:
        """The warning in Vietnamese, with what it is about."""
        return f"{self.about}: {DOUBTS[self.doubt]}"

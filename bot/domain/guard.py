"""What must not be in a chat: every free text is judged here before it is kept (DOMAIN 9)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.phrases import Phrases
from bot.domain.vietnamese import clean, fold

MOST_CHARACTERS = 500


class GuardReason(StrEnum):
    """Why a text is refused, or asked to be reworded."""

    NOTHING = "nothing"
    TOO_LONG = "too_long"
    SECURITY_MARKING = "security_marking"
    PERSON_NAMED = "person_named"
    DISCIPLINE = "discipline"
    DENUNCIATION = "denunciation"


class Ruling(StrEnum):
    OK = "ok"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"  # asked to be reworded; the same text again is accepted


@dataclass(frozen=True)
class Verdict:
    """The judgement of one text, which it never carries. `detail` is the length of one that is too long."""

    ruling: Ruling
    reason: GuardReason = GuardReason.NOTHING
    detail: int | None = None

    @property
    def is_ok(self) -> bool:
        return self.ruling is Ruling.OK

    @property
    def is_refused(self) -> bool:
        return self.ruling is Ruling.REFUSED

    @property
    def is_doubtful(self) -> bool:
        return self.ruling is Ruling.DOUBTFUL


_DISCIPLINE = Phrases(
    *(
        "bị kỷ luật",
        "xử lý kỷ luật",
        "thi hành kỷ luật",
        "đề nghị kỷ luật",
        "xem xét kỷ luật",
        "kỷ luật đảng viên",
    ),
    *("hình thức kỷ luật", "quyết định kỷ luật", "vi phạm kỷ luật", "khiển trách", "cảnh cáo", "cách chức"),
    *("khai trừ", "bị khởi tố", "bị bắt", "bị điều tra", "dấu hiệu vi phạm", "sai phạm"),
    unless_after=("chấp hành", "ý thức", "tính"),
)
_DENUNCIATION = Phrases("tố cáo", "tố giác", "đơn thư", "nặc danh", "mạo danh", "thư tố")


def check(text: str, *, names: Collection[str], may_name_people: bool = False) -> Verdict:
    """Judge a text. `names` are folded full names of the roster's people (of them, those that are among
    `candidate_names` do); `may_name_people` is for a place, which may be called after somebody."""
    text = clean(text)
    if len(text) > MOST_CHARACTERS:
        return Verdict(Ruling.REFUSED, GuardReason.TOO_LONG, len(text))
    if _is_marked_secret(text):
        return Verdict(Ruling.REFUSED, GuardReason.SECURITY_MARKING)
    if not may_name_people and (_addresses_somebody(text) or not candidate_names(text).isdisjoint(names)):
        return Verdict(Ruling.REFUSED, GuardReason.PERSON_NAMED)
    for phrases, reason in ((_DISCIPLINE, GuardReason.DISCIPLINE), (_DENUNCIATION, GuardReason.DENUNCIATION)):
        if phrases.are_in(text):
            return Verdict(Ruling.DOUBTFUL, reason)
    return Verdict(Ruling.OK)


def candidate_names(text: str) -> set[str]:
    """Folded runs of two to five words that may be a full name, to be looked up among the roster's.
    Two words count only when both are capitalised: "lễ an" is nobody, "Lê An" may be somebody."""
    words = [word for word in re.split(r"[\W\d_]+", clean(text)) if word]
    return {
        fold(" ".join(run))
        for length in range(2, 6)
        for run in (words[i : i + length] for i in range(len(words) - length + 1))
        if length > 2 or all(word[0].isupper() for word in run)
    }


_M = r"M[ .-]?Ậ[ .-]?T"
_NO_OTHER_WORD = r"(?!\w)(?!\s+(?i:thiết|khẩu|mã|độ|ong|vụ|danh)\b)"
_IN_CAPITALS = re.compile(
    rf"(?<!\w)(?:TỐI[ .-]*{_M}|TUYỆT[ .-]*{_M}|TOI MAT|TUYET MAT|(?<!BÍ )(?<!BI ){_M}){_NO_OTHER_WORD}"
)
_AFTER_DEGREE = re.compile(
    r"(?i)\b(?:(?:độ|dấu)[\W_]+(?:chỉ[\W_]+độ[\W_]+)?(?:(?:tuyệt|tối)[\W_]+)?mật"
    rf"|dong dau (?:(?:tuyet|toi) )?mat|do (?:tuyet|toi) mat){_NO_OTHER_WORD}"
)


def _is_marked_secret(text: str) -> bool:
    return bool(_IN_CAPITALS.search(text) or _AFTER_DEGREE.search(text))


_ADDRESS = re.compile(r"(?i)(?<!\w)(?:đồng chí|dong chi|đ/c|d/c|đ\.c\.?|đc)(?!\w)[\s:]*")
_POSTS = (
    "bí thư|phó bí thư|thường trực|ủy viên|uỷ viên|thường vụ|ban thường vụ|ban chấp hành|chi ủy viên|"
    "chi uỷ viên|chi ủy|chi uỷ|chi bộ|đảng ủy|đảng uỷ|đảng bộ|đảng viên|cấp ủy|cấp uỷ|chủ tịch|phó chủ tịch|"
    "chủ nhiệm|giám đốc|phó giám đốc|trưởng ban|phó trưởng ban|trưởng phòng|phó trưởng phòng|phó phòng|"
    "tổ trưởng|văn phòng|chuyên viên|chánh văn phòng|hiệu trưởng|viện trưởng|cục trưởng|"
    "chi cục trưởng|kế toán trưởng"
)
_POST = re.compile(rf"(?i)(?:{_POSTS})(?!\w)[\s,:]*")
_UNIT = re.compile(
    r"(?i)(?:ban|phòng|sở|cục|chi cục|vụ|viện|trường|trung tâm|khoa|công ty|công đoàn|công an|đoàn thanh niên"
    r"|bệnh viện|ngân hàng|đảng ủy khối|khối)(?!\w)\s*"
)
_SURNAME = re.compile(
    r"(?i)(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|nông|ma|quan|triệu|hà"
    r"|lương|đào|đoàn|trịnh|mai|lâm|tô|tạ|cao|chu|thái|bế|hứa|giang|lò|cầm|vi|lưu|tống|kiều|nghiêm|phùng)(?!\w)"
)


def _addresses_somebody(text: str) -> bool:
    return any(_begins_with_name(text[found.end() :], text.isupper()) for found in _ADDRESS.finditer(text))


def looks_like_a_name(text: str) -> bool:
    """Whether a text that shall name a post seems to name a person: a surname and another capitalised word,
    not after a post or a unit."""
    if _POST.match(text) or _UNIT.match(text):
        return False
    return bool(_SURNAME.match(text)) and _capitalised(text) >= 2


def _begins_with_name(text: str, is_all_capitals: bool) -> bool:
    while post := _POST.match(text):
        text = text[post.end() :]
    if is_all_capitals:  # where every word is capitalised, a surname has to tell
        return bool(_SURNAME.match(text)) and _capitalised(text) >= 2
    unit = _UNIT.match(text)  # "đồng chí Giám đốc Sở Tư pháp" is a post yet
    return _capitalised(text[unit.end() :]) >= 3 if unit else _capitalised(text) >= 2


def _capitalised(text: str) -> int:
    """How many words in a row begin with a capital; initials ("N.V. An") are words."""
    count = 0
    for piece in text.split(" "):
        words = [word for word in re.split(r"[\W\d_]+", piece) if word]
        if not words or not words[0][0].isupper():
            break
        count += len(words)
        if piece[-1] in ",;:!?)" or (piece[-1] == "." and len(words[-1]) > 1):
            break
    return count

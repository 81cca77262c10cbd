"""What the guard refuses, doubts and lets pass. Every name is invented."""

import unicodedata

import pytest

from bot.domain.guard import GuardReason, Ruling, Verdict, candidate_names, check

ROSTER = {"nguyen thi lan", "ma minh son", "le an"}

FINE = [
    "Sơ kết công tác quý IV, bàn nhiệm vụ tháng 12",
    "Chấp hành kỷ luật lao động và quy chế cơ quan",
    "Nâng cao ý thức kỷ luật của đảng viên",
    "chấp hành kỷ luật đảng viên nghiêm túc",
    "Giữ mối liên hệ mật thiết với nhân dân",
    "Mức độ mật thiết với nhân dân được nâng lên",
    "Bảo vệ bí mật nhà nước trong tình hình mới",
    "giữ bí mật thông tin",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "GIỮ MỐI LIÊN HỆ MẬT THIẾT VỚI NHÂN DÂN",
    "QUẢN LÝ MẬT KHẨU",
    "mật độ giao thông",
    "Nước mất độ mặn",
    "Đồng chí Bí thư chi bộ chủ trì",
    "Các đồng chí Đảng viên dự đầy đủ",
    "Đồng chí Phó Bí Thư Chi Bộ báo cáo",
    "Đồng chí Giám đốc Sở Tư pháp dự",
    "Các đồng chí Ban Tuyên giáo báo cáo chuyên đề",
    "Đồng chí Trưởng phòng Tổ chức cán bộ trình bày",
    "ĐỒNG CHÍ BÍ THƯ CHỦ TRÌ BUỔI SINH HOẠT",
    "Gặp gỡ các đồng chí. Hội Trường A mở cửa lúc 8 giờ",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Bàn việc lễ an toàn",
    "tổ cao nhất, tờ cao su",
    "Công tác tổ chức",
    "",
]
REFUSED = [
    ("Tài liệu MẬT", GuardReason.SECURITY_MARKING),
    ("(MẬT) nội dung sinh hoạt", GuardReason.SECURITY_MARKING),
    ("Văn bản TỐI MẬT số 12", GuardReason.SECURITY_MARKING),
    ("TUYỆT MẬT", GuardReason.SECURITY_MARKING),
    ("TUYET MAT", GuardReason.SECURITY_MARKING),
    ("M Ậ T", GuardReason.SECURITY_MARKING),
    ("công văn độ mật của tỉnh", GuardReason.SECURITY_MARKING),
    ("Văn bản độ Tối mật", GuardReason.SECURITY_MARKING),
    ("văn bản đóng dấu mật", GuardReason.SECURITY_MARKING),
    ('văn bản đóng dấu "Mật"', GuardReason.SECURITY_MARKING),
    ("văn bản đóng dấu chỉ độ tuyệt mật", GuardReason.SECURITY_MARKING),
    ("van ban dong dau toi mat", GuardReason.SECURITY_MARKING),
    ("Phê bình đồng chí Trần Văn Bình", GuardReason.PERSON_NAMED),
    ("phê bình đ/c Trần Bình", GuardReason.PERSON_NAMED),
    ("đồng chí bí thư Trần Văn Bình chủ trì", GuardReason.PERSON_NAMED),
    ("Đồng chí Bí thư Chi bộ: Trần Bình", GuardReason.PERSON_NAMED),
    ("đồng chí N.V.Bình", GuardReason.PERSON_NAMED),
    ("ĐỒNG CHÍ TRẦN VĂN BÌNH BÁO CÁO", GuardReason.PERSON_NAMED),
    ("dong chi Tran Binh bao cao", GuardReason.PERSON_NAMED),
    ("đồng chí Giám đốc Sở Trần Văn Bình", GuardReason.PERSON_NAMED),
    ("ý kiến của Nguyễn Thị Lan", GuardReason.PERSON_NAMED),
    ("ý kiến của nguyen thi lan", GuardReason.PERSON_NAMED),
    ("Ý KIẾN CỦA NGUYỄN THỊ LAN", GuardReason.PERSON_NAMED),
    ("ông Lê An trình bày", GuardReason.PERSON_NAMED),
    ("Ma Minh Sơn", GuardReason.PERSON_NAMED),
]
DOUBTFUL = [
    ("Xem xét kỷ luật một trường hợp", GuardReason.DISCIPLINE),
    ("xem xét kỉ luật một trường hợp", GuardReason.DISCIPLINE),
    ("Thi hành kỷ luật đảng viên", GuardReason.DISCIPLINE),
    ("hình thức khiển trách", GuardReason.DISCIPLINE),
    ("xem xet ky luat", GuardReason.DISCIPLINE),
    ("Đơn thư tố cáo", GuardReason.DENUNCIATION),
    ("ĐƠN TỐ CÁO", GuardReason.DENUNCIATION),
    ("don to cao", GuardReason.DENUNCIATION),
    ("thư nặc danh", GuardReason.DENUNCIATION),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", FINE)
def test_ordinary_words_pass(text: str, form: str) -> None:
    assert check(_in(form, text), names=ROSTER) == Verdict(Ruling.OK)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_refused(text: str, reason: GuardReason, form: str) -> None:
    assert check(_in(form, text), names=ROSTER) == Verdict(Ruling.REFUSED, reason)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "reason"), DOUBTFUL)
def test_what_is_doubted(text: str, reason: GuardReason, form: str) -> None:
    assert check(_in(form, text), names=ROSTER) == Verdict(Ruling.DOUBTFUL, reason)


def test_a_place_may_be_called_after_somebody_but_is_no_secret() -> None:
    assert check("Hội trường Nguyễn Thị Lan", names=ROSTER, may_name_people=True).is_ok
    assert check("Nhà đồng chí Trần Văn Bình", names=ROSTER, may_name_people=True).is_ok
    assert not check("Phòng TUYỆT MẬT", names=ROSTER, may_name_people=True).is_ok


def test_length_counts_characters_as_people_see_them() -> None:
    longest = "ế" * 500
    assert check(_in("NFD", longest), names=()).is_ok
    assert check(longest + "ế", names=()) == Verdict(Ruling.REFUSED, GuardReason.TOO_LONG, 501)


def test_old_and_new_tone_marks_are_one_spelling() -> None:
    for text in ("đồng chí Uỷ viên Trần Hoà", "đồng chí Ủy viên Trần Hòa"):
        assert check(text, names=()).reason is GuardReason.PERSON_NAMED
    assert check("ý kiến Trần Thị Hoà", names={"tran thi hoa"}).reason is GuardReason.PERSON_NAMED


def test_candidates_are_what_may_be_a_full_name() -> None:
    found = candidate_names("gặp Lê An, rồi về")
    assert "le an" in found
    assert "an roi" not in found
    assert "le an roi" in found
    assert all(2 <= len(name.split()) <= 5 for name in found)


def _in(form: str, text: str) -> str:
    return unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)

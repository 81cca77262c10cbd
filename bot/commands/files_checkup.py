"""The doctor's questions about files: policy, days off, posts, forms, and the program's key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import db
from bot.clock import SystemClock
from bot.domain import checkup
from bot.domain.checkup import Finding
from bot.domain.policy import PolicyError
from bot.domain.rubric_findings import RubricError
from bot.services import rubric_seeds
from bot.services.policy import load_days_off, load_policy
from bot.services.roster.post_table import load_post_table
from bot.settings import SECRET_FILE, Settings, SettingsError, found_secret, variable

SEEDS = Path(db.__file__).parent / "seeds"
_DAYS, _KEY = "Ngày nghỉ", "Khóa bí mật"
_REINSTALL = "sửa tệp này, hoặc cài lại chương trình"


def files(settings: Settings, seeds: Path = SEEDS) -> Iterator[Finding]:
    """Policy, days off, posts, forms, each by itself; `seeds` holds those that come with the program."""
    own = settings.policy_file
    mend = f"sửa tệp, xem {variable('policy_file')}" if own else _REINSTALL
    yield _readable("Quy định nhắc việc", lambda: load_policy(own or seeds / "policy.toml"), mend)
    yield _days_off(settings, seeds / "holidays.toml")
    yield _readable("Bảng chức vụ", lambda: load_post_table(seeds / "posts.toml"), _REINSTALL)
    yield _readable("Phiếu chấm điểm", rubric_seeds.names, "cài lại chương trình")
    if settings.secret is not None or SECRET_FILE.exists():
        yield _key(settings)


def _readable(subject: str, read: Callable[[], object], remedy: str) -> Finding:
    try:
        read()
    except (PolicyError, RubricError) as error:
        return checkup.broken(subject, str(error).rstrip("."), remedy)
    return checkup.good(subject, "đọc được")


def _days_off(settings: Settings, file: Path) -> Finding:
    found = _readable(_DAYS, lambda: load_days_off(file), _REINSTALL)
    if found.verdict is not checkup.Verdict.GOOD:
        return found
    today = SystemClock().now().astimezone(settings.timezone).date()
    return checkup.of_holidays(load_days_off(file).holidays, today)


def _key(settings: Settings) -> Finding:
    if settings.secret is not None:
        return checkup.good(_KEY, f"đặt trong {variable('secret')}")
    try:
        found_secret()
    except SettingsError as error:
        said, _, remedy = str(error).rstrip(".").partition(": ")
        return checkup.broken(_KEY, said, remedy)
    return checkup.good(_KEY, f"có trong {SECRET_FILE}")


def missing_key(was_used: bool) -> Finding:
    """There is none; the program makes one, but what was made with a former one is then worth nothing."""
    if not was_used:
        return checkup.look(_KEY, f"chưa có tệp {SECRET_FILE}", "chương trình tự tạo khi chạy lần đầu")
    return checkup.broken(
        _KEY,
        f"không thấy tệp {SECRET_FILE.absolute()}, dù chương trình đã từng chạy",
        "lấy lại tệp từ bản sao lưu trước khi chạy; không còn thì phải cấp lại mọi mã mời",
    )

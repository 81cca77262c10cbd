"""The doctor's questions about this machine and the database, each answered by findings."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock, real_now
from bot.commands import opening
from bot.commands.database_faults import PARTS, RIGHTS, told
from bot.commands.files_checkup import SEEDS, missing_key
from bot.domain import checkup, wording
from bot.domain.checkup import Finding
from bot.domain.days_off import DaysOff
from bot.domain.policy import PolicyError
from bot.domain.reminders import Almanac
from bot.services import completeness
from bot.services.policy import load_days_off, load_policy
from bot.services.work import Ground, Work
from bot.settings import SECRET_FILE, Settings, variable
from db import checkup as asked
from db import migrate, triggers
from db.data_file import file_of, was_run_on
from db.lacks import forbidden_tables, missing_tables
from db.session import Engine, is_unusable, open_engine, unit_of_work

_DATABASE, _SCHEMA = "Cơ sở dữ liệu", "Cấu trúc cơ sở dữ liệu"
_FONTS = ("DejaVuSans.ttf", "times.ttf", "Times_New_Roman.ttf", "LiberationSerif-Regular.ttf")
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


def machine(settings: Settings) -> Iterator[Finding]:
    """Fonts, disk."""
    yield _fonts()
    yield checkup.of_space(shutil.disk_usage(_data_folder(settings)).free // 1024**2)


def _fonts() -> Finding:
    known = {file for folder in _FONT_FOLDERS for _, _, names in os.walk(folder) for file in names}
    found = [font for font in _FONTS if font in known]
    said = f"có {found[0]}" if found else "không thấy phông tiếng Việt; hiện chưa chức năng nào cần"
    return checkup.good("Phông chữ", said)


def _data_folder(settings: Settings) -> Path:
    file = file_of(settings.database_url)
    folder = (file.parent if file else Path("var")).absolute()
    return next(one for one in (folder, *folder.parents) if one.is_dir())


def database(settings: Settings, seeds: Path = SEEDS) -> Iterator[Finding]:
    """Reachable, of the right schema, watched by its ledger, in time; and what waits in it."""
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        yield _missing(file, settings)
        return
    engine = open_engine(settings.database_url)
    try:
        yield from _examined(engine, settings, seeds)
    except Exception as error:
        if not is_unusable(error):
            raise
        reason, remedy = told(error)
        yield checkup.broken(_DATABASE, f"không dùng được: {reason}", remedy)
    finally:
        engine.dispose()


def _missing(file: Path, settings: Settings) -> Finding:
    if not (was_run_on(file) or (settings.secret is None and SECRET_FILE.exists())):
        return checkup.look(_DATABASE, "chưa có tệp dữ liệu", "chương trình tự tạo khi chạy lần đầu")
    return checkup.broken(
        _DATABASE,
        f"không thấy tệp {file.absolute()}, dù chương trình đã từng chạy ở đây",
        f"dừng chương trình, lấy lại tệp từ bản sao lưu; tệp ở chỗ khác thì sửa {variable('database_url')}",
    )


def _examined(engine: Engine, settings: Settings, seeds: Path) -> Iterator[Finding]:
    with engine.connect() as connection:
        yield checkup.good(_DATABASE, asked.version(connection))
        there, here = asked.clock(connection), real_now()
        if there is not None:
            yield checkup.of_clock("cơ sở dữ liệu", here - there)
        watched, broken = triggers.are_there(connection), asked.dangling(connection)
    try:
        migrate.refuse_newer(engine)
    except migrate.TooNew as error:
        said = f"phiên bản {error}, mới hơn chương trình này, là bản cho phiên bản {migrate.newest()}"
        yield checkup.broken(_SCHEMA, said, opening.NEWER_WANTED.removeprefix("hãy "))
        return
    if not migrate.is_current(engine):
        yield checkup.broken(_SCHEMA, "chưa phải bản mới nhất", "chạy: chibo db upgrade")
        return
    if lacks := list(_lacks(engine)):
        yield from lacks
        return
    yield checkup.good(_SCHEMA, "bản mới nhất")
    yield checkup.of_references(Counter(parent for *_, parent in broken.elements()))
    if not watched:
        yield checkup.broken("Sổ theo dõi tin", "không được ghi", "dừng chương trình, chạy: chibo db upgrade")
    ground = _ground(settings, seeds)
    with unit_of_work(engine) as session:
        if settings.secret is None and not SECRET_FILE.exists():
            yield missing_key(asked.was_used(session.connection()))
        if ground is not None:
            yield from _waiting(Work(session, SystemClock().now(), ground))


def _lacks(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        missing, forbidden = missing_tables(connection), forbidden_tables(connection)
    if missing:
        yield checkup.broken(_SCHEMA, f"thiếu bảng {', '.join(missing)}", PARTS)
    if forbidden:
        yield checkup.broken(_SCHEMA, f"tài khoản không đủ quyền với bảng {', '.join(forbidden)}", RIGHTS)


def _ground(settings: Settings, seeds: Path) -> Ground | None:
    """What sums and ages need; not the key, which would be made. What is wrong is told of already, and done
    without; there is no doing without any policy."""
    for file in (settings.policy_file, seeds / "policy.toml"):
        with suppress(PolicyError):
            if file is not None:
                return Ground(Almanac(load_policy(file), _days_off(seeds), settings.timezone), {}, b"")
    return None


def _days_off(seeds: Path) -> DaysOff:
    try:
        return load_days_off(seeds / "holidays.toml")
    except PolicyError:
        return DaysOff()


def _waiting(work: Work) -> Iterator[Finding]:
    standing = completeness.standing(work)
    patience: timedelta = work.ground.policy.alarm_after
    yield checkup.of_queue(standing.oldest, patience)
    for alarm in standing.alarms:
        yield checkup.broken(
            "Cảnh báo", wording.ALARMS[alarm], "xem phần “Theo dõi và cảnh báo” trong docs/van-hanh.md"
        )

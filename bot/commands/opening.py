"""What every start needs: settings, logs, the engine with its schema, the ground to stand on, the door."""

import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from bot.channels.web_gate import Gate, WebAddress, listen
from bot.commands.database_faults import told
from bot.commands.usage import reason_of
from bot.domain.chat import Capabilities
from bot.domain.policy import PolicyError
from bot.domain.reminders import Almanac
from bot.logs import Redaction, configure_logs
from bot.services.policy import load_days_off, load_policy
from bot.services.work import Ground
from bot.settings import SECRET_FILE, Settings, SettingsError, load_settings, secret_bytes, variable
from db import migrate
from db.data_file import file_of
from db.session import Engine, is_embedded_engine, is_unusable, open_engine
from db.sole import InUse, sole_use

_IN_USE = (
    "Một tiến trình khác đang chạy trên cùng tệp dữ liệu này. Với SQLite chỉ chạy được một tiến trình; "
    "muốn chạy nhiều tiến trình thì dùng PostgreSQL."
)

TOO_NEW = "Cơ sở dữ liệu ở phiên bản {}, mới hơn chương trình này, là bản cho phiên bản {}"
NEWER_WANTED = "hãy cài bản chương trình mới hơn; không chạy chibo db upgrade"


def settings() -> Settings:
    """The settings, with logs configured by them; a wrong one ends the program with one sentence."""
    try:
        found = load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    configure_logs(found.log_level, found.confidential)
    return found


@contextmanager
def usable(found: Settings, name: str | None = None) -> Iterator[None]:
    """Whatever keeps the configured database (or the one of this name) from being used is told in one
    sentence, without what the settings keep secret."""
    try:
        yield
    except migrate.TooNew as error:
        raise click.ClickException(f"{TOO_NEW.format(error, migrate.newest())}: {NEWER_WANTED}.") from None
    except Exception as error:
        if not is_unusable(error):
            raise
        which = name or f"ghi ở {variable('database_url')}"
        reason, remedy = told(error)
        sentence = f"Không dùng được cơ sở dữ liệu {which}: {reason}. Cần {remedy}."
        raise click.ClickException(Redaction(found.confidential).clean(sentence)) from None


@contextmanager
def sole(found: Settings, file: Path | None = None) -> Iterator[None]:
    """Be the only program that runs on a database file, the configured one or another; a second one ends
    with one sentence. On a server several may run."""
    url = found.database_url if file is None else f"sqlite:///{file}"
    with ExitStack() as held:
        with usable(found, str(file) if file else None):
            try:
                held.enter_context(sole_use(url))
            except InUse:
                raise click.ClickException(_IN_USE) from None
        yield


def demand_file(found: Settings) -> None:
    """Refuse a data file that is not there; an empty one in its place would agree with everything."""
    file = file_of(found.database_url)
    if file is not None and not file.exists():
        raise click.ClickException(
            f"Không thấy tệp dữ liệu {file.absolute()}: hãy kiểm tra thư mục đang đứng và "
            f"{variable('database_url')}; nếu tệp đã mất thì lấy lại từ bản sao lưu."
        )


def engine(found: Settings, file: Path | None = None) -> Engine:
    """An open database (the configured one, or a file) with the newest schema: brought up here when it is a
    file of ours, demanded otherwise."""
    url = found.database_url if file is None else f"sqlite:///{file}"
    with usable(found, str(file) if file else None):
        opened = open_engine(url)
        try:
            _bring_up(opened)
        except Exception:
            opened.dispose()
            raise
    return opened


def _bring_up(opened: Engine) -> None:
    if is_embedded_engine(opened):
        migrate.upgrade(opened)
        return
    migrate.refuse_newer(opened)
    if not migrate.is_current(opened):
        raise click.ClickException(
            "Cấu trúc cơ sở dữ liệu chưa phải bản mới nhất. Hãy chạy: chibo db upgrade"
        )


def ground(found: Settings, channels: Mapping[str, Capabilities], secret: Path | None = None) -> Ground:
    """Policy, days off, zone, secret and what the channels can do."""
    try:
        almanac = Almanac(load_policy(found.policy_file), load_days_off(), found.timezone)
    except PolicyError as error:
        raise click.ClickException(str(error)) from None
    # Containers may share a host's name and number their processes alike, and a restarted one does.
    process = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
    return Ground(almanac, channels, secret_of(found, secret), process, found.tone_marks)


def secret_of(found: Settings, file: Path | None = None) -> bytes:
    """The key of every HMAC: set, or in a file."""
    try:
        return secret_bytes(found, file) if file else secret_bytes(found)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"Không tạo được {file or SECRET_FILE} ({error.strerror}): hãy cho tài khoản chạy chương trình "
            "quyền ghi vào thư mục này."
        ) from None


def gate(found: Settings) -> Gate:
    """Who may speak to a rehearsal: this machine only, with the start token (set, or made anew)."""
    known = found.rehearsal_token
    token = known.get_secret_value() if known else secrets.token_urlsafe(16)
    try:
        return Gate(WebAddress.parse(found.web_address), token)
    except ValueError:
        raise click.ClickException(
            f"Diễn tập chỉ mở trên chính máy này: hãy đặt {variable('web_address')} là 127.0.0.1:8080."
        ) from None


def listening(address: WebAddress, setting: str = variable("web_address")) -> socket.socket:
    """A server's socket; an address that cannot be opened ends the program with one sentence."""
    try:
        return listen(address)
    except OSError as error:
        raise click.ClickException(
            f"Không mở được {address.netloc}, có thể một chương trình khác đang dùng ({reason_of(error)}): "
            f"hãy đặt {setting} sang cổng khác."
        ) from None

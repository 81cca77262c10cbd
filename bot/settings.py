"""The environment becomes one frozen Settings, checked at start."""

import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
)

from bot.domain.pace import Rates

PREFIX = "CHIBO_"
_FOR_TESTS = "CHIBO_TEST_"
SECRET_FILE = Path("var/secret")
_SECRET_SIZE = 32  # bytes


class SettingsError(ValueError):
    """A setting is wrong; the text is one sentence that names it and what is allowed, never its value."""


def _matches(pattern: str, value: str) -> str:
    if not re.fullmatch(pattern, value):
        raise ValueError
    return value


def _database(url: str) -> str:
    _ = urlsplit(url).port  # ValueError when it is no number
    if url.startswith("postgresql") and url.count("@") > 1:
        raise ValueError  # what follows the first would be taken for the host, and told in an error
    return _matches(r"sqlite:///.+|postgresql(\+psycopg)?://.+", url)


def _passwords(url: str) -> list[str]:
    """Up to the last @: more is hidden than a server would take for it, never less."""
    return [*re.findall(r"://[^:@/]*:(.+)@", url), *re.findall(r"[?&]password=([^&]+)", url)]


def _http(url: str) -> str:
    return _matches(r"https?://[^/\s]+(/\S*)?", url).rstrip("/")


def _public(url: str) -> str:
    # Telegram takes nothing but https; plain http only reaches a test server on this machine.
    found = _http(url)
    parts = urlsplit(found)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError
    return found


def _listening(address: str) -> str:
    port = int(_matches(r"(\[[0-9A-Fa-f:]+\]|[\w.-]+):\d{1,5}", address).rpartition(":")[2])
    if port > 65_535:
        raise ValueError
    return address


def _bot_token(token: SecretStr) -> SecretStr:
    _matches(r"\d+:[\w-]+", token.get_secret_value())
    return token


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


class Settings(BaseModel):
    """Every setting; the description of each says what is allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite:///var/chibo.db",
        repr=False,  # may hold a password
        description="cần địa chỉ dạng sqlite:///var/chibo.db hoặc postgresql://tài_khoản:mật_khẩu@máy/tên; "
        "mật khẩu có ký tự @ : / % # thì mã hóa, ví dụ @ thành %40",
    )
    telegram_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = Field(
        default=None, description="cần mã do BotFather cấp, gồm các chữ số, dấu hai chấm và phần khóa"
    )
    telegram_api_url: Annotated[str, AfterValidator(_http)] = Field(
        default="https://api.telegram.org", description="cần địa chỉ bắt đầu bằng https:// hoặc http://"
    )
    webhook_url: Annotated[str, AfterValidator(_public)] | None = Field(
        default=None, description="cần địa chỉ bắt đầu bằng https://, ví dụ https://bot.donvi.vn/telegram"
    )
    web_address: Annotated[str, AfterValidator(_listening)] = Field(
        default="127.0.0.1:8080", description="cần dạng địa_chỉ:cổng, ví dụ 127.0.0.1:8080"
    )
    metrics_address: Annotated[str, AfterValidator(_listening)] | None = Field(
        default=None, description="cần dạng địa_chỉ:cổng, ví dụ 127.0.0.1:9108"
    )
    sends_per_second: Annotated[float, Field(ge=1, le=1000)] = Field(
        default=Rates.per_second, description="cần một số từ 1 đến 1000"
    )
    chat_burst: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=Rates.chat_burst, description="cần một số nguyên từ 1 đến 1000"
    )
    chat_per_second: Annotated[float, Field(ge=0.1, le=1000)] = Field(
        default=Rates.chat_per_second, description="cần một số từ 0.1 đến 1000"
    )
    group_per_minute: Annotated[int, Field(ge=2, le=1000)] = Field(
        default=Rates.group_per_minute, description="cần một số nguyên từ 2 đến 1000"
    )
    timezone: ZoneInfo = Field(
        default=ZoneInfo("Asia/Ho_Chi_Minh"), description="cần tên múi giờ, ví dụ Asia/Ho_Chi_Minh"
    )
    secret: Annotated[SecretStr, Field(min_length=32)] | None = Field(
        default=None, description="cần ít nhất 32 ký tự ngẫu nhiên"
    )
    rehearsal_token: Annotated[SecretStr, Field(min_length=8)] | None = Field(
        default=None, description="cần ít nhất 8 ký tự"
    )
    policy_file: FilePath | None = Field(default=None, description="cần đường dẫn tới một tệp TOML đang có")
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = Field(
        default="INFO", description="cần một trong DEBUG, INFO, WARNING, ERROR"
    )
    tone_marks: Annotated[Literal["ủy", "uỷ"], BeforeValidator(_composed)] = Field(
        default="ủy", description="cần ủy hoặc uỷ"
    )

    @property
    def web_host(self) -> str:
        """Where the web server listens, without the brackets of an IPv6 address."""
        return self.web_address.rpartition(":")[0].strip("[]")

    @property
    def web_port(self) -> int:
        return int(self.web_address.rpartition(":")[2])

    @property
    def rates(self) -> Rates:
        """How much a messenger's account may send."""
        return Rates(self.sends_per_second, self.chat_burst, self.chat_per_second, self.group_per_minute)

    @property
    def confidential(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        hidden = (self.telegram_token, self.secret, self.rehearsal_token)
        return (*(value.get_secret_value() for value in hidden if value), *_passwords(self.database_url))


def variable(field: str) -> str:
    """The environment's name of a setting."""
    return PREFIX + field.upper()


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in the environment, empty ones as if absent; SettingsError for the first that is wrong.

    A name with our prefix that is no setting is wrong too: a misspelt one would be ignored in silence.
    """
    given = os.environ if environ is None else environ
    ours = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in given.items()
        if name.startswith(PREFIX) and not name.startswith(_FOR_TESTS) and value.strip()
    }
    try:
        return Settings.model_validate(ours)
    except ValidationError as error:
        # Neither the cause nor its text may travel on: they quote the value.
        raise SettingsError(_sentence(str(error.errors()[0]["loc"][0]))) from None


def _sentence(field: str) -> str:
    known = Settings.model_fields.get(field)
    if known is None:
        return f"{variable(field)} không phải là một cài đặt của chương trình, xin xem tệp .env.example."
    return f"{variable(field)} không hợp lệ: {known.description}."


def secret_bytes(settings: Settings, file: Path = SECRET_FILE) -> bytes:
    """The key of every HMAC: the one set, else the one in `file`, made there on first use.

    Only the file's owner may read it; SettingsError when what is there is too short to be a key.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    found = found_secret(file)
    if found is None:
        _make_secret(file)
        found = file.read_bytes()
    return found


def found_secret(file: Path = SECRET_FILE) -> bytes | None:
    """The key in `file`, None when there is no such file; SettingsError when it is none or cannot be read."""
    try:
        found = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(
            f"{file} không đọc được ({error.strerror}): cần cho tài khoản chạy chương trình quyền đọc."
        ) from None
    if len(found) < _SECRET_SIZE:
        raise SettingsError(
            f"{file} không đủ {_SECRET_SIZE} byte: cần khôi phục tệp này hoặc đặt {variable('secret')}."
        )
    return found


def _make_secret(file: Path) -> None:
    # Written aside and linked, so that of two processes starting together neither reads half a key.
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
        made.write(secrets.token_bytes(_SECRET_SIZE))
        made.flush()
        os.fsync(made.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()

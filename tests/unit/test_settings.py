"""Settings: what is allowed, what is refused and in which words, and the secret's file."""

import stat
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from bot.logs import Redaction
from bot.settings import Settings, SettingsError, load_settings, secret_bytes

HUSH = "hush-hush-hush"
WRONG = {
    "CHIBO_DATABASE_URL": [
        f"mysql://a:{HUSH}@host/name",
        "chibo.db",
        f"postgresql://a:{HUSH}@host:port/name",
        f"postgresql://a:{HUSH}@123@127.0.0.1:5432/name",
        f"postgresql+psycopg://a:1/{HUSH}@2@host/name",
    ],
    "CHIBO_TELEGRAM_TOKEN": [HUSH, f"12 34:{HUSH}"],
    "CHIBO_TELEGRAM_API_URL": [f"ftp://{HUSH}", "https://"],
    "CHIBO_METRICS_ADDRESS": ["9108", "127.0.0.1:99999"],
    "CHIBO_WEB_ADDRESS": ["8080", "localhost", "127.0.0.1:99999"],
    "CHIBO_WEBHOOK_URL": [
        "bot.donvi.vn/telegram",
        "https://",
        f"http://{HUSH}.donvi.vn/telegram",
        f"http://127.0.0.1.{HUSH}/telegram",
        f"http://127.0.0.1@{HUSH}/telegram",
    ],
    "CHIBO_SENDS_PER_SECOND": ["0", "fast", "1001"],
    "CHIBO_CHAT_BURST": ["0", "2.5"],
    "CHIBO_CHAT_PER_SECOND": ["0", "-1"],
    "CHIBO_GROUP_PER_MINUTE": ["1", "many"],
    "CHIBO_TIMEZONE": ["Asia/Nowhere", "../../etc/passwd", "+07:00"],
    "CHIBO_SECRET": [HUSH],
    "CHIBO_REHEARSAL_TOKEN": [HUSH[:4]],
    "CHIBO_POLICY_FILE": [f"/nowhere/{HUSH}"],
    "CHIBO_LOG_LEVEL": ["loud"],
    "CHIBO_TONE_MARKS": ["uy"],
    "CHIBO_TELEGRAM_TOKE": [f"12:{HUSH}"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_setting_is_named_in_one_sentence_without_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings({name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} không")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "hush" not in sentence
    assert refusal.value.__cause__ is None


def test_every_setting_has_a_wrong_value_above() -> None:
    assert {f"CHIBO_{field.upper()}" for field in Settings.model_fields} <= set(WRONG)


def test_empty_means_the_default_and_what_is_not_ours_is_left_alone() -> None:
    environ = {"CHIBO_TELEGRAM_TOKEN": "", "CHIBO_TIMEZONE": " ", "HOME": "/", "CHIBO_TEST_POSTGRES": "wheel"}
    assert load_settings(environ) == Settings()


def test_what_is_given_is_taken(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.touch()
    settings = load_settings(
        {
            "CHIBO_DATABASE_URL": f"postgresql://chibo:{HUSH}@host/name",
            "CHIBO_TELEGRAM_API_URL": "http://127.0.0.1:9000/",
            "CHIBO_WEBHOOK_URL": "http://127.0.0.1:9000/telegram",
            "CHIBO_WEB_ADDRESS": "[::1]:80",
            "CHIBO_TIMEZONE": "UTC",
            "CHIBO_POLICY_FILE": str(policy),
            "CHIBO_LOG_LEVEL": "debug",
            "CHIBO_TONE_MARKS": "uỷ",
        }
    )
    assert settings.telegram_api_url == "http://127.0.0.1:9000"
    assert settings.webhook_url == "http://127.0.0.1:9000/telegram"
    assert (settings.web_host, settings.web_port) == ("::1", 80)
    assert settings.timezone == ZoneInfo("UTC")
    assert (settings.policy_file, settings.log_level, settings.tone_marks) == (policy, "DEBUG", "uỷ")


def test_settings_show_no_secret_and_know_which_they_have() -> None:
    secret, token = HUSH * 3, f"123:{HUSH}-token"
    settings = load_settings(
        {
            "CHIBO_DATABASE_URL": f"postgresql://chibo:{HUSH}-password@host/name",
            "CHIBO_TELEGRAM_TOKEN": token,
            "CHIBO_SECRET": secret,
            "CHIBO_REHEARSAL_TOKEN": f"{HUSH}-start",
        }
    )
    assert HUSH not in f"{settings!r} {settings}"
    assert set(settings.confidential) == {secret, token, f"{HUSH}-start", f"{HUSH}-password"}


@pytest.mark.parametrize(
    ("url", "hidden"),
    [
        ("postgresql://chibo:bi%40mat@host/name", "bi%40mat"),
        ("postgresql://chibo:bi?mat@host/name", "bi?mat"),
        ("postgresql://chibo:bi@mat@host/name", "bi@mat"),
        ("postgresql://host/name?user=chibo&password=bi-mat&sslmode=require", "bi-mat"),
    ],
)
def test_a_databases_password_is_hidden_whole_as_written_and_as_meant(url: str, hidden: str) -> None:
    clean = Redaction(Settings.model_construct(database_url=url).confidential).clean
    for spelled in (hidden, unquote(hidden)):
        assert clean(f"failed to resolve host '{spelled}'") == "failed to resolve host '[hidden]'"


def test_a_password_with_a_second_at_sign_is_refused_with_what_to_do() -> None:
    with pytest.raises(SettingsError, match=r"ký tự @ : / % # thì mã hóa, ví dụ @ thành %40\.$"):
        load_settings({"CHIBO_DATABASE_URL": f"postgresql://chibo:{HUSH}@123@127.0.0.1:55433/chibo"})


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(Settings(), "log_level", "DEBUG")  # noqa: B010 - the type checker already refuses it


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret"
    made = secret_bytes(Settings(), file)
    assert len(made) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_bytes(Settings(), file) == made
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


def test_a_secret_that_is_set_needs_no_file(tmp_path: Path) -> None:
    settings = load_settings({"CHIBO_SECRET": HUSH * 3})
    assert secret_bytes(settings, tmp_path / "secret") == (HUSH * 3).encode()
    assert not list(tmp_path.iterdir())


def test_a_damaged_secret_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"short")
    with pytest.raises(SettingsError, match="CHIBO_SECRET"):
        secret_bytes(Settings(), file)

"""chibo db: up, where it stands, and what it says when the database cannot be used."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from bot.commands.database import database
from db.migrate import current, newest


def run(command: str, url: str) -> Result:
    return CliRunner().invoke(database, [command], env={"CHIBO_DATABASE_URL": url})


def test_it_says_where_the_schema_stands_and_brings_it_up(blank: Engine) -> None:
    url = blank.url.render_as_string(hide_password=False)
    assert "chưa có cấu trúc" in run("current", url).output
    assert run("upgrade", url).output == f"Cơ sở dữ liệu đang ở phiên bản {newest()}, là bản mới nhất.\n"
    assert run("upgrade", url).exit_code == 0
    assert "là bản mới nhất" in run("current", url).output
    assert current(blank) == newest()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/name", "CHIBO_DATABASE_URL không hợp lệ"),
        (
            "postgresql://chibo:hushed@127.0.0.1:1/name",
            "Không dùng được cơ sở dữ liệu ghi ở CHIBO_DATABASE_URL",
        ),
        ("sqlite:////proc/chibo.db", "Không dùng được cơ sở dữ liệu ghi ở CHIBO_DATABASE_URL"),
        ("sqlite:////proc/nowhere/chibo.db", "Không dùng được cơ sở dữ liệu ghi ở CHIBO_DATABASE_URL"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(url: str, said: str) -> None:
    result = run("upgrade", url)
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert "hushed" not in result.output

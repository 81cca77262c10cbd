""".env.example lists exactly the settings, each explained, with the defaults that the program has."""

import re
import subprocess
from pathlib import Path

from bot.settings import Settings, load_settings, variable

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_it_lists_exactly_the_settings() -> None:
    listed = re.findall(r"^(\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(variable(field) for field in Settings.model_fields)


def test_each_setting_has_a_comment_of_its_own() -> None:
    for block in EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n")[1:]:
        *comments, setting = block.splitlines()
        assert comments, setting
        assert all(line.startswith("# ") for line in comments), setting


def test_read_as_it_says_it_changes_nothing() -> None:
    command = f"set -a; . {EXAMPLE}; env"
    shown = subprocess.run(["sh", "-c", command], capture_output=True, check=True, env={}, encoding="utf-8")
    environ = dict(line.partition("=")[::2] for line in shown.stdout.splitlines())
    assert "CHIBO_DATABASE_URL" in environ
    assert load_settings(environ) == Settings()

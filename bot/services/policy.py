"""Loads the reminder policy and the days off from the files that an office may change."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from bot.domain.days_off import DaysOff, parse_swaps
from bot.domain.policy import Policy, PolicyError
from bot.domain.policy_file import parse_policy
from bot.domain.reading import Malformed

#: Years for which the package knows the lunar calendar's holidays well and the program will run.
YEARS = range(2025, 2045)
_AT = re.compile(r"line (\d+), column (\d+)")


def load_policy(path: Path | None = None) -> Policy:
    """The policy of a file, by default db/seeds/policy.toml; PolicyError names file and key."""
    try:
        return parse_policy(read_seed(path, "policy.toml"))
    except Malformed as error:
        raise PolicyError(f"{path or 'db/seeds/policy.toml'}: {error.told}") from None


def load_days_off(path: Path | None = None, years: range = YEARS) -> DaysOff:
    """The law's holidays of those years with the swaps of a file, by default db/seeds/holidays.toml;
    PolicyError names file and key."""
    try:
        swaps = parse_swaps(read_seed(path, "holidays.toml"))
    except Malformed as error:
        raise PolicyError(f"{path or 'db/seeds/holidays.toml'}: {error.told}") from None
    return DaysOff(_public_holidays(years)).with_swaps(swaps)


def _public_holidays(years: range) -> Mapping[date, str]:
    # Imported here: only whoever plans needs it, and it is slow to import.
    import holidays

    return dict(holidays.country_holidays("VN", years=years, language="vi"))


def read_seed(path: Path | None, seed: str) -> dict[str, Any]:
    """A TOML file, by default the one of this name in db/seeds; Malformed when it cannot be read."""
    try:
        text = (
            path.read_text("utf-8")
            if path
            else resources.files("db").joinpath("seeds", seed).read_text("utf-8")
        )
        return tomllib.loads(text)
    except FileNotFoundError:
        raise Malformed("Không thấy tệp này.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(f"Không đọc được; tệp phải là văn bản UTF-8 ({type(error).__name__}).") from None
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        where = f"ở dòng {at[1]}, cột {at[2]}" if at else "ở cuối tệp"
        raise Malformed(f"Tệp không đúng cú pháp TOML {where}; xem dấu nháy, dấu ngoặc, dấu bằng.") from None

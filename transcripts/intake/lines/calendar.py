"""Names of months and weekdays in languages that intake reads besides English and Chinese, from `calendar.toml`.

They are Babel's, in a file of their own: Babel keeps all that it knows of a language in memory, a megabyte of each.
"""

import tomllib
from functools import cache
from pathlib import Path

# Whose dates are day, month, year; Arabic names months in several ways.
LANGUAGES = ("fr", "es", "de", "pt", "ru", "it", "nl", "pl", "ar", "ar_LB", "ar_DZ", "ar_MA")
SHORTEST = 3  # letters of an abbreviated name


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month, 1 to 12, by its names in lower case, abbreviated ones without their stop."""
    return _numbers("months")


@cache
def weekday_numbers() -> dict[str, int]:
    """Return the number of each weekday, 0 for Monday, by its full names in lower case."""
    return _numbers("weekdays")


def _numbers(table: str) -> dict[str, int]:
    tables = tomllib.loads(Path(__file__).with_name("calendar.toml").read_text(encoding="utf-8"))
    return {name: int(number) for number, names in tables[table].items() for name in names}

"""Names of months and weekdays in languages that intake reads besides English and Chinese, from `calendar.toml`.

They are Babel's, in a file of their own: Babel keeps all that it knows of a language in memory, a megabyte of each.
"""

import tomllib
from functools import cache
from pathlib import Path

# Whose dates are day, month, year; Arabic names months in several ways.
LANGUAGES = ("fr", "es", "de", "pt", "ru", "it", "nl", "pl", "ar", "ar_LB", "ar_DZ", "ar_MA")
# Of these the names in full only: many of their short ones are other words.
IN_FULL = (
    "de_AT", "ca", "sv", "nb", "da", "fi", "et", "lv", "lt", "cs", "sk", "sl", "hu", "ro", "el", "bg", "uk", "sr",
    "tr", "id", "ms", "fil", "sw", "he", "hi", "bn", "th",
)  # fmt: skip
OTHER_WORDS = frozenset(("minggu", "pazar", "linggo"))  # “week”, “market”: no weekday on most lines
SHORTEST = 3  # letters of an abbreviated name


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month, 1 to 12, by its names in lower case, abbreviated ones without their stop."""
    return _numbers("months")


@cache
def weekday_numbers() -> dict[str, int]:
    """Return the number of each weekday, 0 for Monday, by its full names in lower case."""
    return _numbers("weekdays")


def bare_name(name: str) -> str:
    """Return a name as it stands in the file: without its stop, and without Catalan's “de”, “d’” before a month."""
    return name.lower().rstrip(".").removeprefix("de ").removeprefix("d’")


def _numbers(table: str) -> dict[str, int]:
    tables = tomllib.loads(Path(__file__).with_name("calendar.toml").read_text(encoding="utf-8"))
    return {name: int(number) for number, names in tables[table].items() for name in names}

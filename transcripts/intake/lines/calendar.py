"""Names of months and weekdays in languages that intake reads besides English and Chinese."""

from functools import cache

from babel import Locale

# Whose dates are day, month, year; Arabic names months in several ways. Source: Unicode's CLDR.
LANGUAGES = ("fr", "es", "de", "pt", "ru", "it", "nl", "pl", "ar", "ar_LB", "ar_DZ", "ar_MA")
_SHORTEST = 3  # letters of an abbreviated name


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month, 1 to 12, by its names in lower case, abbreviated ones without their stop."""
    return {name: number for name, number in _names("months") if len(name) >= _SHORTEST}


@cache
def weekday_numbers() -> dict[str, int]:
    """Return the number of each weekday, 0 for Monday, by its full names in lower case."""
    return dict(_names("days", widths=("wide",)))


def _names(attribute: str, widths: tuple[str, ...] = ("abbreviated", "wide")) -> list[tuple[str, int]]:
    return [
        (name.lower().rstrip("."), number)
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in widths
        for number, name in getattr(Locale.parse(language), attribute)[context][width].items()
    ]

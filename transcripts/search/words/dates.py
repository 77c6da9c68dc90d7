"""Days, months and years in a reader's text: “5 September 2023”, “September 2023”, “2023”, “2023年9月5日”. Pure."""

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

QUOTES = '"“”„‟＂'
FIRST_YEAR, LAST_YEAR = 1900, 2100  # of which four digits are a year
_EITHER = re.compile(r"(?<!\S)OR(?!\S)|[|｜]")
_MONTHS = {
    name.lower(): number
    for names in (month_name, month_abbr, [""] * 9 + ["Sept"])
    for number, name in enumerate(names)
    if name
}
_MONTH = rf"(?P<{{0}}>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DATE = re.compile(
    r"(?<![\w.,/*-])(?:"
    + "|".join(
        [
            rf"{_DAY.format('d1')}\s+(?:of\s+)?{_MONTH.format('m1')},?\s+{_YEAR.format('y1')}",
            rf"{_MONTH.format('m2')}\s+{_DAY.format('d2')},?\s+{_YEAR.format('y2')}",
            rf"{_YEAR.format('y3')}(?P<by>[-/])(?P<m3>\d{{1,2}})(?P=by)(?P<d3>\d{{1,2}})",
            rf"{_MONTH.format('m4')},?\s+{_YEAR.format('y4')}",
            rf"{_YEAR.format('y5')}",
        ]
    )
    + r")(?![\w*年/-])(?!\.\d|,\d)"
    + r"|(?<![\w-])(?P<y6>(?:19|20)\d\d)年(?:(?P<m6>\d{1,2})月(?:(?P<d6>\d{1,2})[日号號])?)?(?!\*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A piece of a query, as it was typed, that names the days from `first` to `last`."""

    source: str
    first: date
    last: date


def read_dates(text: str) -> tuple[str, tuple[ReadDate, ...]]:
    """Return the text without the dates in it, and these; what is in quotation marks, or beside an OR, is no date.

    Only days that there are, from 1900 to 2100.
    """
    if _EITHER.search(text):
        return text, ()
    found = list(_found(text))
    rest, done = "", 0
    for start, end, _ in found:
        rest += text[done:start] + " "
        done = end
    return rest + text[done:], tuple(each for _, _, each in found)


def days_of(dates: tuple[ReadDate, ...]) -> tuple[date, date]:
    """Return the days from the first to the last of several dates: “2022 to 2024” are three years."""
    return min(each.first for each in dates), max(each.last for each in dates)


def _found(text: str) -> Iterator[tuple[int, int, ReadDate]]:
    for match in _DATE.finditer(text):
        if sum(text.count(mark, 0, match.start()) for mark in QUOTES) % 2:
            continue
        parts = {name[0]: value for name, value in match.groupdict().items() if value and name != "by"}
        days = _days(parts)
        if days:
            yield match.start(), match.end(), ReadDate(match[0], *days)


def _days(parts: dict[str, str]) -> tuple[date, date] | None:
    """Return the first and the last day of a year, a month or a day; None where there is no such day."""
    year = int(parts["y"])
    month = parts.get("m", "")
    number = _MONTHS.get(month.lower(), 0) or int(month or 0)
    try:
        if "d" in parts:
            day = date(year, number, int(parts["d"]))
            return day, day
        if month:
            return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    except ValueError:
        return None
    return date(year, 1, 1), date(year, 12, 31)

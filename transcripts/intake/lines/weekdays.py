"""Weekdays that stand beside a date in a text, and whether the day is one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from transcripts.intake.lines.dates import DAYS_ALONE, find_dates, month_and_day, weekday_number

_WEEKDAY = re.compile(
    r"\b(?P<english>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|(?:星期|礼拜|禮拜|周|週)(?P<chinese>[一二三四五六日天])",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\btoday\b|今[天日]", re.IGNORECASE)
# What may stand between a weekday and its date: “Friday, the 12th of March”, “12 March 2024 (Friday)”, “今天是星期五”.
_BETWEEN = re.compile(r"[\s,，、.:：()（）]*(?:(?:is|being|the|on|an?|是)\s+|是)?[\s(（]*", re.IGNORECASE)
_FURTHEST = 16  # characters between the two, and no more


@dataclass(frozen=True, slots=True)
class WrongWeekday:
    """A weekday that the day beside it does not have; `words` is how the text names both."""

    words: str
    day: date


@dataclass(frozen=True, slots=True)
class _Named:
    day: date
    start: int
    end: int


def find_wrong_weekdays(text: str, near: date | None = None) -> list[WrongWeekday]:
    """Return the weekdays in `text` that the day beside them does not have, in order.

    `near` is the day on which the text was said: “today” is that day, and a date without a year is in the year that
    brings it nearest. Without it, only whole dates are looked at.
    """
    weekdays = list(_WEEKDAY.finditer(text))
    if not weekdays:
        return []
    days = sorted(_named_days(text, near), key=lambda one: one.start)
    found = []
    for match in weekdays:
        day = _beside(text, match, days)
        if day and day.day.weekday() != weekday_number(match[0]):
            start, end = min(day.start, match.start()), max(day.end, match.end())
            bracket = text[end : end + 1] in ")）" and end < len(text)
            found.append(WrongWeekday(text[start : end + bracket].rstrip("."), day.day))
    return found


def _named_days(text: str, near: date | None) -> Iterator[_Named]:
    whole = [_Named(one.day, one.start, one.end) for one in find_dates(text)]
    yield from whole
    if near is None:
        return
    for match in _TODAY.finditer(text):
        yield _Named(near, match.start(), match.end())
    for form in DAYS_ALONE:
        for match in form.finditer(text):
            if any(one.start < match.end() and match.start() < one.end for one in whole):
                continue
            day = _nearest(*month_and_day(match), near)
            if day:
                yield _Named(day, match.start(), match.end())


def _nearest(month: int, day: int, near: date) -> date | None:
    found = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - near), default=None)


def _beside(text: str, weekday: re.Match[str], days: list[_Named]) -> _Named | None:
    """Return the day that the weekday belongs to: in English the one after it, in Chinese or in brackets before it."""
    after = next((day for day in days if day.start >= weekday.end()), None)
    before = next((day for day in reversed(days) if day.end <= weekday.start()), None)
    is_bracketed = text[: weekday.start()].rstrip().endswith(("(", "（"))
    order = [before, after] if weekday["chinese"] or is_bracketed else [after, before]
    return next((day for day in order if day and _touches(text, weekday, day)), None)


def _touches(text: str, weekday: re.Match[str], day: _Named) -> bool:
    start, end = (weekday.end(), day.start) if day.start >= weekday.end() else (day.end, weekday.start())
    return end - start <= _FURTHEST and _BETWEEN.fullmatch(text, start, end) is not None

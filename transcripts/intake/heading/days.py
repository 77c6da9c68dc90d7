"""The dates on a page, each with its position and context, and which of them are the days held and posted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.dates import (
    day_in_year,
    day_of_month,
    days_alone,
    find_dates,
    find_days_of_month,
    last_weekday,
    weekday_beside,
)

MOST_BESIDE = 14  # words of a line that is no sentence
NEAR = 14  # days between a day whose numbers may be either way round and another date of the page
MOST_DAYS_AFTER = 60  # that a page is posted after a day which it names without a year
LONGEST_TEXT = 1_000  # characters of a line in which days are looked for
LONGEST_BEFORE = 80  # characters before a day that say what it is
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[.!?;]\s+(?=[\"“(]?[A-ZÀ-ÞА-Я\d])|[。！？；]")
_PART_END = re.compile(r"\s[|•·●▪]\s|[|｜丨]|\s[–—]\s")
_YEAR = re.compile(r"(?<![\d/.\-])(?:19|20)\d{2}(?![\d/.\-])")
_RELATIVE = {
    0: re.compile(
        r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b|\bearlier (?:today|this)\b|今[天日早晨晚]"
        rf"|{any_of(words_for('head', 'today'))}",
        re.IGNORECASE,
    ),
    1: re.compile(
        rf"\byesterday\b|\blast (?:night|evening)\b|昨[天日晚]|{any_of(words_for('head', 'yesterday'))}", re.IGNORECASE
    ),
}


class Place(Enum):
    """The place at which a page names a day."""

    FACT = "fact"  # behind “Date:”
    TITLE = "title"
    BEHIND_TITLE = "behind title"  # parted from it by a bar
    LINE = "line"  # alone, or with a time and a place
    SOURCE = "source"  # beside the name of a source
    BESIDE = "beside"  # in a short line with other words
    SENTENCE = "sentence"
    AFTER_SENTENCE = "after sentence"
    SAID = "said"  # in the first words
    FOOT = "foot"
    CRUMB = "crumb"  # in the breadcrumb
    DATED = "dated"  # behind “Date:”, beside a source or the number of readers
    FRAME = "frame"  # in a line of the page's frame


_LOOSE = (Place.SENTENCE, Place.SAID, Place.BESIDE)


class Stated(Enum):
    """How a page names a day: in full, without its year, by its number or its weekday, or as today or yesterday."""

    WHOLE = "whole"
    NO_YEAR = "no year"
    NUMBER = "number"
    WEEKDAY = "weekday"
    RELATIVE = "relative"


@dataclass(frozen=True)
class Mention:
    """A day at a place of a page: text[start:end] of the line `number`. `other` is what else 5/4/2026 could be."""

    day: date
    place: Place
    number: int
    text: str
    start: int
    end: int
    stated: Stated = Stated.WHOLE
    other: date | None = None

    @cached_property
    def before(self) -> str:
        """The words of its sentence ahead of it, from the end of an earlier day on."""
        text = self.text[: self.start]
        cut = max((match.end() for match in (*_SENTENCE_END.finditer(text), *_PART_END.finditer(text))), default=0)
        earlier = [one.end for one in find_dates(text)]
        return text[max([cut, len(text) - LONGEST_BEFORE, *earlier]) :]

    @cached_property
    def sentence(self) -> str:
        """The sentence in which it stands."""
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        begin = max((at for at in ends if at <= self.start), default=0)
        return self.text[begin : min((at for at in ends if at >= self.end), default=len(self.text))]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a page in which days are looked for: their place, and the number of their line."""

    place: Place
    number: int
    text: str


def mentions_of(texts: Sequence[Text], posted: date | None = None, years: Sequence[int] = ()) -> list[Mention]:
    """Return the days that the texts name. What lacks a year, or a month, is read as it was on the day of posting.

    `posted` is what the page states of that outside its words, `years` are years that stand alone on the page, the
    likeliest first.
    """
    texts = [replace(one, text=one.text[:LONGEST_TEXT]) for one in texts]
    whole = _settled([one for text in texts for one in _whole_days(text)])
    if len({one.day for one in whole if one.place is Place.FRAME}) > 1:
        whole = [one for one in whole if one.place is not Place.FRAME]  # of other pages
    firm = [one.day for one in whole if one.place not in _LOOSE]
    near = max(firm or [one.day for one in whole], default=posted)
    near = max(near, posted) if near and posted else near
    partly = [one for text in texts for one in _partly_stated(text, near, years)]
    return [*whole, *partly]


def years_in(texts: Sequence[str]) -> list[int]:
    """Return the years that stand alone in texts, in their order."""
    return list(dict.fromkeys(int(match[0]) for text in texts for match in _YEAR.finditer(text)))


def _whole_days(one: Text) -> Iterator[Mention]:
    for found in find_dates(one.text):
        yield Mention(found.day, one.place, one.number, one.text, found.start, found.end, other=found.other)


def _settled(mentions: list[Mention]) -> list[Mention]:
    """Settle 5/4/2026 by the page's other dates: if only one way of reading it lies close to one of these."""
    certain = [one.day for one in mentions if one.other is None]
    settled = []
    for one in mentions:
        if one.other is None or not certain:
            settled.append(one)
            continue
        near = [min(abs((day - other).days) for other in certain) <= NEAR for day in (one.day, one.other)]
        if near[0] == near[1]:
            settled.append(one)
        else:
            settled.append(replace(one, day=one.day if near[0] else one.other, other=None))
    return settled


def _partly_stated(one: Text, near: date | None, years: Sequence[int]) -> Iterator[Mention]:
    """Yield the days that a text names without their year, and, in a sentence, by number, weekday or “today”."""
    alone = days_alone(one.text)
    for month, number, start, end in alone:
        day = _in_its_year(month, number, near, years, weekday_beside(one.text, start, end))
        if day:
            yield Mention(day, one.place, one.number, one.text, start, end, Stated.NO_YEAR)
    if near is None or one.place is not Place.SENTENCE or alone or find_dates(one.text):
        return
    numbers = set(find_days_of_month(one.text))
    if len(numbers) == 1 and (day := day_of_month(numbers.pop(), near)):
        yield Mention(day, one.place, one.number, one.text, 0, 0, Stated.NUMBER)
        return
    for back, form in _RELATIVE.items():
        if match := form.search(one.text):
            day = near - timedelta(days=back)
            yield Mention(day, one.place, one.number, one.text, *match.span(), Stated.RELATIVE)
            return
    weekday = last_weekday(one.text, near)
    if weekday:
        yield Mention(weekday, one.place, one.number, one.text, 0, 0, Stated.WEEKDAY)


def _in_its_year(month: int, number: int, near: date | None, years: Sequence[int], weekday: int | None) -> date | None:
    """Return the day as the page's days tell its year, else its weekday and the years that stand alone there."""
    if near:
        day = day_in_year(month, number, near)
        if day and (near - day).days <= MOST_DAYS_AFTER:
            return day
        return None
    for year in years:
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if weekday is None or day.weekday() == weekday:
            return day
    return None

"""Unlikely dates to confirm before a conference is published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from transcripts.intake.lines.weekdays import WrongWeekday, find_wrong_weekdays
from transcripts.models import Conference

MOST_YEARS = 2  # between the day it was held and the day it was posted
_WORDED = ("title", "venue", "summary")


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A sentence about a date, and its place: the key of an exchange and the position of a turn, or a head field."""

    sentence: str
    field: str = ""
    exchange: int | None = None
    turn: int | None = None


class Said(NamedTuple):
    """The words of a turn, or with 0 for `turn` the heading: the exchange's key and position, the turn's position."""

    exchange: int
    position: int
    turn: int
    text: str


def find_date_questions(conference: Conference, said: Iterable[Said]) -> list[DateQuestion]:
    """Return the dates to ask about in the head and in what was `said`. No query."""
    return [*_find_in_head(conference), *_find_in_words(conference, said)]


def _find_in_head(conference: Conference) -> Iterator[DateQuestion]:
    """Yield what is odd about the days on which it was held and posted."""
    held, posted = conference.held_on, conference.posted_on
    if not held:
        return
    days = {"held": _shown(held), "posted": _shown(posted) if posted else ""}
    if held > timezone.localdate():
        yield DateQuestion(gettext("It was held on %(held)s, which is in the future.") % days, "held_on")
    if posted and held > posted:
        yield DateQuestion(gettext("It was held on %(held)s, after it was posted on %(posted)s.") % days, "held_on")
    if posted and held < _years_before(posted):
        sentence = gettext("It was held on %(held)s, more than two years before it was posted on %(posted)s.")
        yield DateQuestion(sentence % days, "held_on")


def _find_in_words(conference: Conference, said: Iterable[Said]) -> Iterator[DateQuestion]:
    """Yield the weekdays in titles, headings and turns that the day beside them does not have."""
    near = conference.held_on or conference.posted_on
    for name in _WORDED:
        for wrong in find_wrong_weekdays(getattr(conference, name), near):
            yield DateQuestion(_sentence(wrong), name)
    for exchange, position, turn, text in said:
        for wrong in find_wrong_weekdays(text, near):
            yield DateQuestion(_sentence(wrong, position, turn), exchange=exchange, turn=turn or None)


def _sentence(wrong: WrongWeekday, exchange: int = 0, turn: int = 0) -> str:
    words = {
        "words": " ".join(wrong.words.split()),
        "day": _shown(wrong.day),
        "weekday": date_format(wrong.day, "l"),
        "exchange": exchange,
        "turn": turn,
    }
    if turn:
        said = gettext("Exchange %(exchange)d, turn %(turn)d says “%(words)s”, but %(day)s is a %(weekday)s.")
    elif exchange:
        said = gettext("The heading of exchange %(exchange)d says “%(words)s”, but %(day)s is a %(weekday)s.")
    else:
        said = gettext("It says “%(words)s”, but %(day)s is a %(weekday)s.")
    return said % words


def _shown(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _years_before(day: date) -> date:
    year = day.year - MOST_YEARS
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)

"""Topic trends: how often the most frequent topics came up over time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models import Count as CountRows
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractQuarter, ExtractYear, Rank

from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.figures.charts import CappedCount, FacetCount, measured, quarters
from transcripts.models import NOW, AnyOf, Conference, Exchange, Param, PreparedQuery, address, choose_text
from transcripts.part_cache import cached

LOOKED_AT = 400  # the newest conferences
TOPICS_SHOWN = 8
LATELY = 4  # quarters, by which topics are ranked
MOST_QUARTERS = 10  # of a longer time the years are drawn


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic, and the number of its exchanges in each year, or in each quarter when there are few years.

    All are drawn on one scale, so that they can be compared.
    """

    label: str
    url: str
    total: int
    periods: list[FacetCount]

    @property
    def first(self) -> str:
        """First period drawn."""
        return self.periods[0].label

    @property
    def last(self) -> str:
        """Last period drawn."""
        return self.periods[-1].label


@cached(16)
def topic_trends(language: str) -> list[Trend]:
    """Return the topics that came up most in the last year of the newest conferences, with their counts over time.

    A translated conference counts once, in `language` where it can. Three queries.
    """
    ((first, last),) = _DAYS(reader=language)
    if not first:
        return []
    times = quarters({_quarter(first), _quarter(last)})
    names = {
        key: (slug, choose_text(name, names), late, n) for key, slug, name, names, late, n in _ranked(language, times)
    }

    def rank(key: int) -> tuple[int, int, str]:
        _, name, late, n = names[key]
        return (-late, -n, name)

    chosen = sorted(names, key=rank)[:TOPICS_SHOWN]
    counts: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for key, year, quarter, n in _TIMES(reader=language, topics=chosen):
        counts[key][year, quarter] = n
    courses = {key: _course(counts[key], times) for key in chosen}
    largest = max((n for course in courses.values() for n in course.values()), default=0)
    return [
        Trend(
            label=names[key][1],
            url=address("transcripts:topic-detail", names[key][0]),
            total=sum(course.values()),
            periods=measured((FacetCount(period, CappedCount(n)) for period, n in course.items()), largest=largest),
        )
        for key, course in courses.items()
    ]


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _ranked(language: str, times: Sequence[tuple[int, int]]) -> list[tuple[Any, ...]]:
    """Return the topics that came up most: key, slug, names, and the numbers of late and in all. One query.

    Those that came up as often as the last of them are among them.
    """
    year, quarter = times[-LATELY:][0]
    return _RANKED(reader=language, since=date(year, 3 * quarter - 2, 1))


_DAY = "exchange__conference__date"


def _newest() -> QuerySet[Any, Any]:
    """Select the keys of the newest conferences, each of several languages once."""
    published = one_a_translation_group(Conference.objects.published(NOW).closed(), Param("reader"))
    return published.order_by("-date", "-pk").annotate(number=F("pk")).values_list("number")[:LOOKED_AT]


# A table of its own, which is made once: a planner that knows nothing may look for the newest again for each topic.
_NEWEST = {"newest": PreparedQuery(_newest)}
_IN_NEWEST = RawSQL("SELECT number FROM newest", [])


def _topics() -> QuerySet[Any, Any]:
    """Select the topics of the exchanges of the newest conferences."""
    return Exchange.topics.through.objects.filter(exchange__conference__in=_IN_NEWEST).order_by()


def _days() -> QuerySet[Any, Any]:
    """Select the first and the last day of the newest conferences with topics."""
    topics = Exchange.topics.through.objects.filter(exchange__conference=OuterRef("pk"))
    found = Conference.objects.filter(Exists(topics), pk__in=_IN_NEWEST).order_by().annotate(all=Value(1))
    return found.values("all").annotate(first=Min("date"), last=Max("date")).values_list("first", "last")


def _most() -> QuerySet[Any, Any]:
    late = Sum(Case(When(**{f"{_DAY}__gte": Param("since")}, then=1), default=0, output_field=IntegerField()))
    return (
        _topics()
        .values("topic", "topic__slug", "topic__name", "topic__names")
        .annotate(late=late, n=CountRows("exchange"))
        .annotate(place=Window(Rank(), order_by=[F("late").desc(), F("n").desc()]))
        .filter(place__lte=TOPICS_SHOWN)
        .values_list("topic", "topic__slug", "topic__name", "topic__names", "late", "n")
    )


_DAYS = PreparedQuery(_days, tables=_NEWEST, is_planned_once=True)
_RANKED = PreparedQuery(_most, tables=_NEWEST, is_planned_once=True)
_TIMES = PreparedQuery(
    lambda: (
        _topics()
        .filter(AnyOf("topic", "topics"))
        .values_list("topic", ExtractYear(_DAY), ExtractQuarter(_DAY))
        .annotate(n=CountRows("exchange"))
    ),
    tables=_NEWEST,
    is_planned_once=True,
)


def _course(counts: Mapping[tuple[int, int], int], times: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Return the counts by quarter; by year, when there are too many quarters."""
    course: dict[str, int] = defaultdict(int)
    for year, quarter in times:
        period = f"{year}/{quarter}" if len(times) <= MOST_QUARTERS else str(year)
        course[period] += counts.get((year, quarter), 0)
    return course

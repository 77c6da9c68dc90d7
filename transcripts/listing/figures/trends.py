"""Topic trends: how often the most frequent topics came up over time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models
from django.db.models import Case, F, Func, IntegerField, Max, Min, QuerySet, Subquery, Sum, Value, When, Window
from django.db.models.functions import Rank

from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.figures.charts import CappedCount, FacetCount, quarters, share_of
from transcripts.models import (
    NOW,
    AnyOf,
    Conference,
    ConferenceCount,
    Param,
    PreparedQuery,
    Topic,
    address,
    choose_text,
)
from transcripts.part_cache import cached

LOOKED_AT = 400  # the newest conferences
TOPICS_SHOWN = 8
LATELY = 4  # quarters, by which topics are ranked
MOST_QUARTERS = 10  # of a longer time the years are drawn

Quarter = tuple[int, int]  # a year, and 1 to 4


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

    A translated conference counts once, in `language` where it can. Two queries.
    """
    counts: dict[int, dict[Quarter, int]] = defaultdict(dict)
    ends: set[Quarter] = set()  # of all topics, not of these alone
    for topic, quarter, n, *of_all in _COUNTS(reader=language):
        counts[topic][_quarter(quarter)] = n
        ends.update(map(_quarter, of_all))
    if not counts:
        return []
    times = quarters(ends)
    ranks = {topic: _rank(course, times) for topic, course in counts.items()}
    names = {key: (slug, choose_text(name, names)) for key, slug, name, names in _NAMES(topics=list(counts))}
    chosen = sorted(names, key=lambda key: (ranks[key], names[key][1]))[:TOPICS_SHOWN]
    periods = _periods(times)
    courses = {key: _course(counts[key], periods) for key in chosen}
    largest = max((n for course in courses.values() for n in course.values()), default=0)
    return [
        Trend(
            label=names[key][1],
            url=address("transcripts:topic-detail", names[key][0]),
            total=sum(course.values()),
            periods=[FacetCount(period, CappedCount(n), share=share_of(n, largest)) for period, n in course.items()],
        )
        for key, course in courses.items()
    ]


def _quarter(number: int) -> Quarter:
    year, place = divmod(number, 4)
    return year, place + 1


def _rank(course: Mapping[Quarter, int], times: Sequence[Quarter]) -> tuple[int, int]:
    """Return the place of a topic among others, the least first: by its number of late, then by that of all."""
    return -sum(course.get(quarter, 0) for quarter in times[-LATELY:]), -sum(course.values())


class _QuarterNumber(Func):
    """The quarter of a date as a number: the year, four times, and 0 to 3. SQLite's functions of dates are slow."""

    template = "(EXTRACT(YEAR FROM %(expressions)s) * 4 + EXTRACT(QUARTER FROM %(expressions)s) - 1)::integer"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> Any:
        template = "(substr(%(expressions)s, 1, 4) * 4 + (substr(%(expressions)s, 6, 2) - 1) / 3)"
        return self.as_sql(compiler, connection, template=template, **kwargs)


class _Table(models.Model):
    """A table that the query makes, one of another. It is of a registry of its own, since the database keeps none."""

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        abstract = True
        managed = False
        app_label = "transcripts"
        apps = Apps()

    def __str__(self) -> str:
        return str(self.pk)


class _Newest(_Table):
    """One of the newest conferences, each of several languages once."""

    TABLE: ClassVar[str] = "newest(id, quarter)"

    quarter = models.IntegerField()
    counts: Any = models.ForeignObject(
        ConferenceCount, models.DO_NOTHING, from_fields=["id"], to_fields=["conference"], related_name="+"
    )

    class Meta(_Table.Meta):
        db_table = "newest"

    @staticmethod
    def make() -> QuerySet[Any, Any]:
        published = one_a_translation_group(Conference.objects.published(NOW).closed(), Param("reader"))
        return published.order_by("-date", "-pk").values_list("pk", _QuarterNumber("date"))[:LOOKED_AT]


class _Counted(_Table):
    """A topic of one of the newest conferences, with its quarter and the number of exchanges."""

    TABLE: ClassVar[str] = "counted(topic, quarter, n)"

    topic = models.BigIntegerField(primary_key=True)
    quarter = models.IntegerField()
    n = models.IntegerField()

    class Meta(_Table.Meta):
        db_table = "counted"

    @staticmethod
    def make() -> QuerySet[Any, Any]:
        of_topics = _Newest.objects.filter(counts__of=ConferenceCount.Of.TOPIC, counts__exchanges__gt=0)
        return of_topics.values_list("counts__record", "quarter", "counts__exchanges")


class _Ends(_Table):
    """The first and the last quarter of all topics: one row, or none."""

    TABLE: ClassVar[str] = "ends(begin, finish)"

    begin = models.IntegerField()
    finish = models.IntegerField()

    class Meta(_Table.Meta):
        db_table = "ends"

    @staticmethod
    def make() -> QuerySet[Any, Any]:
        of_all = _Counted.objects.values(all=Value(1))
        return of_all.annotate(begin=Min("quarter"), finish=Max("quarter")).values_list("begin", "finish")


class _Ranked(_Table):
    """A topic's place among all; as often as another is as far in front."""

    TABLE: ClassVar[str] = "ranked(topic, place)"

    topic = models.BigIntegerField(primary_key=True)
    place = models.IntegerField()

    class Meta(_Table.Meta):
        db_table = "ranked"

    @staticmethod
    def make() -> QuerySet[Any, Any]:
        is_late = When(quarter__gt=Subquery(_Ends.objects.values(before=F("finish") - LATELY)), then=F("n"))
        late = Sum(Case(is_late, default=0, output_field=IntegerField()))
        topics = _Counted.objects.values("topic").annotate(late=late, all=Sum("n"))
        place = Window(Rank(), order_by=[F("late").desc(), F("all").desc()])
        return topics.annotate(place=place).values_list("topic", "place")


def _counts() -> QuerySet[Any, Any]:
    """Select the first topics, each quarter with its number of their exchanges, and the first and last of all."""
    first = _Ranked.objects.filter(place__lte=TOPICS_SHOWN).values("topic")
    ends = (Subquery(_Ends.objects.values(each)) for each in ("begin", "finish"))
    quarterly = _Counted.objects.filter(topic__in=first).values("topic", "quarter").annotate(total=Sum("n"))
    return quarterly.values_list("topic", "quarter", "total", *ends)


_COUNTS = PreparedQuery(
    _counts,
    tables={table.TABLE: PreparedQuery(table.make) for table in (_Newest, _Counted, _Ends, _Ranked)},
    is_planned_once=True,
)
_NAMES = PreparedQuery(
    lambda: Topic.objects.filter(AnyOf("pk", "topics")).values_list("pk", "slug", "name", "names"),
    is_planned_once=True,
)


def _periods(times: Sequence[Quarter]) -> dict[Quarter, str]:
    """Return the period in which each quarter is drawn: it, or its year when there are too many quarters."""
    of_years = len(times) > MOST_QUARTERS
    return {(year, quarter): str(year) if of_years else f"{year}/{quarter}" for year, quarter in times}


def _course(counts: Mapping[Quarter, int], periods: Mapping[Quarter, str]) -> dict[str, int]:
    """Return the number of each period."""
    course = dict.fromkeys(periods.values(), 0)
    for quarter, n in counts.items():
        course[periods[quarter]] += n
    return course

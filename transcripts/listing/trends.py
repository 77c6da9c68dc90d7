"""Topic trends: how often the most frequent topics came up over time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count as CountRows
from django.db.models import QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear

from transcripts.listing.charts import CappedCount, FacetCount, measured, quarters
from transcripts.models import Conference, Exchange, address, choose_text

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


def topic_trends(conferences: QuerySet[Conference]) -> list[Trend]:
    """Return the topics that came up most in the last year of `conferences`, with their counts over time. One query."""
    newest = conferences.order_by("-date", "-pk").values("pk")[:LOOKED_AT]
    day = "exchange__conference__date"
    rows = (
        Exchange.topics.through.objects.filter(exchange__conference__in=newest)
        .order_by()
        .values_list("topic__slug", "topic__name", "topic__names", ExtractYear(day), ExtractQuarter(day))
        .annotate(n=CountRows("exchange"))
    )
    counts: dict[tuple[str, str], dict[tuple[int, int], int]] = defaultdict(dict)
    for slug, name, names, year, quarter, n in rows:
        counts[slug, choose_text(name, names)][year, quarter] = n
    times = quarters({time for each in counts.values() for time in each})
    lately = times[-LATELY:]

    def rank(name: tuple[str, str]) -> tuple[int, int, str]:
        return (-sum(counts[name].get(time, 0) for time in lately), -sum(counts[name].values()), name[1])

    chosen = sorted(counts, key=rank)[:TOPICS_SHOWN]
    courses = {name: _course(counts[name], times) for name in chosen}
    largest = max((n for course in courses.values() for n in course.values()), default=0)
    return [
        Trend(
            label=name,
            url=address("transcripts:topic-detail", slug),
            total=sum(course.values()),
            periods=measured((FacetCount(period, CappedCount(n)) for period, n in course.items()), largest=largest),
        )
        for (slug, name), course in courses.items()
    ]


def _course(counts: Mapping[tuple[int, int], int], times: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Return the counts by quarter; by year, when there are too many quarters."""
    course: dict[str, int] = defaultdict(int)
    for year, quarter in times:
        period = f"{year}/{quarter}" if len(times) <= MOST_QUARTERS else str(year)
        course[period] += counts.get((year, quarter), 0)
    return course

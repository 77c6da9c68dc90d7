"""Sums of the counts of all conferences for the statistics, kept whenever the counts of one are written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from transcripts.models import ArchiveCount, Conference, ConferenceCount, Edition, Status

_ALL = ConferenceCount.Of.ALL.value
_BATCH = 1000
_NUMBERS = ("conferences", *ConferenceCount.NUMBERS)
Key = tuple[int, str, int]  # year, of, record
Sums = dict[Key, list[int]]


def lock() -> None:
    """Let nobody else add to the sums before this transaction ends. One query."""
    list(Edition.objects.select_for_update().filter(pk=1).values_list("pk"))


def set_days(counts: Iterable[ConferenceCount]) -> None:
    """Note in the counts of conferences where they are summed. One query."""
    wholes = {each.conference_id: each for each in counts if each.of == _ALL}
    summed = Conference.objects.filter(pk__in=list(wholes), **_summed_state())
    for key, day, series in summed.order_by().values_list("pk", "date", "series"):
        wholes[key].summed_on, wholes[key].summed_series = day, series or 0


def replace(before: Sequence[ConferenceCount], after: Sequence[ConferenceCount]) -> None:
    """Take the counts of some conferences as they were out of the sums, and add those they have. Three queries."""
    changed: Sums = defaultdict(lambda: [0] * len(_NUMBERS))
    for counts, sign in ((before, -1), (after, 1)):
        where = {each.conference_id: each for each in counts if each.summed_on}
        for each in counts:
            if each.conference_id in where and each.exchanges:
                numbers = [1, *(getattr(each, name) for name in ConferenceCount.NUMBERS)]
                for key in _keys(each, where[each.conference_id]):
                    changed[key] = [was + sign * n for was, n in zip(changed[key], numbers, strict=True)]
    changed = {key: numbers for key, numbers in changed.items() if any(numbers)}
    if not changed:
        return
    years, ofs, records = ({key[at] for key in changed} for at in range(3))
    kept = _stored(ArchiveCount.objects.filter(year__in=years, of__in=ofs, record__in=records))
    empty = [0] * len(_NUMBERS)
    sums = {
        key: [was + n for was, n in zip(kept.get(key, empty), changed[key], strict=True)] for key in sorted(changed)
    }
    ArchiveCount.objects.bulk_create(
        _rows(sums),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["year", "of", "record"],
        update_fields=list(_NUMBERS),
    )
    if not all(numbers[0] for numbers in sums.values()):
        ArchiveCount.objects.filter(year__in=years, conferences=0).delete()


@transaction.atomic
def sum_up() -> None:
    """Make all sums anew. Eight statements, which read the counts of all conferences."""
    lock()
    wholes = ConferenceCount.objects.filter(of=_ALL)
    wholes.exclude(summed_on=None).update(summed_on=None, summed_series=0)
    there = Conference.objects.filter(pk=OuterRef("conference"))
    wholes.filter(**_summed_state("conference__")).update(
        summed_on=Subquery(there.values("date")), summed_series=Coalesce(Subquery(there.values("series")), 0)
    )
    ArchiveCount.objects.all().delete()
    ArchiveCount.objects.bulk_create(_rows(_summed()), batch_size=_BATCH)


def differ() -> bool:
    """Return whether the sums are not those of the counts. Four queries, which read all counts."""
    return _stored(ArchiveCount.objects.all()) != dict(_summed())


def _summed_state(path: str = "") -> dict[str, Any]:
    """Return the conditions on conferences that are summed."""
    return {f"{path}status": Status.PUBLISHED, f"{path}running_since": None, f"{path}translation_group": ""}


def _keys(count: ConferenceCount, whole: ConferenceCount) -> list[Key]:
    """Return where a conference's count is added."""
    day: Any = whole.summed_on
    names = [(count.of, count.record)]
    if count.of == _ALL:
        names = [(ArchiveCount.MONTH, _month(day))]
        names += [(ArchiveCount.SERIES, whole.summed_series)] if whole.summed_series else []
    return [(year, of, record) for year in (ArchiveCount.ALL_YEARS, day.year) for of, record in names]


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _summed() -> Sums:
    """Return the sums of all counts. Three queries."""
    counts = ConferenceCount.objects.filter(exchanges__gt=0, **_summed_state("conference__")).order_by()
    wholes, year = counts.filter(of=_ALL), ExtractYear("conference__date")
    in_series = wholes.exclude(conference__series=None)
    month = ExtractYear("conference__date") * 100 + ExtractMonth("conference__date")
    parts: list[tuple[str, QuerySet[Any]]] = [
        ("", counts.exclude(of=_ALL).annotate(year=year, record_=F("record"))),
        (ArchiveCount.SERIES, in_series.annotate(year=year, record_=F("conference__series"))),
        (ArchiveCount.MONTH, wholes.annotate(year=year, record_=month)),
    ]
    sums: Sums = defaultdict(lambda: [0] * len(_NUMBERS))
    for kind, found in parts:
        numbers: dict[str, Any] = {f"sum_{name}": Sum(name) for name in ConferenceCount.NUMBERS}
        by = ("year", "of", "record_")
        rows = found.values(*by).annotate(held=Count("conference"), **numbers)
        for in_year, of, record, *each in rows.values_list(*by, "held", *numbers):
            for key in ((ArchiveCount.ALL_YEARS, kind or of, record), (in_year, kind or of, record)):
                sums[key] = [was + n for was, n in zip(sums[key], each, strict=True)]
    return sums


def _stored(found: QuerySet[ArchiveCount]) -> Sums:
    return {(row[0], row[1], row[2]): list(row[3:]) for row in found.values_list("year", "of", "record", *_NUMBERS)}


def _rows(sums: Sums) -> list[ArchiveCount]:
    return [
        ArchiveCount(year=year, of=of, record=record, **dict(zip(_NUMBERS, numbers, strict=True)))
        for (year, of, record), numbers in sums.items()
    ]

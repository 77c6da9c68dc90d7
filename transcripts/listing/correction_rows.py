"""Rows of the list of corrections, newest first: corrections, removals, withdrawals and republications."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone, localdate, make_aware

from transcripts.listing.filtering.filters import BY_PARAMETER, CORRECTION_FACETS, NAMED, SOURCES
from transcripts.listing.notices import Before, NoticeKind
from transcripts.models import NOW, AsOf, Conference, Correction, Event, PreparedQuery, Status
from transcripts.part_cache import cached, cached_as

COUNT_CAP = 1_000  # entries that the list counts and turns the pages of
COUNTED = 500  # the newest entries, which the numbers beside the filters are of
OF_REVISIONS = {NoticeKind.CORRECTION, NoticeKind.REMOVAL}
_OF_EVENTS = {NoticeKind.WITHDRAWAL: Event.What.WITHDRAWN, NoticeKind.REPUBLICATION: Event.What.PUBLISHED}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FACETS_OF_NAMES = tuple(name for name in CORRECTION_FACETS if name in NAMED)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry before it is fetched: `key` is the revision's or the event's."""

    made_at: datetime
    key: int
    kind: NoticeKind
    conference: int
    is_public: bool = True
    place: int = 0  # among those of its sort: revisions with corrections, or events


def find_rows(asked: Mapping[str, list[Any]], *, most: int, after: Before | None = None) -> list[Row]:
    """Return the newest entries that meet the filters, or those `after` a place; one more than `most` if there are.

    Two queries. Those of all are kept with the edition.
    """
    if not asked and not after:
        return _newest_of_all()[: most + 1]
    kinds = frozenset(NoticeKind(kind) for kind in asked.get("kind", NoticeKind))
    corrected = _corrected(asked, kinds & OF_REVISIONS, most, after)
    return _merged(corrected, _moved(asked, kinds, most, after), most)


@cached(1)
def _newest_of_all() -> list[Row]:
    """Return the newest entries of all, up to one more than are counted. Two queries."""
    corrected = _corrected({}, OF_REVISIONS, COUNT_CAP, None)
    return _merged(corrected, _moved({}, set(NoticeKind), COUNT_CAP, None), COUNT_CAP)


def counts_of_all(newest: Sequence[Row]) -> dict[str, Counter[Any]]:
    """Return the numbers of the newest entries of all with each value of a facet. Three queries, or none."""
    return cached_as(count_rows, (), lambda: count_rows(newest[:COUNTED], {}), most=1)


def count_rows(rows: Sequence[Row], asked: Mapping[str, set[Any]]) -> dict[str, Counter[Any]]:
    """Count the entries with each value of a facet, by the filters asked for of the others. Three queries."""
    public = {row.conference for row in rows if row.is_public}
    held = {name: _keys_of(name, public) for name in FACETS_OF_NAMES}
    counts: dict[str, Counter[Any]] = {name: Counter() for name in CORRECTION_FACETS}
    for row in rows:
        has: dict[str, set[Any]] = {"kind": {str(row.kind)}, "year": {localdate(row.made_at).year}}
        has |= {name: held[name].get(row.conference, set()) if row.is_public else set() for name in FACETS_OF_NAMES}
        misses = {name for name, keys in asked.items() if not has[name] & keys}
        for name in CORRECTION_FACETS:
            if not misses - {name}:
                counts[name].update(has[name])
    return counts


def _merged(corrected: Iterable[Row], moved: Iterable[Row], most: int) -> list[Row]:
    """Return entries of both sorts, the newest first, up to one more than `most`."""
    return list(islice(merge(corrected, moved, key=_newest, reverse=True), most + 1))


def _newest(row: Row) -> tuple[datetime, int]:
    return row.made_at, row.key


def _corrected(
    asked: Mapping[str, list[Any]], kinds: Set[NoticeKind], most: int, after: Before | None
) -> Iterable[Row]:
    """Return revisions with corrections. One query, or none."""
    if not kinds:
        return []
    if not asked and not after:
        found = _FIRSTS.page(0, most + 1)
    else:
        firsts = Correction.objects.published().filter(_narrowed(asked, "revision__"))
        if after:
            firsts = firsts.filter(pk__lt=after.correction)
        if len(kinds) == 1:
            firsts = firsts.filter(revision__removal__isnull=NoticeKind.CORRECTION in kinds)
        found = list(_firsts(firsts)[: most + 1])
    return [
        Row(made_at, key, NoticeKind.REMOVAL if removal else NoticeKind.CORRECTION, conference, place=place)
        for made_at, key, removal, conference, place in found
    ]


def _firsts(found: QuerySet[Correction]) -> QuerySet[Any, Any]:
    """Select the revisions of corrections, the newest first.

    Each revision's corrections are numbered from 1 and written with it: the first of each is the revision, and the
    order of their keys is the order of time, which the database can walk without sorting them all.
    """
    columns = ("revision__made_at", "revision", "revision__removal", "revision__conference", "pk")
    return found.filter(position=1).order_by("-pk").values_list(*columns)


_FIRSTS = PreparedQuery(lambda: _firsts(Correction.objects.published(NOW)))


def _moved(asked: Mapping[str, list[Any]], kinds: Set[NoticeKind], most: int, after: Before | None) -> Iterable[Row]:
    """Return withdrawals, and publications after one. One query, or none."""
    steps = {what: kind for kind, what in _OF_EVENTS.items() if kind in kinds}
    if not steps:
        return []
    if not asked and not after:
        found = _EVENTS.page(0, most + 1)
    else:
        events = _events(steps, tells_withdrawn=not any(asked.get(name) for name in FACETS_OF_NAMES))
        if after:
            moment = EPOCH + timedelta(microseconds=after.moment)
            events = events.filter(Q(made_at__lt=moment) | Q(made_at=moment, pk__lt=after.event), made_at__lte=moment)
        found = list(events.filter(_narrowed(asked, ""))[: most + 1])
    return [
        Row(made_at, key, steps[Event.What(what)], conference, status == Status.PUBLISHED, place=key)
        for made_at, key, what, conference, status in found
    ]


def _events(steps: Iterable[Event.What], *, tells_withdrawn: bool = True, at: AsOf = None) -> QuerySet[Any, Any]:
    """Select such events of conferences that are public, or were, the newest first."""
    known = Conference.is_public("conference__", at=at)
    if tells_withdrawn:
        known |= Q(conference__status=Status.WITHDRAWN)
    withdrawn = Event.What.WITHDRAWN
    before = Event.objects.filter(conference=OuterRef("conference"), what=withdrawn, pk__lt=OuterRef("pk"))
    found = Event.objects.filter(known, Q(what=withdrawn) | Q(Exists(before)), what__in=list(steps))
    columns = ("made_at", "pk", "what", "conference", "conference__status")
    return found.order_by("-made_at", "-pk").values_list(*columns)


_EVENTS = PreparedQuery(lambda: _events(_OF_EVENTS.values(), at=NOW))


def _narrowed(asked: Mapping[str, list[Any]], path: str) -> Q:
    """Return the filters' condition on a revision (`path` leads to it) or an event."""
    condition = Q()
    if "conference" in asked:
        condition &= Q(**{f"{path}conference__in": asked["conference"]})
    if "year" in asked:
        zone, year = get_current_timezone(), asked["year"][0]
        condition &= Q(**{f"{path}made_at__gte": make_aware(datetime(year, 1, 1), zone)})
        if year < datetime.max.year:
            condition &= Q(**{f"{path}made_at__lt": make_aware(datetime(year + 1, 1, 1), zone)})
    for name in FACETS_OF_NAMES:
        if name in asked:
            meant = Conference.objects.filter(BY_PARAMETER[name].narrow(asked[name])).order_by().values("pk")
            condition &= Q(**{f"{path}conference__in": meant})
    return condition


def _keys_of(name: str, conferences: Iterable[int]) -> dict[int, set[Any]]:
    """Return the keys of the names of one kind that each conference has. One query, or none."""
    source, keys = SOURCES[name], list(conferences)
    found: dict[int, set[Any]] = defaultdict(set)
    if keys:
        rows = Conference.objects.filter(pk__in=keys, **source.conditions).order_by()
        for conference, key in rows.values_list("pk", source.path):
            found[conference].add(key)
    return found

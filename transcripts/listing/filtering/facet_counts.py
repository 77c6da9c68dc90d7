"""Facet counts: the number of conferences with each value of a filter, at a cost independent of the archive's size.

Only a window is counted: within the requested days, the newest COUNTED public conferences, and the newest
COUNTED_IN_YEARS for the years. All other filters are applied to these alone, for the years to the newest
TRIED_IN_YEARS. Translations of one conference count once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial, reduce
from operator import and_
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, RowNumber, Substr

from transcripts.listing.figures import charts
from transcripts.listing.filtering.filters import BY_PARAMETER, DAYS, NAMED, SOURCES, year_range
from transcripts.listing.filtering.newest import Newest, Recent, newest_public
from transcripts.listing.filtering.options import Option, options_of
from transcripts.models import NOW, AnyOf, Conference, Param, PreparedQuery
from transcripts.part_cache import cached

COUNTED = 500
COUNTED_IN_YEARS = 5_000
TRIED_IN_YEARS = 1_000
OPTIONS_COUNTED = 40  # of one facet, besides those chosen
YEARS_SHOWN = 60  # of a strip

_COLUMNS = ("sort", "key", "value", "n")
_FACETS, _YEARS, _YEAR = "window of the facets", "window of the years", "year"

Row = tuple[str, int, str, int]  # the facet or another name; its key or value; the count


@dataclass(slots=True)
class FacetCounts:
    """The counts by facet and year. With `is_capped`, these days have more public conferences than were looked at.

    `options` has each facet's options with their counts, the most frequent first; `years` each year's number, and
    years before `first_year` were not looked at.
    """

    options: dict[str, list[tuple[Option, int]]] = field(default_factory=dict)
    is_capped: bool = False
    years: dict[int, charts.CappedCount] = field(default_factory=dict)
    first_year: int = 0


def count_conferences(names: Sequence[str], *, asked: Mapping[str, Sequence[Any]], apart: bool = False) -> FacetCounts:
    """Count the public conferences by each of the facets `names`, and by year. Two queries.

    `asked` are the keys of the filters that are set. Those of a facet are counted in any case; it is counted with all
    filters but its own. With `apart`, translations count as the texts that they are.
    """
    count = _count if _UNBOUNDED.isdisjoint(asked) else _count_anew
    return count(tuple(names), tuple((name, tuple(keys)) for name, keys in asked.items()), apart)


def _count_anew(names: tuple[str, ...], asked: tuple[tuple[str, tuple[Any, ...]], ...], apart: bool) -> FacetCounts:
    sizes = {name: len(keys) if name in names else 0 for name, keys in asked}
    rows = _prepared(names, frozenset(sizes.items()), apart)(**given_of(dict(asked)))
    counts = _read(rows)
    counts.options = _label([(sort, key, value, n) for sort, key, value, n in rows if sort in names])
    return counts


_count = cached(64)(_count_anew)
_UNBOUNDED = {"q", "from", "to"}  # filters by values of which there is no end


@lru_cache(maxsize=256)
def _prepared(names: Sequence[str], sizes: Collection[tuple[str, int]], apart: bool) -> PreparedQuery:
    """Build the query for lists with these filters, each with so many keys. It is the slowest one to build."""
    asked = [name for name, _ in sizes]
    others, days = _others(asked, _YEAR), _days(asked, _YEAR)
    size = TRIED_IN_YEARS if others else COUNTED_IN_YEARS
    tables = {Newest.TABLE: newest_public(_days(asked), COUNTED), Recent.TABLE: newest_public(days, size)}
    for table, but in {_met(name, asked): name for name in names if _met(name, asked)}.items():
        tables[table] = PreparedQuery(partial(_that_meet, _others(asked, but)))

    def make() -> QuerySet[Any, Any]:
        parts = [_window(_days(asked), COUNTED, _FACETS), _window(days, size, _YEARS)]
        parts.append(_years(Recent.objects.filter(others), apart))
        chosen = dict(sizes)
        parts += [_facet(name, _met(name, asked), chosen.get(name, 0), apart) for name in names]
        return parts[0].union(*parts[1:], all=True)

    return PreparedQuery(make, tables=tables, is_planned_once=not asked)


def _days(asked: Iterable[str], but: str = "") -> Q:
    return narrowed(name for name in asked if name in DAYS and name != but)


def _others(asked: Iterable[str], but: str) -> Q:
    return narrowed(name for name in asked if name not in DAYS and name != but)


def _met(facet: str, asked: Collection[str]) -> str:
    """Return the table of the newest that meet all filters but the facet's own, each looked at once; of all: none."""
    if not _others(asked, facet):
        return ""
    return f"met_but_{facet}" if facet in asked else "met"


def _that_meet(condition: Q) -> QuerySet[Any, Any]:
    return Newest.objects.filter(condition).annotate(number=F("pk")).values_list("number")


def given_of(asked: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return the values for the parameters of the prepared query."""
    given: dict[str, Any] = {name: keys[0] if name in DAYS else list(keys) for name, keys in asked.items()}
    if "year" in asked:
        given["first"], given["last"] = year_range(asked["year"][0])
    return given


def narrowed(names: Iterable[str], *, in_window: bool = True) -> Q:
    """Return the filters' condition on a conference, whose keys are given later, as `given_of` returns them."""
    return reduce(and_, (BY_PARAMETER[name].narrow(Param(name), in_window=in_window) for name in names), Q())


@cached(256)
def count_years(name: str, key: int) -> FacetCounts:
    """Count the public conferences of a series, or with a speaker, topic or outlet, by year. One query."""
    return _read(_prepared_years(name)(**{name: [key]}))


@cache
def _prepared_years(name: str) -> PreparedQuery:
    def make() -> QuerySet[Any, Any]:
        years = _years(Recent.objects.filter(narrowed([name])), apart=False)
        return _window(Q(), TRIED_IN_YEARS, _YEARS).union(years, all=True)

    return PreparedQuery(make, tables={Recent.TABLE: newest_public(Q(), TRIED_IN_YEARS)})


def _window(days: Q, size: int, name: str) -> QuerySet[Any, Any]:
    """Select the end of the window when it is full: a row with the year of the first conference beyond; else none."""
    newest = Conference.objects.published(NOW).closed().filter(days).newest_first().values("pk")
    beyond = Conference.objects.filter(pk__in=newest[size : size + 1]).order_by()
    return beyond.annotate(sort=_text(name), key=_number(0), value=_year_of(F("date")), n=_number(1)).values_list(
        *_COLUMNS
    )


def _facet(name: str, table: str, chosen: int, apart: bool) -> QuerySet[Any, Any]:
    """Select the keys of one facet with their counts: those `chosen`, so many, and the most frequent of the others."""
    source = SOURCES[name]
    counted = Newest.objects.filter(**source.conditions)
    if table:
        counted = counted.filter(pk__in=RawSQL(f"SELECT number FROM {table}", []))  # noqa: S608, S611 (a constant)
    if name in NAMED:
        labels, mark = {"key": F(source.path), "value": _text("")}, "key"
    else:
        labels, mark = {"key": _number(0), "value": F(source.path)}, "value"
    picked: Any = (
        Case(When(AnyOf(mark, name), then=0), default=1, output_field=IntegerField()) if chosen else _number(1)
    )
    return (
        counted.annotate(sort=_text(name), **labels)
        .values("sort", *labels)
        .annotate(n=_once(apart))
        .annotate(row=Window(RowNumber(), order_by=[picked.asc(), F("n").desc(), F(mark).asc()]))
        .filter(row__lte=OPTIONS_COUNTED + chosen)
        .values_list(*_COLUMNS)
    )


def _years(counted: QuerySet[Recent], apart: bool) -> QuerySet[Any, Any]:
    labels = {"key": _number(0), "value": _year_of(F("date"))}
    found = counted.annotate(sort=_text(_YEAR), **labels).values("sort", *labels)
    return found.annotate(n=_once(apart)).values_list(*_COLUMNS)


def _once(apart: bool) -> Any:
    """Count conferences; each translation group once, unless `apart`."""
    if apart:
        return Count("pk")
    alone = Q(translation_group="")
    return Count("pk", filter=alone) + Count("translation_group", distinct=True, filter=~alone)


def _year_of(day: Any) -> Any:
    """Return an expression for the year as text. On SQLite, extracting it as a date would call Python for each row."""
    return Substr(Cast(day, CharField()), 1, 4, output_field=CharField())


def _read(rows: Sequence[Row]) -> FacetCounts:
    """Return the years, and the reach of the windows: the year in which a window ends was not fully counted."""
    counts = FacetCounts(years={int(value): charts.CappedCount(n) for sort, _, value, n in rows if sort == _YEAR})
    for sort, _, value, _ in rows:
        if sort == _FACETS:
            counts.is_capped = True
        elif sort == _YEARS:
            counts.first_year = int(value)
            counted = counts.years.get(counts.first_year, charts.CappedCount(0))
            counts.years[counts.first_year] = charts.CappedCount(counted.total, is_capped=True)
    return counts


def _label(rows: Sequence[Row]) -> dict[str, list[tuple[Option, int]]]:
    """Return the options of each facet with their counts, the most frequent first. One query for their names."""
    keys: dict[str, list[int]] = defaultdict(list)
    for sort, key, _, _ in rows:
        if sort in NAMED:
            keys[sort].append(key)
    labels = options_of(keys)
    options: dict[str, list[tuple[Option, int]]] = defaultdict(list)
    for sort, key, value, n in rows:
        options[sort].append((labels[sort, key] if sort in NAMED else _choice(sort, value), n))
    for each in options.values():
        each.sort(key=lambda pair: (-pair[1], pair[0].label.casefold()))
    return options


def _choice(name: str, value: str) -> Option:
    """Return the option of a filter that takes values, and no names."""
    return Option(value, value, str(dict(BY_PARAMETER[name].choices).get(value, value)))


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _number(number: int) -> Value:
    return Value(number, output_field=IntegerField())

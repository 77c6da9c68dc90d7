"""The exchanges of a speaker, a topic or an outlet: their order, and their numbers by year, topic and answerer.

At most the ROWS_READ rows entered last for a name are sorted, counted and listed, whatever the size of the archive; of
a year, those of its newest conferences. The database does all of it: only a page's keys and the counts are fetched.
Feeds go on to what is behind these, as much at a time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from django.db.models import CharField, Count, Exists, F, JSONField, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, RowNumber, Substr

from transcripts.document import Kind
from transcripts.listing.figures.charts import CappedCount
from transcripts.listing.figures.exchange_rows import (
    Entered,
    Held,
    Listed,
    ListedOfYear,
    beyond_year,
    held_in_year,
    newest_rows,
    rows_of_year,
)
from transcripts.models import AnyOf, Exchange, Param, PreparedQuery, Turn
from transcripts.part_cache import cached

ROWS_READ = 1_000  # turns, or exchanges of a topic
READ_OF_YEAR = 500  # exchanges, and the others of the conference in which that is reached
NAMES_SHOWN = 8
ANSWERS = (Kind.ANSWER, Kind.STATEMENT)
_COLUMNS = ("sort", "slug", "name", "names", "n")
_TOTAL, _YEAR, _CAPPED, _CAPPED_YEAR = "total", "year", "capped", "capped year"

Name = tuple[str, str, dict[str, str], int]  # slug, name, names in other languages, number of exchanges


@dataclass(slots=True)
class ExchangeCounts:
    """The numbers of a list. With `is_capped`, the name has more rows than were looked at.

    `years` has the number in each year by the other filters; `names` the most frequent topics and answerers
    ("speaker"), each by the other filters.
    """

    total: CappedCount
    is_capped: bool = False
    years: dict[int, int] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)


@cached(128)
def exchange_counts(noun: str, names: Sequence[str], *, has_year: bool, **given: Any) -> ExchangeCounts:
    """Count the exchanges of a `record`, for a `reader` in that language, that meet the filters `names`. One query.

    With `has_year`, `first` and `last` are its days.
    """
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    for sort, *row in _counts(noun, tuple(names), has_year, ROWS_READ, READ_OF_YEAR)(**listed):
        found[sort].append(tuple(row))
    years = {int(slug): n for slug, _, _, n in found[_YEAR]}
    total = found[_TOTAL][0][3] if found[_TOTAL] else 0
    is_capped = bool(found[_CAPPED])
    return ExchangeCounts(
        CappedCount(
            total if has_year else sum(years.values()), is_capped=bool(found[_CAPPED_YEAR if has_year else _CAPPED])
        ),
        is_capped,
        years,
        {noun: sorted(found[noun], key=lambda row: (-row[3], row[0])) for noun in ("topic", "speaker")},
    )


def exchanges_in_order(noun: str, names: Sequence[str], *, has_year: bool, is_further: bool = False) -> PreparedQuery:
    """Return the query for the keys of the exchanges that meet the filters, the newest first.

    With `is_further`, of the rows entered up to `top`, without exchanges that have one entered later; of a year, from
    the conference `top` on.
    """
    return _in_order(noun, tuple(names), has_year, is_further, _most(has_year))


def begin_of_rows(noun: str, top: int, *, has_year: bool, is_further: bool, beyond: bool, **given: Any) -> int | None:
    """Return the `top` of what is read from `top` on, or of what is `beyond` that. One query.

    That is the record's last row entered, or the newest conference of a year; None if there is none.
    """
    found = _begins(noun, has_year, is_further, beyond, _most(has_year)).page(0, 1, top=top, **given)
    return int(found[0][0]) if found else None


def _most(has_year: bool) -> int:
    return READ_OF_YEAR if has_year else ROWS_READ


@lru_cache(maxsize=32)
def _begins(noun: str, has_year: bool, is_further: bool, beyond: bool, most: int) -> PreparedQuery:
    if has_year:
        held = Held.objects.all
        found = partial(beyond_year, most) if beyond else held
        tables = {Held.TABLE: held_in_year(noun, most, is_further=is_further)}
        return PreparedQuery(lambda: found().order_by("-date", "-pk").values_list("pk"), tables=tables)
    entered = newest_rows(noun, most, is_further=is_further)
    first = most if beyond else 0
    return PreparedQuery(
        lambda: (
            Entered.objects.filter(pk__in=Entered.objects.order_by("-pk").values("pk")[first : first + 1])
            .order_by()
            .values_list("pk")
        ),
        tables={Entered.TABLE: entered[Entered.TABLE]},
    )


@lru_cache(maxsize=64)
def _in_order(noun: str, names: Sequence[str], has_year: bool, is_further: bool, most: int) -> PreparedQuery:
    model, tables = (ListedOfYear, rows_of_year) if has_year else (Listed, newest_rows)

    def make() -> QuerySet[Any, Any]:
        found = model.objects.filter(_meets(names))
        return found.order_by("-date", "conference", "position").values_list("pk")

    return PreparedQuery(make, tables=tables(noun, most, is_further=is_further))


@lru_cache(maxsize=64)
def _counts(noun: str, names: Sequence[str], has_year: bool, most: int, of_year: int) -> PreparedQuery:
    """Build the query for all counts of a list."""
    model = ListedOfYear if has_year else Listed

    def found(model: Any, but: str = "") -> QuerySet[Any]:
        meeting: QuerySet[Any] = model.objects.filter(_meets([name for name in names if name != but]))
        return meeting.order_by()

    def make() -> QuerySet[Any, Any]:
        year = Substr(Cast(F("date"), CharField()), 1, 4, output_field=CharField())
        topics = Exchange.topics.through.objects.filter(exchange__in=found(model, "topic").values("pk"))
        if noun == "topic":
            topics = topics.exclude(topic=Param("record"))
        answers = Turn.objects.filter(
            exchange__in=found(model, "speaker").values("pk"), speaker__isnull=False, kind__in=ANSWERS
        )
        beyond = Entered.objects.order_by("-pk").values("pk")[most : most + 1]
        parts = [_numbered(found(Listed), _YEAR, year), _marked(Entered.objects.filter(pk__in=beyond), _CAPPED)]
        if has_year:
            rest = Held.objects.filter(pk__in=beyond_year(of_year).values("pk")[:1])
            parts += [_numbered(found(model), _TOTAL, _text("")), _marked(rest, _CAPPED_YEAR)]
        parts.append(_most_frequent(topics, "topic"))
        if noun != "speaker":
            parts.append(_most_frequent(answers, "speaker"))
        return parts[0].union(*parts[1:], all=True)

    tables = {**newest_rows(noun, most), **(rows_of_year(noun, of_year) if has_year else {})}
    return PreparedQuery(make, tables=tables)


def _meets(names: Sequence[str]) -> Q:
    """Return the condition on an exchange that it meets the filters."""
    condition = Q()
    for name in names:
        rows: Any = Exchange.topics.through if name == "topic" else Turn
        also: dict[str, Any] = {} if name == "topic" else {"kind__in": ANSWERS}
        condition &= Q(Exists(rows.objects.filter(AnyOf(name, name), exchange=OuterRef("pk"), **also)))
    return condition


def _numbered(found: QuerySet[Any], sort: str, slug: Any) -> QuerySet[Any, Any]:
    """Select the numbers of the exchanges with each value of `slug`."""
    labels = {"sort": _text(sort), "slug": slug, "name": _text(""), "names": _nothing()}
    return found.annotate(**labels).values(*labels).annotate(n=Count("pk")).values_list(*_COLUMNS)


def _marked(found: QuerySet[Any], sort: str) -> QuerySet[Any, Any]:
    """Select a row for each that is found, which says no more than that it is there."""
    labels = {"sort": _text(sort), "slug": _text(""), "name": _text(""), "names": _nothing(), "n": Value(0)}
    return found.order_by().annotate(**labels).values_list(*_COLUMNS)


def _most_frequent(rows: QuerySet[Any], noun: str) -> QuerySet[Any, Any]:
    """Select the names of a kind that are in the most exchanges of `rows`."""
    labels = {"sort": _text(noun), **{name: F(f"{noun}__{name}") for name in ("slug", "name", "names")}}
    counted = rows.order_by().values(**labels).annotate(n=Count("exchange", distinct=True))
    place = Window(RowNumber(), order_by=[F("n").desc(), F("slug").asc()])
    return counted.annotate(place=place).filter(place__lte=NAMES_SHOWN).values_list(*_COLUMNS)


def _nothing() -> Cast:
    return Cast(_text("{}"), JSONField())


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())

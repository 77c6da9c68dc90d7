"""The exchanges of a speaker, a topic or an outlet: their order, and their numbers by year, topic and answerer.

At most the ROWS_READ rows entered last for a name are sorted, counted and listed, whatever the size of the archive; of
a year, those entered last for that year. The database does all of it: only a page's keys and the counts are fetched.
Feeds go on to the rows entered before these, as many at a time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, RowNumber, Substr

from transcripts.document import Kind
from transcripts.listing.figures.charts import CappedCount
from transcripts.models import NOW, AnyOf, Conference, Exchange, Param, PreparedQuery, Turn
from transcripts.part_cache import cached

ROWS_READ = 1_000  # turns, or exchanges of a topic
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
    for sort, *row in _counts(noun, tuple(names), has_year, ROWS_READ)(**listed):
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

    With `is_further`, of the rows entered up to `top`, without exchanges that have one entered later.
    """
    return _in_order(noun, tuple(names), has_year, is_further, ROWS_READ)


def row_entered(noun: str, top: int, *, has_year: bool, beyond: bool, **given: Any) -> int | None:
    """Return the key of the record's last row entered up to `top`, or `beyond` those that are read. One query."""
    found = _rows_entered(noun, has_year).page(ROWS_READ if beyond else 0, 1, top=top, **given)
    return int(found[0][0]) if found else None


@lru_cache(maxsize=16)
def _rows_entered(noun: str, has_year: bool) -> PreparedQuery:
    found = partial(_entered, noun, has_year=has_year)
    return PreparedQuery(lambda: found().filter(pk__lte=Param("top")).order_by("-pk").values_list("pk"))


@lru_cache(maxsize=64)
def _in_order(noun: str, names: Sequence[str], has_year: bool, is_further: bool, most: int) -> PreparedQuery:
    def make() -> QuerySet[Any, Any]:
        listed = _rows(noun, most, has_year=has_year, is_further=is_further)
        found = Exchange.objects.filter(_meets(names, has_year=has_year), pk__in=listed)
        return found.order_by("-conference__date", "-conference", "position").values_list("pk")

    return PreparedQuery(make)


@lru_cache(maxsize=64)
def _counts(noun: str, names: Sequence[str], has_year: bool, most: int) -> PreparedQuery:
    """Build the query for all counts of a list."""
    tables = _tables("listed", noun, most, has_year=False)
    if has_year:
        tables |= _tables("of_year", noun, most, has_year=True)
    table = "of_year" if has_year else "listed"

    def found(table: str, but: str = "") -> QuerySet[Any]:
        conditions = _meets([name for name in names if name != but], has_year=False)
        listed = RawSQL(f"SELECT number FROM {table}", [])  # noqa: S608, S611 (a constant)
        return Exchange.objects.filter(conditions, pk__in=listed).order_by()

    def make() -> QuerySet[Any, Any]:
        year = Substr(Cast(F("conference__date"), CharField()), 1, 4, output_field=CharField())
        topics = Exchange.topics.through.objects.filter(exchange__in=found(table, "topic").values("pk"))
        if noun == "topic":
            topics = topics.exclude(topic=Param("record"))
        answers = Turn.objects.filter(
            exchange__in=found(table, "speaker").values("pk"), speaker__isnull=False, kind__in=ANSWERS
        )
        parts = [_numbered(found("listed"), _YEAR, year), _beyond(noun, most, _CAPPED, "listed")]
        if has_year:
            parts += [_numbered(found(table), _TOTAL, _text("")), _beyond(noun, most, _CAPPED_YEAR, table)]
        parts.append(_most_frequent(topics, "topic"))
        if noun != "speaker":
            parts.append(_most_frequent(answers, "speaker"))
        return parts[0].union(*parts[1:], all=True)

    return PreparedQuery(make, tables=tables)


def _tables(name: str, noun: str, most: int, *, has_year: bool) -> dict[str, PreparedQuery]:
    """Return two tables of a query: the rows entered last, with one beyond those read, and the exchanges of these."""

    def rows() -> QuerySet[Any, Any]:
        return _entered(noun, has_year=has_year).order_by("-pk").annotate(number=F("pk")).values_list("number")

    last = RawSQL(f"SELECT number FROM {name}_rows ORDER BY number DESC LIMIT {most}", [])  # noqa: S608, S611 (constants)
    return {
        f"{name}_rows": PreparedQuery(lambda: rows()[: most + 1]),
        name: PreparedQuery(lambda: _rows(noun, most, has_year=has_year, last=last)),
    }


def _rows(noun: str, most: int, *, has_year: bool, is_further: bool = False, last: Any = None) -> QuerySet[Any, Any]:
    """Select the exchanges of the rows entered last for the record; of a translated conference those of one text.

    `last` are these rows, where a table of the query has them.
    """
    entered = _entered(noun, has_year=has_year)
    among = entered.filter(pk__lte=Param("top")) if is_further else entered
    last = last or among.order_by("-pk").values("pk")[:most]
    found: Any = entered.model._default_manager.filter(pk__in=last).order_by()
    if is_further:
        found = found.filter(~Exists(entered.filter(exchange=OuterRef("exchange"), pk__gt=Param("top"))))
    found = found.annotate(own=_rank("exchange__conference__"), number=F("exchange")).filter(_is_listed(noun))
    return found.values_list("number").distinct()


def _entered(noun: str, *, has_year: bool) -> QuerySet[Any]:
    path = "exchange__conference__"
    entered: QuerySet[Any] = _model(noun).objects.filter(
        Conference.is_public(path, at=NOW), Conference.is_closed(path), **{noun: Param("record")}
    )
    return entered.filter(**{f"{path}date__range": (Param("first"), Param("last"))}) if has_year else entered


def _model(noun: str) -> Any:
    """Return the model of the rows by which a name stands in an exchange."""
    return Exchange.topics.through if noun == "topic" else Turn


def _is_listed(noun: str) -> Q:
    """Return the condition on a row, with its `own` rank, that its conference is the one of its translation group.

    That is the one in the reader's language, else the first entered, of those in which the record is.
    """
    path, model = "exchange__conference__", _model(noun)
    better = (
        Conference.objects.published(NOW)
        .closed()
        .filter(translation_group=OuterRef(f"{path}translation_group"))
        .filter(~Q(translation_group=""), binned_at=None)  # as the index of those in groups says, which are few
        .filter(Exists(model.objects.filter(exchange__conference=OuterRef("pk"), **{noun: Param("record")})))
        .annotate(rank=_rank())
        .filter(Q(rank__lt=OuterRef("own")) | Q(rank=OuterRef("own"), pk__lt=OuterRef("exchange__conference")))
        .order_by()
    )
    return Q(**{f"{path}translation_group": ""}) | Q(~Exists(better))


def _rank(path: str = "") -> Case:
    return Case(When(**{f"{path}language": Param("reader")}, then=0), default=1, output_field=IntegerField())


def _meets(names: Sequence[str], *, has_year: bool) -> Q:
    """Return the condition on an exchange that it meets the filters."""
    condition = Q(conference__date__range=(Param("first"), Param("last"))) if has_year else Q()
    for name in names:
        rows: Any = Exchange.topics.through if name == "topic" else Turn
        also: dict[str, Any] = {} if name == "topic" else {"kind__in": ANSWERS}
        condition &= Q(Exists(rows.objects.filter(AnyOf(name, name), exchange=OuterRef("pk"), **also)))
    return condition


def _numbered(found: QuerySet[Any], sort: str, slug: Any) -> QuerySet[Any, Any]:
    """Select the numbers of the exchanges with each value of `slug`."""
    labels = {"sort": _text(sort), "slug": slug, "name": _text(""), "names": _nothing()}
    return found.annotate(**labels).values(*labels).annotate(n=Count("pk")).values_list(*_COLUMNS)


def _beyond(noun: str, most: int, sort: str, table: str) -> QuerySet[Any, Any]:
    """Select one row where the record has more rows than are read; else none."""
    beyond = RawSQL(f"SELECT number FROM {table}_rows ORDER BY number DESC LIMIT 1 OFFSET {most}", [])  # noqa: S608, S611 (constants)
    found: Any = _model(noun)._default_manager.filter(pk__in=beyond).order_by()
    labels = {"sort": _text(sort), "slug": _text(""), "name": _text(""), "names": _nothing(), "n": Value(0)}
    return found.annotate(**labels).values_list(*_COLUMNS)


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

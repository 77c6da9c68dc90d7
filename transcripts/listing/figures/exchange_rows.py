"""The exchanges of a speaker, a topic or an outlet as tables that a query makes of them, to be counted in many ways.

The rows by which a name stands in exchanges (turns, or topics of exchanges) are looked up once, with all that is asked
of their exchange and conference. So many are read at most, whatever the size of the archive: those entered last; of a
year, those of its newest conferences, until these have so many exchanges of the name.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When, Window
from django.db.models.functions import Greatest

from transcripts.models import NOW, Conference, Exchange, Param, PreparedQuery, Turn

_PATH = "exchange__conference__"
_COLUMNS = ("id", "exchange", "position", "conference", "date", "translation_group", "language")


class _Table(models.Model):
    """Such a table. It is of a registry of its own, since the database keeps none."""

    date = models.DateField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        abstract = True
        managed = False
        app_label = "transcripts"
        apps = Apps()

    def __str__(self) -> str:
        return str(self.pk)


class Held(_Table):
    """The newest conferences of a year in which the name is, with the number of its exchanges."""

    TABLE: ClassVar[str] = "held(id, date, number)"

    number = models.IntegerField()

    class Meta(_Table.Meta):
        db_table = "held"


class _Entered(_Table):
    """A row of the name, with its exchange and conference."""

    exchange = models.BigIntegerField()
    position = models.IntegerField()
    conference = models.BigIntegerField()
    translation_group = models.CharField()
    language = models.CharField()

    class Meta(_Table.Meta):
        abstract = True


class Entered(_Entered):
    """One of the rows entered last, and one beyond those that are read."""

    TABLE: ClassVar[str] = f"entered({', '.join(_COLUMNS)})"

    class Meta(_Table.Meta):
        db_table = "entered"


class EnteredOfYear(_Entered):
    """One of the rows of a year."""

    TABLE: ClassVar[str] = f"entered_of_year({', '.join(_COLUMNS)})"

    class Meta(_Table.Meta):
        db_table = "entered_of_year"


class _Listed(_Table):
    """An exchange of such rows, once; of a translated conference that of one text."""

    position = models.IntegerField()
    conference = models.BigIntegerField()

    class Meta(_Table.Meta):
        abstract = True


class Listed(_Listed):
    """One of those of the rows entered last."""

    TABLE: ClassVar[str] = "listed(id, position, conference, date)"

    class Meta(_Table.Meta):
        db_table = "listed"


class ListedOfYear(_Listed):
    """One of those of a year."""

    TABLE: ClassVar[str] = "listed_of_year(id, position, conference, date)"

    class Meta(_Table.Meta):
        db_table = "listed_of_year"


Tables = Mapping[str, PreparedQuery]


def newest_rows(noun: str, most: int, *, is_further: bool = False) -> Tables:
    """Return the tables of the `most` rows of a `record` entered last, and of their exchanges.

    With `is_further`, of those entered up to `top`, without exchanges that have one entered later.
    """

    def entered() -> QuerySet[Any, Any]:
        found = _public_rows(noun)
        found = found.filter(pk__lte=Param("top")) if is_further else found
        return found.order_by("-pk").values_list(*_SELECTED)[: most + 1]

    def listed() -> QuerySet[Any, Any]:
        found = Entered.objects.filter(pk__in=Entered.objects.order_by("-pk").values("pk")[:most])
        if is_further:
            found = found.filter(~Exists(_public_rows(noun).filter(exchange=OuterRef("exchange"), pk__gt=Param("top"))))
        return _exchanges(found, noun)

    return {Entered.TABLE: PreparedQuery(entered), Listed.TABLE: PreparedQuery(listed)}


def rows_of_year(noun: str, most: int, *, is_further: bool = False) -> Tables:
    """Return the tables of the newest conferences between `first` and `last`, and of what the `record` has there.

    With `is_further`, from the conference `top` on.
    """

    def entered() -> QuerySet[Any, Any]:
        held = read_of_year(most).values("pk")
        return _rows(noun).filter(exchange__conference__in=held).order_by().values_list(*_SELECTED)

    return {
        Held.TABLE: held_in_year(noun, most, is_further=is_further),
        EnteredOfYear.TABLE: PreparedQuery(entered),
        ListedOfYear.TABLE: PreparedQuery(lambda: _exchanges(EnteredOfYear.objects.all(), noun)),
    }


def held_in_year(noun: str, most: int, *, is_further: bool) -> PreparedQuery:
    """Return the query for the table `Held`."""

    def make() -> QuerySet[Any, Any]:
        found = Conference.objects.published(NOW).closed().filter(date__range=(Param("first"), Param("last")))
        if is_further:
            day = Subquery(Conference.objects.filter(pk=Param("top")).values("date"))
            found = found.filter(Q(date__lt=day) | Q(date=day, pk__lte=Param("top")))
        found = found.filter(counts__of=noun, counts__record=Param("record")).newest_first()
        return found.annotate(number=Greatest("counts__exchanges", Value(1))).values_list("pk", "date", "number")[
            : most + 1
        ]

    return PreparedQuery(make)


def read_of_year(most: int) -> QuerySet[Any]:
    """Select the conferences of the table `Held` that are read: those before which there are less exchanges."""
    return _with_exchanges_before().filter(before__lt=most)


def beyond_year(most: int) -> QuerySet[Any]:
    """Select those that are not."""
    return _with_exchanges_before().filter(before__gte=most)


def _with_exchanges_before() -> QuerySet[Any]:
    until = Window(Sum("number"), order_by=[F("date").desc(), F("pk").desc()], output_field=IntegerField())
    return Held.objects.annotate(before=until - F("number"))


def _rows(noun: str) -> QuerySet[Any]:
    """Select the rows by which the `record` stands in exchanges."""
    model: Any = Exchange.topics.through if noun == "topic" else Turn
    rows: QuerySet[Any] = model.objects.filter(**{noun: Param("record")})
    return rows


def _public_rows(noun: str) -> QuerySet[Any]:
    return _rows(noun).filter(Conference.is_public(_PATH, at=NOW), Conference.is_closed(_PATH))


def _exchanges(entered: QuerySet[Any], noun: str) -> QuerySet[Any, Any]:
    """Select the exchanges of these rows, once; of a translated conference those of one text.

    That is the one in the reader's language, else the first entered, of those in which the record is.
    """
    better = (
        Conference.objects.published(NOW)
        .closed()
        .filter(translation_group=OuterRef("translation_group"))
        .filter(~Q(translation_group=""), binned_at=None)  # as the index of those in groups says, which are few
        .filter(Exists(_rows(noun).filter(exchange__conference=OuterRef("pk"))))
        .annotate(rank=_rank())
        .filter(Q(rank__lt=OuterRef("own")) | Q(rank=OuterRef("own"), pk__lt=OuterRef("conference")))
        .order_by()
    )
    found = entered.annotate(own=_rank()).filter(Q(translation_group="") | Q(~Exists(better))).order_by()
    return found.values_list("exchange", "position", "conference", "date").distinct()


def _rank() -> Case:
    return Case(When(language=Param("reader"), then=0), default=1, output_field=IntegerField())


_SELECTED = (
    "pk",
    "exchange",
    "exchange__position",
    "exchange__conference",
    f"{_PATH}date",
    f"{_PATH}translation_group",
    f"{_PATH}language",
)

"""The newest public conferences as a table that a query makes of them, to be counted in many ways.

Its columns are all in an index, so no conference is looked up however many there are.
"""

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models
from django.db.models import Q, QuerySet

from transcripts.models import NOW, Conference, ConferenceCount, Participation, PreparedQuery

_COLUMNS = ("id", "date", "translation_group", "series_id", "language")


class _Row(models.Model):
    """A conference in such a table: what filters and facets ask of it, under the same names.

    It is of a registry of its own, since the database keeps no such tables.
    """

    date = models.DateField()
    translation_group = models.CharField()
    series = models.BigIntegerField(db_column="series_id")
    language = models.CharField()
    counts: Any = models.ForeignObject(
        ConferenceCount, models.DO_NOTHING, from_fields=["id"], to_fields=["conference"], related_name="+"
    )
    participations: Any = models.ForeignObject(
        Participation, models.DO_NOTHING, from_fields=["id"], to_fields=["conference"], related_name="+"
    )

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        abstract = True
        managed = False
        app_label = "transcripts"
        apps = Apps()

    def __str__(self) -> str:
        return str(self.pk)


class Newest(_Row):
    """One of those of which the facets are counted."""

    TABLE: ClassVar[str] = f"newest({', '.join(_COLUMNS)})"

    class Meta(_Row.Meta):
        db_table = "newest"


class Recent(_Row):
    """One of those of which the years are counted."""

    TABLE: ClassVar[str] = f"recent({', '.join(_COLUMNS)})"

    class Meta(_Row.Meta):
        db_table = "recent"


def newest_public(days: Q, size: int) -> PreparedQuery:
    """Return the query for such a table: the newest conferences of these days, so many."""

    def make() -> QuerySet[Any, Any]:
        return Conference.objects.published(NOW).closed().filter(days).newest_first().values_list(*_COLUMNS)[:size]

    return PreparedQuery(make)

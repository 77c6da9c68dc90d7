"""A turn in a line, and what is found, by the words of the turn."""

from typing import Any

from django.db import connection

from tests.builders import make_conference, make_exchange
from transcripts import search
from transcripts.models import Conference, Turn
from transcripts.search.engine import engine

EVERYTHING = search.Filters()


def say(*texts: str, conference: Conference | None = None, **fields: Any) -> list[Turn]:
    """The answers `texts`, indexed, in one exchange each of a conference whose own words are out of the way."""
    conference = conference or make_conference("Zzz")
    turns = [make_exchange(conference, question=None, answer=text, **fields).turns.get() for text in texts]
    search.index(conference.pk)
    return turns


def index_rows() -> set[str]:
    """All rows of the index, as they stand in its tables."""
    tables = {"transcripts_search", engine().ROWS}
    columns = {"transcripts_search": "rowid, *"} if connection.vendor == "sqlite" else {}
    rows: set[str] = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT {columns.get(table, '*')} FROM {table}")  # noqa: S608
            rows |= {repr(row) for row in cursor.fetchall()}
    return rows


def found(text: str, filters: search.Filters = EVERYTHING, **options: Any) -> list[str]:
    """The texts of the turns, and the titles of the conferences, in the order found; their number is the total."""
    results = search.find(text, filters, **options)
    texts = dict(Turn.objects.filter(pk__in=results.turn_ids).values_list("pk", "text"))
    texts |= {-pk: title for pk, title in Conference.objects.values_list("pk", "title")}
    if not options:
        assert results.total == len(results.turn_ids)
    return [texts[pk] for pk in results.turn_ids]

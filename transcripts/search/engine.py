"""Which of the two indexes this site uses: the one of its database."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

from transcripts.search import postgres, sqlite
from transcripts.search.query import Query
from transcripts.search.rows import Row


class Engine(Protocol):
    """What the modules `sqlite` and `postgres` both are. `ROWS` is a table with a turn_id and conference_id a row."""

    ROWS: str

    def turn_ids(self, query: Query, *, own_words: bool = False) -> RawSQL:
        """Return a subquery: the turns that match."""

    def conference_ids(self, query: Query) -> RawSQL:
        """Return a subquery: the conferences of the turns that match."""

    def ranks(self, query: Query, ids: Sequence[int], *, own_words: bool = False) -> dict[int, float]:
        """Return how well each of the turns `ids` matches."""

    def replace(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Put `rows` in the place of the conferences' rows."""

    def forget(self, ids: Iterable[int]) -> None:
        """Drop the rows of the turns."""

    def sweep(self) -> None:
        """Drop the rows of turns that are gone."""


def engine() -> Engine:
    """Return the index of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite

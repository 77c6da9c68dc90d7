"""The choice between the two indexes: the site uses the one of its database."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from django.db import connection

from transcripts.search import postgres, sqlite
from transcripts.search.index_query import IndexQuery, VisibilitySQL
from transcripts.search.rows import IndexedTurn, Row


class Engine(Protocol):
    """The interface of the modules `sqlite` and `postgres`.

    `ROWS` is a table with a turn_id and conference_id a row; `CONFERENCE` is that of the row
    that a visibility condition is about.
    """

    ROWS: str
    CONFERENCE: str

    def bounds(self) -> tuple[int, int]:
        """Return a lower and an upper bound of all keys."""

    def newest_matches(
        self, question: IndexQuery, gate: VisibilitySQL, *, oldest: bool, limit: int
    ) -> list[IndexedTurn]:
        """Return the newest (or oldest) rows that match and are visible, in order of their keys."""

    def conference_ids(self, question: IndexQuery, *, limit: int) -> list[int]:
        """Return the newest conferences with a match."""

    def matching_keys(self, questions: Sequence[IndexQuery], keys: Sequence[int]) -> list[set[int]]:
        """Return for each query its matches among the rows `keys`, a stretch of all matches."""

    def replace(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Replace the conferences' rows by `rows`."""

    def forget(self, ids: Iterable[int]) -> None:
        """Drop the rows with these turn ids."""

    def begin_rebuild(self) -> None:
        """Prepare for a rebuild of all rows."""

    def rebuild(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Add the rebuilt rows of the conferences."""

    def end_rebuild(self, read: Callable[[Sequence[int]], list[Row]]) -> int:
        """Put the rebuilt rows in use, without those of deleted turns, and return the number of turns.

        `read` gives the rows of conferences that were indexed meanwhile.
        """


def engine() -> Engine:
    """Return the index of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite

"""Which of the two indexes this site uses: the one of its database."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from django.db import connection

from transcripts.search import postgres, sqlite
from transcripts.search.index_query import IndexQuery, VisibilitySQL
from transcripts.search.rows import IndexedTurn, Row


class Engine(Protocol):
    """What the modules `sqlite` and `postgres` both are.

    `ROWS` is a table with a turn_id and conference_id a row; `CONFERENCE` is that of the row
    that a gate is asked about.
    """

    ROWS: str
    CONFERENCE: str

    def bounds(self) -> tuple[int, int]:
        """Return two keys between which all are."""

    def newest_matches(
        self, question: IndexQuery, gate: VisibilitySQL, *, oldest: bool, limit: int
    ) -> list[IndexedTurn]:
        """Return the newest (or oldest) rows that match and pass the gate, in order of their keys."""

    def conference_ids(self, question: IndexQuery, *, limit: int) -> list[int]:
        """Return the newest conferences with a match."""

    def matching_keys(self, questions: Sequence[IndexQuery], keys: Sequence[int]) -> list[set[int]]:
        """Return for each of the questions which of the rows `keys`, a stretch of all matches, match it."""

    def replace(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Put `rows` in the place of the conferences' rows."""

    def forget(self, ids: Iterable[int]) -> None:
        """Drop the rows with these turn ids."""

    def begin_rebuild(self) -> None:
        """Prepare for all rows to be made again."""

    def rebuild(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Take the rows of the conferences, made again."""

    def end_rebuild(self, read: Callable[[Sequence[int]], list[Row]]) -> int:
        """Make what was taken the index, without what is gone, and return how many turns it has.

        `read` gives the rows of conferences that were indexed meanwhile.
        """


def engine() -> Engine:
    """Return the index of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite

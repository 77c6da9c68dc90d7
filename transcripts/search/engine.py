"""The choice of the search backend, by the database of the site."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection

from transcripts.search import postgres, sqlite
from transcripts.search.index_query import Bounds, IndexQuery, VisibilitySQL
from transcripts.search.rows import IndexedTurn, Row


class Engine(Protocol):
    """The interface of the modules `sqlite` and `postgres`.

    `ROWS` is a table with a turn_id and conference_id a row; `CONFERENCE` is that of the row
    that a visibility condition is about.
    """

    ROWS: str
    CONFERENCE: str

    def bounds(self) -> Bounds:
        """Return a lower and an upper bound of all keys, and where to begin."""

    def newest_matches(
        self,
        question: IndexQuery,
        visibility: VisibilitySQL,
        *,
        oldest: bool,
        limit: int,
        marked: Sequence[IndexQuery] = (),
    ) -> tuple[list[IndexedTurn], list[set[int]]]:
        """Return the newest (or oldest) rows that match and are visible, in order of their keys.

        Beside them, of each query in `marked`, which are of the context, the keys of those that match it too.
        """

    def conference_ids(self, question: IndexQuery, *, limit: int) -> list[int]:
        """Return the newest conferences with a match."""

    def matching_keys(self, questions: Sequence[IndexQuery], keys: Sequence[int]) -> list[set[int]]:
        """Return for each query its matches among the rows `keys`, a stretch of all matches."""

    def replace(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Replace the conferences' rows by `rows`."""

    def forget(self, ids: Iterable[int]) -> None:
        """Drop the rows with these turn ids."""

    def begin_rebuild(self) -> None:
        """Make an empty index beside the one in use, in the place of what an earlier rebuild left."""

    def add_rebuilt(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Add the rows of the conferences to the index beside."""

    def complete_rebuild(self, changed: Sequence[int]) -> None:
        """Do for the index beside whatever takes long; the conferences that have `changed` will be read again."""

    def lock(self) -> None:
        """Let nobody change the index until the end of the transaction."""

    def replace_rebuilt(self, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
        """Replace the conferences' rows in the index beside, which is complete."""

    def end_rebuild(self) -> None:
        """Put the index beside in the place of the one in use, without the rows of deleted turns."""

    def discard_rebuild(self) -> None:
        """Drop the index beside, if there is one and nobody is writing to it now."""

    def count_turns(self) -> int:
        """Return the number of turns in the index; takes statistics too, where the database takes none itself."""


def engine() -> Engine:
    """Return the index of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite

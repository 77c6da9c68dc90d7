"""Keep the index: a conference's rows are replaced whenever it changes, all rows when the index is made again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from transcripts.models import Conference
from transcripts.search.engine import engine
from transcripts.search.rows import rows

BATCH = 20  # conferences that are indexed at once


@dataclass(frozen=True, slots=True)
class Health:
    """How the index and the records differ: turns without a row, rows without a turn."""

    missing: int
    left_over: int

    @property
    def is_good(self) -> bool:
        """Whether they agree."""
        return not (self.missing or self.left_over)


def index(conference_id: int) -> None:
    """Replace the conference's rows, in the caller's transaction; those of its turns that are gone are dropped.

    Seven statements at most, however long the conference.
    """
    engine().replace([conference_id], rows([conference_id]))


def forget(turn_ids: Iterable[int]) -> None:
    """Drop the rows of turns that are, or will be, gone. Two statements at most."""
    engine().forget(turn_ids)


def rebuild(progress: Callable[[int], object] | None = None) -> int:
    """Replace all rows and drop those left over; return how many there are now.

    The conferences are taken in batches, each in a transaction of its own in which they are locked, so that readers
    find the others meanwhile and editors wait for one batch at most. After each, `progress` is told its rows.
    """
    done = last = 0
    while True:
        with transaction.atomic():
            later = Conference.objects.select_for_update().filter(pk__gt=last).order_by("pk")
            ids = list(later.values_list("pk", flat=True)[:BATCH])
            if not ids:
                engine().sweep()
                return done
            made = rows(ids)
            engine().replace(ids, made)
        last = ids[-1]
        done += len(made)
        if progress:
            progress(len(made))


def check() -> Health:
    """Compare the index with the records. One query, which reads both tables' keys."""
    table = engine().ROWS
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM transcripts_turn WHERE NOT EXISTS"  # noqa: S608 (a constant)
            f" (SELECT 1 FROM {table} WHERE {table}.turn_id = transcripts_turn.id)),"
            f" (SELECT count(*) FROM {table} WHERE NOT EXISTS"
            f" (SELECT 1 FROM transcripts_turn WHERE transcripts_turn.id = {table}.turn_id))"
        )
        return Health(*cursor.fetchone())

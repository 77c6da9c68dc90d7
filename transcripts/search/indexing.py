"""Keep the index: a conference's rows are replaced whenever it changes, all rows when the index is made again."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q

from transcripts.models import Conference
from transcripts.search import vocabulary
from transcripts.search.engine import engine
from transcripts.search.rows import rows

BATCH = 50  # conferences that are indexed at once


@dataclass(frozen=True, slots=True)
class Health:
    """How the index and the records differ: turns without a row, rows without a turn."""

    missing: int
    left_over: int

    @property
    def is_good(self) -> bool:
        """Whether they agree."""
        return not (self.missing or self.left_over)


def index(*conference_ids: int) -> None:
    """Replace the conferences' rows, in the caller's transaction; those of their turns that are gone are dropped.

    Eight statements at most, however long the conferences.
    """
    made = rows(conference_ids)
    engine().replace(conference_ids, made)
    vocabulary.add(Counter(word for row in made for word in row.words))


def forget(turn_ids: Iterable[int]) -> None:
    """Drop the rows of turns that are, or will be, gone. Two statements at most."""
    engine().forget(turn_ids)


def rebuild(progress: Callable[[int], object] | None = None) -> int:
    """Replace all rows and drop those left over; return how many there are now.

    The conferences are taken in batches, the oldest first, each in a transaction of its own in which they are locked,
    so that readers find the others meanwhile and editors wait for one batch at most. After each, `progress` is told its
    rows. The rows come to lie in the order of results, which is how they are read.
    """
    engine().begin_rebuild()
    last = (date.min, 0)
    words: Counter[str] = Counter()
    while True:
        with transaction.atomic():
            later = Q(date__gt=last[0]) | Q(date=last[0], pk__gt=last[1])
            batch = Conference.objects.select_for_update().filter(later, date__gte=last[0]).order_by("date", "pk")
            found = list(batch.values_list("date", "pk")[:BATCH])
            if not found:
                break
            ids = [pk for _, pk in found]
            made = rows(ids)
            engine().rebuild(ids, made)
        last = found[-1]
        words.update(word for row in made for word in row.words)
        if progress:
            progress(len(made))
    with transaction.atomic():
        vocabulary.refill(words)
    return engine().end_rebuild(rows)


def is_empty() -> bool:
    """Say whether the index holds nothing, as after an upgrade that made its tables anew. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {engine().ROWS} LIMIT 1")  # noqa: S608 (a constant)
        return cursor.fetchone() is None


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

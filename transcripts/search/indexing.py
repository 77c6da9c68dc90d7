"""Index updates: a conference's rows are replaced whenever it changes, all rows in a rebuild."""

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date

import django
from django.db import connection, transaction
from django.db.models import Q

from transcripts.models import Conference
from transcripts.search import vocabulary
from transcripts.search.engine import engine
from transcripts.search.offices import words_of_key
from transcripts.search.rows import rows
from transcripts.text import spellings

BATCH = 50  # conferences that are indexed at once
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Health:
    """Differences between index and records: turns without a row, rows without their turn or their conference."""

    missing: int
    left_over: int

    @property
    def is_good(self) -> bool:
        """Whether index and records agree."""
        return not (self.missing or self.left_over)


def index(*conference_ids: int) -> None:
    """Replace the conferences' rows, in the caller's transaction; those of their turns that are gone are dropped.

    Ten statements at most, however long the conferences.
    """
    made = rows(conference_ids)
    engine().replace(conference_ids, made)
    vocabulary.add(Counter(word for row in made for word in row.words))


def forget(turn_ids: Iterable[int], *, conference_ids: Iterable[int] = ()) -> None:
    """Drop the rows of turns and conferences' titles, deleted or about to be. Two statements at most."""
    engine().forget([*turn_ids, *(-each for each in conference_ids)])


def rebuild(progress: Callable[[int], object] | None = None, *, processes: int = 1) -> int:
    """Replace all rows and drop those left over; return the number of turns.

    The conferences are taken in batches, the oldest first, each in a transaction of its own in which they are locked,
    so that readers find the others meanwhile and editors wait for one batch at most. After each, `progress` is called
    with its number of turns. The rows are stored in the order of results, which is how they are read. With several
    `processes`, each takes the next batch that is left; they see only what is committed.
    """
    engine().begin_rebuild()
    words: Counter[str] = Counter()
    for count, found in _fill_all(processes):
        words.update(found)
        if progress:
            progress(count)
    with transaction.atomic():
        vocabulary.refill(words)
    return engine().end_rebuild(rows)


def processes_for_rebuild() -> int:
    """Return the number of processes for a rebuild: one per processor on PostgreSQL outside a transaction, else 1."""
    is_shared = connection.vendor == "postgresql" and not connection.in_atomic_block
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0))) if is_shared else 1


def _fill_all(processes: int) -> Iterator[tuple[int, Counter[str]]]:
    """Make the rows of all conferences, and yield for each batch the number of turns, and their words."""
    if processes == 1:
        yield from map(_fill, _batches())
        return
    # Spawned, not forked: a connection to the database must not be in two processes.
    context = multiprocessing.get_context("spawn")
    database = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        waiting: deque[Future[tuple[int, Counter[str]]]] = deque()
        for batch in _batches():
            waiting.append(pool.submit(_fill_in, database, batch))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        for each in waiting:
            yield each.result()


def _batches() -> Iterator[list[int]]:
    """Yield the conferences' primary keys, BATCH at a time, in the order of their days. One query for each."""
    last = (date.min, 0)
    while True:
        later = Q(date__gt=last[0]) | Q(date=last[0], pk__gt=last[1])
        batch = Conference.objects.filter(later, date__gte=last[0]).order_by("date", "pk")
        found = list(batch.values_list("date", "pk")[:BATCH])
        if not found:
            return
        yield [pk for _, pk in found]
        last = found[-1]


def _fill(conference_ids: list[int]) -> tuple[int, Counter[str]]:
    """Make the rows of the conferences, which nobody changes meanwhile; return the number of turns, and their words."""
    with transaction.atomic():
        list(Conference.objects.select_for_update().filter(pk__in=conference_ids).order_by("pk").values_list("pk"))
        made = rows(conference_ids)
        engine().rebuild(conference_ids, made)
    return sum(row.facts.turn_id > 0 for row in made), Counter(word for row in made for word in row.words)


def _fill_in(database: str, conference_ids: list[int]) -> tuple[int, Counter[str]]:
    """Run `_fill` in a process of its own, in the database of the process that started it."""
    connection.settings_dict["NAME"] = database
    return _fill(conference_ids)


def is_empty() -> bool:
    """Return whether the index holds no turn, as after an upgrade that created its tables again. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {engine().ROWS} WHERE turn_id > 0 LIMIT 1")  # noqa: S608 (a constant)
        return cursor.fetchone() is None


def forget_words(texts: Iterable[str], *, is_still_said: Callable[[str], bool]) -> None:
    """Take the words of these texts from the vocabulary, but for those of which `is_still_said`, and offices with them.

    Three queries, and those of `is_still_said` for each word.
    """
    spelled = {word: spelling for text in texts for spelling, word in spellings(text)}
    gone = {word: spelling for word, spelling in spelled.items() if not is_still_said(word)}
    offices = [key for key in vocabulary.offices() if not set(gone.values()).isdisjoint(words_of_key(key))]
    vocabulary.drop([*sorted(gone), *offices])


def check() -> Health:
    """Compare the index with the records. One query, which reads both tables' keys."""
    table = engine().ROWS
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM transcripts_turn WHERE NOT EXISTS"  # noqa: S608 (a constant)
            f" (SELECT 1 FROM {table} WHERE {table}.turn_id = transcripts_turn.id)),"
            f" (SELECT count(*) FROM {table} WHERE NOT EXISTS"
            f" (SELECT 1 FROM transcripts_turn WHERE transcripts_turn.id = {table}.turn_id) AND NOT EXISTS"
            f" (SELECT 1 FROM transcripts_conference WHERE transcripts_conference.id = -{table}.turn_id))"
        )
        return Health(*cursor.fetchone())

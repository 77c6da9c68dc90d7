"""A rebuild of the index: made beside the one in use, which it then replaces in one transaction.

So that what was found before is found all the while. What is changed meanwhile is noted (`index_state`) and read
again at the end. When words are removed, a rebuild has to begin again, for it may hold them.
"""

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from datetime import date

import django
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from transcripts.models import Conference
from transcripts.search import counting, index_state, summing
from transcripts.search.engine import engine
from transcripts.search.index_state import RebuildStoppedError
from transcripts.search.rows import Row, rows
from transcripts.search.words import vocabulary

BATCH = 50  # conferences that are indexed at once
MOST_PROCESSES = 4

Progress = Callable[[int], object]


def rebuild(progress: Progress | None = None, *, processes: int = 1) -> int:
    """Rebuild the index, and return the number of turns in it.

    The conferences are taken in batches, the oldest first, each in a transaction of its own in which they are locked,
    so that editors wait for one batch at most. After each, `progress` is called with its number of turns. The rows are
    stored in the order of results, which is how they are read. With several `processes`, each takes the next batch that
    is left; they see only what is committed. Raises RebuildStoppedError when another rebuild has begun.
    """
    while True:
        done = 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress(count)

        sign = index_state.begin_rebuild()
        try:
            engine().begin_rebuild()
            count = _rebuild(sign, tell, processes)
            summing.sum_up()
            return count
        except (RebuildStoppedError, DatabaseError):
            running = index_state.running_rebuild()
            if running:
                _give_up(sign)
                raise
            tell(-done)  # words were removed: begin again
        except BaseException:
            _give_up(sign)
            raise


def processes_for_rebuild() -> int:
    """Return the number of processes for a rebuild: one per processor on PostgreSQL outside a transaction, else 1."""
    is_shared = connection.vendor == "postgresql" and not connection.in_atomic_block
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0))) if is_shared else 1


def stop_rebuild() -> None:
    """Discard what a rebuild, going on or left behind, has made: whoever runs it begins again. A few statements."""
    if index_state.running_rebuild():
        index_state.end_rebuild()
        engine().discard_rebuild()


def _rebuild(sign: str, progress: Progress, processes: int) -> int:
    words: Counter[str] = Counter()
    for count, found in _fill_all(sign, processes):
        words.update(found)
        progress(count)
    engine().complete_rebuild(index_state.changes())
    with transaction.atomic():
        engine().lock()
        index_state.lock_notes()
        index_state.require_rebuild(sign)
        vocabulary.refill(words)
        changed = index_state.changes()
        for at in range(0, len(changed), BATCH):
            batch = changed[at : at + BATCH]
            made = rows(batch)
            engine().replace_rebuilt(batch, made)
            vocabulary.add(_words(made))
        engine().end_rebuild()
        index_state.mark_current()
        index_state.end_rebuild()
    return engine().count_turns()


def _give_up(sign: str) -> None:
    """Discard the rebuild, if the database lets us and nobody else has begun one."""
    with suppress(DatabaseError), transaction.atomic():
        if index_state.running_rebuild() == sign:
            stop_rebuild()


def _fill_all(sign: str, processes: int) -> Iterator[tuple[int, Counter[str]]]:
    """Make the rows of all conferences, and yield for each batch the number of turns, and their words."""
    if processes == 1:
        for batch in _batches():
            yield _fill(sign, batch)
        return
    # Spawned, not forked: a connection to the database must not be in two processes.
    context = multiprocessing.get_context("spawn")
    database = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        waiting: deque[Future[tuple[int, Counter[str]]]] = deque()
        for batch in _batches():
            waiting.append(pool.submit(_fill_in, database, sign, batch))
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


def _fill(sign: str, conference_ids: list[int]) -> tuple[int, Counter[str]]:
    """Make the rows of the conferences, which nobody changes meanwhile; return the number of turns, and their words."""
    with transaction.atomic():
        list(Conference.objects.select_for_update().filter(pk__in=conference_ids).order_by("pk").values_list("pk"))
        index_state.require_rebuild(sign)
        made = rows(conference_ids)
        engine().add_rebuilt(conference_ids, made)
        counting.count(conference_ids)
    return sum(row.facts.turn_id > 0 for row in made), _words(made)


def _fill_in(database: str, sign: str, conference_ids: list[int]) -> tuple[int, Counter[str]]:
    """Run `_fill` in a process of its own, in the database of the process that started it."""
    connection.settings_dict["NAME"] = database
    return _fill(sign, conference_ids)


def _words(made: list[Row]) -> Counter[str]:
    return Counter(word for row in made for word in row.words)

"""Index updates: a conference's rows are replaced whenever it changes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection

from transcripts.document import changed_part
from transcripts.models import Conference
from transcripts.search import counting, summing
from transcripts.search.engine import engine
from transcripts.search.index_state import is_old, note_changes
from transcripts.search.rebuilding import stop_rebuild
from transcripts.search.rows import rows
from transcripts.search.words import vocabulary
from transcripts.search.words.offices import words_of_key
from transcripts.tokens import spellings

# The fields of a document that are in the row of each of its turns: in its key, its words or its filters.
_IN_EVERY_ROW = ("title", "series", "language", "held_on", "posted_on", "people")


_BATCH = 50  # conferences whose words are read at once


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

    Fifteen statements at most, however long the conferences.
    """
    _index(conference_ids, None)


def index_changes(conference_id: int, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Replace a conference's rows as `index` does, but only those that differ between two documents in their JSON form.

    These are those of the exchanges that differ; or all, where a turn or an exchange came, went or changed places, or
    where what is in every row has changed. Sixteen statements at most, and one where no row differs.
    """
    exchanges = _changed_exchanges(old, new)
    if exchanges is None or exchanges:
        _index([conference_id], exchanges)
    else:
        if old.get("translation_group", "") != new.get("translation_group", ""):
            counting.count([conference_id])  # the sums have those in no group
        note_changes([conference_id])


def _changed_exchanges(old: dict[str, Any], new: dict[str, Any]) -> list[str] | None:
    """Return the public ids of the exchanges that differ; None where all rows of the conference may."""
    before, after = changed_part(old, new)
    pairs = list(zip(before.get("exchanges", ()), after["exchanges"], strict=False))
    if len(old.get("exchanges", ())) != len(new["exchanges"]) or any(old.get(key) != new[key] for key in _IN_EVERY_ROW):
        return None
    is_in_place = all(
        one.get("public_id") == other["public_id"]
        and [turn.get("public_id") for turn in one["turns"]] == [turn["public_id"] for turn in other["turns"]]
        for one, other in pairs
    )
    return [other["public_id"] for _, other in pairs] if is_in_place else None


def _index(conference_ids: Sequence[int], exchanges: Sequence[str] | None) -> None:
    """Replace the rows of the conferences, or of one's `exchanges`, which are public ids, in their old places."""
    made = rows(conference_ids, exchanges)
    engine().replace(conference_ids if exchanges is None else [], made)
    vocabulary.add(Counter(word for row in made for word in row.words))
    counting.count(conference_ids)
    note_changes(conference_ids)


def forget(turn_ids: Iterable[int], *, conference_ids: Iterable[int] = ()) -> None:
    """Drop the rows of turns and conferences' titles, deleted or about to be. Two statements at most."""
    if gone := [*turn_ids, *(-each for each in conference_ids)]:
        engine().forget(gone)


def is_empty() -> bool:
    """Return whether the index holds no turn, as after an upgrade that created its tables again. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {engine().ROWS} WHERE turn_id > 0 LIMIT 1")  # noqa: S608 (a constant)
        return cursor.fetchone() is None


def forget_words(texts: Iterable[str], *, is_still_said: Callable[[str], bool]) -> None:
    """Take the words of these texts from the vocabulary, but for those of which `is_still_said`, and offices with them.

    Four queries, and those of `is_still_said` for each word. A rebuild that may have read them begins again.
    """
    stop_rebuild()
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


def find_damage() -> Iterator[str]:
    """Yield a sentence for each way in which index and vocabulary differ from a full rebuild.

    Reads all transcripts, and so takes as long as a rebuild.
    """
    health = check()
    if not health.is_good:
        yield f"The search index lacks {health.missing} turns and has {health.left_over} that no longer exist."
    if is_old():
        yield "The search index was made by another release."
    if connection.vendor == "sqlite":
        try:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO transcripts_search (transcripts_search) VALUES ('integrity-check')")
        except DatabaseError as error:
            yield f"The search index is damaged: {error}."
    missing: set[str] = set()
    miscounted = 0
    keys = list(Conference.objects.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _BATCH):
        words = sorted({word for row in rows(keys[at : at + _BATCH]) for word in row.words if vocabulary.is_word(word)})
        missing.update(set(words) - set(vocabulary.counts(words)))
        miscounted += counting.differing(keys[at : at + _BATCH])
    if miscounted:
        yield f"The numbers of {miscounted} conferences are not those of their records."
    if summing.differ():
        yield "The sums of the statistics are not those of the conferences."
    if missing:
        yield f"The vocabulary of the search lacks {len(missing)} words, such as “{min(missing)}”."

"""The index on PostgreSQL: each turn's facts and one tsvector, own words weighted A, question B, context D.

A GIN index gives all matches or none, never the newest. So the newest conferences are queried first, and then time, cut
into slices, each with a token of its own in the vector, one by one until enough is found: the cost is that of what is
shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace as changed
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from transcripts.models import NOW, Conference, PreparedQuery, fetch_alike, reading
from transcripts.search.index_query import Bounds, IndexQuery, VisibilitySQL, Where
from transcripts.search.postgres_syntax import quoted, slice_token, tsquery, tsvectors
from transcripts.search.rows import IndexedTurn, Row, filter_token
from transcripts.search.words.keys import (
    CONFERENCE_MASK,
    FIRST_DAY,
    LAST_DAY,
    TURN_BITS,
    conference_of,
    day_of,
    keys_of,
    slices_between,
)

ROWS = "transcripts_search"
CONFERENCE = "transcripts_search.conference_id"
ROW_SIZE = 8160  # bytes; up to here a row holds its vectors itself, so that one look finds all of it
_FACTS = ", ".join(IndexedTurn._fields)
_NUMBER = len(IndexedTurn._fields)
NEAR = 96  # conferences that are queried first
FEW = 3_000  # matches in all, as the first conferences let expect, that may be gathered at once
# As migration 0012 makes them.
_INDEXES = [
    "ALTER TABLE transcripts_search_next ADD CONSTRAINT transcripts_search_next_pkey PRIMARY KEY (key)",
    "CREATE UNIQUE INDEX transcripts_search_next_turn ON transcripts_search_next (turn_id)",
    "CREATE INDEX transcripts_search_next_conference ON transcripts_search_next (conference_id)",
    "CREATE INDEX transcripts_search_next_words ON transcripts_search_next USING gin (words) WITH (fastupdate = off)",
]
_DISCARD = """
DO $$ BEGIN
    LOCK TABLE transcripts_search_next IN ACCESS EXCLUSIVE MODE NOWAIT;
    DROP TABLE transcripts_search_next;
EXCEPTION WHEN undefined_table OR lock_not_available THEN NULL;
END $$
"""
_BOUNDS = """
SELECT ends.*, newest.* FROM (SELECT min(key), max(key) FROM transcripts_search) AS ends
LEFT JOIN LATERAL ({newest}) AS newest ON TRUE
"""
# A vector lies packed in a place of its own; joined to nothing it is fetched once, and not for each query. The
# context is kept a second time in the row itself: most queries of the ranking need only that.
_UNPACKED = "SELECT key, {vector} AS vector FROM transcripts_search WHERE key = ANY(%s::bigint[]) OFFSET 0"


def bounds() -> Bounds:
    """Return the lowest and the highest key that there is, an upside-down pair when there is none. One query.

    The newest public conferences as well.
    """
    newest, parameters = _NEWEST.sql()
    rows = _fetch(_BOUNDS.format(newest=newest), parameters)
    first, last = rows[0][:2]
    if first is None:
        return Bounds(1, 0)
    return Bounds(first, last, _as_keys(row[2:] for row in rows if row[2]))


def newest_matches(
    question: IndexQuery, visibility: VisibilitySQL, *, oldest: bool, limit: int, marked: Sequence[IndexQuery] = ()
) -> tuple[list[IndexedTurn], list[set[int]]]:
    """Return the newest (or oldest) rows that match and are visible, in order of their keys; and those `marked`.

    Two queries at most.
    """
    order = f"key + 0 {'ASC' if oldest else 'DESC'}"
    rows = _find(_FACTS, question, visibility, order=order, limit=limit, oldest=oldest, marked=marked)
    facts = [IndexedTurn._make(row[:_NUMBER]) for row in rows] if marked else map(IndexedTurn._make, rows)
    found = sorted(facts, key=itemgetter(0), reverse=not oldest)  # by their keys
    return found, [{row[0] for row in rows if row[number]} for number in range(_NUMBER, _NUMBER + len(marked))]


def conference_ids(question: IndexQuery, *, limit: int) -> list[int]:
    """Return the newest conferences with a match; the walk ends when there are enough. Two queries at most."""
    rows = _find(f"DISTINCT key >> {TURN_BITS} AS place", question, ("TRUE", ()), order="place DESC", limit=limit)
    return [place & CONFERENCE_MASK for (place,) in rows]


def _find(
    what: str,
    question: IndexQuery,
    visibility: VisibilitySQL,
    *,
    order: str,
    limit: int,
    oldest: bool = False,
    marked: Sequence[IndexQuery] = (),
) -> list[tuple[Any, ...]]:
    """Query the newest conferences; then, for more, all time slice by slice, or at once where little is to be expected.

    A day may have thousands of turns, and all that match in a slice are read: of words that most turns have, the newest
    conferences have enough.
    `key + 0` keeps the planner from walking the keys, which is endless for rare words. The two conditions on `words`
    let the index leap from one to the other; joined into one it would read the shorter to its end. So whatever the
    words, the one good plan begins at the index of words, and is made once.
    """
    ask = partial(_ask, what, order=order, most=limit, marked=marked)
    found: list[tuple[Any, ...]] = []
    covered = 0
    if held := [] if oldest else _newest(question):
        found = ask(question, _by_sixteen(held), limit)
        if len(found) >= limit or held[-1] <= question.first:
            return found
        covered = (day_of(question.last) - day_of(held[-1])).days + 1
        question = changed(question, last=held[-1] - 1)
    slices = slices_between(question.first, question.last, oldest=oldest, covered=covered)
    is_little = 0 < covered * FEW >= len(found) * _days(slices)
    tokens = None if is_little else [slice_token(*each) for each in slices]
    return found + ask(question, tokens, limit - len(found), visibility)


def _ask(
    what: str,
    question: IndexQuery,
    slices: Sequence[str] | None,
    limit: int,
    visibility: VisibilitySQL = ("TRUE", ()),
    *,
    order: str,
    most: int,
    marked: Sequence[IndexQuery],
) -> list[tuple[Any, ...]]:
    """Return up to `limit` matches, which is at most `most`: of one slice after the other, or of all time. One query.

    Behind the columns is said of each row which of the queries in `marked` match its context.
    """
    condition, parameters = visibility
    only = " AND exchange_id <> 0" if question.turns_only else ""
    shown, context = (f"{what}{', context @@ %s::tsquery' * len(marked)}", ", context") if marked else ("found.*", "")
    of_each, also = ("", "")
    if slices is not None:
        of_each, also = "unnest(%s::text[]::tsquery[]) AS slice, LATERAL", " AND words @@ slice"
    rows = f"SELECT {what}{context} FROM transcripts_search WHERE words @@ %s::tsquery{also}"  # noqa: S608 (constants)
    rows += f" AND key + 0 BETWEEN %s AND %s AND ({condition}){only} ORDER BY {order} LIMIT {most:d}"
    asked: list[Any] = [tsquery(each, pairs=False) for each in marked]
    asked += [] if slices is None else [slices]
    asked += [tsquery(question), question.first, question.last, *parameters, limit]
    return _fetch(f"SELECT {shown} FROM {of_each} ({rows}) AS found LIMIT %s", asked)  # noqa: S608 (constants)


def _newest(question: IndexQuery) -> list[int]:
    """Return the lowest keys of the newest public conferences that are in question, the newest first.

    None where days are beyond those that keys tell apart.
    """
    if day_of(question.first) == FIRST_DAY or day_of(question.last) == LAST_DAY:
        return []
    held = [low for low, is_running in question.newest if not (is_running and question.closed_only)]
    return [low for low in held if low <= question.last and low + (1 << TURN_BITS) > question.first]


_NEWEST = PreparedQuery(
    lambda: Conference.objects.published(NOW).newest_first().values_list("pk", "date", "running_since")[:NEAR]
)


def _as_keys(rows: Iterable[tuple[int, date, datetime | None]]) -> tuple[tuple[int, bool], ...]:
    """Return the lowest key of each conference, and whether it runs, the newest first."""
    keys = ((keys_of(day, conference)[0], running is not None) for conference, day, running in rows)
    return tuple(sorted(keys, reverse=True))


def _by_sixteen(held: Sequence[int]) -> list[str]:
    """Return the queries for the rows of these conferences, sixteen in one: the index takes the longer for more."""
    tokens = [quoted(filter_token("v", conference_of(low))) for low in held]
    return [" | ".join(tokens[at : at + 16]) for at in range(0, len(tokens), 16)]


def _fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch_alike(reading(), sql, parameters)


def matching_keys(questions: Sequence[IndexQuery], keys: Sequence[int]) -> list[set[int]]:
    """Return for each query, all of one place, its matches among the rows `keys`. One query."""
    found: list[set[int]] = [set() for _ in questions]
    if not questions or not keys:
        return found
    columns = ", ".join(["vector @@ %s::tsquery"] * len(questions))
    whole = "words || ''::tsvector" if len(questions) > 1 else "words"
    unpacked = _UNPACKED.format(vector="context" if questions[0].where == Where.CONTEXT else whole)
    rows = _fetch(
        f"SELECT key, {columns} FROM ({unpacked}) AS unpacked",  # noqa: S608 (constants)
        [*(tsquery(each, pairs=False) for each in questions), f"{{{','.join(map(str, keys))}}}"],
    )
    for key, *answers in rows:
        for number, answer in enumerate(answers):
            if answer:
                found[number].add(key)
    return found


def replace(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Replace the conferences' rows, and those of the turns and in the places of `rows`, by `rows`. Two statements."""
    _replace("transcripts_search", conference_ids, rows)


def _replace(table: str, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE conference_id = ANY(%s) OR turn_id = ANY(%s) OR key = ANY(%s)",  # noqa: S608
            [list(conference_ids), *([getattr(row.facts, name) for row in rows] for name in ("turn_id", "key"))],
        )
        _copy(cursor, table, rows)


def forget(ids: Iterable[int]) -> None:
    """Drop the rows with these turn ids. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search WHERE turn_id = ANY(%s)", [list(ids)])


def begin_rebuild() -> None:
    """Make an empty table beside the index: filled first and indexed then, it is built several times faster."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS transcripts_search_next")
        cursor.execute(
            "CREATE TABLE transcripts_search_next (LIKE transcripts_search INCLUDING COMPRESSION INCLUDING STORAGE)"
        )


def add_rebuilt(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Put the rows of the conferences in the new table. One statement."""
    with connection.cursor() as cursor:
        _copy(cursor, "transcripts_search_next", rows)


def complete_rebuild(changed: Sequence[int]) -> None:
    """Index the new table. What has `changed` is dropped first, for it may have been read twice, on two days."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search_next WHERE conference_id = ANY(%s)", [list(changed)])
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for statement in _INDEXES:
            cursor.execute(statement)
        cursor.execute("ANALYZE transcripts_search_next")


def lock() -> None:
    """Let writers wait, but no readers. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE transcripts_search IN SHARE ROW EXCLUSIVE MODE")


def replace_rebuilt(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Replace the conferences' rows in the new table. Two statements."""
    _replace("transcripts_search_next", conference_ids, rows)


def end_rebuild() -> None:
    """Replace the index by the new table; readers wait from here to the end of the transaction, which is near."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM transcripts_search_next WHERE NOT EXISTS"
            " (SELECT FROM transcripts_turn WHERE transcripts_turn.id = transcripts_search_next.turn_id)"
            " AND NOT EXISTS"
            " (SELECT FROM transcripts_conference WHERE transcripts_conference.id = -transcripts_search_next.turn_id)"
        )
        cursor.execute("DROP TABLE transcripts_search")
        cursor.execute("ALTER TABLE transcripts_search_next RENAME TO transcripts_search")
        for name in ("pkey", "turn", "conference", "words"):
            cursor.execute(f"ALTER INDEX transcripts_search_next_{name} RENAME TO transcripts_search_{name}")


def discard_rebuild() -> None:
    """Drop the new table, unless it is in use now. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_DISCARD)


def count_turns() -> int:
    """Return the number of turns. One query."""
    with reading().cursor() as cursor:
        cursor.execute("SELECT count(*) FROM transcripts_search WHERE turn_id > 0")
        return int(cursor.fetchone()[0])


def _copy(cursor: CursorWrapper, table: str, rows: Sequence[Row]) -> None:
    with cursor.copy(f"COPY {table} ({_FACTS}, context, words) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row.facts, *tsvectors(row)))


def _days(slices: Sequence[tuple[int, int]]) -> int:
    return sum(1 << level for level, _ in slices)

"""The index on SQLite: an FTS5 table whose rowid is the row's key, and a table of each turn's facts.

FTS5 walks its lists from the highest rowid down and stops when it has enough, so the newest matches cost the same in an
archive of any size. It can only be queried by words or rowid; the second table serves the rest.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import OperationalError, connection, transaction

from transcripts.models.database.statistics import set_statistics
from transcripts.search.index_query import Bounds, IndexQuery, VisibilitySQL, Where
from transcripts.search.query import Term
from transcripts.search.rows import BREAK, IndexedTurn, Row, in_title
from transcripts.search.words.keys import CONFERENCE_MASK, TURN_BITS, first_key, last_key

ROWS = "transcripts_search_rows"
CONFERENCE = f"(transcripts_search.rowid >> {TURN_BITS}) & {CONFERENCE_MASK}"
_FACTS = "key, turn_id, exchange_id, conference_id, speaker_id, outlet_id, series_id, language, kind, topics"
# The tables of a rebuild, as the migrations make those in use. Their indexes have no names, and so move with them.
_NEXT = "_next"
_BESIDE = [
    f"CREATE VIRTUAL TABLE transcripts_search{_NEXT} USING fts5"
    " (body, context, question, marks, tokenize = 'ascii', prefix = '1')",
    f"CREATE TABLE {ROWS}{_NEXT} (key integer PRIMARY KEY, turn_id integer NOT NULL UNIQUE, exchange_id integer NOT"
    " NULL, conference_id integer NOT NULL, speaker_id integer, outlet_id integer, series_id integer, language text"
    " NOT NULL, kind text NOT NULL, topics text NOT NULL, UNIQUE (conference_id, key))",
]
_MATCHES = "transcripts_search MATCH %s AND transcripts_search.rowid BETWEEN %s AND %s"


def bounds() -> Bounds:
    """Return the lowest and the highest possible key; tighter bounds are of no use here. No queries."""
    return Bounds(first_key(None), last_key(None))


def newest_matches(
    question: IndexQuery, visibility: VisibilitySQL, *, oldest: bool, limit: int, marked: Sequence[IndexQuery] = ()
) -> tuple[list[IndexedTurn], list[set[int]]]:
    """Return the newest (or oldest) rows that match and are visible, in order of their keys; and those `marked`.

    One query, and one for those.
    """
    order = "ASC" if oldest else "DESC"
    only = " AND exchange_id <> 0" if question.turns_only else ""
    with connection.cursor() as cursor:
        ask(
            cursor,
            f"SELECT {_FACTS} FROM transcripts_search CROSS JOIN {ROWS} ON key = transcripts_search.rowid"  # noqa: S608
            f" WHERE {_MATCHES} AND ({visibility[0]}){only} ORDER BY transcripts_search.rowid {order} LIMIT %s",
            [_match(question), question.first, question.last, *visibility[1], limit],
        )
        found = list(map(IndexedTurn._make, cursor.fetchall()))
    return found, matching_keys(marked, [facts.key for facts in found])


def conference_ids(question: IndexQuery, *, limit: int) -> list[int]:
    """Return the newest conferences with a match; the walk ends when there are enough. One query."""
    found: dict[int, None] = {}
    with connection.cursor() as cursor:
        ask(
            cursor,
            f"SELECT {CONFERENCE} FROM transcripts_search WHERE {_MATCHES}"  # noqa: S608 (constants)
            " ORDER BY transcripts_search.rowid DESC",
            [_match(question), question.first, question.last],
        )
        for (conference,) in cursor:
            found[conference] = None
            if len(found) == limit:
                break
    return list(found)


def matching_keys(questions: Sequence[IndexQuery], keys: Sequence[int]) -> list[set[int]]:
    """Return for each query its matches among the rows `keys`, which are a stretch of all matches. One query."""
    found: list[set[int]] = [set() for _ in questions]
    if not questions or not keys:
        return found
    parts = [f"SELECT {number}, rowid FROM transcripts_search WHERE {_MATCHES}" for number in range(len(questions))]  # noqa: S608
    parameters = [value for each in questions for value in (_match(each), min(keys), max(keys))]
    with connection.cursor() as cursor:
        ask(cursor, " UNION ALL ".join(parts), parameters)
        for number, key in cursor:
            found[number].add(key)
    return found


def ask(cursor: Any, statement: str, parameters: Sequence[Any]) -> None:
    """Execute a statement that reads the index, at most three times.

    SQLite gives up where the tables changed twice while it prepared one, as they do when a rebuild ends and another
    begins; the next time it reads the new schema. Raises django.db.OperationalError for anything else.
    """
    for left in (2, 1, 0):
        try:
            cursor.execute(statement, parameters)
        except OperationalError as error:
            if not left or "vtable constructor failed" not in str(error):
                raise
        else:
            return


def replace(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Replace the conferences' rows, and those of the turns and in the places of `rows`, by `rows`. Four statements."""
    _replace("", conference_ids, rows)


def _replace(which: str, conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Replace rows of the index in use, or of the one beside it, whose tables have a name that ends in `which`.

    FTS5 writes out what it has gathered whenever a rowid is not higher than the last, so they are inserted in order.
    """
    rows = sorted(rows, key=lambda row: row.facts.key)
    words, facts = f"transcripts_search{which}", f"{ROWS}{which}"
    of_these = f"SELECT key FROM {facts} WHERE conference_id IN (SELECT value FROM json_each(%s))"  # noqa: S608
    of_these += f" UNION SELECT key FROM {facts} WHERE turn_id IN (SELECT value FROM json_each(%s))"  # noqa: S608
    of_these += " UNION SELECT value FROM json_each(%s)"
    turns, keys = ([getattr(row.facts, name) for row in rows] for name in ("turn_id", "key"))
    parameters = [json.dumps(each) for each in (list(conference_ids), turns, keys)]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {words} WHERE rowid IN ({of_these})", parameters)  # noqa: S608
        cursor.execute(f"DELETE FROM {facts} WHERE key IN ({of_these})", parameters)  # noqa: S608
        cursor.executemany(
            f"INSERT INTO {words} (rowid, body, context, question, marks) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
            [_columns(row) for row in rows],
        )
        cursor.executemany(
            f"INSERT INTO {facts} ({_FACTS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            [row.facts for row in rows],
        )


def forget(ids: Iterable[int]) -> None:
    """Drop the rows with these turn ids. Two statements."""
    of_these = f"SELECT key FROM {ROWS} WHERE turn_id IN (SELECT value FROM json_each(%s))"  # noqa: S608
    parameters = [json.dumps(list(ids))]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM transcripts_search WHERE rowid IN ({of_these})", parameters)  # noqa: S608
        cursor.execute(f"DELETE FROM {ROWS} WHERE key IN ({of_these})", parameters)  # noqa: S608


def begin_rebuild() -> None:
    """Make empty tables beside those in use. Four statements."""
    with transaction.atomic(), connection.cursor() as cursor:
        discard_rebuild()
        for statement in _BESIDE:
            cursor.execute(statement)


def add_rebuilt(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Put the rows of the conferences in the tables beside. Four statements."""
    _replace(_NEXT, conference_ids, rows)


replace_rebuilt = add_rebuilt


def complete_rebuild(changed: Sequence[int]) -> None:
    """Join the parts in which FTS5 has written the table beside. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO transcripts_search{_NEXT} (transcripts_search{_NEXT}) VALUES ('optimize')")  # noqa: S608


def lock() -> None:
    """Do nothing: a transaction that writes is the only one."""


def end_rebuild() -> None:
    """Put the tables beside in the place of those in use. Six statements."""
    with connection.cursor() as cursor:
        gone = (
            f"SELECT key FROM {ROWS}{_NEXT} WHERE turn_id NOT IN (SELECT id FROM transcripts_turn)"  # noqa: S608
            " AND -turn_id NOT IN (SELECT id FROM transcripts_conference)"
        )
        cursor.execute(f"DELETE FROM transcripts_search{_NEXT} WHERE rowid IN ({gone})")  # noqa: S608
        cursor.execute(f"DELETE FROM {ROWS}{_NEXT} WHERE key IN ({gone})")  # noqa: S608
        for table in ("transcripts_search", ROWS):
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE {table}{_NEXT} RENAME TO {table}")


def discard_rebuild() -> None:
    """Drop the tables beside. Two statements."""
    with connection.cursor() as cursor:
        for table in ("transcripts_search", ROWS):
            cursor.execute(f"DROP TABLE IF EXISTS {table}{_NEXT}")


def count_turns() -> int:
    """Return the number of turns; the new tables get their statistics. Some fifty statements."""
    set_statistics(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {ROWS} WHERE turn_id > 0")  # noqa: S608
        return int(cursor.fetchone()[0])


def _columns(row: Row) -> tuple[int, str, str, str, str]:
    """Return a row as the table's columns; the tokens of the title follow the context."""
    context = [*row.context, BREAK, *row.title]
    return row.facts.key, " ".join(row.body), " ".join(context), " ".join(row.question), " ".join(row.marks)


def _match(question: IndexQuery) -> str:
    """Return the query in FTS5 syntax; every token is quoted, and tokens hold no quotes."""
    columns = {Where.ANYWHERE: "", Where.BODY: "{body} : ", Where.CONTEXT: "{context} : "}[question.where]
    groups = question.query.wanted
    parts = [_any(group, columns, with_title=question.title_helps) for group in groups]
    if question.needs_more_than_title:
        parts.append(_any([term for group in groups for term in group], columns))
    parts += ["(" + " OR ".join(f'"{token}"' for token in tokens) + ")" for tokens in question.marks]
    match = " AND ".join(parts)
    if question.query.excluded:
        match = f"({match}) NOT {_any(question.query.excluded, columns, with_title=question.where != Where.BODY)}"
    return match


def _any(terms: Sequence[Term], columns: str, *, with_title: bool = False) -> str:
    """Return the condition that one of the terms matches there, or in the title."""
    found = [_term(term, columns) for term in terms]
    found += [columns + _tokens(term, in_title) for term in terms if with_title and not term.is_mark]
    return f"({' OR '.join(found)})"


def _term(term: Term, columns: str) -> str:
    return _tokens(term) if term.is_mark else columns + _tokens(term)


def _tokens(term: Term, spell: Callable[[str], str] = str) -> str:
    """Return the tokens of a term, each as `spell` has it."""
    *others, last = map(spell, term.tokens)
    before = "".join(f'"{token}" + ' for token in others)
    endings = [f'"{last}"' + (" *" if term.is_prefix else ""), *(f'"{spell(token)}"' for token in term.also)]
    return f"({' OR '.join(before + ending for ending in endings)})"

"""The index on SQLite: an FTS5 table, whose rowid is the turn's, and beside it which turn is of which conference.

FTS5 can only be asked by its words or its rowid; the second table answers what a conference's rows are.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from transcripts.search.query import Query, Term
from transcripts.search.rows import Row

ROWS = "transcripts_search_rows"
BODY_WEIGHT, CONTEXT_WEIGHT = 10.0, 1.0

_MATCHES = "SELECT rowid FROM transcripts_search WHERE transcripts_search MATCH %s"


def turn_ids(query: Query, *, own_words: bool = False) -> RawSQL:
    """Return a subquery: the turns that match, in their own words only or in what stands round them too."""
    return RawSQL(_MATCHES, [_match(query, own_words)])  # noqa: S611 (the query is a parameter)


def conference_ids(query: Query) -> RawSQL:
    """Return a subquery: the conferences of the turns that match."""
    sql = f"SELECT conference_id FROM {ROWS} WHERE turn_id IN ({_MATCHES})"  # noqa: S608 (constants)
    return RawSQL(sql, [_match(query, False)])  # noqa: S611 (the query is a parameter)


def ranks(query: Query, ids: Sequence[int], *, own_words: bool = False) -> dict[int, float]:
    """Return how well each of the turns `ids`, which match, does so: the higher, the better. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid, -bm25(transcripts_search, %s, %s) FROM transcripts_search"
            " WHERE transcripts_search MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))",
            [BODY_WEIGHT, CONTEXT_WEIGHT, _match(query, own_words), json.dumps(list(ids))],
        )
        return dict(cursor.fetchall())


def replace(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Put `rows`, which are all rows of the conferences, in the place of what is there. Four statements."""
    of_these = f"SELECT turn_id FROM {ROWS} WHERE conference_id IN (SELECT value FROM json_each(%s))"  # noqa: S608 (constants)
    of_these += " UNION SELECT value FROM json_each(%s)"
    parameters = [json.dumps(list(conference_ids)), json.dumps([row.turn_id for row in rows])]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM transcripts_search WHERE rowid IN ({of_these})", parameters)  # noqa: S608 (constants)
        cursor.execute(f"DELETE FROM {ROWS} WHERE turn_id IN ({of_these})", parameters)  # noqa: S608 (constants)
        cursor.executemany(
            "INSERT INTO transcripts_search (rowid, body, context) VALUES (%s, %s, %s)",
            [(row.turn_id, " ".join(row.body), " ".join(row.context)) for row in rows],
        )
        cursor.executemany(
            f"INSERT INTO {ROWS} (turn_id, conference_id) VALUES (%s, %s)",  # noqa: S608 (constants)
            [(row.turn_id, row.conference_id) for row in rows],
        )


def forget(ids: Iterable[int]) -> None:
    """Drop the rows of the turns. Two statements."""
    parameters = [json.dumps(list(ids))]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search WHERE rowid IN (SELECT value FROM json_each(%s))", parameters)
        cursor.execute(f"DELETE FROM {ROWS} WHERE turn_id IN (SELECT value FROM json_each(%s))", parameters)  # noqa: S608 (constants)


def sweep() -> None:
    """Drop the rows of turns that are gone, and put the index in its best shape. It reads the whole index.

    ANALYZE, on a sample, tells the planner to begin with the matches, few or many, and not with all conferences.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search WHERE rowid NOT IN (SELECT id FROM transcripts_turn)")
        cursor.execute(f"DELETE FROM {ROWS} WHERE turn_id NOT IN (SELECT id FROM transcripts_turn)")  # noqa: S608 (constants)
        cursor.execute("INSERT INTO transcripts_search (transcripts_search) VALUES ('optimize')")
        cursor.execute("PRAGMA analysis_limit = 400")
        cursor.execute("ANALYZE")


def _match(query: Query, own_words: bool) -> str:
    """Return the query in FTS5's language; every token is quoted, and tokens hold no quotes."""
    match = " AND ".join(_term(term) for term in query.wanted)
    if query.excluded:
        match = f"({match}) NOT ({' OR '.join(_term(term) for term in query.excluded)})"
    return f"{{body}} : ({match})" if own_words else match


def _term(term: Term) -> str:
    before = "".join(f'"{token}" + ' for token in term.tokens[:-1])
    endings = [f'"{term.tokens[-1]}"' + (" *" if term.is_prefix else ""), *(f'"{token}"' for token in term.also)]
    return f"({' OR '.join(before + ending for ending in endings)})"

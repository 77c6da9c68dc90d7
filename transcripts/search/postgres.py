"""The index on PostgreSQL: one tsvector a turn, own words weighted A, the context D, made and quoted here.

A tsvector numbers places up to 16,383 only, and keeps 255 places of one token: beyond them, words of one very long
turn are found, but phrases are not.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from transcripts.search.query import Query, Term
from transcripts.search.rows import BREAK, Row

ROWS = "transcripts_search"
WEIGHTS = [0.1, 0.1, 0.1, 1.0]  # of D, C, B and A
LAST_PLACE = 16_383
CONTEXT_PLACES = 2_000  # the context comes first, and no further than this
LONG_AND_SHORT = 1  # ts_rank's normalization: divide by 1 + the logarithm of the length

_MATCHES = "FROM transcripts_search WHERE words @@ %s::tsquery"


def turn_ids(query: Query, *, own_words: bool = False) -> RawSQL:
    """Return a subquery: the turns that match, in their own words only or in what stands round them too."""
    return RawSQL(f"SELECT turn_id {_MATCHES}", [_tsquery(query, own_words)])  # noqa: S611 (the query is a parameter)


def conference_ids(query: Query) -> RawSQL:
    """Return a subquery: the conferences of the turns that match."""
    return RawSQL(f"SELECT conference_id {_MATCHES}", [_tsquery(query, False)])  # noqa: S611 (the query is a parameter)


def ranks(query: Query, ids: Sequence[int], *, own_words: bool = False) -> dict[int, float]:
    """Return how well each of the turns `ids`, which match, does so: the higher, the better. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT turn_id, ts_rank(%s::float4[], words, %s::tsquery, %s)"
            " FROM transcripts_search WHERE turn_id = ANY(%s)",
            [WEIGHTS, _tsquery(query, own_words), LONG_AND_SHORT, list(ids)],
        )
        return dict(cursor.fetchall())


def replace(conference_ids: Iterable[int], rows: Sequence[Row]) -> None:
    """Put `rows`, which are all rows of the conferences, in the place of what is there. Two statements."""
    turns = [row.turn_id for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM transcripts_search WHERE conference_id = ANY(%s) OR turn_id = ANY(%s)",
            [list(conference_ids), turns],
        )
        cursor.execute(
            "INSERT INTO transcripts_search (turn_id, conference_id, words)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[]::tsvector[])"
            " ON CONFLICT (turn_id) DO UPDATE SET conference_id = EXCLUDED.conference_id, words = EXCLUDED.words",
            [turns, [row.conference_id for row in rows], [_tsvector(row) for row in rows]],
        )


def forget(ids: Iterable[int]) -> None:
    """Drop the rows of the turns. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search WHERE turn_id = ANY(%s)", [list(ids)])


def sweep() -> None:
    """Drop the rows of turns that are gone, and count what is in the index for the planner. It reads it whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM transcripts_search WHERE NOT EXISTS"
            " (SELECT FROM transcripts_turn WHERE transcripts_turn.id = transcripts_search.turn_id)"
        )
        cursor.execute("ANALYZE transcripts_search")


def _tsvector(row: Row) -> str:
    """Return the row as a tsvector is written: each token with its places, in the context or after it."""
    places: dict[str, list[str]] = {}
    for place, token in enumerate(row.context[:CONTEXT_PLACES], start=1):
        if token != BREAK:
            places.setdefault(token, []).append(str(place))
    for place, token in enumerate(row.body, start=min(len(row.context), CONTEXT_PLACES) + 2):
        places.setdefault(token, []).append(f"{min(place, LAST_PLACE)}A")
    return " ".join(f"{_quoted(token)}:{','.join(found)}" for token, found in places.items())


def _tsquery(query: Query, own_words: bool) -> str:
    """Return the query as a tsquery is written."""
    terms = [_term(term, own_words) for term in query.wanted]
    terms += [f"!{_term(term, own_words)}" for term in query.excluded]
    return " & ".join(terms)


def _term(term: Term, own_words: bool) -> str:
    weight = "A" if own_words else ""
    exact = f":{weight}" if weight else ""
    before = "".join(f"{_quoted(token)}{exact} <-> " for token in term.tokens[:-1])
    ending = f"{_quoted(term.tokens[-1])}" + (f":*{weight}" if term.is_prefix else exact)
    also = "".join(f" | {_quoted(token)}{exact}" for token in term.also)
    return f"({before}({ending}{also}))"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"

"""The index on PostgreSQL: each turn's facts and one tsvector, own words weighted A, question B, context D.

A GIN index gives all matches or none, never the newest. So time is cut into slices, each with a token of its own in the
vector, and queried one by one, the newest first, until enough is found: the cost is that of the results shown.

A tsvector numbers places up to 16,383 only, and keeps 255 places of one token: beyond them, words of one very long
turn are found, but phrases are not.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice, pairwise, repeat
from operator import itemgetter
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from transcripts.models import fetch_alike, reading
from transcripts.search.index_query import IndexQuery, VisibilitySQL, Where
from transcripts.search.query import MARK, Term
from transcripts.search.rows import (
    BREAK,
    PUBLISHED,
    QUESTION_TOKENS,
    UNPUBLISHED,
    IndexedTurn,
    Row,
    filter_token,
    in_title,
)
from transcripts.search.words.keys import CONFERENCE_MASK, TURN_BITS, day_of, slices_between, slices_of
from transcripts.text import is_han

ROWS = "transcripts_search"
CONFERENCE = "transcripts_search.conference_id"
ROW_SIZE = 8160  # bytes; up to here a row holds its vectors itself, so that one look finds all of it
LAST_PLACE = 16_383
CONTEXT_PLACES = 2_000  # the context comes first, and no further than this
_CONTEXT_PLACES = [str(place) for place in range(1, CONTEXT_PLACES + 1)]
_QUESTION_PLACES = [f"{place}B" for place in range(CONTEXT_PLACES + QUESTION_TOKENS + 4)]
_BODY_PLACES = [f"{place}A" for place in range(LAST_PLACE)]
_LAST = f"{LAST_PLACE}A"
_WEIGHTS = {Where.ANYWHERE: "", Where.BODY: "A", Where.CONTEXT: "D"}
_FACTS = "key, turn_id, exchange_id, conference_id, speaker_id, outlet_id, series_id, language, kind, topics"
NEAR = 8  # slices that are queried first
FEW = 3_000  # matches in all, as the first slices let expect, that may be gathered at once
FIRST_HAN = "\u1100"  # nothing before it is Chinese, kana or hangul
# Tokens for pairs of neighbouring words. More kinds tell more pairs apart, and cost more to sort an index by.
_PAIRS = [f"'{MARK}w{chr(0x4000 + kind)}'" for kind in range(0x4000)]
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
# A vector lies packed in a place of its own; joined to nothing it is fetched once, and not for each query. The
# context is kept a second time in the row itself: most queries of the ranking need only that.
_UNPACKED = "SELECT key, {vector} AS vector FROM transcripts_search WHERE key = ANY(%s::bigint[]) OFFSET 0"


def bounds() -> tuple[int, int]:
    """Return the lowest and the highest key that there is; an upside-down pair when there is none. One query."""
    ((first, last),) = _fetch("SELECT min(key), max(key) FROM transcripts_search", ())
    return (1, 0) if first is None else (first, last)


def newest_matches(question: IndexQuery, visibility: VisibilitySQL, *, oldest: bool, limit: int) -> list[IndexedTurn]:
    """Return the newest (or oldest) rows that match and are visible, in order of their keys. Two queries at most."""
    order = f"key + 0 {'ASC' if oldest else 'DESC'}"
    rows = _find(_FACTS, question, visibility, order=order, limit=limit, oldest=oldest)
    return sorted(map(IndexedTurn._make, rows), key=itemgetter(0), reverse=not oldest)  # by their keys


def conference_ids(question: IndexQuery, *, limit: int) -> list[int]:
    """Return the newest conferences with a match; the walk ends when there are enough. Two queries at most."""
    rows = _find(f"DISTINCT key >> {TURN_BITS} AS place", question, ("TRUE", ()), order="place DESC", limit=limit)
    return [place & CONFERENCE_MASK for (place,) in rows]


def _find(
    what: str, question: IndexQuery, visibility: VisibilitySQL, *, order: str, limit: int, oldest: bool = False
) -> list[tuple[Any, ...]]:
    """Query the first slices; then, for more, all the others, or all time at once where little is to be expected.

    `key + 0` keeps the planner from walking the keys, which is endless for rare words. The two conditions on `words`
    let the index leap from one to the other; joined into one it would read the shorter to its end. So whatever the
    words, the one good plan begins at the index of words, and is made once.
    """
    condition, parameters = visibility
    rows = f"SELECT {what} FROM transcripts_search WHERE words @@ %s::tsquery"  # noqa: S608 (constants)
    these = f" AND key + 0 BETWEEN %s AND %s AND ({condition}) ORDER BY {order} LIMIT {limit:d}"
    sliced = f"SELECT found.* FROM unnest(%s::text[]::tsquery[]) AS slice, LATERAL ({rows} AND words @@ slice{these})"  # noqa: S608
    sliced += " AS found LIMIT %s"
    asked = [_tsquery(question), question.first, question.last, *parameters]
    slices = slices_between(question.first, question.last, oldest=oldest)
    near, far = slices[:NEAR], slices[NEAR:]
    found = _fetch(sliced, [[_slice(*each) for each in near], *asked, limit])
    if not far or len(found) >= limit:
        return found
    if len(found) * _days(slices) > FEW * _days(near):
        return found + _fetch(sliced, [[_slice(*each) for each in far], *asked, limit - len(found)])
    return _fetch(rows + these, asked)


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
        [*(_tsquery(each, pairs=False) for each in questions), f"{{{','.join(map(str, keys))}}}"],
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
            copy.write_row((*row.facts, *_tsvectors(row)))


def _slice(level: int, number: int) -> str:
    return _quoted(filter_token("z", f"{level}x{number}"))


@lru_cache(maxsize=1024)
def _slices(day: date) -> str:
    """Return the slices that a day is in, in tsvector syntax."""
    return " ".join(_slice(*each) for each in slices_of(day))


def _days(slices: Sequence[tuple[int, int]]) -> int:
    return sum(1 << level for level, _ in slices)


def _tsvectors(row: Row) -> tuple[str, str]:
    """Return the turn's context, and the context with the turn's own words, each in tsvector syntax.

    The order is context, question, own words. The filter tokens and the title are in both; tokens that only an
    index needs are in the second alone.
    """
    start = min(len(row.context), CONTEXT_PLACES) + 2
    context: dict[str, str] = {}
    _place(context, row.context, _CONTEXT_PLACES)
    places = dict(context)
    _place(places, row.question, islice(_QUESTION_PLACES, start, None))
    start += len(row.question) + 1
    _place(places, row.body, chain(islice(_BODY_PLACES, start, None), repeat(_LAST)))
    title, title_pairs = _title(tuple(row.title))
    marks = " ".join([*map(_quoted, row.marks), title])
    kinds = _paired(row.context) | _paired(row.question) | _paired(row.body) | title_pairs
    pairs = " ".join([_PAIRS[kind] for kind in kinds])
    return f"{_written(context)} {marks}", f"{_written(places)} {marks} {pairs} {_slices(day_of(row.facts.key))}"


@lru_cache(maxsize=1024)
def _title(title: tuple[str, ...]) -> tuple[str, frozenset[int]]:
    """Return the tokens of a title in tsvector syntax, and the kinds of pairs among them."""
    plain = [token.removeprefix(in_title("")) for token in title]
    places: dict[str, str] = {}
    _place(places, plain, _CONTEXT_PLACES)
    return _written(places, in_title), frozenset(_paired(plain))


def _place(places: dict[str, str], tokens: Iterable[str], numbers: Iterable[str]) -> None:
    """Add the positions of each token to its places."""
    for token, number in zip(tokens, numbers, strict=False):
        places[token] = f"{places[token]},{number}" if token in places else number
    places.pop(BREAK, None)


def _written(places: dict[str, str], spell: Callable[[str], str] = str) -> str:
    """Return the tokens, each as `spell` has it, with their places.

    Single Chinese characters are written too, as their own tokens: to look for all pairs that begin with one has no
    bound here.
    """
    chars: dict[str, list[str]] = {}
    for token, found in places.items():
        if token >= FIRST_HAN and is_han(token):
            chars.setdefault(token[0], []).append(found)
    words = [f"'{spell(token)}':{found}" for token, found in places.items()]
    words += [f"{_quoted(spell(filter_token('h', char)))}:{','.join(found)}" for char, found in chars.items()]
    return " ".join(words)


def _paired(tokens: Sequence[str]) -> set[int]:
    """Return the kinds of pairs of neighbouring words; many pairs share a kind.

    The index knows the words of a turn, not their places: to find a rare phrase of common words, it would have to read
    every turn that has them all. Chinese tokens are pairs already.
    """
    return {
        crc32(f"{one} {two}".encode()) % len(_PAIRS)
        for one, two in pairwise(tokens)
        if one < FIRST_HAN and two < FIRST_HAN
    }


def _tsquery(question: IndexQuery, *, pairs: bool = True) -> str:
    """Return the query in tsquery syntax; without `pairs` for use on rows, and not on the index.

    Published means not marked otherwise: the list of the few is read more quickly than that of nearly all. But a
    question of negations alone the planner takes for one that needs the whole index, and reads the table instead.
    """
    weight, groups = _WEIGHTS[question.where], question.query.wanted
    terms = [_any(group, weight, pairs, with_title=question.title_helps) for group in groups]
    if question.needs_more_than_title:
        terms.append(_any([term for group in groups for term in group], weight, pairs))
    terms += [f"({' | '.join(map(_quoted, tokens))})" for tokens in question.marks if tokens != (PUBLISHED,)]
    if (PUBLISHED,) in question.marks:
        terms.append(f"!{_quoted(UNPUBLISHED)}" if terms else _quoted(PUBLISHED))
    with_title = question.where != Where.BODY
    terms += [f"!{_any([term], weight, pairs, with_title=with_title)}" for term in question.query.excluded]
    return " & ".join(terms)


def _any(terms: Sequence[Term], weight: str, pairs: bool, *, with_title: bool = False) -> str:
    """Return the condition that one of the terms matches there, or in the title."""
    found = [_term(term, weight, pairs) for term in terms]
    found += [_term(term, weight, pairs, in_title) for term in terms if with_title and not term.is_mark]
    return f"({' | '.join(found)})"


def _term(term: Term, weight: str, pairs: bool, spell: Callable[[str], str] = str) -> str:
    if term.is_mark:
        return _quoted(term.tokens[0])
    exact = f":{weight}" if weight else ""
    before = "".join(f"{_quoted(spell(token))}{exact} <-> " for token in term.tokens[:-1])
    last = filter_token("h", term.tokens[-1]) if term.is_prefix and is_han(term.tokens[-1]) else term.tokens[-1]
    ending = _quoted(spell(last)) + exact
    also = "".join(f" | {_quoted(spell(token))}{exact}" for token in term.also)
    exactly = term.tokens[:-1] if term.also or term.is_prefix else term.tokens
    near = "".join(f" & {_PAIRS[kind]}" for kind in sorted(_paired(exactly))) if pairs else ""
    return f"({before}({ending}{also}){near})"


def _quoted(token: str) -> str:
    return f"'{token}'"  # no token holds a quotation mark or a backslash

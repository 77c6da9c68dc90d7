"""The vocabulary of the index, for prefixes* and spelling suggestions.

A table of words with the number of turns they are in, exact after a rebuild and approximate later. It
has words of non-public turns too: before a word is shown, a search must find something public.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from transcripts.models import fetch, fetch_alike, reading
from transcripts.search.words.offices import SIGN
from transcripts.text import is_han

BATCH = 10_000
MOST = 64  # words that one beginning represents


def add(words: Mapping[str, int]) -> None:
    """Add those of the words that are not there yet. One statement.

    The number of the others stays: raising it would make all who publish wait for each other.
    """
    put(words, "ON CONFLICT (word) DO NOTHING")


def refill(words: Mapping[str, int]) -> None:
    """Replace all words. One statement for every BATCH of them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search_vocabulary")
    put(words, "")


def drop(words: Sequence[str]) -> None:
    """Take these words away. One statement, or none."""
    if words:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM transcripts_search_vocabulary WHERE word {_one_of()}", [_bind(words)])  # noqa: S608


def offices() -> list[str]:
    """Return all tokens of offices. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM transcripts_search_vocabulary WHERE word >= %s AND word < %s",
            [SIGN, SIGN + chr(0x10FFFF)],
        )
        return [word for (word,) in cursor.fetchall()]


def look_up(beginnings: Sequence[str], words: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return the MOST most frequent words for each prefix, and the `counts` of the words. One query, or none."""
    part = (
        "SELECT * FROM (SELECT {number}, word, turns FROM transcripts_search_vocabulary"
        " WHERE word >= %s AND word < %s ORDER BY turns DESC, word LIMIT {most}) AS part{number}"
    )
    parts = [part.format(number=number, most=MOST) for number in range(len(beginnings))]
    parameters: list[Any] = [limit for each in beginnings for limit in (each, each + chr(0x10FFFF))]
    if words:
        parts.append(f"SELECT {len(beginnings)}, word, turns FROM transcripts_search_vocabulary WHERE word {_one_of()}")  # noqa: S608
        parameters.append(_bind(words))
    found: dict[str, list[str]] = {beginning: [] for beginning in beginnings}
    known: dict[str, int] = {}
    if not parts:
        return found, known
    ask = fetch if beginnings else fetch_alike  # how many words begin so the planner must see for itself
    for number, word, turns in ask(reading(), " UNION ALL ".join(parts), parameters):
        if number == len(beginnings):
            known[word] = turns
        else:
            found[beginnings[number]].append(word)
    return found, known


def counts(words: Sequence[str]) -> dict[str, int]:
    """Return those of the words that the index holds, with the number of turns they are in. One query."""
    return look_up((), words)[1]


def _one_of() -> str:
    return "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def _bind(words: Sequence[str]) -> Any:
    return list(words) if connection.vendor == "postgresql" else json.dumps(list(words))


def put(words: Mapping[str, int], otherwise: str) -> None:
    """Insert the words in alphabetical order, so that concurrent writers never deadlock."""
    ordered = sorted(filter(is_word, words))
    for at in range(0, len(ordered), BATCH):
        _insert([(word, words[word]) for word in ordered[at : at + BATCH]], otherwise)


def is_word(token: str) -> bool:
    """Return whether a token is a word or a number for prefixes and spelling: not Chinese."""
    return len(token) > 1 and not is_han(token)


def _insert(rows: Sequence[tuple[str, int]], otherwise: str) -> None:
    into = "INSERT INTO transcripts_search_vocabulary (word, turns)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            words, turns = zip(*rows, strict=True)
            cursor.execute(
                f"{into} SELECT * FROM unnest(%s::text[], %s::integer[]) {otherwise}",  # noqa: S608 (constants)
                [list(words), list(turns)],
            )
        else:
            cursor.executemany(f"{into} VALUES (%s, %s) {otherwise}", rows)

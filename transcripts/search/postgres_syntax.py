"""How rows and queries of the index are written for PostgreSQL, as tsvector and tsquery. Pure.

A tsvector numbers places up to 16,383 only, and keeps 255 places of one token: beyond them, words of one very long
turn are found, but phrases are not.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice, pairwise, repeat
from zlib import crc32

from transcripts.search.index_query import IndexQuery, Where
from transcripts.search.query import MARK, Term
from transcripts.search.rows import BREAK, PUBLISHED, QUESTION_TOKENS, UNPUBLISHED, Row, filter_token, in_title
from transcripts.search.words.keys import day_of, slices_of
from transcripts.text import is_han

LAST_PLACE = 16_383
CONTEXT_PLACES = 2_000  # the context comes first, and no further than this
_CONTEXT_PLACES = [str(place) for place in range(1, CONTEXT_PLACES + 1)]
_QUESTION_PLACES = [f"{place}B" for place in range(CONTEXT_PLACES + QUESTION_TOKENS + 4)]
_BODY_PLACES = [f"{place}A" for place in range(LAST_PLACE)]
_LAST = f"{LAST_PLACE}A"
_WEIGHTS = {Where.ANYWHERE: "", Where.BODY: "A", Where.CONTEXT: "D"}
FIRST_HAN = "\u1100"  # nothing before it is Chinese, kana or hangul
# Tokens for pairs of neighbouring words. More kinds tell more pairs apart, and cost more to sort an index by.
_PAIRS = [f"'{MARK}w{chr(0x4000 + kind)}'" for kind in range(0x4000)]


def slice_token(level: int, number: int) -> str:
    """Return the token of a slice of time, as rows have it and queries ask for it."""
    return quoted(filter_token("z", f"{level}x{number}"))


@lru_cache(maxsize=1024)
def _slices(day: date) -> str:
    """Return the slices that a day is in, in tsvector syntax."""
    return " ".join(slice_token(*each) for each in slices_of(day))


def tsvectors(row: Row) -> tuple[str, str]:
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
    marks = " ".join([*map(quoted, row.marks), title])
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
    words += [f"{quoted(spell(filter_token('h', char)))}:{','.join(found)}" for char, found in chars.items()]
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


def tsquery(question: IndexQuery, *, pairs: bool = True) -> str:
    """Return the query in tsquery syntax; without `pairs` for use on rows, and not on the index.

    Published means not marked otherwise: the list of the few is read more quickly than that of nearly all. But a
    question of negations alone the planner takes for one that needs the whole index, and reads the table instead.
    """
    weight, groups = _WEIGHTS[question.where], question.query.wanted
    terms = [_any(group, weight, pairs, with_title=question.title_helps) for group in groups]
    if question.needs_more_than_title:
        terms.append(_any([term for group in groups for term in group], weight, pairs))
    terms += [f"({' | '.join(map(quoted, tokens))})" for tokens in question.marks if tokens != (PUBLISHED,)]
    if (PUBLISHED,) in question.marks:
        terms.append(f"!{quoted(UNPUBLISHED)}" if terms else quoted(PUBLISHED))
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
        return quoted(term.tokens[0])
    exact = f":{weight}" if weight else ""
    before = "".join(f"{quoted(spell(token))}{exact} <-> " for token in term.tokens[:-1])
    last = filter_token("h", term.tokens[-1]) if term.is_prefix and is_han(term.tokens[-1]) else term.tokens[-1]
    ending = quoted(spell(last)) + exact
    also = "".join(f" | {quoted(spell(token))}{exact}" for token in term.also)
    exactly = term.tokens[:-1] if term.also or term.is_prefix else term.tokens
    near = "".join(f" & {_PAIRS[kind]}" for kind in sorted(_paired(exactly))) if pairs else ""
    return f"({before}({ending}{also}){near})"


def quoted(token: str) -> str:
    """Return a token as both have it; none holds a quotation mark or a backslash."""
    return f"'{token}'"

"""Query expansion from the database: names of speakers and outlets, and words for beginnings*."""

from dataclasses import replace

from transcripts.models import KEY_LENGTH, AnyOf, NameKey, PreparedQuery
from transcripts.search import vocabulary
from transcripts.search.query import Group, Query, Term
from transcripts.search.rows import filter_token
from transcripts.text import is_han, spellings, stem

MAX_NAME = 6  # words of a name
_SORTS = {"speaker": "s", "outlet": "o"}


def name_key(name: str) -> str:
    """Return the key under which a name is found when it is typed in a query: its tokens, in order."""
    return _key([spelling for spelling, _ in spellings(name)])


def expand(query: Query) -> Query:
    """Return the query with the words for its beginnings*, and with the people and outlets that it names. Two queries.

    A word of a name also matches turns by its bearer: “Calder speaks” finds what Calder says about speaking.
    """
    return _with_names(_with_prefixes(query))


def _with_prefixes(query: Query) -> Query:
    """Return the query with the most frequent words for each beginning of a word. One query, or none."""
    terms = [*query.terms, *query.excluded]
    begun = list(dict.fromkeys(term.tokens[-1] for term in terms if _is_prefix(term)))
    if not begun:
        return query
    words = vocabulary.beginning_with(begun)

    def full(term: Term) -> Term:
        if not _is_prefix(term):
            return term
        also = {*term.also, *(stem(word) for word in words[term.tokens[-1]])}
        return replace(term, is_prefix=False, also=tuple(sorted(also)))

    wanted = tuple(tuple(map(full, group)) for group in query.wanted)
    return Query(wanted, tuple(map(full, query.excluded)))


def _is_prefix(term: Term) -> bool:
    return term.is_prefix and not is_han(term.tokens[-1])


def _with_names(query: Query) -> Query:
    """Return the query with a filter token beside each word of the names of speakers and outlets. One query."""
    spans = _spans(query.wanted)
    if not spans:
        return query
    whose: dict[str, list[Term]] = {}
    for key, kind, record in sorted(_NAMED(keys=[*spans]), key=lambda row: row[1:]):
        whose.setdefault(key, []).append(Term((filter_token(_SORTS[kind], record),)))
    wanted = list(query.wanted)
    taken: set[int] = set()
    for key, (first, last) in sorted(spans.items(), key=lambda item: item[1][0] - item[1][1]):  # the longest first
        if key in whose and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            for at in range(first, last):
                wanted[at] += tuple(dict.fromkeys(whose[key]))
    return replace(query, wanted=tuple(wanted))


# Unordered: to sort, SQLite would read all names by another index.
_NAMED = PreparedQuery(
    lambda: (
        NameKey.objects.filter(AnyOf("key", "keys"), kind__in=_SORTS).order_by().values_list("key", "kind", "record")
    )
)


def _spans(wanted: tuple[Group, ...]) -> dict[str, tuple[int, int]]:
    """Return each name key that one term, or some that follow one another, may spell, with their places."""
    spans: dict[str, tuple[int, int]] = {}
    for first in range(len(wanted)):
        for term in wanted[first]:
            if term.spelt:
                spans.setdefault(_key(term.spelt), (first, first + 1))
        spelt: tuple[str, ...] = ()
        for last in range(first, min(first + MAX_NAME, len(wanted))):
            if len(wanted[last]) > 1 or not wanted[last][0].spelt:
                break
            spelt += wanted[last][0].spelt
            spans.setdefault(_key(spelt), (first, last + 1))
    return spans


def _key(spelt: "tuple[str, ...] | list[str]") -> str:
    return f"# {' '.join(spelt)}"[:KEY_LENGTH]

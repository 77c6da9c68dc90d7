"""Query expansion from the database: names and offices, days, words for beginnings*, and other ways to write words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from transcripts.models import KEY_LENGTH, NOW, AnyOf, Conference, NameKey, Param, PreparedQuery
from transcripts.search.query import Group, Query, Term, words_of_dates
from transcripts.search.rows import filter_token
from transcripts.search.words import vocabulary
from transcripts.search.words.dates import days_of
from transcripts.search.words.offices import MOST_WORDS, is_office, office_key
from transcripts.text import is_han
from transcripts.tokens import spellings, stem

MAX_NAME = 6  # words of a name
_SORTS = {"speaker": "s", "outlet": "o", "topic": "t"}


def name_key(name: str) -> str:
    """Return the key under which a name is found when it is typed in a query: its tokens, in order."""
    return _key([spelling for spelling, _ in spellings(name)])


def expand(query: Query) -> Query:
    """Return the query as the index is asked. Three queries at most.

    With the words for its beginnings*, with the people, outlets, topics and offices that it names, with the other ways
    to write its words that there are, and with those of its dates on which the public archive has a conference; other
    dates are words. A word of a name also matches turns of whoever bears it: “Calder speaks” finds what Calder says
    about speaking.
    """
    if query.dates and not _ANY_DAY(first=days_of(query.dates)[0], last=days_of(query.dates)[1]):
        query = words_of_dates(query)
    return _with_names(_with_vocabulary(query))


_ANY_DAY = PreparedQuery(
    lambda: (
        Conference.objects.published(NOW)
        .filter(date__gte=Param("first"), date__lte=Param("last"))
        .order_by()
        .values_list("pk")[:1]
    )
)


def _with_vocabulary(query: Query) -> Query:
    """Return the query with what the index's own words tell of it. One query, or none."""
    begun = list(dict.fromkeys(term.tokens[-1] for term in [*query.terms, *query.excluded] if _is_prefix(term)))
    others = {word for group in query.variants for term in group for word in term.words}
    offices = _office_spans(query)
    words, known = vocabulary.look_up(begun, sorted({*others, *offices}))

    def full(term: Term) -> Term:
        if not _is_prefix(term):
            return term
        also = {*term.also, *(stem(word) for word in words[term.tokens[-1]])}
        return replace(term, is_prefix=False, also=tuple(sorted(also)))

    wanted = []
    for number, group in enumerate(query.wanted):
        variants = query.variants[number] if number < len(query.variants) else ()
        there = [term for term in variants if _is_there(term, known)]
        held = [Term((key,)) for key, places in offices.items() if key in known and number in places]
        wanted.append((*map(full, group), *there, *held))
    return replace(query, wanted=tuple(wanted), variants=(), excluded=tuple(map(full, query.excluded)))


def _is_there(term: Term, known: Mapping[str, int]) -> bool:
    """Return whether another way to write a term is looked for: as two words only where the index has both.

    As one word always: it also represents its other forms, as “co-operation” for “cooperative”. A question's pairs of
    Chinese characters are for highlights, and looked for by themselves.
    """
    if len(term.words) == 1:
        return not is_han(term.tokens[0])
    return all(len(word) == 1 or word in known for word in term.words)


def without_words(query: Query, kept: Sequence[Group]) -> Query:
    """Return a question that wants only the groups `kept`, and knows which it left out."""
    gone = tuple(group[0] for group in query.wanted if group not in kept)
    return replace(query, wanted=tuple(kept), left_out=query.left_out + gone)


def _office_spans(query: Query) -> dict[str, set[int]]:
    """Return each office that words which follow one another may name, with the numbers of the words' groups."""
    spans: dict[str, set[int]] = {}
    for first in range(len(query.typed)):
        spelt: tuple[str, ...] = ()
        places: set[int] = set()
        for term, number in query.typed[first : first + MOST_WORDS]:
            if not term.spelt or (number is not None and len(query.wanted[number]) > 1):
                break
            spelt += term.spelt
            places |= {number} if number is not None else set()
            if places and is_office(spelt):
                spans.setdefault(office_key(spelt), places.copy())
    return spans


def _is_prefix(term: Term) -> bool:
    return term.is_prefix and not is_han(term.tokens[-1])


def _with_names(query: Query) -> Query:
    """Return the query with a filter token beside each word of the names of speakers, outlets and topics. One query."""
    spans = _spans(query)
    if not spans:
        return query
    whose: dict[str, list[Term]] = {}
    for key, kind, record in sorted(_NAMED(keys=[*spans]), key=lambda row: row[1:]):
        whose.setdefault(key, []).append(Term((filter_token(_SORTS[kind], record),)))
    wanted = list(query.wanted)
    taken: set[int] = set()
    for key, places in sorted(spans.items(), key=lambda item: -len(item[1])):  # the longest first
        if key in whose and taken.isdisjoint(places):
            taken |= places
            for at in places:
                wanted[at] += tuple(dict.fromkeys(whose[key]))
    return replace(query, wanted=tuple(wanted))


# By the key alone and unordered: to choose the kinds PostgreSQL would read all names, and to sort them SQLite.
_NAMED = PreparedQuery(
    lambda: NameKey.objects.filter(AnyOf("key", "keys")).order_by().values_list("key", "kind", "record"),
    is_planned_once=True,
)


def _spans(query: Query) -> dict[str, set[int]]:
    """Return each name key that one term, or some that follow one another, may spell, with their groups' numbers."""
    spans: dict[str, set[int]] = {}
    place = {group[0]: number for number, group in enumerate(query.wanted)}
    for number, group in enumerate(query.wanted):
        for term in group:
            if term.spelt:
                spans.setdefault(_key(term.spelt), {number})
    typed = [(term, place.get(term)) for term, number in query.typed if number is None or term in place]
    for first in range(len(typed)):
        spelt: tuple[str, ...] = ()
        places: set[int] = set()
        for term, at in typed[first : first + MAX_NAME]:
            is_either = at is not None and len([each for each in query.wanted[at] if each.spelt]) > 1
            if is_either or not term.spelt:
                break
            spelt += term.spelt
            places |= {at} if at is not None else set()
            if places:
                spans.setdefault(_key(spelt), places.copy())
    return spans


def _key(spelt: "tuple[str, ...] | list[str]") -> str:
    return f"# {' '.join(spelt)}"[:KEY_LENGTH]

"""Candidates for find and replace: conferences, public or not, whose index rows contain given words."""

from datetime import date

from transcripts.search.engine import engine
from transcripts.search.index_query import IndexQuery
from transcripts.search.query import Query, Term, phrase_of
from transcripts.search.rows import filter_token
from transcripts.search.words.keys import first_key, last_key
from transcripts.tokens import tokens


def find_containing(
    words: str, *, series: int | None = None, first: date | None = None, last: date | None = None, limit: int
) -> list[int] | None:
    """Return the keys of the newest conferences that may hold the whole words, whatever their case.

    Of a series, and between two days, if given. Looked in are what is said, headings, labels, journalists and titles.
    None where the index cannot tell: it has no parts of words, and none of a stenographer's remarks. At most three
    queries.
    """
    terms: list[Term] = []
    for form in dict.fromkeys((words, words.lower(), words.upper(), words.title())):
        term = phrase_of(form)
        if term is None or not any(tokens(f"({form})")):
            return None
        terms.append(term)
    bounds = engine().bounds()
    question = IndexQuery(
        Query((tuple(dict.fromkeys(terms)),)),
        marks=((filter_token("c", series),),) if series else (),
        first=max(first_key(first), bounds.first),
        last=min(last_key(last), bounds.last),
    )
    return engine().conference_ids(question, limit=limit)

"""A reader's query and filters, as an index is asked."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from transcripts.search.keys import first_key, last_key
from transcripts.search.query import Query, Term
from transcripts.search.rows import PUBLISHED, mark


@dataclass(frozen=True, slots=True)
class Filters:
    """What a turn must be besides; people and so on are primary keys, and no value is no restriction.

    Of several values of one field any will do; all fields must be met. With `speakers`, only what they said
    themselves is searched, not the heading or the title above it.
    """

    speakers: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    outlets: tuple[int, ...] = ()
    series: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    conferences: tuple[int, ...] = ()


# A condition in SQL that a row must meet, with its parameters.
Gate = tuple[str, tuple[Any, ...]]
ALL = Query()


class Where(Enum):
    """In which of a turn's words is looked."""

    ANYWHERE = "anywhere"
    BODY = "body"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Question:
    """Of each group any term must match, and no excluded one; of each set of marks any must be there.

    Only rows with keys from `first` to `last` are asked for.
    """

    query: Query = ALL
    marks: tuple[tuple[str, ...], ...] = ()
    where: Where = Where.ANYWHERE
    first: int = 0
    last: int = 0

    def only(self, *terms: Term, where: Where) -> "Question":
        """Return the question whether the terms stand there; the marks stay, for they make the answer quick."""
        return replace(self, query=Query(tuple((term,) for term in terms)), where=where)

    def inside(self, where: Where) -> "Question":
        """Return the question whether the query matches there alone."""
        return replace(self, query=Query(self.query.wanted), where=where)


def ask(query: Query, filters: Filters, bounds: tuple[int, int]) -> Question:
    """Return the question for those turns of published conferences that match and meet the filters.

    `bounds` are two keys between which all of the index are.
    """
    wanted = [
        tuple(mark(sort, value) for value in values)
        for sort, values in (
            ("s", filters.speakers),
            ("o", filters.outlets),
            ("t", filters.topics),
            ("c", filters.series),
            ("v", filters.conferences),
            ("l", filters.languages),
            ("k", filters.kinds),
        )
        if values
    ]
    return Question(
        query,
        marks=(*wanted, (PUBLISHED,)),
        where=Where.BODY if filters.speakers else Where.ANYWHERE,
        first=max(first_key(filters.first), bounds[0]),
        last=min(last_key(filters.last), bounds[1]),
    )

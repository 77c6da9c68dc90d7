"""A reader's query and filters, as an index is asked."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from transcripts.search.keys import first_key, last_key
from transcripts.search.query import Query, Term
from transcripts.search.rows import FILTERS, PUBLISHED, filter_token


@dataclass(frozen=True, slots=True)
class Filters:
    """What a turn must be besides; people and so on are primary keys, and no value is no restriction.

    Of several values of one field any will do; all fields must be met. A field but the days is a row of
    `rows.FILTERS`.
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
VisibilitySQL = tuple[str, tuple[Any, ...]]
ALL = Query()


class Where(Enum):
    """In which of a turn's words is looked: in all, its own, or its context and the title of its conference.

    ANYWHERE, the title helps only: one of the terms at least stands elsewhere.
    """

    ANYWHERE = "anywhere"
    BODY = "body"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """Of each group any term must match, and no excluded one; of each set of marks any must be there.

    Only rows with keys from `first` to `last` are asked for. `own_first`: own words make a better answer than context.
    """

    query: Query = ALL
    marks: tuple[tuple[str, ...], ...] = ()
    where: Where = Where.ANYWHERE
    first: int = 0
    last: int = 0
    own_first: bool = False

    def only(self, *terms: Term, where: Where) -> "IndexQuery":
        """Return the question whether the terms stand there; the marks stay, for they make the answer quick."""
        return replace(self, query=Query(tuple((term,) for term in terms)), where=where)

    @property
    def title_helps(self) -> bool:
        """Whether a term may be met by the title: of several, for one alone has to be met elsewhere."""
        return self.where == Where.CONTEXT or self.needs_more_than_title

    @property
    def needs_more_than_title(self) -> bool:
        """Whether the title may meet some terms, but not all."""
        return self.where == Where.ANYWHERE and len(self.query.wanted) > 1

    def inside(self, where: Where) -> "IndexQuery":
        """Return the question whether the query matches there alone."""
        return replace(self, query=Query(self.query.wanted), where=where)


def build_query(query: Query, filters: Filters, bounds: tuple[int, int]) -> IndexQuery:
    """Return the question for those turns of published conferences that match and meet the filters.

    `bounds` are two keys between which all of the index are.
    """
    wanted = [
        tuple(filter_token(each.token, value) for value in values)
        for each in FILTERS
        for values in [getattr(filters, each.name)]
        if values
    ]
    return IndexQuery(
        query,
        marks=(*wanted, (PUBLISHED,)),
        first=max(first_key(filters.first), bounds[0]),
        last=min(last_key(filters.last), bounds[1]),
        own_first=bool(filters.speakers),
    )

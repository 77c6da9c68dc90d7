"""The query of an index, made of a reader's query and filters."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from transcripts.search.query import Query, Term
from transcripts.search.rows import FILTERS, PUBLISHED, filter_token
from transcripts.search.words.dates import days_of
from transcripts.search.words.keys import first_key, last_key


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters besides the words; people and so on are primary keys, and an empty value does not restrict.

    Any of several values of one field matches; all fields must match. Each field except the days is a row of
    `rows.FILTERS`. Only what comes behind the row with the key `behind`, of the newest first, matches.
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
    behind: int | None = None


class Bounds(NamedTuple):
    """A lower and an upper bound of all keys; and the `newest` public conferences, by which an index may begin.

    Of these the lowest possible key, and whether the transcript runs, the newest first.
    """

    first: int = 0
    last: int = 0
    newest: tuple[tuple[int, bool], ...] = ()


NO_BOUNDS = Bounds()
# A condition in SQL that a row must meet, with its parameters.
VisibilitySQL = tuple[str, tuple[Any, ...]]
ALL = Query()


class Where(Enum):
    """The words of a turn to look in: all, its own, or its context and the title of its conference.

    With ANYWHERE, the title only helps: at least one of the terms must occur elsewhere.
    """

    ANYWHERE = "anywhere"
    BODY = "body"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """A query: of each group any term must match, and no excluded one; of each set of filter tokens any must be there.

    Only rows with keys from `first` to `last` match, with `closed_only` none of a running transcript, with `turns_only`
    none of a title. With `own_first`, own words rank above context. `newest` is that of the bounds.
    """

    query: Query = ALL
    marks: tuple[tuple[str, ...], ...] = ()
    where: Where = Where.ANYWHERE
    first: int = 0
    last: int = 0
    own_first: bool = False
    closed_only: bool = False
    turns_only: bool = False
    newest: tuple[tuple[int, bool], ...] = ()

    def only(self, *terms: Term, where: Where) -> "IndexQuery":
        """Return the query for the terms in that place; the filter tokens stay, for they make it quick."""
        return replace(self, query=Query(tuple((term,) for term in terms)), where=where)

    @property
    def title_helps(self) -> bool:
        """Whether the title may match a term: only of several, since a single term has to match elsewhere."""
        return self.where == Where.CONTEXT or self.needs_more_than_title

    @property
    def needs_more_than_title(self) -> bool:
        """Whether the title may match some terms, but not all."""
        return self.where == Where.ANYWHERE and len(self.query.wanted) > 1

    def inside(self, where: Where) -> "IndexQuery":
        """Return the query for matches in that place alone."""
        return replace(self, query=Query(self.query.wanted), where=where)


def build_query(query: Query, filters: Filters, bounds: Bounds) -> IndexQuery:
    """Return the query for the turns of published conferences that match the words and the filters."""
    wanted = [
        tuple(filter_token(each.token, value) for value in values)
        for each in FILTERS
        for values in [getattr(filters, each.name)]
        if values
    ]
    days = days_of(query.dates) if query.dates else (None, None)
    behind = () if filters.behind is None else (filters.behind - 1,)
    return IndexQuery(
        query,
        marks=(*wanted, (PUBLISHED,)),
        first=max(first_key(filters.first), first_key(days[0]), bounds.first),
        last=min(last_key(filters.last), last_key(days[1]), bounds.last, *behind),
        own_first=bool(filters.speakers),
        newest=bounds.newest,
    )


def named_topics(query: Query) -> frozenset[int]:
    """Return the primary keys of the topics that an expanded query names."""
    sign = filter_token("t")
    tokens = [term.tokens[0] for group in query.wanted for term in group if term.is_mark]
    return frozenset(int(token.removeprefix(sign)) for token in tokens if token.startswith(sign))

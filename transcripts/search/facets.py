"""Facets of the matches: speakers, topics, years and so on, counted in the window of matches that is loaded anyway."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import pairwise, repeat
from typing import Any

from transcripts.search.finding import Window, open_window, reopen_window
from transcripts.search.index_query import Filters
from transcripts.search.query import words as words_of
from transcripts.search.rows import FILTERS, IndexedTurn
from transcripts.search.words.keys import day_of, last_key

# Each fact of some rows, by row.
_Facts = Mapping[str, Sequence[Any]]


def _years(facts: _Facts) -> dict[int, int]:
    """Count the years: in the order of keys each begins where the one before it ends."""
    keys = sorted(facts["key"])
    years = range(day_of(keys[0]).year, day_of(keys[-1]).year + 1) if keys else range(0)
    ends = [bisect_right(keys, last_key(date(year, 12, 31))) for year in years]
    counts = zip(years, (end - start for start, end in pairwise([0, *ends])), strict=True)
    return {year: n for year, n in counts if n}


# A facet, the fields of `Filters` that choose in it, and the count of rows by its values.
_FACETS: dict[str, tuple[tuple[str, ...], Callable[[_Facts], Mapping[Any, int]]]] = {
    **{each.name: ((each.name,), each.count) for each in FILTERS if each.is_facet},
    "years": (("first", "last"), _years),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """Number of matches by value: primary key, language, kind or year; of the newest only, if `is_capped`."""

    counts: Mapping[object, int] = field(default_factory=dict)
    is_capped: bool = False


def facets(filters: Filters, window: Window) -> dict[str, Facet]:
    """Return the facets of the `window`, which was looked up with `filters`, by the names of the filters.

    Each is counted with all filters but its own, so that one can see what else there would be. Two queries at most
    for each facet in which something is chosen; none for the others.
    """
    empty = Filters()
    found = {}
    in_window = _facts(window.rows)
    for name, (chosen, count) in _FACETS.items():
        own = {each: getattr(empty, each) for each in chosen if getattr(filters, each)}
        looked = reopen_window(window, replace(filters, **own)) if own else window
        found[name] = Facet(count(_facts(looked.rows) if own else in_window), looked.is_capped)
    return found


def _facts(rows: Sequence[IndexedTurn]) -> _Facts:
    return dict(zip(IndexedTurn._fields, zip(*rows, strict=True) if rows else repeat(()), strict=False))


@dataclass(frozen=True, slots=True)
class Loosening:
    """A wider search that finds something: the dropped part `what`, and the number of results.

    `what` is the name of a filter's field, or `days`; `word` for the word `word`; `either` when any word will do.
    """

    what: str
    text: str
    filters: Filters
    total: int
    is_capped: bool
    word: str = ""


MAX_TRIES = 6
_DAYS = ("first", "last")


def loosen(text: str, filters: Filters) -> list[Loosening]:
    """Return wider searches for one that found nothing. The queries of MAX_TRIES lookups at most.

    First without one filter, then without one word, then with any of the words.
    """
    words = words_of(text)
    empty = Filters()
    given = [each.name for each in fields(filters) if getattr(filters, each.name) and each.name not in _DAYS]
    tries = [(name, text, replace(filters, **{name: getattr(empty, name)}), "") for name in given]
    if filters.first or filters.last:
        tries.append(("days", text, replace(filters, first=None, last=None), ""))
    if len(words) > 1:
        tries += [("word", " ".join(words[:at] + words[at + 1 :]), filters, word) for at, word in enumerate(words)]
        tries.append(("either", " OR ".join(words), filters, ""))
    if len(tries) > MAX_TRIES:
        tries = [*tries[: MAX_TRIES - 1], tries[-1]]
    found = []
    windows: dict[str, Window] = {}
    for what, wider, others, word in tries:
        # The words mean the same with other filters.
        window = reopen_window(windows[wider], others) if words and wider in windows else open_window(wider, others)
        windows[wider] = window
        if window.rows:
            found.append(Loosening(what, wider, others, len(window.rows), window.is_capped, word))
    return found

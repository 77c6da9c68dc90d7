"""Counts that can be drawn as bars or columns: one class for facets, years and names. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

LONGEST = 100  # what the longest bar measures in the units of its drawing
SHORTEST = 3  # so that one of a thousand is seen
LABELS = 10  # years up to which each is labelled on a narrow page; of more, every fifth
FIFTH = 5


class CappedCount(NamedTuple):
    """A count that stops at a bound; when capped, there are more."""

    total: int
    is_capped: bool = False


@dataclass(slots=True)  # not frozen: a page has a hundred, which would then be made in thrice the time
class FacetCount:
    """A counted value: its label, its count, its link (empty for none), and whether it is the current choice.

    `share` is its part of the largest beside it, from 0 to LONGEST; a label that `is_minor` may be left out where
    there is no room. `language` is that of a label that is not the reader's own.
    """

    label: str
    count: CappedCount
    url: str = ""
    is_chosen: bool = False
    share: int = 0
    is_minor: bool = False
    language: str = ""

    def with_share(self, share: int) -> "FacetCount":
        """Return the same with another share."""
        return FacetCount(self.label, self.count, self.url, self.is_chosen, share, self.is_minor, self.language)

    @property
    def top(self) -> int:
        """Distance of a column of this share from the top of its drawing."""
        return LONGEST - self.share


def measured(counts: Iterable[FacetCount]) -> list[FacetCount]:
    """Return the facet counts with their shares of the largest among them."""
    found = list(counts)
    largest = max((each.count.total for each in found), default=0)
    return [each.with_share(share_of(each.count.total, largest)) for each in found]


def year_strip(
    counts: Mapping[int, CappedCount], *, chosen: Iterable[int] = (), urls: Mapping[int, str]
) -> list[FacetCount]:
    """Return a facet count for each year from the first that has any to the last, so that gaps are visible.

    The chosen years are included too. A year without any has no link, unless it is chosen or was not counted.
    """
    marked = set(chosen)
    some = {year for year, count in counts.items() if count.total or count.is_capped} | (marked & urls.keys())
    years = range(min(some), max(some) + 1) if some else range(0)
    largest = max((counts[year].total for year in years if year in counts), default=0)
    none = CappedCount(0)
    return [
        FacetCount(
            label=str(year),
            count=(count := counts.get(year, none)),
            url=urls.get(year, "") if year in some else "",
            is_chosen=year in marked,
            share=share_of(count.total, largest),
            is_minor=len(years) > LABELS and year % FIFTH != 0,
        )
        for year in years
    ]


def quarters(found: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return every quarter, as (year, quarter), from the first that was found to the last."""
    first, last = min(found, default=(1, 1)), max(found, default=(0, 0))
    every = ((year, quarter) for year in range(first[0], last[0] + 1) for quarter in range(1, 5))
    return [time for time in every if first <= time <= last]


def share_of(total: int, largest: int) -> int:
    """Return the share of a count when the largest beside it is `largest`: some, however few there are."""
    return max(SHORTEST, round(LONGEST * total / largest)) if total else 0

"""Lists of conferences."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from transcripts import search
from transcripts.listing.entries import Entry, make_entries, one_a_translation_group
from transcripts.listing.figures.charts import CappedCount, FacetCount, year_strip
from transcripts.listing.filtering.facet_counts import (
    COUNTED,
    FacetCounts,
    count_conferences,
    count_years,
    given_of,
    narrowed,
)
from transcripts.listing.filtering.facets import Facet, with_counts
from transcripts.listing.filtering.filters import FACETS, INSIDE, SOURCES
from transcripts.listing.filtering.form import ConferenceFilterSet
from transcripts.listing.page import PAGE_SIZE, Listing
from transcripts.listing.profiles import ProfileListing
from transcripts.listing.walks import Place
from transcripts.models import NOW, Conference, Named, Param, PreparedQuery, address
from transcripts.part_cache import cached

COUNT_CAP = 10_000  # conferences that one list counts and turns the pages of
CAP_OF_NAMES = 1_000  # of those with a speaker, topic or outlet, each of which is looked into
COUNTS_SHOWN = 6  # of one facet, besides those chosen; the form offers the others


class ConferenceListing(Listing):
    """The published conferences that match a query string, the newest first. Six queries; eight at most.

    Words cost the queries of the search and one more. A translated conference is listed once, in the interface's
    `language` where it can, unless languages are chosen. With `after`, those behind a place, uncounted, however far
    back it is. Raises PageNotFoundError.
    """

    filterset_class = ConferenceFilterSet
    facet_names = FACETS
    counted_in = COUNTED

    def __init__(
        self, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE, after: Place | None = None
    ) -> None:
        super().__init__(data, path=path, size=size)
        self._after = after
        inside = {name: [option.key for option in self.values[name]] for name in INSIDE if self.values[name]}
        self._inside = inside
        asked, given = tuple(self._asked), given_of(self._asked)
        if not self.values["language"]:
            given["reader"] = language
        if after:
            found = _behind(after, asked, size, **given)
            self._goes_on = len(found) > size
            self._found = found[:size]
            return
        newest = _matching(asked, "reader" in given, self.sort_name)
        if inside:  # looked for once, for it takes as long to count as to list them
            keys = newest.page(0, CAP_OF_NAMES + 1, **given)
            self.count = CappedCount(min(len(keys), CAP_OF_NAMES), is_capped=len(keys) > CAP_OF_NAMES)
        else:
            count = count_anew if {"q", "from", "to"} & given.keys() else count_matching
            self.count = count(asked, "reader" in given, **_hashable(given))
        self._check_page()
        first = self.offset
        self._found = keys[first : first + size] if inside else newest.page(first, size, **given)
        self._goes_on = self.has_more or self.count.is_capped

    @property
    def keys(self) -> list[int]:
        """The keys of the conferences on this page."""
        return [key for key, _ in self._found]

    @cached_property
    def entries(self) -> list[Entry]:
        """The conferences on this page. Four queries at most, on first access."""
        return make_entries(self.keys, asked=self._inside)

    @property
    def following(self) -> Place | None:
        """The place behind which the list goes on; None at its end."""
        return _last_place(self._found) if self._goes_on else None

    @cached_property
    def facet_counts(self) -> FacetCounts:
        """Number of conferences that each filter would leave. Two queries on first access."""
        return count_conferences(tuple(SOURCES), asked=self._asked, apart=bool(self.values["language"]))

    @property
    def feed(self) -> str:
        """Address of the front page's feed, which takes the same filters."""
        _, mark, query = self.address(sort="").partition("?")
        return address("transcripts:home-feed") + mark + query

    @property
    def sort_name(self) -> str:
        return self.single["sort"] or "newest"

    @property
    def years(self) -> list[FacetCount]:
        """Number of conferences in each year, by the other filters only, so that the year can be changed."""
        options = {option.key: option.value for option in self._offer.options["year"]}
        counts = self.facet_counts.years | {
            year: CappedCount(0, is_capped=True) for year in options if year < self.facet_counts.first_year
        }
        chosen = {option.key for option in self.values["year"]}
        urls = {year: self.address(year="" if year in chosen else value) for year, value in options.items()}
        return year_strip(counts, chosen=chosen, urls=urls)

    @cached_property
    def _asked(self) -> dict[str, list[Any]]:
        """Keys of each filter that is set; for words, the keys of the conferences that match. Five queries at most.

        The search runs once, however many facets are counted.
        """
        asked = {name: [option.key for option in chosen] for name, chosen in self.values.items() if chosen}
        asked.pop("sort", None)
        if "q" in asked:
            last = self._after.day if self._after else None
            asked["q"] = list(search.conferences(self.words, last=last).order_by().values_list("pk", flat=True))
        return asked

    def _facet(self, name: str) -> Facet:
        """Return the facet with its counts: the chosen, then what the other filters leave, the most frequent first."""
        facet = super()._facet(name)
        if name not in SOURCES:
            return facet
        found, has_more = self.facet_counts.options.get(name, ()), self.facet_counts.is_capped
        return with_counts(facet, found, self.choice_address, most=COUNTS_SHOWN, has_more=has_more)


class ConferencesOf(ProfileListing):
    """The published conferences of one series, narrowed by a year. Four queries, or five.

    With `after`, those behind a place, uncounted. Raises PageNotFoundError.
    """

    def __init__(
        self,
        record: Named,
        data: QueryDict,
        *,
        path: str,
        language: str,
        size: int = PAGE_SIZE,
        after: Place | None = None,
    ) -> None:
        super().__init__(record, data, path=path, size=size)
        asked: dict[str, list[Any]] = {self.noun: [record.pk], **({"year": [self.year]} if self.year else {})}
        given = {**given_of(asked), "reader": language}
        if after:
            found = _behind(after, tuple(asked), size, **given)
            self._goes_on = len(found) > size
            self._found = found[:size]
            return
        self.count = count_matching(tuple(asked), True, **_hashable(given))
        self._check_page()
        self._found = _matching(tuple(asked), True, "newest").page(self.offset, size, **given)
        self._goes_on = self.has_more or self.count.is_capped

    @property
    def keys(self) -> list[int]:
        """The keys of the conferences on this page."""
        return [key for key, _ in self._found]

    @cached_property
    def entries(self) -> list[Entry]:
        """The conferences on this page. Three queries, on first access."""
        return make_entries(self.keys)

    @property
    def following(self) -> Place | None:
        """The place behind which the list goes on; None at its end."""
        return _last_place(self._found) if self._goes_on else None

    def years(self) -> dict[int, CappedCount]:
        """Return the number of conferences in each year. One query."""
        return count_years(self.noun, self.record.pk).years


def newest_conferences(number: int, language: str) -> list[Entry]:
    """Return the newest public conferences, each of several languages once, in the reader's where it can. 4 queries."""
    return make_entries([key for key, _ in _matching((), True, "newest").page(0, number, reader=language)])


_Row = tuple[Any, ...]  # the key and the day of a conference


def _behind(after: Place, names: Sequence[str], size: int, **given: Any) -> list[_Row]:
    """Return the rows of the conferences behind a place, one more than `size` if there are. One query."""
    ordered = _matching(tuple(names), "reader" in given, "newest", is_behind=True)
    return ordered.page(0, size + 1, day=after.day, conference=after.conference, **given)


def _last_place(found: Sequence[_Row]) -> Place | None:
    return Place(found[-1][1], found[-1][0]) if found else None


@lru_cache(maxsize=256)
def _matching(names: Sequence[str], is_once: bool, order: str, *, is_behind: bool = False) -> PreparedQuery:
    """Build the query for key and day of the public conferences that meet these filters, one a translation group.

    These alone are put in order: to sort whole rows takes many times as long. With `is_behind`, those behind the
    place of a `day` and a `conference`.
    """

    def make() -> QuerySet[Any, Any]:
        published: QuerySet[Conference] = Conference.objects.published(NOW).closed().order_by(*_ORDERS[order])
        found, among = (published.filter(narrowed(names, in_window=in_window)) for in_window in (False, True))
        if is_once:
            found = one_a_translation_group(found, Param("reader"), among=among)
        if is_behind:  # the first condition alone is what an index can follow
            behind = Q(date__lt=Param("day")) | Q(pk__lt=Param("conference"))
            found = found.filter(date__lte=Param("day")).filter(behind)
        return found.values_list("pk", "date")

    return PreparedQuery(make, is_planned_once=not names)


_ORDERS = {"": (), "newest": ("-date", "-pk"), "oldest": ("date", "pk")}


def count_anew(names: Sequence[str], is_once: bool, **given: Any) -> CappedCount:
    """Count the public conferences that meet the filters, up to COUNT_CAP. One query."""
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    total = _matching(tuple(names), is_once, "").count(COUNT_CAP + 1, **listed)
    return CappedCount(min(total, COUNT_CAP), is_capped=total > COUNT_CAP)


count_matching = cached(64)(count_anew)


def _hashable(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}

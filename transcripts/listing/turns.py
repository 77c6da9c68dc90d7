"""Lists of turns: the results of a search, grouped by exchange."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict

from transcripts import search
from transcripts.listing.figures.charts import CappedCount, FacetCount, year_strip
from transcripts.listing.filtering.facets import Facet, with_counts
from transcripts.listing.filtering.filters import BY_PARAMETER, BY_TOKEN, DAYS, SAID_FACETS
from transcripts.listing.filtering.form import TurnFilterSet
from transcripts.listing.filtering.options import Offer, Option, load_options
from transcripts.listing.filtering.search_facets import SHOWN, options_found
from transcripts.listing.page import PAGE_SIZE, Listing
from transcripts.listing.results.passages import Found, find_passages
from transcripts.listing.results.recording_links import add_recording_links
from transcripts.models import NOW, Conference, PreparedQuery
from transcripts.part_cache import cached

FEW = 3  # results up to which another spelling is suggested


class FoundTurns(Listing):
    """The published turns that match a query string. Three queries and those of the search itself.

    One more where a conference is found by its title alone. Without words or a filter nothing is queried, and
    nothing is found. With `after`, which goes with the newest first alone, those behind a key. Raises
    PageNotFoundError.
    """

    filterset_class = TurnFilterSet
    facet_names = SAID_FACETS
    closed_only = False

    def __init__(self, data: QueryDict, *, path: str, size: int = PAGE_SIZE, after: int | None = None) -> None:
        self._after = after
        super().__init__(data, path=path, size=size)
        self.found: list[Found] = []
        self.window: search.Window | None = None
        self._look()

    def _look(self) -> None:
        """Search, if anything is asked for."""
        if self.is_filtered:
            self.window = search.open_window(
                self.words, self.search_filters, sort=self.sort, closed_only=self.closed_only
            )
            results = search.page(self.window, offset=self.offset, limit=self.size)
            self.count = CappedCount(results.total, results.is_capped)
        self._check_page()
        if self.window:
            self.found = find_passages(results.turn_ids, self.words, named=search.named_topics(self.window))

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        """Load names where nothing is searched yet; else only those of the results, which are counted anyway."""
        asked = any(values for name, values in self._data.lists() if name in self.filterset_class.base_filters)
        return load_options(chosen, offered=() if asked else self.facet_names)

    @property
    def sort(self) -> search.Sort:
        """The sort order: as requested, else the best first when there are words, else the newest."""
        asked = self.single["sort"] or ("relevance" if self.words else "newest")
        return search.Sort(asked)

    @property
    def sort_name(self) -> str:
        return self.sort.value

    @cached_property
    def search_filters(self) -> search.Filters:
        """The filters as a `search.Filters`."""
        keys = {name: tuple(option.key for option in chosen) for name, chosen in self.values.items()}
        first, last = _days(keys)
        chosen: dict[str, Any] = {token: keys[row.parameter] for token, row in BY_TOKEN.items()}
        return search.Filters(**chosen, first=first, last=last, behind=self._after)

    @property
    def following(self) -> int | None:
        """The key behind which the newest go on; None at the end."""
        rows = self.window.rows if self.window else ()
        end = min(self.offset + self.size, len(rows))
        goes_on = self.window and (len(rows) > end or self.window.is_capped)
        return rows[end - 1].key if rows and goes_on else None

    def _chip_text(self, name: str) -> Any:
        return BY_PARAMETER[name].said_chip or super()._chip_text(name)


class ClosedTurns(FoundTurns):
    """The same for files and programs: without what is running."""

    closed_only = True


class NewestTurns(ClosedTurns):
    """The same for feeds: the newest first, whatever order is requested."""

    @property
    def sort(self) -> search.Sort:
        return search.Sort.NEWEST

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        return load_options(chosen)


class TurnListing(FoundTurns):
    """The same with facet counts, links to recordings, and suggestions for other searches. Four more queries.

    Running transcripts are searched too. With few or no results, at most twenty queries more.
    """

    def __init__(self, data: QueryDict, *, path: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        self.options_found: dict[str, list[tuple[Option, int]]] = {}
        self.counted: dict[str, search.Facet] = {}
        self.suggestion: search.Suggestion | None = None
        self.loosened: list[search.Loosening] = []
        if self.window is None:
            return
        add_recording_links(self.found, self.words)
        filters = self.search_filters
        self.counted = search.facets(filters, self.window)
        self.options_found = options_found(self.counted, self.values)
        if self.words and self.count.total <= FEW:
            self.suggestion = search.suggest(self.words, filters)
        if not self.count.total:
            self.loosened = search.loosen(self.words, filters)

    @cached_property
    def running(self) -> int:
        """How many of the passages that are counted are in running transcripts. One query."""
        rows = self.window.rows if self.window else ()
        running = _running() if rows else frozenset()
        return sum(row.conference_id in running for row in rows) if running else 0

    @property
    def explained(self) -> list[str]:
        """Sentences on how the words were read, when they could not be searched for literally."""
        return search.explain(self.words)

    @property
    def readings(self) -> list[tuple[str, str]]:
        """How words were read that were not searched for as such: a sentence, and the address that searches for them.

        The address is empty where there is none.
        """
        found = search.readings(self.words, self.window) if self.window else []
        return [(each.sentence, self.address(q=each.instead) if each.instead else "") for each in found]

    @cached_property
    def years(self) -> list[FacetCount]:
        """Number of passages looked at in each year, whichever year is chosen."""
        if not self.counted:
            return []
        facet = self.counted["years"]
        counts = {int(str(year)): CappedCount(n) for year, n in facet.counts.items()}
        chosen = {option.key for option in self.values["year"]}
        urls = {int(year): url for year, url in self.addresses_with("year", map(str, counts)).items()}
        urls |= dict.fromkeys(chosen, self.address(year=""))
        return year_strip(counts, chosen=chosen, urls=urls)

    @property
    def wider(self) -> list[tuple[search.Loosening, CappedCount, str]]:
        """Wider searches: each with its description, count and address."""
        return [(each, CappedCount(each.total, each.is_capped), self._wider_address(each)) for each in self.loosened]

    @cached_property
    def meant(self) -> tuple[str, CappedCount, str] | None:
        """Spelling suggestion: the text, its count and its address."""
        if not self.suggestion:
            return None
        text = self.suggestion.text
        return text, CappedCount(self.suggestion.total, self.suggestion.is_capped), self.address(q=text)

    def _wider_address(self, loosening: search.Loosening) -> str:
        if loosening.what in {"word", "either"}:
            return self.address(q=loosening.text)
        names = [BY_TOKEN[loosening.what].parameter] if loosening.what in BY_TOKEN else DAYS
        instead: Any = dict.fromkeys(names, "")
        return self.address(**instead)

    def _facet(self, name: str) -> Facet:
        facet = super()._facet(name)
        if name not in self.options_found:
            return facet
        counted = self.counted[BY_PARAMETER[name].token]
        found = self.options_found[name]
        return with_counts(facet, found, self.choice_address, most=SHOWN, has_more=counted.is_capped)

    def _sort_options(self) -> list[Option]:
        """The sort orders offered. Without words there is no relevance, so the newest come first."""
        offered = super()._sort_options()
        return offered if self.words else offered[1:]


_RUNNING = PreparedQuery(lambda: Conference.objects.running(NOW).order_by().values_list("pk"), is_planned_once=True)


@cached(1)
def _running() -> frozenset[int]:
    """Return the keys of the conferences that run. One query."""
    return frozenset(key for (key,) in _RUNNING())


def _days(keys: dict[str, tuple]) -> tuple[date | None, date | None]:
    """Return the first and the last day that `year`, `from` and `to` leave together."""
    spans = [row.days(key) for row in map(BY_PARAMETER.__getitem__, DAYS) if row.days for key in keys[row.parameter]]
    firsts, lasts = ([span[end] for span in spans] for end in (0, 1))
    return max(filter(None, firsts), default=None), min(filter(None, lasts), default=None)

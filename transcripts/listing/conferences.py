"""Lists of conferences."""

from dataclasses import replace
from functools import cached_property, reduce
from operator import and_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from transcripts import search
from transcripts.listing.charts import CappedCount, FacetCount, measured, year_strip
from transcripts.listing.entries import make_entries, one_a_translation_group
from transcripts.listing.facet_counts import COUNTED, FacetCounts, count_conferences, count_years
from transcripts.listing.facets import Facet
from transcripts.listing.filters import BY_PARAMETER, FACETS, INSIDE, SOURCES, year_range
from transcripts.listing.form import ConferenceFilterSet
from transcripts.listing.options import Option
from transcripts.listing.page import PAGE_SIZE, Listing
from transcripts.listing.profiles import ProfileListing
from transcripts.models import Conference, Named

COUNT_CAP = 10_000  # conferences that one list counts and turns the pages of
CAP_OF_NAMES = 1_000  # of those with a speaker, topic or outlet, each of which is looked into
TALLIES_SHOWN = 6  # of one facet, besides those chosen; the form offers the others


class ConferenceListing(Listing):
    """The published conferences that match a query string, the newest first. Five queries; seven at most.

    Words cost the queries of the search and one more. A translated conference is listed once, in the interface's
    `language` where it can, unless languages are chosen. Raises PageNotFoundError.
    """

    filterset_class = ConferenceFilterSet
    facet_names = FACETS
    counted_in = COUNTED

    def __init__(self, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        published: QuerySet[Conference] = Conference.objects.published()
        found = published.filter(self._condition())
        if not self.values["language"]:
            among = published.filter(self._condition(in_window=True))
            found = one_a_translation_group(found, language, among=among)
        order = ("date", "pk") if self.sort_name == "oldest" else ("-date", "-pk")
        # The keys alone are put in order: to sort whole rows takes many times as long.
        keys: Any = found.order_by(*order).values_list("pk", flat=True)
        if any(map(self.values.get, INSIDE)):
            keys = list(keys[: CAP_OF_NAMES + 1])  # looked for once, for it takes as long to count as to list them
            self.count = CappedCount(min(len(keys), CAP_OF_NAMES), is_capped=len(keys) > CAP_OF_NAMES)
        else:
            self.count = count(found, most=COUNT_CAP)
        self._check_page()
        page = keys[self.offset : self.offset + self.size]
        entries = Conference.objects.filter(pk__in=page).order_by(*order)
        self.entries = make_entries(entries, exchanges=self._exchange_conditions())

    @cached_property
    def tallies(self) -> FacetCounts:
        """Number of conferences that each filter would leave. Two queries on first access."""
        return count_conferences(tuple(SOURCES), asked=self._asked, apart=bool(self.values["language"]))

    @property
    def feed(self) -> str:
        """Address of the front page's feed, which takes the same filters."""
        _, mark, query = self.address(sort="").partition("?")
        return reverse("transcripts:home-feed") + mark + query

    @property
    def sort_name(self) -> str:
        return self.single["sort"] or "newest"

    @property
    def years(self) -> list[FacetCount]:
        """Number of conferences in each year, by the other filters only, so that the year can be changed."""
        options = {option.key: option.value for option in self._offer.options["year"]}
        counts = self.tallies.years | {
            year: CappedCount(0, is_capped=True) for year in options if year < self.tallies.first_year
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
            asked["q"] = list(search.conferences(self.words).order_by().values_list("pk", flat=True))
        return asked

    def _condition(self, *, in_window: bool = False) -> Q:
        """Return the filters' condition on a conference: on any, or on one of a window."""
        asked = self._asked.items()
        return reduce(and_, (BY_PARAMETER[name].narrow(keys, in_window=in_window) for name, keys in asked), Q())

    def _facet(self, name: str) -> Facet:
        """Return the facet with its counts: the chosen, then what the other filters leave, the most frequent first."""
        facet = super()._facet(name)
        if name not in SOURCES:
            return facet
        counted = {option.value: (option, n) for option, n in self.tallies.options.get(name, ())}
        tallies = [self._tally(name, option, counted.get(option.value, (option, 0))[1]) for option in self.values[name]]
        chosen = {option.key for option in self.values[name]}
        others = [(option, n) for option, n in counted.values() if option.key not in chosen]
        tallies += [self._tally(name, option, n) for option, n in others[:TALLIES_SHOWN]]
        return replace(
            facet,
            options=[*((option, True) for option in self.values[name]), *((option, False) for option, _ in others)],
            tallies=measured(tallies),
            has_more=len(others) > TALLIES_SHOWN or (self.tallies.is_capped and facet.takes_names),
        )

    def _tally(self, name: str, option: Option, n: int) -> FacetCount:
        is_chosen = option in self.values[name]
        pair = (name, option.value)
        url = self.address(without=pair) if is_chosen else self.address(also=pair)
        language = option.value if name == "language" else ""
        return FacetCount(str(option.label), CappedCount(n), url, is_chosen=is_chosen, language=language)

    def _exchange_conditions(self) -> list[Q]:
        """Conditions for an exchange to be shown under its conference; none when no filter applies to exchanges."""
        asked = {name: [option.key for option in self.values[name]] for name in INSIDE}
        return [_inside(name, keys) for name, keys in asked.items() if keys]


class ConferencesOf(ProfileListing):
    """The published conferences of one series, narrowed by a year. Four queries, or five; raises PageNotFoundError."""

    def __init__(self, record: Named, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE) -> None:
        super().__init__(record, data, path=path, size=size)
        published: QuerySet[Conference] = Conference.objects.published()
        if self.year:
            published = published.filter(date__range=year_range(self.year))
        row = BY_PARAMETER[self.noun]
        among = published.filter(row.narrow([record.pk], in_window=True))
        found = one_a_translation_group(published.filter(row.narrow([record.pk])), language, among=among)
        self.count = count(found, most=COUNT_CAP)
        self._check_page()
        page: Any = found.newest_first()[self.offset : self.offset + size]  # type: ignore[attr-defined]
        self.entries = make_entries(page)

    def years(self) -> dict[int, CappedCount]:
        """Return the number of conferences in each year. One query."""
        return count_years(self.noun, self.record.pk).years


def _inside(name: str, keys: list[Any]) -> Q:
    """Return a filter's condition on an exchange."""
    condition = BY_PARAMETER[name].inside
    return condition(keys) if condition else Q()


def count(found: QuerySet[Conference], *, most: int) -> CappedCount:
    """Count the conferences, up to `most`. One query."""
    total = found.order_by()[: most + 1].count()
    return CappedCount(min(total, most), is_capped=total > most)

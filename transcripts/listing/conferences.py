"""Lists of conferences."""

from django.db.models import Q, QuerySet
from django.http import QueryDict

from transcripts.listing.entries import make_entries, one_a_translation_group
from transcripts.listing.form import ConferenceFilterSet, at_conference, in_exchange
from transcripts.listing.page import PAGE_SIZE, Count, Listing, Pages
from transcripts.models import Conference, Named

COUNT_CAP = 10_000  # conferences that one list counts and turns the pages of
_IN_EXCHANGES = ("speaker", "topic", "outlet")


class ConferenceListing(Listing):
    """The published conferences that a query string asks for, the newest first. Five queries, or six.

    A translated conference stands once, in the interface's `language` where it can, unless languages are chosen.
    Raises PageNotFoundError.
    """

    filterset_class = ConferenceFilterSet
    facet_names = ("series", "speaker", "topic", "outlet", "year", "language")

    def __init__(self, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        found: QuerySet[Conference] = self.filters.filter_queryset(Conference.objects.published())
        if not self.values["language"]:
            found = one_a_translation_group(found, language)
        self.count = count(found)
        self._check_page()
        self.entries = make_entries(_page(found, self), exchanges=self._exchange_condition())

    def _exchange_condition(self) -> Q | None:
        """What an exchange must have to be shown under its conference; None when nothing asks for exchanges."""
        condition = Q()
        for name in _IN_EXCHANGES:
            if keys := [option.key for option in self.values[name]]:
                condition &= in_exchange(name, keys)
        return condition or None


class ConferencesOf(Pages):
    """The published conferences of one series, speaker, topic or outlet. Four queries, or five."""

    def __init__(self, record: Named, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        name = record._meta.model_name or ""
        held = Conference.objects.published().filter(at_conference(name, [record.pk]))
        found = one_a_translation_group(held, language)
        self.count = count(found)
        self._check_page()
        exchanges = in_exchange(name, [record.pk]) if name in _IN_EXCHANGES else None
        people = Q(speaker=record.pk) if name == "speaker" else None
        self.entries = make_entries(_page(found, self), exchanges=exchanges, people=people)


def count(found: QuerySet[Conference]) -> Count:
    """Count the conferences, up to the cap. One query."""
    total = found.order_by()[: COUNT_CAP + 1].count()
    return Count(min(total, COUNT_CAP), is_capped=total > COUNT_CAP)


def _page(found: QuerySet[Conference], pages: Pages) -> QuerySet[Conference]:
    return found.newest_first()[pages.offset : pages.offset + pages.size]  # type: ignore[attr-defined]

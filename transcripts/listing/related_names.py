"""Roles and years for the page of a name: roles over time, and counts by year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet

from transcripts.listing.conferences import ConferencesOf
from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.exchanges import ExchangesOf
from transcripts.listing.figures.charts import FacetCount, year_strip
from transcripts.listing.filtering.facet_counts import YEARS_SHOWN, narrowed
from transcripts.models import NOW, AnyOf, Conference, Named, Param, Participation, PreparedQuery
from transcripts.part_cache import cached

ROLES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed in the conference's language, with the first and the last conference that has it."""

    name: str
    language: str
    first: date
    last: date


def roles_of(record: Named, language: str) -> list[Role]:
    """Return the roles that a speaker had, the latest first, in the reader's language where printed so. One query."""
    return _roles_of(record.pk, language)


@cached(128)
def _roles_of(speaker: int, language: str) -> list[Role]:
    return [Role(*row) for row in _ROLES(speaker=[speaker], reader=language)]


def _roles() -> QuerySet[Any, Any]:
    published = Conference.objects.published(NOW).closed()
    found, among = (published.filter(narrowed(["speaker"], in_window=in_window)) for in_window in (False, True))
    conferences = one_a_translation_group(found, Param("reader"), among=among).values("pk")
    return (
        Participation.objects.filter(AnyOf("speaker", "speaker"), conference__in=conferences)
        .exclude(role_as_printed="")
        .order_by()
        .values("role_as_printed", "conference__language")
        .annotate(first=Min("conference__date"), last=Max("conference__date"))
        .order_by("-last", "-first", "role_as_printed")
        .values_list("role_as_printed", "conference__language", "first", "last")[:ROLES_SHOWN]
    )


_ROLES = PreparedQuery(_roles, is_planned_once=True)


def years_of(listing: ExchangesOf | ConferencesOf) -> list[FacetCount]:
    """Return what the list of a name has in each year; a year narrows the list to it. One query at most."""
    counts = listing.years()
    chosen = [listing.year] if listing.year else []
    urls = {year: listing.narrow_address("year", f"{year:04}") for year in {*counts, *chosen}}
    return year_strip(counts, chosen=chosen, urls=urls)[-YEARS_SHOWN:]

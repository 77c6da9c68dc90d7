"""Related names, roles and years for a profile page: roles over time, counts by year, and frequent other names."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import F, Max, Min, QuerySet

from transcripts.document import Kind
from transcripts.listing.charts import FacetCount, measured, year_strip
from transcripts.listing.conferences import ConferencesOf
from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.exchanges import ExchangesOf
from transcripts.listing.facet_counts import YEARS_SHOWN
from transcripts.models import Conference, Exchange, Named, Participation, Turn, choose_text

NAMES_SHOWN = 8
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
    with_them = Conference.objects.published().filter(participations__speaker=record.pk)
    participants = Participation.objects.filter(
        speaker=record.pk, conference__in=one_a_translation_group(with_them, language).values("pk")
    )
    found = (
        participants.exclude(role_as_printed="")
        .order_by()
        .values("role_as_printed", "conference__language")
        .annotate(first=Min("conference__date"), last=Max("conference__date"))
        .order_by("-last", "-first", "role_as_printed")
    )
    return [
        Role(row["role_as_printed"], row["conference__language"], row["first"], row["last"])
        for row in found[:ROLES_SHOWN]
    ]


def years_of(listing: ExchangesOf | ConferencesOf) -> list[FacetCount]:
    """Return what the list of a name has in each year; a year narrows the list to it. One query at most."""
    counts = listing.years()
    chosen = [listing.year] if listing.year else []
    urls = {year: listing.narrow_address("year", f"{year:04}") for year in {*counts, *chosen}}
    return year_strip(counts, chosen=chosen, urls=urls)[-YEARS_SHOWN:]


def topics_of(listing: ExchangesOf) -> list[FacetCount]:
    """Return the topics in the list of a name, its own left out, the most frequent first. One query."""
    found = Exchange.topics.through.objects.filter(exchange__in=listing.narrowed(but="topic"))
    found = found.exclude(topic=listing.record.pk) if listing.noun == "topic" else found
    return _most_frequent(listing, found, "topic")


def answerers_of(listing: ExchangesOf) -> list[FacetCount]:
    """Return who answers in the list of a name, the most frequent first. One query."""
    exchanges = listing.narrowed(but="speaker")
    found = Turn.objects.filter(exchange__in=exchanges, speaker__isnull=False, kind__in=[Kind.ANSWER, Kind.STATEMENT])
    return _most_frequent(listing, found, "speaker")


def _most_frequent(listing: ExchangesOf, found: QuerySet[Any, Any], noun: str) -> list[FacetCount]:
    rows = (
        found.order_by()
        .values(slug=F(f"{noun}__slug"), name=F(f"{noun}__name"), names=F(f"{noun}__names"))
        .annotate(n=CountRows("exchange", distinct=True))
        .order_by("-n", "slug")[:NAMES_SHOWN]
    )
    return measured(
        FacetCount(
            choose_text(row["name"], row["names"]),
            listing.count_of(row["n"]),
            listing.narrow_address(noun, row["slug"]),
            is_chosen=any(option.value == row["slug"] for option in listing.values[noun]),
        )
        for row in rows
    )

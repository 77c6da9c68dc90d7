"""Related names, roles and years for a profile page: roles over time, counts by year, and frequent other names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import F, Max, Min, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from transcripts.document import Kind
from transcripts.listing.charts import CappedCount, FacetCount, measured, year_strip
from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.facet_counts import YEARS_SHOWN, count_years
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


def years_of(record: Named) -> list[FacetCount]:
    """Return the number of conferences with the record in each year, linked to their list. One query."""
    name = record._meta.model_name or ""
    tallies = count_years(name, record.pk)
    path = reverse("transcripts:conference-list")
    urls = {year: f"{path}?{urlencode({name: record.slug, 'year': f'{year:04}'})}" for year in tallies.years}
    return year_strip(tallies.years, urls=urls)[-YEARS_SHOWN:]


def topics_of(exchanges: Sequence[int], *, but: Named | None = None) -> list[FacetCount]:
    """Return the topics of the exchanges, the most frequent first; all `but` one. One query."""
    found = Exchange.topics.through.objects.filter(exchange__in=exchanges)
    found = found.exclude(topic=but.pk) if but else found
    return _most_frequent(found, "topic")


def answerers_of(exchanges: Sequence[int]) -> list[FacetCount]:
    """Return who answers in the exchanges, the most frequent first. One query."""
    found = Turn.objects.filter(exchange__in=exchanges, speaker__isnull=False, kind__in=[Kind.ANSWER, Kind.STATEMENT])
    return _most_frequent(found, "speaker")


def _most_frequent(found: QuerySet[Any, Any], noun: str) -> list[FacetCount]:
    rows = (
        found.order_by()
        .values(slug=F(f"{noun}__slug"), name=F(f"{noun}__name"), names=F(f"{noun}__names"))
        .annotate(n=CountRows("exchange", distinct=True))
        .order_by("-n", "slug")[:NAMES_SHOWN]
    )
    return measured(
        FacetCount(
            choose_text(row["name"], row["names"]),
            CappedCount(row["n"]),
            reverse(f"transcripts:{noun}-detail", args=[row["slug"]]),
        )
        for row in rows
    )

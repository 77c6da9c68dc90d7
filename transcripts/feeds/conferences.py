"""Feeds of conferences: the latest, and those of a series."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, NamedFeed, as_printed, left_out_sentences
from transcripts.listing import ConferenceListing, ConferencesOf, Entry, conferences_sentence
from transcripts.models import Correction, Series, current_language
from transcripts.presentation import attribute


class Latest(AtomFeed):
    """The newest conferences, each once, in the reader's language where it can. Ten queries.

    It takes the filters of the list of conferences.
    """

    template = "feeds/conference.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        pages = reverse("transcripts:conference-list")
        listing = ConferenceListing(data, path=pages, language=current_language(), size=ENTRIES)
        page = listing.address() if listing.is_filtered else path
        said = left_out_sentences(listing)
        return Content(conferences_sentence(listing), page, _items(listing.entries), said)


class OfSeries(NamedFeed):
    """The newest conferences of a series. Ten queries."""

    model = Series
    listing = ConferencesOf
    template = "feeds/conference.html"

    def items_of(self, listing: ConferencesOf, record: Any) -> list[Item]:
        return _items(listing.entries)


def _items(entries: Sequence[Entry]) -> list[Item]:
    """Return an item for each conference. One query."""
    shown = [entry.conference.pk for entry in entries]
    corrections = Correction.objects.published().filter(revision__conference__in=shown).order_by()
    corrected = dict(corrections.values_list("revision__conference").annotate(latest=Max("revision__made_at")))
    return [
        Item(
            about=entry,
            key=f"conference/{entry.conference.pk}/{entry.conference.created_at.timestamp()}",
            title=entry.conference.title,
            path=entry.conference.get_absolute_url(),
            language=entry.conference.language,
            authors=as_printed(
                attribute(printed=participant.name_as_printed, role=participant.role_as_printed).in_words(
                    entry.conference.language
                )
                for participant in entry.people
            ),
            published=entry.conference.published_at,
            changed=corrected.get(entry.conference.pk),
        )
        for entry in entries
    ]

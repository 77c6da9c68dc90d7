"""Feeds of conferences: the latest, and those of a series."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from transcripts.feeds.atom import (
    AtomFeed,
    Content,
    Item,
    NamedFeed,
    Tombstone,
    as_printed,
    is_begun_at,
    left_out_sentences,
)
from transcripts.feeds.texts import corrected_conferences, last_versions, texts_of_conferences
from transcripts.feeds.tombstones import changed_entry, conferences_gone, key_of_conference, withdrawn
from transcripts.listing import ConferenceListing, ConferencesOf, Entry, Place, conferences_sentence
from transcripts.models import Series, current_language
from transcripts.presentation import attribute

WHOLE = 20  # conferences on a page, each with all of its words


class Latest(AtomFeed):
    """The newest conferences, each once, in the reader's language where it can. Ten queries.

    It takes the filters of the list of conferences.
    """

    template = "feeds/conference.html"

    def place(self, *numbers: int) -> Place:
        return _place(*numbers)

    def read(self, request: HttpRequest, data: QueryDict, path: str, after: Any, **names: str) -> Content:
        pages = reverse("transcripts:conference-list")
        listing = ConferenceListing(data, path=pages, language=current_language(), size=WHOLE, after=after)
        page = listing.address() if listing.is_filtered else path
        said = left_out_sentences(listing)
        items, gone = _items(listing.entries), withdrawn() if is_begun_at(listing, after) else []
        title = conferences_sentence(listing)
        # Whoever filters is not told what a withdrawn conference was about: an id alone says nothing.
        shown = [] if listing.is_filtered else [changed_entry(each) for each in gone]
        tombstones = conferences_gone(gone)
        return Content(title, page, [*shown, *items], said, _numbers(listing.following), tombstones)


class OfSeries(NamedFeed):
    """The newest conferences of a series. Ten queries."""

    model = Series
    listing = ConferencesOf
    size = WHOLE
    template = "feeds/conference.html"

    def place(self, *numbers: int) -> Place:
        return _place(*numbers)

    def numbers(self, place: Any) -> Sequence[int]:
        return _numbers(place)

    def gone(self) -> list[Tombstone]:
        return conferences_gone(withdrawn())

    def items_of(self, listing: ConferencesOf, record: Any) -> list[Item]:
        return _items(listing.entries)


def _items(entries: Sequence[Entry]) -> list[Item]:
    """Return an item for each conference, with all of its words. Three queries."""
    shown = [entry.conference.pk for entry in entries]
    changed = corrected_conferences(shown)
    for key, made_at in last_versions(shown).items():
        changed[key] = max(made_at, changed.get(key, made_at))
    texts = texts_of_conferences(shown)
    return [
        Item(
            about=entry,
            key=key_of_conference(entry.conference),
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
            changed=changed.get(entry.conference.pk),
            text=texts.get(entry.conference.pk, ""),
        )
        for entry in entries
    ]


def _place(day: int, conference: int) -> Place:
    return Place(date.fromordinal(day), conference)


def _numbers(place: Place | None) -> tuple[int, ...]:
    return (place.day.toordinal(), place.conference) if place else ()

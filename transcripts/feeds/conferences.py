"""Feeds of conferences: the latest, and those of a series."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
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
    write_entries,
)
from transcripts.feeds.texts import corrected_conferences, last_versions, states_of_conferences, texts_of_conferences
from transcripts.feeds.tombstones import changed_entry, conferences_gone, key_of_conference, withdrawn
from transcripts.listing import ConferenceListing, ConferencesOf, Entry, Place, conferences_sentence, make_entries
from transcripts.models import Series, current_language
from transcripts.part_cache import cached_of_conferences
from transcripts.presentation import attribute

WHOLE = 20  # conferences on a page, each with all of its words


class Latest(AtomFeed):
    """The newest conferences, each once, in the reader's language where it can. Nine queries.

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
        items, gone = _items(listing.keys), withdrawn() if is_begun_at(listing, after) else []
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
        return _items(listing.keys)


def _items(keys: Sequence[int]) -> list[Item]:
    """Return an item for each public conference, with all of its words. One query where all are kept; seven at most."""
    items = cached_of_conferences(states_of_conferences(keys), "entry", _write_items, lambda item: len(item.written))
    return [items[key] for key in keys if key in items]


def _write_items(keys: Sequence[int]) -> dict[int, Item]:
    """Return an item of each conference, written. Six queries at most."""
    entries = make_entries(keys)
    changed = corrected_conferences(keys)
    for key, made_at in last_versions(keys).items():
        changed[key] = max(made_at, changed.get(key, made_at))
    texts = texts_of_conferences(keys)
    items = [_item(entry, changed.get(entry.conference.pk), texts.get(entry.conference.pk, "")) for entry in entries]
    written = write_entries(items, Latest.template)
    return {
        entry.conference.pk: replace(item, about=None, authors=(), text="", written=xml)
        for entry, item, xml in zip(entries, items, written, strict=True)
    }


def _item(entry: Entry, changed: datetime | None, text: str) -> Item:
    conference = entry.conference
    return Item(
        about=entry,
        key=key_of_conference(conference),
        title=conference.title,
        path=conference.get_absolute_url(),
        language=conference.language,
        authors=as_printed(
            attribute(printed=participant.name_as_printed, role=participant.role_as_printed).in_words(
                conference.language
            )
            for participant in entry.people
        ),
        published=conference.published_at,
        changed=changed,
        text=text,
    )


def _place(day: int, conference: int) -> Place:
    return Place(date.fromordinal(day), conference)


def _numbers(place: Place | None) -> tuple[int, ...]:
    return (place.day.toordinal(), place.conference) if place else ()

"""Feeds of conferences: the latest, and those of a series."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from transcripts.feeds.atom import AtomFeed, Content, Item, NamedFeed, Tombstone, as_printed, left_out_sentences
from transcripts.feeds.texts import last_versions, texts_of_conferences
from transcripts.listing import ConferenceListing, ConferencesOf, Entry, Listed, conferences_sentence
from transcripts.models import Conference, Correction, Event, Series, Status, current_language
from transcripts.presentation import attribute

WHOLE = 20  # conferences on a page, each with all of its words


class Latest(AtomFeed):
    """The newest conferences, each once, in the reader's language where it can. Ten queries.

    It takes the filters of the list of conferences.
    """

    template = "feeds/conference.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        pages = reverse("transcripts:conference-list")
        listing = ConferenceListing(data, path=pages, language=current_language(), size=WHOLE)
        page = listing.address() if listing.is_filtered else path
        said = left_out_sentences(listing)
        items, gone = _items(listing.entries), _withdrawn() if listing.number == 1 and not listing.is_filtered else []
        tombstones = [Tombstone(item.id, item.updated) for item in gone]
        title = conferences_sentence(listing)
        return Content(title, page, [*gone, *items], said, listing.number, listing.last, tombstones)


class OfSeries(NamedFeed):
    """The newest conferences of a series. Ten queries."""

    model = Series
    listing = ConferencesOf
    size = WHOLE
    template = "feeds/conference.html"

    def items_of(self, listing: ConferencesOf, record: Any) -> list[Item]:
        return _items(listing.entries)


def _items(entries: Sequence[Entry]) -> list[Item]:
    """Return an item for each conference, with all of its words. Three queries."""
    shown = [entry.conference.pk for entry in entries]
    corrections = Correction.objects.published().filter(revision__conference__in=shown).order_by()
    changed = dict(corrections.values_list("revision__conference").annotate(latest=Max("revision__made_at")))
    for key, made_at in last_versions(shown).items():
        changed[key] = max(made_at, changed.get(key, made_at))
    texts = texts_of_conferences(shown)
    return [
        Item(
            about=entry,
            key=_key(entry.conference),
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


def _key(conference: Conference | Listed) -> str:
    return f"conference/{conference.pk}/{conference.created_at.timestamp()}"


def _withdrawn() -> list[Item]:
    """Return the entries of conferences that were withdrawn last, changed so that they say so. One query."""
    events = Event.objects.filter(what=Event.What.WITHDRAWN, conference__status=Status.WITHDRAWN)
    found: dict[int, Item] = {}
    for event in events.select_related("conference").order_by("-made_at", "-pk")[:WHOLE]:
        conference = event.conference
        item = Item(
            about=None,
            key=_key(conference),
            title=gettext("Withdrawn: %(title)s") % {"title": conference.title},
            path=conference.get_permanent_url(),
            language=conference.language,
            authors=(),
            published=conference.published_at,
            changed=event.made_at,
            text=f"<p>{escape(conference.withdrawal_reason)}</p>",
        )
        found.setdefault(conference.pk, item)
    return list(found.values())

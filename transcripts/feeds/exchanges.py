"""Feeds of exchanges: of a search, a speaker, a topic or an outlet. Each entry is an exchange."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext

from transcripts import search
from transcripts.caching import ResponseKind
from transcripts.feeds.atom import (
    ENTRIES,
    AtomFeed,
    Content,
    Item,
    NamedFeed,
    Tombstone,
    as_printed,
    is_begun_at,
    left_out_sentences,
)
from transcripts.feeds.texts import last_corrections, texts_of_exchanges
from transcripts.feeds.tombstones import exchanges_gone
from transcripts.listing import Asked, Begun, ExchangesOf, Found, NewestTurns, Question, Stretch, search_sentence
from transcripts.models import Exchange, Outlet, Speaker, Topic, address
from transcripts.text import one_line

OPENING_LENGTH = 120


class Search(AtomFeed):
    """The newest passages that a search finds, with all its filters. Nine queries, or ten, and those of the search."""

    answer = ResponseKind.SEARCH
    template = "feeds/found.html"

    def place(self, key: int) -> int:  # type: ignore[override]
        return key

    def read(self, request: HttpRequest, data: QueryDict, path: str, after: Any, **names: str) -> Content:
        listing = NewestTurns(data, path=path, size=ENTRIES, after=after)
        said = left_out_sentences(listing)
        if listing.is_filtered:
            said = [*search.explain(listing.words), *said]
            chips = gettext("; ").join(chip.label for chip in listing.chips)
            said.append(gettext("This feed follows the search: %(filters)s.") % {"filters": chips})
        else:
            said.append(gettext("Nothing is asked for. Search, and follow the search from its page."))
        exchanges = _exchanges_of(found.place.public_id for found in listing.found)
        texts, corrected = texts_of_exchanges(exchanges.values()), last_corrections(exchanges.values())
        items = []
        for found in listing.found:
            key = exchanges.get(found.place.public_id, 0) if found.first else 0
            items.append(replace(_found(found), text=texts.get(key, ""), changed=corrected.get(key)))
        following = [listing.following] if listing.following else []
        gone = exchanges_gone() if listing.is_filtered and is_begun_at(listing, after) else []
        return Content(search_sentence(listing), listing.address(), items, said, following, gone)


class OfNamed(NamedFeed):
    """The newest exchanges of one name."""

    listing = ExchangesOf
    template = "feeds/asked.html"

    def place(self, top: int, offset: int) -> Stretch:  # type: ignore[override]
        return Stretch(top, offset)

    def gone(self) -> list[Tombstone]:
        return exchanges_gone()

    def items_of(self, listing: ExchangesOf, record: Any) -> list[Item]:
        shown = {asked.exchange.pk: asked.said.turn if asked.said else asked.question for asked in listing.found}
        texts, corrected = texts_of_exchanges(shown), last_corrections(shown)
        return [
            replace(
                _asked(asked, shown[asked.exchange.pk]),
                text=texts.get(asked.exchange.pk, ""),
                changed=corrected.get(asked.exchange.pk),
            )
            for asked in listing.found
        ]


class OfSpeaker(OfNamed):
    """The newest exchanges of a speaker. Ten queries."""

    model = Speaker


class OfTopic(OfNamed):
    """The newest exchanges on a topic. Ten queries."""

    model = Topic


class OfOutlet(OfNamed):
    """The newest exchanges in which an outlet asks. Ten queries."""

    model = Outlet


def _found(found: Found) -> Item:
    place, passages = found.place, found.passages
    if not found.first:
        return _conference(found)
    authors = [each.by.in_words(place.language) for each in passages]
    first = found.first.turn
    url = address("transcripts:exchange-permalink", place.public_id)
    if first.position > 1:
        url = address("transcripts:turn-permalink", first.public_id)
    return Item(
        about=found,
        key=found.key,
        title=place.heading or _opening(found.question) or place.title,
        path=url,
        language=place.language,
        authors=as_printed(authors),
        published=place.published_at,
    )


def _conference(found: Found) -> Item:
    """Return the entry of a conference that was found by its title alone."""
    return Item(
        about=found,
        key=found.key,
        title=found.place.title,
        path=found.conference_url,
        language=found.place.language,
        authors=(),
        published=found.place.published_at,
    )


def _asked(asked: Asked, shown: Begun | None) -> Item:
    exchange, conference = asked.exchange, asked.exchange.conference
    people = [asked.said] if asked.said else asked.answered
    first = shown if shown and shown.position > 1 else exchange
    return Item(
        about=asked,
        key=f"exchange/{exchange.public_id}",
        title=exchange.heading or _opening(asked.question) or conference.title,
        path=first.get_permanent_url(),
        language=conference.language,
        authors=as_printed(who.by.in_words(conference.language) for who in people),
        published=conference.published_at,
    )


def _opening(question: Question | Begun | None) -> str:
    """Return the beginning of a question; an empty text for none."""
    return Truncator(one_line(question.text)).chars(OPENING_LENGTH) if question else ""


def _exchanges_of(ids: Iterable[str]) -> dict[str, int]:
    """Return the key of each exchange, by its public id. One query."""
    return dict(Exchange.objects.published().filter(public_id__in=list(ids)).values_list("public_id", "pk"))

"""Feeds of exchanges: of a search, a speaker, a topic or an outlet. An entry is an exchange."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext

from transcripts import search
from transcripts.caching import Answer
from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, NamedFeed, as_printed, left_out_sentences
from transcripts.listing import Asked, Begun, ExchangesOf, Found, NewestTurns, Question, search_sentence
from transcripts.models import Correction, Outlet, Speaker, Topic, address

OPENING_LENGTH = 120


class Search(AtomFeed):
    """The newest passages that a search finds, with all its filters. Nine queries, or ten, and those of the search."""

    answer = Answer.SEARCH
    template = "feeds/found.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        listing = NewestTurns(data, path=path, size=ENTRIES)
        said = left_out_sentences(listing)
        if listing.is_filtered:
            said = [*search.explain(listing.words), *said]
            chips = gettext("; ").join(chip.label for chip in listing.chips)
            said.append(gettext("This feed follows the search: %(filters)s.") % {"filters": chips})
        else:
            said.append(gettext("Nothing is asked for. Search, and follow the search from its page."))
        corrected = _corrected(passage.turn.public_id for found in listing.found for passage in found.passages)
        items = [_found(found, corrected) for found in listing.found]
        return Content(search_sentence(listing), listing.address(), items, said)


class OfNamed(NamedFeed):
    """The newest exchanges of one name."""

    listing = ExchangesOf
    template = "feeds/asked.html"

    def items_of(self, listing: ExchangesOf, record: Any) -> list[Item]:
        shown = {asked.exchange.pk: asked.said.turn if asked.said else asked.question for asked in listing.found}
        corrected = _corrected(turn.public_id for turn in shown.values() if turn)
        return [_asked(asked, shown[asked.exchange.pk], corrected) for asked in listing.found]


class OfSpeaker(OfNamed):
    """The newest exchanges of a speaker. Ten queries."""

    model = Speaker


class OfTopic(OfNamed):
    """The newest exchanges on a topic. Ten queries."""

    model = Topic


class OfOutlet(OfNamed):
    """The newest exchanges in which an outlet asks. Ten queries."""

    model = Outlet


def _found(found: Found, corrected: dict[str, datetime]) -> Item:
    place, passages = found.place, found.passages
    if not found.first:
        return _conference(found)
    authors = [each.by.in_words(place.language) for each in passages]
    first = found.first.turn
    url = address("transcripts:exchange-permalink", place.public_id)
    if first.position > 1:
        url = address("transcripts:turn-permalink", first.public_id)
    dates = [corrected[each.turn.public_id] for each in passages if each.turn.public_id in corrected]
    return Item(
        about=found,
        key=found.key,
        title=place.heading or _opening(found.question) or place.title,
        path=url,
        language=place.language,
        authors=as_printed(authors),
        published=place.published_at,
        changed=max(dates, default=None),
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


def _asked(asked: Asked, shown: Begun | None, corrected: dict[str, datetime]) -> Item:
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
        changed=corrected.get(shown.public_id) if shown else None,
    )


def _opening(question: Question | Begun | None) -> str:
    """Return the beginning of a question; an empty text for none."""
    return Truncator(" ".join(question.text.split())).chars(OPENING_LENGTH) if question else ""


def _corrected(ids: Iterable[str]) -> dict[str, datetime]:
    """Return the time of the last correction of each corrected turn, by its public id. One query."""
    found = Correction.objects.published().filter(turn_public_id__in=list(ids)).order_by()
    return dict(found.values_list("turn_public_id").annotate(latest=Max("revision__made_at")))

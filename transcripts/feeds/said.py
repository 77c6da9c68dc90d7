"""Feeds of what was said: a search, a speaker, a topic, an outlet. An entry is an exchange."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext

from transcripts import search
from transcripts.citations import say_who
from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, NamedFeed, as_printed, say_what_is_left_out
from transcripts.listing import Asked, ExchangesOf, Found, NewestTurns, say_what_was_said
from transcripts.models import Correction, Exchange, Outlet, Speaker, Topic, Turn

OPENING_LENGTH = 120


class Search(AtomFeed):
    """The newest passages that a search finds, with all its filters. Ten queries and those of the search itself."""

    description_template = "feeds/_found.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        listing = NewestTurns(data, path=path, size=ENTRIES)
        said = say_what_is_left_out(listing)
        if listing.is_filtered:
            said = [*search.explain(listing.words), *said]
            chips = gettext("; ").join(chip.label for chip in listing.chips)
            said.append(gettext("This feed follows the search: %(filters)s.") % {"filters": chips})
        else:
            said.append(gettext("Nothing is asked for. Search, and follow the search from its page."))
        corrected = _corrected(passage.turn for found in listing.found for passage in found.passages)
        items = [_found(found, corrected) for found in listing.found]
        return Content(say_what_was_said(listing), listing.address(), items, said)


class OfNamed(NamedFeed):
    """The newest exchanges of one name."""

    listing = ExchangesOf
    description_template = "feeds/_asked.html"

    def items_of(self, listing: ExchangesOf, record: Any) -> list[Item]:
        shown = {asked.exchange.pk: asked.said.turn if asked.said else asked.question for asked in listing.found}
        corrected = _corrected(turn for turn in shown.values() if turn)
        return [_asked(asked, shown[asked.exchange.pk], corrected) for asked in listing.found]


class OfSpeaker(OfNamed):
    """What a speaker says. Ten queries."""

    model = Speaker


class OfTopic(OfNamed):
    """What is said on a topic. Ten queries."""

    model = Topic


class OfOutlet(OfNamed):
    """What an outlet asks. Ten queries."""

    model = Outlet


def _found(found: Found, corrected: dict[str, datetime]) -> Item:
    passages = found.passages
    language = found.exchange.conference.language
    authors = [say_who(each.name, each.role, each.turn.journalist, language) for each in passages]
    turns = [passage.turn for passage in passages]
    return _item(found, found.exchange, found.question, turns=turns, authors=authors, corrected=corrected)


def _asked(asked: Asked, shown: Turn | None, corrected: dict[str, datetime]) -> Item:
    language = asked.exchange.conference.language
    people = [asked.said] if asked.said else asked.answered
    authors = [say_who(who.name, who.role, "", language) for who in people]
    turns = [shown] if shown else []
    return _item(asked, asked.exchange, asked.question, turns=turns, authors=authors, corrected=corrected)


def _item(
    about: Found | Asked,
    exchange: Exchange,
    question: Turn | None,
    *,
    turns: list[Turn],
    authors: Iterable[str],
    corrected: dict[str, datetime],
) -> Item:
    first = turns[0] if turns and turns[0].position > 1 else exchange
    opening = Truncator(" ".join(question.text.split())).chars(OPENING_LENGTH) if question else ""
    dates = [corrected[turn.public_id] for turn in turns if turn.public_id in corrected]
    return Item(
        about=about,
        key=f"exchange/{exchange.public_id}",
        title=exchange.heading or opening or exchange.conference.title,
        path=first.get_permanent_url(),
        language=exchange.conference.language,
        authors=as_printed(authors),
        published=exchange.conference.published_at,
        changed=max(dates, default=None),
    )


def _corrected(turns: Iterable[Turn]) -> dict[str, datetime]:
    """Return when each of the turns was corrected last, by its permanent id, where it was. One query."""
    ids = [turn.public_id for turn in turns]
    found = Correction.objects.published().filter(turn_public_id__in=ids).order_by()
    return dict(found.values_list("turn_public_id").annotate(latest=Max("revision__made_at")))

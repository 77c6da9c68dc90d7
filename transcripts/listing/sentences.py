"""Page titles of lists: a sentence on the filters that are set. Filters that do not fit are shown as chips only."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.listing.conferences import ConferenceListing
from transcripts.listing.filtering.days import day_text
from transcripts.listing.page import Listing
from transcripts.listing.turns import FoundTurns

Sentences = Sequence[tuple[tuple[str, ...], Any]]

# The first one whose parts are all there is used.
CONFERENCES: Sentences = [
    (("words", "series"), _("%(series)s with the words “%(words)s”")),
    (("words", "speaker", "topic"), _("Conferences with %(speaker)s on %(topic)s and the words “%(words)s”")),
    (("words", "speaker"), _("Conferences with %(speaker)s and the words “%(words)s”")),
    (("words", "topic"), _("Conferences on %(topic)s with the words “%(words)s”")),
    (("words",), _("Conferences with the words “%(words)s”")),
    (("series", "speaker", "topic"), _("%(series)s with %(speaker)s on %(topic)s")),
    (("series", "topic"), _("%(series)s on %(topic)s")),
    (("series", "speaker"), _("%(series)s with %(speaker)s")),
    (("series", "outlet"), _("%(series)s at which %(outlet)s asked")),
    (("series",), "%(series)s"),
    (("speaker", "topic"), _("Conferences with %(speaker)s on %(topic)s")),
    (("speaker", "outlet"), _("Conferences with %(speaker)s at which %(outlet)s asked")),
    (("outlet", "topic"), _("Conferences on %(topic)s at which %(outlet)s asked")),
    (("speaker",), _("Conferences with %(speaker)s")),
    (("topic",), _("Conferences on %(topic)s")),
    (("outlet",), _("Conferences at which %(outlet)s asked")),
    (("language",), _("Conference transcripts in %(language)s")),
]
# How a sentence is joined with its days.
DAYS: Sentences = [
    (("year",), _("%(sentence)s, %(year)s")),
    (("from", "to"), _("%(sentence)s, %(from)s to %(to)s")),
    (("from",), _("%(sentence)s, from %(from)s")),
    (("to",), _("%(sentence)s, until %(to)s")),
]
WHAT_WAS_SAID: Sentences = [
    (("words", "speaker", "topic"), _("“%(words)s”, said by %(speaker)s on %(topic)s")),
    (("words", "speaker"), _("“%(words)s”, said by %(speaker)s")),
    (("words", "outlet"), _("“%(words)s”, asked by %(outlet)s")),
    (("words", "topic"), _("“%(words)s”, on %(topic)s")),
    (("words",), _("“%(words)s”")),
    (("speaker", "topic"), _("Said by %(speaker)s on %(topic)s")),
    (("speaker",), _("Said by %(speaker)s")),
    (("outlet", "topic"), _("Asked by %(outlet)s on %(topic)s")),
    (("outlet",), _("Asked by %(outlet)s")),
    (("topic",), _("On %(topic)s")),
]


def conferences_sentence(listing: ConferenceListing) -> str:
    """Return a sentence on the listed conferences: series, speakers, topics and days."""
    said = _names(listing)
    sentence = _first(CONFERENCES, said) or gettext("Conference transcripts")
    return _first(DAYS, {**said, "sentence": sentence}) or sentence


def search_sentence(listing: FoundTurns) -> str:
    """Return a sentence on the search: its words, speakers, topics and outlets."""
    unnamed = gettext("What was said") if listing.is_filtered else gettext("Search what was said")
    return _first(WHAT_WAS_SAID, _names(listing)) or unnamed


def _first(sentences: Sentences, said: dict[str, str]) -> str:
    for needed, words in sentences:
        if all(said[name] for name in needed):
            return str(words) % said
    return ""


def _names(listing: Listing) -> dict[str, str]:
    """Return each filter's chosen values in words, an empty text for none; several are joined as the language does."""
    between = gettext(", ")
    names = {name: between.join(str(option.label) for option in chosen) for name, chosen in listing.values.items()}
    days = {name: day_text(option.key) for name in ("from", "to") for option in listing.values[name]}
    return {"words": listing.words, **names, **days}

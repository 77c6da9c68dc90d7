"""Subjects of subscriptions, in the reader's language: a name, a search, corrections, everything."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from transcripts.listing import FollowedSearch, find_named, search_sentence
from transcripts.listing.filtering.filters import NAMED
from transcripts.models import Redirect, Subscription
from transcripts.models.readers.alert import QUERY_LENGTH

Kind = Subscription.Kind


@dataclass(frozen=True, slots=True)
class Subject:
    """What a subscription is about: `query` as it is kept, `title` in words, `path` of the page that shows it.

    `filters` is all that narrows a search, in words, where the title does not say it; `words` are those searched for,
    which are marked.
    """

    kind: str
    query: str
    title: str
    path: str
    filters: str = ""
    words: str = ""


def subject_of(kind: str, query: str) -> Subject | None:
    """Return what is followed, None where there is no such thing (any more). Three queries at most."""
    if len(query) > QUERY_LENGTH:
        return None
    if kind == Kind.EVERYTHING:
        return Subject(kind, "", gettext("Everything that is published"), reverse("transcripts:home"))
    if kind == Kind.CORRECTIONS:
        return Subject(kind, "", gettext("Corrections"), reverse("transcripts:correction-list"))
    if kind == Kind.SEARCH:
        return _searched(query)
    return _named(kind, query) if kind in NAMED else None


def _searched(query: str) -> Subject | None:
    asked = FollowedSearch(QueryDict(query))
    if asked.ignored or not asked.is_filtered or len(asked.query) > QUERY_LENGTH:
        return None
    title = search_sentence(asked)
    chips = gettext("; ").join(chip.label for chip in asked.chips)
    filters = chips if chips != title else ""
    return Subject(Kind.SEARCH, asked.query, title, asked.address(sort=""), filters, asked.words)


def _named(kind: str, slug: str) -> Subject | None:
    model: Any = NAMED[kind]
    record = find_named(model, slug)
    if record is None and (moved := Redirect.new_address(kind, slug)):
        record = find_named(model, moved)
    if record is None:
        return None
    return Subject(kind, record.slug, record.local_name, record.get_absolute_url())

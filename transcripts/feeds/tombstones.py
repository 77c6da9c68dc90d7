"""Entries that feeds no longer have: withdrawn conferences, and exchanges that were withdrawn, joined or removed.

A tombstone has only an id and a time, and the id means nothing to anybody who never had the entry. Every feed has the
same tombstones of exchanges, so that none reveals who spoke in a withdrawn conference, or on what.
"""

from collections.abc import Sequence
from html import escape

from django.db.models import F, QuerySet
from django.utils.translation import gettext

from transcripts.feeds.atom import Item, Tombstone, urn
from transcripts.listing import Listed
from transcripts.models import Conference, Event, Exchange, PreparedModels, Redirect, Status
from transcripts.part_cache import cached

CONFERENCES, EXCHANGES = 20, 200  # of which is told: those that went last


def key_of_conference(conference: Conference | Listed) -> str:
    """Return the source of the id of a conference's entry."""
    return f"conference/{conference.pk}/{conference.created_at.timestamp()}"


def withdrawn() -> list[Event]:
    """Return the withdrawals of the conferences that were withdrawn last, each with its conference. One query."""
    found: dict[int, Event] = {}
    for event in _WITHDRAWN():
        found.setdefault(event.conference_id, event)
    return list(found.values())


def _withdrawn() -> QuerySet[Event]:
    events = Event.objects.filter(what=Event.What.WITHDRAWN, conference__status=Status.WITHDRAWN)
    return events.select_related("conference").order_by("-made_at", "-pk")[:CONFERENCES]


_WITHDRAWN: PreparedModels[Event] = PreparedModels(_withdrawn, is_planned_once=True)


def changed_entry(event: Event) -> Item:
    """Return the entry of a withdrawn conference, changed so that it says so."""
    conference = event.conference
    return Item(
        about=None,
        key=key_of_conference(conference),
        title=gettext("Withdrawn: %(title)s") % {"title": conference.title},
        path=conference.get_permanent_url(),
        language=conference.language,
        authors=(),
        published=conference.published_at,
        changed=event.made_at,
        text=f"<p>{escape(conference.withdrawal_reason)}</p>",
    )


def conferences_gone(events: Sequence[Event]) -> list[Tombstone]:
    """Return the tombstones of withdrawn conferences."""
    return [Tombstone(urn(key_of_conference(event.conference)), event.made_at) for event in events]


@cached(1)
def exchanges_gone() -> list[Tombstone]:
    """Return the tombstones of the exchanges that went last. Three queries."""
    times = {event.conference_id: event.made_at for event in withdrawn()}
    of_withdrawn = Exchange.objects.filter(conference__in=times).order_by("-conference", "position")
    rows = of_withdrawn.values_list("conference", "public_id")[:EXCHANGES]
    found = [(times[conference], public_id) for conference, public_id in rows]
    # One that went before its conference was public has never stood in a feed.
    parts = Redirect.objects.filter(Conference.is_public("conference__"), kind=Redirect.Kind.EXCHANGE)
    parts = parts.filter(made_at__gte=F("conference__published_at")).order_by("-pk")
    found += list(parts.values_list("made_at", "old")[:EXCHANGES])
    return [Tombstone(urn(f"exchange/{key}"), when) for when, key in sorted(found, reverse=True)[:EXCHANGES]]

"""Records → the documents of many conferences, or of some of their exchanges, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils import translation

from transcripts.document import TranscriptDocument
from transcripts.models import Conference, Exchange, Participation, Version, interface_language
from transcripts.presentation import Links
from transcripts.reading.transcript import link_document, read_parts


@dataclass(frozen=True, slots=True)
class Whole:
    """A public conference with its document, or with some of its exchanges.

    Addresses and names are in the interface's language that is the transcript's. `places` are the exchanges' positions
    by their permanent ids; `version` is the number of the last public version, 0 for none.
    """

    conference: Conference
    document: TranscriptDocument
    links: Links
    places: Mapping[str, int]
    version: int


def read_many(conferences: Sequence[Conference], *, exchanges: Collection[int] | None = None) -> list[Whole]:
    """Return the conferences with their documents, in this order. Four queries, whatever their number.

    Their series must have been fetched. `exchanges` are the keys of those exchanges that are read; else all are.
    """
    if not conferences:
        return []
    keys = [conference.pk for conference in conferences]
    found = Exchange.objects.filter(conference__in=keys).order_by("conference", "position")
    rows = list(found if exchanges is None else found.filter(pk__in=exchanges))
    of_conference: dict[int, list[Exchange]] = defaultdict(list)
    for row in rows:
        of_conference[row.conference_id].append(row)
    people: dict[int, list[Participation]] = defaultdict(list)
    participants = Participation.objects.filter(conference__in=keys).select_related("speaker")
    for participant in participants.order_by("conference", "position"):
        people[participant.conference_id].append(participant)
    numbers = _versions(keys)
    parts = read_parts(rows)
    made = []
    for conference in conferences:
        theirs = of_conference[conference.pk]
        with translation.override(interface_language(conference.language)):
            linked = link_document(conference, people[conference.pk], theirs, parts)
        places = {row.public_id: row.position for row in theirs}
        made.append(Whole(conference, linked.document, linked.links, places, numbers.get(conference.pk, 0)))
    return made


def read_heads(conferences: Sequence[Conference]) -> list[Whole]:
    """Return the conferences without their exchanges. Two queries."""
    return read_many(conferences, exchanges=()) if conferences else []


def _versions(keys: Iterable[int]) -> dict[int, int]:
    """Return the number of each conference's last public version. One query."""
    rows = Version.objects.published().filter(conference__in=list(keys)).order_by()
    return dict(rows.values_list("conference").annotate(last=Max("number")))

"""The list of public changes by edition, so that copies of the site can follow it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone

from transcripts.models import Conference, Edition, Exchange, Named, Participation, PublicChange, Status, Turn

BATCH = 1000
Moved = tuple[str, str]  # the kind of a name, and its former slug; or an announcement, and its conference's id
_KNOWN = (Status.PUBLISHED, Status.WITHDRAWN)


def mark_changed(
    changed: Iterable[Conference], *, among: QuerySet[Conference] | None = None, moved: Sequence[Moved] = ()
) -> None:
    """Mark these with the edition that the transaction has just made. Two queries, and two for every thousand."""
    rows = [(PublicChange.Kind.CONFERENCE, each.public_id, each.pk) for each in changed if each.status in _KNOWN]
    if not rows and among is None and not moved:
        return
    number, now = Edition.objects.values_list("number", flat=True).get(pk=1), timezone.now()
    everything = iter([*rows, *((kind, key, None) for kind, key in moved), *_rows(among)])
    while batch := list(islice(everything, BATCH)):
        PublicChange.objects.bulk_create(
            (
                PublicChange(kind=kind, key=key, conference_id=pk, sequence=number, changed_at=now)
                for kind, key, pk in dict.fromkeys(batch)
            ),
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["sequence", "changed_at"],
        )


def _rows(among: QuerySet[Conference] | None) -> Iterator[tuple[str, str, int]]:
    if among is not None:
        found = among.filter(status__in=_KNOWN).order_by().values_list("public_id", "pk").distinct()
        yield from ((PublicChange.Kind.CONFERENCE, public_id, pk) for public_id, pk in found)


def announcement_of(conference: Conference) -> Moved:
    """Return how the announcement of a conference is marked."""
    return PublicChange.Kind.ANNOUNCEMENT, conference.public_id


def are_seen(*records: Named) -> bool:
    """Return whether readers see one of these records, which are of one kind. Two queries.

    It has a page where a closed transcript names it; one that is running shows the name alone.
    """
    published = type(records[0])._default_manager.published()  # type: ignore[attr-defined]
    is_found: bool = published.filter(pk__in=[record.pk for record in records]).exists()
    return is_found or conferences_with(*records).running().exists()  # type: ignore[attr-defined]


def conferences_with(*records: Named) -> QuerySet[Conference]:
    """Return the conferences whose files name one of these records, which are of one kind."""
    keys, noun = [record.pk for record in records], records[0]._meta.model_name
    if noun == "series":
        return Conference.objects.filter(series__in=keys)
    if noun == "topic":
        return Conference.objects.filter(pk__in=Exchange.objects.filter(topics__in=keys).values("conference"))
    named = Q(pk__in=Turn.objects.filter(**{f"{noun}__in": keys}).values("exchange__conference"))
    if noun == "speaker":
        named |= Q(pk__in=Participation.objects.filter(speaker__in=keys).values("conference"))
    return Conference.objects.filter(named)

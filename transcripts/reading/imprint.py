"""Records → the imprint of a file: publisher, licence, permanent addresses, version, corrections."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from transcripts.models import (
    NOW,
    AnyOf,
    Conference,
    Correction,
    Param,
    Participation,
    PreparedQuery,
    SiteIdentity,
    Version,
    address,
    interface_language,
)
from transcripts.presentation import CorrectionNote, Imprint
from transcripts.reading.running import as_of, as_of_text
from transcripts.reading.transcript import read_people


def read_imprint(
    conference: Conference,
    *,
    past: Version | None = None,
    first: int | None = None,
    turns: Collection[str] | None = None,
    people: Sequence[Participation] | None = None,
    identity: SiteIdentity | None = None,
) -> Imprint:
    """Return the imprint of a public conference, of its last version or of a `past` one. Four queries at most.

    One less where `people` are given, all that `read_people` returns, and where the `identity` is. `first` is the
    position of the only exchange that a file holds, and `turns` are its turns' permanent ids: then the corrections are
    those of these turns.
    """
    if past:
        number, made_at = past.number, past.made_at
    else:
        number, made_at = next(iter(_VERSION(conference=conference.pk)), (0, as_of(conference)))
    given: dict[str, Any] = {"conference": conference.pk, "last": past.revision.number if past else _NO_LAST}
    rows: Sequence[tuple[Any, ...]] = ()
    if getattr(conference, "has_corrections", True):
        rows = _CORRECTIONS(**given) if turns is None else _CORRECTIONS_OF_TURNS(turns=sorted(turns), **given)
    participants = read_people(conference) if people is None else people
    imprint = _make(conference, identity or SiteIdentity.current(), participants, rows)
    query = f"?version={past.number}" if past else ""
    return replace(imprint, version=number, made_at=made_at, first=first, query=query)


def read_imprints(conferences: Sequence[Conference]) -> dict[int, Imprint]:
    """Return the imprints of the last versions of public conferences, by their keys. Four queries, however many."""
    keys = [conference.pk for conference in conferences]
    identity = SiteIdentity.current()
    people: dict[int, list[Participation]] = defaultdict(list)
    participants = Participation.objects.filter(conference__in=keys).select_related("speaker")
    for participant in participants.order_by("conference", "position"):
        people[participant.conference_id].append(participant)
    made = Version.objects.published().filter(conference__in=keys).order_by("number")
    versions = {key: (number, made_at) for key, number, made_at in made.values_list("conference", "number", "made_at")}
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    corrections = Correction.objects.published().filter(revision__conference__in=keys)
    for key, *row in _told(corrections.order_by("-revision__number", "position"), "revision__conference"):
        rows[key].append(tuple(row))
    imprints = {}
    for conference in conferences:
        number, made_at = versions.get(conference.pk, (0, as_of(conference)))
        imprint = _make(conference, identity, people[conference.pk], rows[conference.pk])
        imprints[conference.pk] = replace(imprint, version=number, made_at=made_at)
    return imprints


def _make(
    conference: Conference, identity: SiteIdentity, people: Iterable[Participation], rows: Iterable[tuple[Any, ...]]
) -> Imprint:
    """Return an imprint without a version; `rows` are of its corrections."""
    with translation.override(interface_language(conference.language)):
        publisher, licence = identity.local("name"), identity.local("licence")
        status = as_of_text(conference) or str(conference.get_record_status_display())
        root = settings.SITE_URL + address("transcripts:home").rstrip("/")
        profiles = {each.name_as_printed: settings.SITE_URL + each.speaker.get_absolute_url() for each in people}
    return Imprint(
        publisher=publisher,
        licence=licence,
        root=root,
        path=f"/c/{conference.public_id}/",
        query="",
        version=0,
        made_at=None,
        record_status=status[:1].upper() + status[1:],
        is_running=conference.is_running,
        first=None,
        corrections=tuple(_corrections(rows)),
        profiles=profiles,
    )


def _corrections(rows: Iterable[tuple[Any, ...]]) -> Iterable[CorrectionNote]:
    """Return the corrections of a conference, in the order of the rows."""
    notes: dict[int, CorrectionNote] = {}
    changed: dict[int, list[str]] = defaultdict(list)
    for key, made_at, note, removal, reason, turn in rows:
        if turn:
            changed[key].append(turn)
        notes[key] = CorrectionNote(
            timezone.localdate(made_at),
            note if removal is None else reason,
            tuple(dict.fromkeys(changed[key])),
            is_removal=removal is not None,
        )
    return notes.values()


def _told(found: QuerySet[Correction], *first: str) -> QuerySet[Any, Any]:
    """Select what a file says of corrections."""
    about = ("made_at", "note", "removal", "removal__reason")
    return found.values_list(*first, "revision", *(f"revision__{name}" for name in about), "turn_public_id")


def _corrections_until() -> QuerySet[Any, Any]:
    """Select the corrections of a conference until its revision `last`, the newest first."""
    found = Correction.objects.published(NOW).filter(
        revision__conference=Param("conference"), revision__number__lte=Param("last")
    )
    return _told(found.order_by("-revision__number", "position"))


_NO_LAST = 2**31 - 1  # the largest number of a revision
_CORRECTIONS = PreparedQuery(_corrections_until, is_planned_once=True)
_CORRECTIONS_OF_TURNS = PreparedQuery(
    lambda: _corrections_until().filter(AnyOf("turn_public_id", "turns")), is_planned_once=True
)


def _last_version() -> QuerySet[Any, Any]:
    found = Version.objects.published(NOW).filter(conference=Param("conference")).order_by("-number")
    return found.values_list("number", "made_at")[:1]


_VERSION = PreparedQuery(_last_version, is_planned_once=True)

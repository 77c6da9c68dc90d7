"""Records → the imprint of a file: publisher, licence, permanent addresses, version, corrections."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
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
from transcripts.reading.transcript import read_people


def read_imprint(
    conference: Conference,
    *,
    past: Version | None = None,
    first: int | None = None,
    turns: Collection[str] | None = None,
    people: Sequence[Participation] | None = None,
) -> Imprint:
    """Return the imprint of a public conference, of its last version or of a `past` one. Four queries at most.

    One less where `people` are given, all that `read_people` returns. `first` is the position of the only exchange that
    a file holds, and `turns` are its turns' permanent ids: then the corrections are those of these turns.
    """
    with translation.override(interface_language(conference.language)):
        identity = SiteIdentity.current()
        publisher, licence = identity.local("name"), identity.local("licence")
        status = str(conference.get_record_status_display())
        root = settings.SITE_URL + address("transcripts:home").rstrip("/")
        seated = read_people(conference) if people is None else people
        profiles = {each.name_as_printed: settings.SITE_URL + each.speaker.get_absolute_url() for each in seated}
    if past:
        number, made_at = past.number, past.made_at
    else:
        number, made_at = next(iter(_VERSION(conference=conference.pk)), (0, None))
    return Imprint(
        publisher=publisher,
        licence=licence,
        root=root,
        path=f"/c/{conference.public_id}/",
        query=f"?version={past.number}" if past else "",
        version=number,
        made_at=made_at,
        record_status=status[:1].upper() + status[1:],
        first=first,
        corrections=tuple(_corrections(conference, past, turns)),
        profiles=profiles,
    )


def _corrections(
    conference: Conference, past: Version | None, turns: Collection[str] | None
) -> Iterable[CorrectionNote]:
    """Return the corrections of the conference, the newest first, up to a past version. One query at most."""
    if not getattr(conference, "has_corrections", True):
        return ()
    given: dict[str, Any] = {"conference": conference.pk, "last": past.revision.number if past else _NO_LAST}
    rows = _CORRECTIONS(**given) if turns is None else _CORRECTIONS_OF_TURNS(turns=sorted(turns), **given)
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


def _corrections_until() -> QuerySet[Any, Any]:
    """Select the corrections of a conference until its revision `last`, the newest first."""
    found = Correction.objects.published(NOW).filter(
        revision__conference=Param("conference"), revision__number__lte=Param("last")
    )
    about = ("made_at", "note", "removal", "removal__reason")
    return found.order_by("-revision__number", "position").values_list(
        "revision", *(f"revision__{name}" for name in about), "turn_public_id"
    )


_NO_LAST = 2**31 - 1  # the largest number of a revision
_CORRECTIONS = PreparedQuery(_corrections_until)
_CORRECTIONS_OF_TURNS = PreparedQuery(lambda: _corrections_until().filter(AnyOf("turn_public_id", "turns")))


def _last_version() -> QuerySet[Any, Any]:
    found = Version.objects.published(NOW).filter(conference=Param("conference")).order_by("-number")
    return found.values_list("number", "made_at")[:1]


_VERSION = PreparedQuery(_last_version)

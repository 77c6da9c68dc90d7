"""Records → the imprint of a file: publisher, licence, permanent addresses, version, corrections."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from transcripts.models import Conference, Correction, SiteIdentity, Version, interface_language
from transcripts.presentation import CorrectionNote, Imprint
from transcripts.reading.transcript import read_people


def read_imprint(
    conference: Conference,
    *,
    past: Version | None = None,
    first: int | None = None,
    turns: Collection[str] | None = None,
) -> Imprint:
    """Return the imprint of a public conference, of its last version or of a `past` one. Four queries at most.

    `first` is the position of the only exchange that a file holds, and `turns` are its turns' permanent ids: then the
    corrections are those of these turns.
    """
    with translation.override(interface_language(conference.language)):
        identity = SiteIdentity.current()
        publisher, licence = identity.local("name"), identity.local("licence")
        status = str(conference.get_record_status_display())
        root = settings.SITE_URL + reverse("transcripts:home").rstrip("/")
        people = {each.name_as_printed: each.speaker.get_absolute_url() for each in read_people(conference)}
    version = past or Version.objects.published().filter(conference=conference).order_by("-number").first()
    return Imprint(
        publisher=publisher,
        licence=licence,
        root=root,
        path=f"/c/{conference.public_id}/",
        query=f"?version={past.number}" if past else "",
        version=version.number if version else 0,
        made_at=version.made_at if version else None,
        record_status=status[:1].upper() + status[1:],
        first=first,
        corrections=tuple(_corrections(conference, past, turns)),
        profiles={name: settings.SITE_URL + path for name, path in people.items()},
    )


def _corrections(
    conference: Conference, past: Version | None, turns: Collection[str] | None
) -> Iterable[CorrectionNote]:
    """Return the corrections of the conference, the newest first, up to a past version. One query."""
    found = Correction.objects.published().filter(revision__conference=conference)
    found = found.select_related("revision__removal").defer("revision__document")
    if past:
        found = found.filter(revision__number__lte=past.revision.number)
    if turns is not None:
        found = found.filter(turn_public_id__in=turns)
    notes: dict[int, CorrectionNote] = {}
    changed: dict[int, list[str]] = defaultdict(list)
    for correction in found.order_by("-revision__number", "position"):
        revision = correction.revision
        removal = getattr(revision, "removal", None)
        if correction.turn_public_id:
            changed[revision.pk].append(correction.turn_public_id)
        notes[revision.pk] = CorrectionNote(
            timezone.localdate(revision.made_at),
            removal.reason if removal else revision.note,
            tuple(dict.fromkeys(changed[revision.pk])),
            is_removal=removal is not None,
        )
    return notes.values()

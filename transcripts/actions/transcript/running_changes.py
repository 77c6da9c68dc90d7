"""Changes of a running transcript: when each turn became public, and which public words changed after two minutes."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext, override

from transcripts.actions.change import Change
from transcripts.actions.transcript.corrections import close_corrections, is_public_field, publish_corrections
from transcripts.actions.transcript.revision_notes import amend_note
from transcripts.document import HEAD, Differences, How, TranscriptDocument, compare
from transcripts.document.differences import FieldChange
from transcripts.document.times import without_times
from transcripts.models import Conference, ReleasedTurn, Revision, RunningCorrection

STOOD = timedelta(seconds=120)  # words public for longer do not change without a mark


def follow_running(revision: Revision, last: Revision) -> None:
    """Record since when new turns are public, and which words changed after two minutes in public.

    The revision is of a running conference, and was saved. At most six queries.
    """
    conference = revision.conference
    was, now = without_times(last.transcript), without_times(revision.transcript)
    known = dict(conference.released.values_list("turn_public_id", "released_at"))
    fresh = [turn.public_id for turn in now.turns if turn.public_id not in known]
    ReleasedTurn.objects.bulk_create(
        ReleasedTurn(conference=conference, turn_public_id=key, released_at=revision.made_at) for key in fresh
    )
    if fresh:
        conference.added_at = revision.made_at
        Conference.objects.filter(pk=conference.pk).update(added_at=revision.made_at)
    limit = revision.made_at - STOOD
    stood = {key for key, since in known.items() if since < limit}
    differences = compare(was, now)
    turns = [
        change.turn.public_id
        for change in differences.changed_turns
        if change.how != How.MOVED and change.turn.public_id in stood
    ]
    began = conference.running_since
    fields = list(_late_fields(differences, now, stood, is_late=began is not None and began < limit))
    rows = [RunningCorrection(conference=conference, revision=revision, turn_public_id=key) for key in turns]
    rows += [RunningCorrection(conference=conference, revision=revision, field=name) for name in fields]
    RunningCorrection.objects.bulk_create(rows)
    if turns:
        conference.released.filter(turn_public_id__in=turns).update(changed_at=revision.made_at)


def _late_fields(differences: Differences, now: TranscriptDocument, stood: set[str], *, is_late: bool) -> Iterator[str]:
    """Yield the fields of the head, and the headings, whose public words changed; mere additions are no corrections."""
    for field in differences.fields:
        if field.name in HEAD or field.name == "people":
            if is_late and is_public_field(field.name) and _loses(field):
                yield field.name
        elif field.name.endswith(": heading") and field.old and _turns_of(field.name, now) & stood:
            yield field.name


def _loses(field: FieldChange) -> bool:
    """Return whether something of the old value is no longer there; a participant who is added takes nothing away."""
    if field.name == "people":
        return bool({*field.old.splitlines()} - {*field.new.splitlines()})
    return bool(field.old)


def _turns_of(name: str, document: TranscriptDocument) -> set[str]:
    """Return the ids of the turns of the exchange that a field's name begins with."""
    number = "".join(char for char in name.partition(":")[0] if char.isdigit())
    at = int(number) - 1 if number else -1
    if not 0 <= at < len(document.exchanges):
        return set()
    return {turn.public_id for turn in document.exchanges[at].turns}


def decide_running_corrections(conference: Conference, weights: Mapping[int, bool], change: Change) -> None:
    """Say of each change by its key whether it is major, and make public corrections of those that are.

    What changed again later is closed by that change. Reads the revisions from the first such change on.
    """
    rows = list(conference.running_corrections.all())
    for row in rows:
        row.is_major = weights[row.pk]
    RunningCorrection.objects.bulk_update(rows, ["is_major"])
    major: dict[int, set[tuple[str, str]]] = {}
    for row in rows:
        if row.is_major:
            major.setdefault(row.revision_id, set()).add((row.turn_public_id, row.field))
    if not major:
        return
    first = conference.revisions.filter(pk__in=major).order_by("number").values_list("number", flat=True)[0]
    last: Revision | None = None
    for revision in conference.revisions.applied().filter(number__gte=(first or 1) - 1).order_by("number").iterator(20):
        if last:
            close_corrections(revision, last)
            if chosen := major.get(revision.pk):
                differences = compare(without_times(last.transcript), without_times(revision.transcript))
                publish_corrections(revision, differences, only=chosen)
                if not revision.note:
                    amend_note(revision, _note(conference), change=change)
        last = revision


def _note(conference: Conference) -> str:
    """Return the note of a correction for which nobody was asked, in the transcript's language if it is one of ours."""
    known = {code for code, _ in settings.LANGUAGES}
    with override(conference.language if conference.language in known else settings.LANGUAGE_CODE):
        return gettext("Changed while the transcript was running.")

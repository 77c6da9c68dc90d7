"""Integrity check: the records must match their revisions, and the revisions their digests."""

from collections.abc import Iterator

from transcripts.actions.sealed_names import is_name_sealed
from transcripts.actions.transcript.erasure import seal_erasure
from transcripts.actions.transcript.revision_notes import find_damaged_notes, find_first_note
from transcripts.actions.transcript.revisions import is_same, seal
from transcripts.actions.versions import find_damaged_versions
from transcripts.document import FormError, from_json, to_json
from transcripts.models import Conference, Revision
from transcripts.reading.transcript import read


def find_damage(conference: Conference) -> Iterator[str]:
    """Yield a sentence for each way in which the conference's records and revisions disagree.

    Each revision's digest covers its document as stored, its author, time and first note, and the digest before it;
    later notes are chained to it; the last one's document must be what the records hold. Where words were erased, the
    seal of the erasure takes its place. Each public version must be sealed over its revision. About ten queries.
    """
    conference = Conference.objects.select_related("series").get(pk=conference.pk)
    before, number, last = "", 0, None
    revisions = conference.revisions.applied().prefetch_related("note_edits", "erasures__removal")
    for revision in revisions.order_by("number"):
        number += 1
        if revision.number != number:
            yield f"Revision {number} is missing."
            number = revision.number or number
        try:
            from_json(revision.document)
        except FormError as error:
            yield f"Revision {number} cannot be read: {error}"
        else:
            if not _is_sealed(revision, after=before):
                yield f"Revision {number}, or the one before it, was altered after it was made."
        yield from find_damaged_notes(revision, sealed=max((row.edits for row in revision.erasures.all()), default=0))
        before, last = revision.digest, revision
    yield from find_damaged_versions(conference)
    if last is None:
        if conference.exchanges.exists():
            yield "It has exchanges, but no revision."
        return
    if conference.revision_number != last.number:
        yield f"Its records are marked as revision {conference.revision_number}; the last one is {last.number}."
    try:
        holds_it = is_same(last.document, to_json(read(conference)))
    except FormError:
        return  # reported above
    if not holds_it:
        yield f"Its records differ from revision {last.number}."


def _is_sealed(revision: Revision, *, after: str) -> bool:
    """Return whether the revision's digest, or that of the last erasure in it, is of what it holds."""
    erasures = list(revision.erasures.all())
    if not is_name_sealed(revision):
        return False
    if not erasures and revision.resealed:
        return revision.resealed == seal(revision, after=revision.digest, note=find_first_note(revision))
    if not erasures:
        return revision.digest == seal(revision, after=after, note=find_first_note(revision))
    *earlier, last = erasures
    if not is_name_sealed(last.removal, "erased_by"):
        return False
    if last.resealed:
        return last.resealed == seal_erasure(revision, last, after=last.digest)
    before = earlier[-1].digest if earlier else revision.digest
    return last.digest == seal_erasure(revision, last, after=before)

"""Editing the notes of revisions: the revision shows the new note, and every old one is kept, sealed."""

from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, NoteRequiredError, WrongStateError, bump_edition, require_permission
from transcripts.actions.sealed_names import is_name_sealed, seal_name, sealed_name
from transcripts.models import Conference, NoteEdit, Revision

LONGEST_NOTE = 2000


@transaction.atomic
def edit_revision_note(revision: Revision, note: str, *, change: Change, edits: int | None = None) -> NoteEdit | None:
    """Change an applied revision's note; readers see it at once where they saw the old one. None if it is the same.

    `edits` is how many changes of the note the editor knew of. Six queries. Raises WrongStateError, NoteRequiredError,
    PermissionDenied.
    """
    require_permission(change, "publish_conference")
    conference = Conference.objects.select_for_update().get(pk=revision.conference_id)
    row = Revision.objects.defer("document").get(pk=revision.pk)
    words = note.replace("\r\n", "\n").replace("\x00", "").strip()
    if row.state != Revision.State.APPLIED:
        raise WrongStateError(gettext("Only the note of an applied change can be edited."))
    if len(words) > LONGEST_NOTE:
        raise WrongStateError(gettext("A note can have at most %(number)d characters.") % {"number": LONGEST_NOTE})
    known = list(row.note_edits.all())
    if edits is not None and edits != len(known):
        raise WrongStateError(gettext("Somebody else has changed this note. Check it again."))
    if words == row.note:
        return None
    if row.note and not words:
        raise NoteRequiredError
    made = amend_note(row, words, change=change)
    revision.note = words
    if conference.is_published:
        bump_edition(conference)
    return made


def amend_note(revision: Revision, note: str, *, change: Change) -> NoteEdit:
    """Give an applied revision another note, and keep the old one, sealed. Three queries."""
    last = revision.note_edits.last()
    made = NoteEdit(
        revision=revision,
        was=revision.note,
        now=note,
        made_by=change.user,
        made_by_name=change.name,
        made_at=timezone.now(),
    )
    seal_name(made)
    made.digest = seal_edit(made, after=last.digest if last else revision.digest)
    made.save()
    revision.note = note
    revision.save(update_fields=["note"])
    return made


def find_first_note(revision: Revision) -> str:
    """Return the note that the revision was made with. No query where its edits are prefetched."""
    return next((edit.was for edit in revision.note_edits.all()), revision.note)


def find_damaged_notes(revision: Revision, *, sealed: int = 0) -> Iterator[str]:
    """Yield a sentence when the revision's note does not follow from its note edits, or one of these was changed.

    An erasure seals the first `sealed` of the edits, which may have lost words.
    """
    digest, note = revision.digest, find_first_note(revision)
    for number, edit in enumerate(revision.note_edits.all()):
        is_theirs = edit.was == note and is_name_sealed(edit)
        if not is_theirs or (number >= sealed and not _is_sealed(edit, after=digest)):
            yield f"An edit of the note of revision {revision.number} was altered after it was made."
        digest, note = edit.digest, edit.now
    if note != revision.note:
        yield f"The note of revision {revision.number} does not match its edits."


def _is_sealed(edit: NoteEdit, *, after: str) -> bool:
    if edit.resealed:
        return edit.resealed == seal_edit(edit, after=edit.digest)
    return edit.digest == seal_edit(edit, after=after)


def seal_edit(edit: NoteEdit, *, after: str) -> str:
    """Return the digest that the edit must have if it follows what has the digest `after`."""
    parts = [after, sealed_name(edit), edit.made_at.astimezone(UTC).isoformat(), edit.was, edit.now]
    return sha256("\x00".join(parts).encode()).hexdigest()

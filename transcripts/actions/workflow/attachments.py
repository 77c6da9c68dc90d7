"""Saving, changing, moving and removing the attachments of a conference, with their files.

They are no part of the transcript's document, so they make no revision: each change of them is an event.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext

from transcripts.actions.change import (
    Change,
    NoteRequiredError,
    WrongStateError,
    bump_edition,
    record_event,
    require_permission,
)
from transcripts.actions.purge import purge_caches
from transcripts.actions.transcript.ordering import append, move_row, renumber
from transcripts.actions.workflow.recordings import type_of_address
from transcripts.actions.workflow.uploads import Upload
from transcripts.models import Attachment, Conference, Event
from transcripts.models.attachment import PLACE


@transaction.atomic
def save_attachments(
    conference: Conference,
    rows: Sequence[Attachment],
    *,
    change: Change,
    uploads: Mapping[int, Upload] | None = None,
    removed: Sequence[Attachment] = (),
    move: tuple[int, int] | None = None,
) -> list[str]:
    """Save the changed and new `rows` and remove others; new ones come last. One event for all.

    `uploads` are the new files, by the place of their row in `rows`; `move` is a row's key and how many places it goes
    down. Files that nothing names any more are deleted after the commit. Returns the folders of the new files: when
    the transaction is undone, `delete_orphaned_files` deletes them. The caller holds the conference's row. Some five
    queries a row. Raises NoteRequiredError and PermissionDenied for a public conference, WrongStateError for a second
    recording.
    """
    if conference.is_published:
        require_permission(change, "publish_conference")
        if not change.note.strip():
            raise NoteRequiredError
    old = [row.folder for row in removed]
    new = []
    for number, upload in (uploads or {}).items():
        old.append(rows[number].folder)
        _take(rows[number], upload)
        new.append(rows[number].folder)
    Attachment.objects.filter(pk__in=[row.pk for row in removed]).delete()
    _refuse_second_recording(conference, rows)
    for row in rows:
        if row.kind == Attachment.Kind.RECORDING and row.url:
            row.content_type = type_of_address(row.url)
        if row.pk is not None:
            row.save()
    append(conference, conference.attachments.all(), [row for row in rows if row.pk is None])
    if move:
        move_row(conference.attachments.all(), *move)
    there = conference.attachments.order_by("position")
    renumber(there, list(there.values_list("pk", flat=True)))
    record_event(conference, Event.What.ATTACHED, change)
    delete_files(old)
    if conference.is_published:
        bump_edition(conference)
        if any(old):
            purge_caches()
    return new


def _refuse_second_recording(conference: Conference, rows: Iterable[Attachment]) -> None:
    """Refuse a recording beside another, since times are seconds of one. One query, or none. Raises WrongStateError."""
    new = [row for row in rows if row.kind == Attachment.Kind.RECORDING and row.pk is None]
    if new and (len(new) > 1 or conference.attachments.filter(kind=Attachment.Kind.RECORDING).exists()):
        raise WrongStateError(gettext("A conference has one recording: the times of its paragraphs are of that one."))


def delete_files(folders: Iterable[str]) -> None:
    """Delete the files in the folders once the transaction is committed."""
    gone = [folder for folder in folders if folder]
    if gone:
        transaction.on_commit(lambda: _delete(gone))


def delete_orphaned_files(folders: Sequence[str]) -> None:
    """Delete those of the folders that no row names, because its transaction was undone. One query, or none."""
    if folders:
        named = set(Attachment.objects.filter(folder__in=folders).values_list("folder", flat=True))
        _delete(set(folders) - named)


def folders_of(conferences: Iterable[Conference]) -> list[str]:
    """Return the folders of all attachments of the conferences. One query."""
    rows = Attachment.objects.filter(conference__in=list(conferences)).exclude(folder="")
    return list(rows.values_list("folder", flat=True))


def _take(row: Attachment, upload: Upload) -> None:
    """Write the files, and set the row's fields that name them. Nobody can request them before the row is committed."""
    row.folder = secrets.token_hex(16)
    for name, data in upload.files.items():
        content = ContentFile(data) if isinstance(data, bytes) else data
        default_storage.save(f"{PLACE}/{row.folder}/{name}", content)
    row.suffix, row.content_type, row.digest = upload.suffix, upload.content_type, upload.digest
    row.size, row.width, row.height = upload.size, upload.width, upload.height


def _delete(folders: Iterable[str]) -> None:
    for folder in folders:
        path = f"{PLACE}/{folder}"
        try:
            _, names = default_storage.listdir(path)
            for name in names:
                default_storage.delete(f"{path}/{name}")
            default_storage.delete(path)
        except OSError:
            continue  # it is gone, or will be unreachable: no row names it

"""Integrity of uploaded files: missing, altered and orphaned files, and deletion of the orphaned."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from transcripts.actions.archiving.stored_files import named_files, stored_files
from transcripts.models import Attachment
from transcripts.models.attachment import PLACE

# A file lies in its place before the transaction that names it ends. None takes that long.
_AGE_OF_ORPHANS = timedelta(days=1)


def find_damaged_files() -> Iterator[str]:
    """Yield a sentence for each uploaded file that is lost or is not what it was. Reads all of them; some queries."""
    for name in sorted(set(named_files())):
        if not default_storage.exists(name):
            yield f"The file {name} is lost: restore it from a backup."
    for row in Attachment.objects.exclude(folder="").select_related("conference").order_by("pk").iterator(500):
        names = [f"{PLACE}/{row.folder}/{name}" for name in row.file_names]
        if all(default_storage.exists(name) for name in names) and _digest_of(names) != row.digest:
            yield f"A file in {PLACE}/{row.folder} was altered; it belongs to {row.conference.slug}."


def find_orphaned_files() -> list[str]:
    """Return the uploaded files that no row names, and that no upload under way has just written. Some queries.

    They are left by uploads and restores that were killed half-way.
    """
    before = timezone.now() - _AGE_OF_ORPHANS
    stored = [name for name in stored_files() if _time_of(name) < before.timestamp()]
    named = set(named_files())  # read after the files: what is being saved now is named by then, or new
    return [name for name in stored if name not in named]


def sweep_orphaned_files() -> int:
    """Delete what `find_orphaned_files` finds, and the folders that are empty then; return the number of files."""
    gone = find_orphaned_files()
    for name in gone:
        default_storage.delete(name)
    for folder in {name.rpartition("/")[0] for name in gone} - {""}:
        folders, names = default_storage.listdir(folder)
        if not folders and not names:
            default_storage.delete(folder)
    return len(gone)


def _time_of(name: str) -> float:
    try:
        return default_storage.get_modified_time(name).timestamp()
    except FileNotFoundError:
        return timezone.now().timestamp()  # it was deleted meanwhile


def _digest_of(names: list[str]) -> str:
    """Return the digest of an attachment's files as uploading makes it: their contents, with a zero byte between."""
    digest = hashlib.sha256()
    for number, name in enumerate(names):
        digest.update(b"\0" if number else b"")
        with default_storage.open(name) as file:
            while block := file.read(1 << 18):
                digest.update(block)
    return digest.hexdigest()

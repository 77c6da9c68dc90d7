"""Uploaded files: those that rows name, and those in the storage."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import FileField

from transcripts.actions.archiving.contents import models_of
from transcripts.models import Attachment
from transcripts.models.attachment import PLACE


def named_files() -> Iterator[str]:
    """Yield the name in the storage of each file that a row names. A query for each column of files, and one more."""
    for model in models_of():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                names = (
                    model._base_manager.exclude(**{field.name: ""}).order_by("pk").values_list(field.name, flat=True)
                )
                yield from (name for name in names.iterator(chunk_size=500) if name)
    for row in Attachment.objects.exclude(folder="").order_by("pk").iterator(chunk_size=500):
        yield from (f"{PLACE}/{row.folder}/{name}" for name in row.file_names)


def stored_files(folder: str = "") -> Iterator[str]:
    """Yield the name of each file in the storage, or below one of its folders."""
    try:
        folders, names = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    below = f"{folder}/" if folder else ""
    yield from (f"{below}{name}" for name in sorted(names))
    for each in sorted(folders):
        yield from stored_files(f"{below}{each}")

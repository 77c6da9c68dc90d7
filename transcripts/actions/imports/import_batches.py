"""Import batches: keep many files, read them in bounded steps, and make an import draft of each conference.

Each step is a transaction of its own, so that a server that is killed loses nothing: the next request goes on.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext

from transcripts.actions.change import Change, DocumentRefusedError, NoteRequiredError
from transcripts.actions.import_bases import ImportConflictError
from transcripts.actions.imports.import_drafts import (
    ConferenceChangedError,
    DraftChangedError,
    confirm_import_draft,
    count_warnings,
    delete_expired_drafts,
    import_target_of,
    make_draft,
)
from transcripts.actions.imports.importing import ImportRefusedError, part_by_conference, put_in_order
from transcripts.document import HEAD, TranscriptDocument
from transcripts.intake import (
    FolderFile,
    IntakeError,
    ParsedTranscript,
    from_source_form,
    message,
    open_source,
    to_message_form,
    to_source_form,
)
from transcripts.intake.parsing import parse
from transcripts.models import BatchFile, Conference, ImportBatch, ImportDraft
from transcripts.reading.import_preview import preview_import

MOST_BATCHES = 4  # that one editor may have under way
MOST_TRIES = 2  # a file whose reading twice ended neither way has ended the server
STEP_SECONDS = 3.0  # of one request; a file that was begun is read to its end
SAVED_AT_ONCE = 20  # files
# One preview that is refused, or was confirmed in another window, stops no other.
_REFUSALS = (
    ConferenceChangedError,
    DraftChangedError,
    DocumentRefusedError,
    ImportConflictError,
    ImportRefusedError,
    IntakeError,
    NoteRequiredError,
    ImportDraft.DoesNotExist,
)
_FACTS = ("title", "language", "held_on", "posted_on", "source_url")


@transaction.atomic
def create_import_batch(
    owner: User, name: str, files: Sequence[FolderFile], *, series: str = "", language: str = ""
) -> ImportBatch:
    """Save the files of a folder or zip file, to be read; return their batch. Raises ImportRefusedError.

    What has expired is deleted. A file that cannot be unpacked is refused alone.
    """
    delete_expired_drafts()
    if ImportBatch.objects.filter(owner=owner).count() >= MOST_BATCHES:
        raise ImportRefusedError(
            gettext("You have too many import batches. Discard one of them first, or wait until it expires.")
        )
    batch = ImportBatch.objects.create(owner=owner, name=name[:300], series=series, language=language)
    rows = (_kept(batch, position, file) for position, file in enumerate(files, start=1))
    BatchFile.objects.bulk_create(rows, batch_size=SAVED_AT_ONCE)
    return batch


def _kept(batch: ImportBatch, position: int, file: FolderFile) -> BatchFile:
    row = BatchFile(batch=batch, position=position, name=file.name)
    try:
        if file.refused:
            raise IntakeError(file.refused)
        row.data = file.read()
    except IntakeError as refusal:
        row.state, row.sentence = BatchFile.State.REFUSED, to_message_form(refusal.sentence)
    return row


def go_on(batch: ImportBatch, *, seconds: float = STEP_SECONDS) -> bool:
    """Read files, and make import drafts of those that are read, for some seconds; return whether more is to be done.

    At least one step is done. A step is one file, or the import draft of one conference; each is saved by itself.
    """
    until = time.monotonic() + seconds
    while _read_next(batch):
        if time.monotonic() > until:
            return True
    for files in _conferences(batch):
        _make_draft(batch, files)
        if time.monotonic() > until:
            break
    return batch.files.filter(state__in=(BatchFile.State.WAITING, BatchFile.State.READ)).exists()


def _read_next(batch: ImportBatch) -> bool:
    """Read the next file that waits; return whether there was one."""
    waiting = batch.files.filter(state=BatchFile.State.WAITING)
    row = waiting.only("pk", "name", "tries", "data").first()
    if row is None:
        return False
    waiting.filter(pk=row.pk).update(tries=F("tries") + 1)
    said: dict[str, Any] = {"data": None}
    try:
        if row.tries >= MOST_TRIES:
            raise IntakeError(message("Reading %(name)s was interrupted twice.", name=row.name))
        said |= _read(bytes(row.data or b""), row.name, batch.language)
    except IntakeError as refusal:
        said |= {"state": BatchFile.State.REFUSED, "sentence": to_message_form(refusal.sentence)}
    waiting.filter(pk=row.pk).update(**said)
    return True


def _read(data: bytes, name: str, language: str) -> dict[str, Any]:
    """Return what a file's row holds once it is read. Raises IntakeError."""
    source = open_source(data, name)
    parsed = parse(source, name=name, language=language or None)
    facts: dict[str, Any] = {key: HEAD[key].to_text(getattr(parsed.document, key)) for key in _FACTS}
    facts |= {"page": parsed.page, "is_partial": parsed.is_partial, "digest": parsed.digest}
    return {
        "state": BatchFile.State.READ,
        "source": to_source_form(source),
        "facts": facts,
        "title": parsed.document.title[:400],
    }


def _conferences(batch: ImportBatch) -> list[list[BatchFile]]:
    """Return the files that are read, those of one conference together, and refuse those that do not fit. One query."""
    rows = list(batch.files.listed().filter(state=BatchFile.State.READ))
    seen: dict[str, BatchFile] = {}
    for row in rows:
        first = seen.setdefault(row.facts["digest"], row)
        if first is not row:
            _refuse([row], message("%(name)s is the same file as %(other)s.", name=row.name, other=first.name))
    found = []
    pairs = [(Path(row.name), _as_parsed(row)) for row in seen.values()]
    known = {id(parsed): row for (_, parsed), row in zip(pairs, seen.values(), strict=True)}
    for group in part_by_conference(pairs):
        files = [known[id(parsed)] for _, parsed in group]
        try:
            put_in_order(group)
        except ImportRefusedError as refusal:
            _refuse(files, str(refusal))
        else:
            found.append([known[id(parsed)] for _, parsed in group])
    return found


def _as_parsed(row: BatchFile) -> ParsedTranscript:
    """Return as much of a parse as tells of which conference a file is."""
    head: dict[str, Any] = {key: HEAD[key].from_text(row.facts[key]) for key in _FACTS}
    return ParsedTranscript(TranscriptDocument(**head), page=row.facts["page"], is_partial=row.facts["is_partial"])


def _make_draft(batch: ImportBatch, files: Sequence[BatchFile]) -> None:
    """Save the import draft of the files of one conference, or refuse them."""
    stated = {name: value for name, value in (("series", batch.series), ("language", batch.language)) if value}
    try:
        with transaction.atomic():
            keys = [row.pk for row in files]
            sources = dict(
                BatchFile.objects.select_for_update()
                .filter(pk__in=keys, state=BatchFile.State.READ)
                .values_list("pk", "source")
            )
            if len(sources) < len(files):
                return  # another request has just made it
            read = []
            for row in files:
                source = from_source_form(sources[row.pk] or {"lines": []})
                read.append((row.name, source, parse(source, name=row.name, language=batch.language or None)))
            draft, text = make_draft(batch.owner, read, stated, expires_at=batch.expires_at)
            for number, row in enumerate(files):
                BatchFile.objects.filter(pk=row.pk).update(
                    state=BatchFile.State.READY, draft=draft, number=number, source=None, title=draft.title
                )
            count_warnings(draft, text)
    except IntakeError as refusal:
        _refuse(files, refusal.sentence)


def _refuse(files: Sequence[BatchFile], sentence: str) -> None:
    BatchFile.objects.filter(pk__in=[row.pk for row in files]).update(
        state=BatchFile.State.REFUSED, sentence=to_message_form(sentence), source=None
    )


def quiet_drafts(batch: ImportBatch) -> QuerySet[ImportDraft]:
    """Return the previews of a batch without any warning that no conference is known for."""
    drafts = ImportDraft.objects.filter(batch_files__batch=batch, conference=None).distinct()
    return drafts.exclude(batch_files__warnings__gt=0).order_by("pk")


def confirm_quiet_drafts(
    batch: ImportBatch, change: Change, *, seconds: float = STEP_SECONDS
) -> tuple[list[Conference], int]:
    """Import the previews of a batch without warnings, each by itself, for about so many seconds.

    Return the new conferences, all drafts, and how many previews were left since they change a conference that is
    there, or are refused: these ask for somebody's eyes.
    """
    until = time.monotonic() + seconds
    done: list[Conference] = []
    left = 0
    for draft in quiet_drafts(batch):
        try:
            text = preview_import(draft)
            if text.warnings or import_target_of(draft, text):
                left += 1
                continue
            with transaction.atomic():
                done.append(confirm_import_draft(draft, seen=None, change=change, before=text)[0])
        except _REFUSALS:
            left += 1
        if time.monotonic() > until:
            break
    return done, left


@transaction.atomic
def discard_import_batch(batch: ImportBatch) -> None:
    """Delete a batch, its files, and its import drafts that were not imported."""
    ImportDraft.objects.filter(batch_files__batch=batch).delete()
    batch.delete()

"""Import drafts: create, correct, confirm and discard them. Nothing else is saved before one is confirmed."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from transcripts.actions.change import Change
from transcripts.actions.import_bases import find_base
from transcripts.actions.imports.import_warnings import save_import_warnings
from transcripts.actions.imports.importing import ImportRefusedError, check_head, find_conference, group_files, take_in
from transcripts.actions.imports.kept_hints import find_by_base, parts_of_draft, resolution_of, take_kept_hints
from transcripts.document import Differences
from transcripts.intake import IntakeError, ParsedTranscript, Source, join_pages, to_source_form
from transcripts.intake.parsing import parse
from transcripts.models import BatchFile, Conference, ImportBatch, ImportDraft
from transcripts.reading.import_preview import ImportPreview, preview_import, put_together

MOST_DRAFTS = 50  # that one editor may have under way, those of import batches not counted
MOST_CHARACTERS = 4_000_000  # in all files that are uploaded at once; a long transcript has a tenth of it
_WORD = [
    "hints",
    "fields",
    "choices",
    "conference",
    "is_new",
    "conflict_choices",
    "reads_again",
]  # fields that hold the editor's corrections


class ConferenceChangedError(Exception):
    """The conference has changed since the editor saw the differences; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(gettext("The conference has been changed since. Check the changes below, then save."))


class DraftChangedError(Exception):
    """The import draft was changed in another window meanwhile; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This import was changed in another window, so your corrections here were not applied. Its "
                "current state is shown below; the title, dates and note are as you entered them."
            )
        )


@transaction.atomic
def create_import_drafts(
    owner: User, files: Sequence[tuple[str, Source]], *, series: str = "", language: str = ""
) -> list[ImportDraft]:
    """Create an import draft for each conference that the files are of; nothing else is saved.

    `files` are names and what was read under them. Expired import drafts are deleted. Raises IntakeError,
    ImportRefusedError.
    """
    delete_expired_drafts()
    if ImportDraft.objects.filter(owner=owner, batch_files=None).count() + len(files) > MOST_DRAFTS:
        raise ImportRefusedError(gettext("You have too many import drafts. Finish or discard some of them first."))
    if sum(len(line.text) for _, source in files for line in source.lines) > MOST_CHARACTERS:
        raise ImportRefusedError(gettext("The text is too long for a transcript. Import it in smaller parts."))
    parsed = [parse(source, name=name, language=language or None) for name, source in files]
    sources = {id(one): source for (_, source), one in zip(files, parsed, strict=True)}
    stated = {name: value for name, value in (("series", series), ("language", language)) if value}
    return [
        make_draft(owner, [(path.name, sources[id(one)], one) for path, one in group], stated)[0]
        for group in group_files([(Path(name), one) for (name, _), one in zip(files, parsed, strict=True)])
    ]


def make_draft(
    owner: User,
    files: Sequence[tuple[str, Source, ParsedTranscript]],
    stated: Mapping[str, str],
    *,
    expires_at: datetime | None = None,
) -> tuple[ImportDraft, ImportPreview]:
    """Save the import draft of one conference's files, with what editors said of their last version.

    Return its preview as well. `stated` are fields of the head that hold whatever the files say. Raises IntakeError.
    """
    kept = [{"name": name, "source": to_source_form(source)} for name, source, _ in files]
    names = ", ".join(name for name, _, _ in files if name)
    draft = ImportDraft(owner=owner, files=kept, names=names, fields=dict(stated))
    if expires_at:
        draft.expires_at = expires_at
    text = put_together(draft, tuple(one for _, _, one in files))
    target = find_conference(text.document)
    if target is None:
        target = draft.conference = find_by_base(text.read)
    if take_kept_hints(draft, target, join_pages(text.parsed)):
        text = preview_import(draft)
    draft.title = text.document.title[:400]
    draft.save()
    return draft, text


def count_warnings(draft: ImportDraft, text: ImportPreview) -> None:
    """Save how many warnings each file of the draft has that belongs to an import batch. One query, and one a file."""
    counts = Counter(warning.file for warning in text.warnings)
    for row in BatchFile.objects.filter(draft=draft).only("pk", "number"):
        BatchFile.objects.filter(pk=row.pk).update(warnings=counts[row.number])


def update_import_draft(
    draft: ImportDraft,
    *,
    hints: Mapping[str, Any] | None = None,
    fields: Mapping[str, str] | None = None,
    choices: Mapping[str, Any] | None = None,
    aim: tuple[Conference | None, bool] | None = None,
    conflict_choices: Mapping[str, str] | None = None,
    reads_again: bool | None = None,
    note: str = "",
    is_major: bool | None = None,
    before: ImportPreview | None = None,
) -> ImportPreview:
    """Save the editor's corrections of an import draft, and return its new preview. Four queries, more for a batch.

    `aim` says which conference it is: a certain one, a new one, or, without either, the one that is found. `before` is
    the preview until now. Raises DraftChangedError when the row is no longer as `draft` has it, and IntakeError when
    nothing would be left of the import; then nothing is saved.
    """
    as_it_was = hints_token(draft)
    kept = {name: getattr(draft, name) for name in _WORD}
    draft.hints = dict(hints) if hints is not None else draft.hints
    draft.fields = dict(fields) if fields is not None else draft.fields
    draft.choices = dict(choices) if choices is not None else draft.choices
    is_aimed = bool(aim and aim[0] and aim[0] != draft.conference and not draft.hints)
    draft.conference, draft.is_new = aim if aim is not None else (draft.conference, draft.is_new)
    draft.conflict_choices = dict(conflict_choices) if conflict_choices is not None else draft.conflict_choices
    draft.reads_again = reads_again if reads_again is not None else draft.reads_again
    try:
        text = preview_import(draft, before)
        if is_aimed and take_kept_hints(draft, draft.conference, join_pages(text.parsed)):
            text = preview_import(draft)
    except IntakeError:
        for name, value in kept.items():
            setattr(draft, name, value)
        raise
    draft.title = text.document.title[:400]
    draft.note, draft.is_major = note, is_major
    with transaction.atomic():
        row = ImportDraft.objects.select_for_update().defer("files").filter(pk=draft.pk).first()
        if row is None or hints_token(row) != as_it_was:
            raise DraftChangedError
        draft.save(update_fields=["title", *_WORD, "note", "is_major"])
        count_warnings(draft, text)
    return text


def hints_token(draft: ImportDraft) -> str:
    """Return a token for the editor's corrections as they are: it changes whenever they do."""
    word = [draft.hints, draft.fields, draft.choices, draft.conference_id, draft.is_new]
    word += [draft.conflict_choices, draft.reads_again]
    return hashlib.sha256(json.dumps(word, sort_keys=True).encode()).hexdigest()[:16]


def import_target_of(draft: ImportDraft, text: ImportPreview) -> Conference | None:
    """Return the conference that the import would change; None when it makes a new one. Two queries at most."""
    if draft.is_new:
        return None
    chosen = draft.conference
    if chosen and chosen.binned_at is None:
        return chosen
    return find_conference(text.document)


def confirm_import_draft(
    draft: ImportDraft, *, seen: tuple[int, int] | None, change: Change, before: ImportPreview | None = None
) -> tuple[Conference, Differences]:
    """Write the import to the records, as a draft conference when it is new, and delete the import draft.

    `seen` is the key and the revision number of the conference with which the editor was shown the differences;
    `before` is the preview at that time. Must be in a transaction: it is all or nothing. Raises ConferenceChangedError
    when the conference is another or a later one, DraftChangedError, ImportConflictError, ImportRefusedError,
    DocumentRefusedError, NoteRequiredError, IntakeError, and ImportDraft.DoesNotExist when it was confirmed before.
    """
    row = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if hints_token(row) != hints_token(draft):
        raise DraftChangedError
    text = preview_import(row, before)
    target = import_target_of(row, text)
    if target:
        target = Conference.objects.select_for_update().get(pk=target.pk)
    if seen != revision_number_of(target):
        raise ConferenceChangedError
    check_head(text.document)
    parts = parts_of_draft(row, text)
    is_same = bool(target and not row.reads_again and find_base(target, parts).is_same)
    try:
        with transaction.atomic():
            done = take_in(
                text.document,
                target,
                change,
                is_partial=text.is_partial,
                choices=row.choices,
                parts=parts,
                resolution=resolution_of(row),
            )
            if not is_same:
                files = [file["name"] for file in row.files]
                save_import_warnings(done[0], text.warnings, text.document, files=files, is_partial=text.is_partial)
    except IntegrityError as error:
        raise ConferenceChangedError from error  # somebody has entered the same conference at this very moment
    BatchFile.objects.filter(draft=row).update(state=BatchFile.State.IMPORTED, conference=done[0])
    row.delete()
    return done


def revision_number_of(conference: Conference | None) -> tuple[int, int] | None:
    """Return the key and the revision number of a conference, which identify its state."""
    return (conference.pk, conference.revision_number) if conference else None


@transaction.atomic
def discard_import_draft(draft: ImportDraft, *, proposed_for: Conference | None = None) -> None:
    """Delete an import draft without saving anything of it, or once it is a proposal for a conference."""
    state = BatchFile.State.IMPORTED if proposed_for else BatchFile.State.DISCARDED
    BatchFile.objects.filter(draft=draft).update(state=state, conference=proposed_for)
    ImportDraft.objects.filter(pk=draft.pk).delete()


def delete_expired_drafts() -> int:
    """Delete the import drafts and import batches that have expired; return how many drafts."""
    ImportBatch.objects.expired().delete()
    return ImportDraft.objects.expired().delete()[0]
